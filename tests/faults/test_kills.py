"""Every command that writes, killed and with a failing disk, at steps spread over the whole run.

``python -m tests.faults`` takes every step and as many random moments as wanted.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.faults.scenes import SCENES

MOST = 4
"""Steps of each command that are tried here, spread evenly."""


def trials(*arguments: str) -> list[dict[str, Any]]:
    """Run trials in a process of their own: it forks, which one with threads must not."""
    command = [sys.executable, "-m", "tests.faults", "--json", "--seed", "7", *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert ran.stderr == ""
    return [json.loads(line) for line in ran.stdout.splitlines()]


@pytest.fixture(scope="module")
def told() -> dict[tuple[str, str], dict[str, Any]]:
    """What came of it, by kind of trial and command."""
    found = trials("--most", str(MOST), "--random", "1")
    return {(one["kind"], one["scene"]): one for one in found}


@pytest.mark.parametrize("kind", ["kill", "random", "fail"])
@pytest.mark.parametrize("scene", SCENES, ids=[scene.name for scene in SCENES])
def test_a_killed_or_failing_run_leaves_the_old_files_or_the_new(
    told: dict[tuple[str, str], dict[str, Any]], kind: str, scene: Any
) -> None:
    """Whole files only, a clear message, backups that are whole; the next run does it all."""
    one = told[kind, scene.name]
    assert one["wrong"] == []
    assert one["trials"] >= (1 if kind == "random" else MOST)


def test_the_steps_of_a_save_are_all_seen() -> None:
    """Writing, forcing to disk, the backup's link and the rename; so none is left untried."""
    (one,) = trials("--kind", "kill", "--scene", "recalc", "--most", "1", "--names")
    names = one["names"]
    order = [name for name in names if name in ("write", "fsync", "link", "replace")]
    assert list(dict.fromkeys(order)) == ["write", "fsync", "link", "replace"]
    assert order[-4:] == ["fsync", "link", "replace", "fsync"]
