"""The test program itself: it ends in time, ends alone, and comes back."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time

import pytest
import xlwings as xw

from tests.libreoffice.office import Office, running
from xl_appraisal.hosts import calc as calc_engine
from xl_appraisal.hosts.calc import calc_bridge as bridge


def test_a_call_that_takes_too_long_is_cut_off_and_the_program_comes_back() -> None:
    """Killed at the limit, the call fails; the next one finds a new program."""
    with running() as office:
        first = office.engine
        model = first.apps.active.books.add().api
        until = time.monotonic() + 200
        with pytest.raises(Exception), office.limit(0.5):  # noqa: B017  # UNO's own, and pyuno's
            while time.monotonic() < until:
                model.calculateAll()
        assert time.monotonic() < until
        assert office.engine is not first
        assert isinstance(office.engine.apps.active.books.add(), xw.Book)


def test_nothing_answers_at_an_unknown_pipe(office: Office) -> None:
    """Told in both languages, after the time that was asked for."""
    with pytest.raises(calc_engine.NoOffice, match="应答"):
        calc_engine.connect("no_such_pipe_here", seconds=0.2)


def test_another_pythons_bridge_is_refused_before_it_is_loaded(
    tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loading it would end the process: its library names the Python it was built for."""
    (tmp_path / "libpyuno.so").write_bytes(b"\x7fELF...libpython3.99.so.1.0")
    (tmp_path / "pyuno.so").write_bytes(b"\x7fELF")
    monkeypatch.setattr(bridge, "_folders", lambda: iter([tmp_path]))
    monkeypatch.setattr(bridge.importlib.util, "find_spec", lambda _name: None)
    for name in bridge.MODULES:
        monkeypatch.delitem(sys.modules, name, raising=False)
    with pytest.raises(calc_engine.NoBridge, match=r"python3\.99"):
        calc_engine.load_uno()


def test_a_machine_without_the_bridge_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The package's name on Debian."""
    monkeypatch.setattr(bridge, "_folders", lambda: iter([]))
    monkeypatch.setattr(bridge.importlib.util, "find_spec", lambda _name: None)
    for name in bridge.MODULES:
        monkeypatch.delitem(sys.modules, name, raising=False)
    with pytest.raises(calc_engine.NoBridge, match="python3-uno"):
        calc_engine.load_uno()


def test_loading_the_bridge_leaves_pythons_import_statement_alone() -> None:
    """Uno's own raises ImportError for a module that is not there.

    Libraries that try an optional module and catch ModuleNotFoundError would no longer load.
    """
    script = """
        import builtins
        from xl_appraisal.hosts import calc as calc_engine

        before = builtins.__import__
        calc_engine.load_uno()
        calc_engine.load_uno()
        assert builtins.__import__ is before
        try:
            from no_such_module import anything
        except ModuleNotFoundError:
            print("as ever")
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, check=False
    )
    assert done.stdout == "as ever\n", done.stderr
