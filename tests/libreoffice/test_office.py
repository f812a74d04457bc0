"""The test program itself: it ends in time, ends alone, and comes back."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from tests.libreoffice.bridge import connect
from tests.libreoffice.office import Office, running


def test_a_call_that_takes_too_long_is_cut_off_and_the_program_comes_back() -> None:
    """Killed at the limit, the call fails; the next one finds a new program."""
    with running() as office:
        first = office.context
        model = office.open()
        until = time.monotonic() + 200
        with pytest.raises(Exception), office.limit(0.5):  # noqa: B017  # UNO's own, and pyuno's
            while time.monotonic() < until:
                model.calculateAll()
        assert time.monotonic() < until
        assert office.context is not first
        assert office.open().Sheets.Count == 1


def test_nothing_answers_at_an_unknown_pipe(office: Office) -> None:
    """Told after the time that was asked for."""
    with pytest.raises(ConnectionError, match="no_such_pipe_here"):
        connect("no_such_pipe_here", seconds=0.2)


def test_loading_the_bridge_leaves_pythons_import_statement_alone() -> None:
    """Uno's own raises ImportError for a module that is not there.

    Libraries that try an optional module and catch ModuleNotFoundError would no longer load.
    """
    script = (
        "import builtins\n"
        "before = builtins.__import__\n"
        "import tests.libreoffice.bridge\n"
        "assert builtins.__import__ is before\n"
        "try:\n"
        "    from no_such_module import anything\n"
        "except ModuleNotFoundError:\n"
        "    print('as ever')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.stdout == "as ever\n", done.stderr
