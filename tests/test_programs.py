"""A program with a Python of its own does not get ours."""

from __future__ import annotations

import os
from pathlib import Path

from xl_appraisal.programs import environment


def test_a_virtual_environment_stays_off_the_path(tmp_path: Path) -> None:
    """The first ``python3`` on the path is the one whose library LibreOffice would take."""
    virtual, plain = tmp_path / "virtual" / "bin", tmp_path / "plain" / "bin"
    for folder in (virtual, plain):
        folder.mkdir(parents=True)
    (virtual.parent / "pyvenv.cfg").touch()
    path = os.pathsep.join(map(str, (virtual, plain)))
    assert environment({"PATH": path})["PATH"] == str(plain)


def test_nothing_that_turns_python_to_another_library_is_passed_on() -> None:
    """All else of the environment stays."""
    given = {"PYTHONHOME": "/ours", "PYTHONPATH": "/ours", "VIRTUAL_ENV": "/ours", "HOME": "/me"}
    assert environment({**given, "PATH": "/bin"}) == {"HOME": "/me", "PATH": "/bin"}
