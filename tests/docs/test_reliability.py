"""What the page on reliability tells a reader to run can be run."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    (python -m [^\n|>]+)$", PAGE, re.MULTILINE)


@cache
def help_of(module: str) -> str:
    """The module's own help; it must start."""
    done = subprocess.run(
        [sys.executable, "-m", module, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_page_is_there_and_knows_its_options(command: str) -> None:
    """A module that starts and lists each option; for pytest, tests that are there."""
    _, _, module, *rest = shlex.split(command)
    if module == "pytest":
        paths = [word for word in rest if not word.startswith("-")]
        assert paths
        assert [path for path in paths if not (ROOT / path).exists()] == []
        return
    known = help_of(module)
    assert [word for word in rest if word.startswith("--") and word not in known] == []


def test_every_file_of_the_page_is_there() -> None:
    """No test or folder is named that was moved or never landed."""
    named = re.findall(r"`((?:tests|docs|xl_appraisal)/[^`*]*)`", PAGE)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
    assert len(COMMANDS) >= 3
