"""A program with a Python of its own does not get ours."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from xl_appraisal.hosts.programs import environment, run_bounded
from xl_appraisal.model.errors import BookError, Stopped
from xl_appraisal.outputs.pdf import Printer
from xl_appraisal.setup.install import machine


def test_other_pythons_stay_off_the_path(tmp_path: Path) -> None:
    """The first ``python3`` on the path is the one whose library LibreOffice would take."""
    virtual, built, plain = (tmp_path / name / "bin" for name in ("virtual", "built", "plain"))
    for folder in (virtual, built, plain):
        folder.mkdir(parents=True)
    (virtual.parent / "pyvenv.cfg").touch()
    (built.parent / "lib" / "python3.11").mkdir(parents=True)
    (built.parent / "lib" / "python3.11" / "os.py").touch()
    path = os.pathsep.join(map(str, (virtual, built, plain, "/bin", "/usr/bin", "")))
    kept = os.pathsep.join((str(plain), "/bin", "/usr/bin", ""))
    assert environment({"PATH": path})["PATH"] == kept


def test_nothing_that_turns_python_to_another_library_is_passed_on() -> None:
    """All else of the environment stays."""
    given = {"PYTHONHOME": "/ours", "PYTHONPATH": "/ours", "VIRTUAL_ENV": "/ours", "HOME": "/me"}
    assert environment({**given, "PATH": "/bin"}) == {"HOME": "/me", "PATH": "/bin"}


STARTER = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, file=open(sys.argv[1], "w"), flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("asked_by", ["printing", "self-check"])
def test_a_program_that_takes_too_long_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked_by: str
) -> None:
    """Where the starter alone was ended, the program behind it would go on for ever.

    The time is over as soon as there is such a program, however long that takes.
    """
    started, wait = tmp_path / "child", subprocess.Popen.wait

    def waited(process: subprocess.Popen[bytes], timeout: float | None = None) -> int:
        assert until(lambda: started.is_file() and started.read_text().endswith("\n"))
        return wait(process, timeout)

    with (tmp_path / "said").open("wb") as said, monkeypatch.context() as patch:
        patch.setattr(subprocess.Popen, "wait", waited)
        patch.setattr(machine, "_PATIENCE", 0.01)
        command = [sys.executable, "-c", STARTER, str(started)]
        if asked_by == "self-check":
            assert machine.this_machine().run(command) is None
        else:
            with pytest.raises(subprocess.TimeoutExpired):
                run_bounded(command, said, 0.01)

    child = int(started.read_text())
    assert until(lambda: not psutil.pid_exists(child) or _collected(child))


def _collected(number: int) -> bool:
    try:
        return psutil.Process(number).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def until(condition: Callable[[], bool], seconds: float = 120) -> bool:
    """Whether the condition comes true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def test_what_is_stopped_meanwhile_ends_the_program(tmp_path: Path) -> None:
    """取消 while it runs: the starter, which would last ten minutes, and its child are gone."""
    started = tmp_path / "child"

    def stop() -> None:
        if started.is_file() and started.read_text().endswith("\n"):
            raise Stopped

    with (tmp_path / "said").open("wb") as said, pytest.raises(Stopped):
        run_bounded([sys.executable, "-c", STARTER, str(started)], said, 600, meanwhile=stop)
    child = int(started.read_text())
    assert until(lambda: not psutil.pid_exists(child) or _collected(child))


def test_what_a_program_says_goes_to_the_file(tmp_path: Path) -> None:
    """Its words and its complaints."""
    with (tmp_path / "said").open("w+b") as said:
        run_bounded(
            [sys.executable, "-c", "import sys; print(1); print(2, file=sys.stderr)"], said, 60
        )
        said.seek(0)
        assert sorted(said.read().split()) == [b"1", b"2"]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_what_a_program_says_in_windows_code_page_is_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    """Where printing fails, the program's own words are told; the self-check reads them too."""
    words = tmp_path / "words"
    words.write_bytes("磁盘空间不足".encode(encoding))
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\ncat "{words}"\n')
    program.chmod(0o755)
    monkeypatch.setattr("locale.getencoding", lambda: "gbk")
    with pytest.raises(BookError, match="磁盘空间不足"):
        Printer(str(program), tmp_path / "profile").printed([b""])
    assert machine.this_machine().run([str(program)]) == "磁盘空间不足"
