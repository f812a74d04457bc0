"""A program with a Python of its own does not get ours."""

from __future__ import annotations

import os
from pathlib import Path

from xl_appraisal.programs import environment


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
