"""A read-only folder, a read-only file, no room: refused by the system itself, not by our tests."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.faults.straitened import FULL, MAY_NOT

CASES = [(f"read-only {what}", name) for what, codes in MAY_NOT.items() for name in codes]
CASES += [("no room", name) for name in FULL]


@pytest.fixture(scope="module")
def told() -> dict[tuple[str, str], dict[str, Any]]:
    """What came of it, by what was lacking and command; in a process that may fork."""
    command = [sys.executable, "-m", "tests.faults.straitened", "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert ran.stderr == ""
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    return {(line["what"], line["scene"]): line for line in lines}


@pytest.mark.parametrize(("what", "scene"), CASES)
def test_a_command_that_cannot_write_says_so_and_changes_nothing(
    told: dict[tuple[str, str], dict[str, Any]], what: str, scene: str
) -> None:
    """A clear message and its exit code; what there was is whole; with room it does all."""
    assert told[what, scene]["wrong"] == []
    assert told[what, scene]["trials"] >= 1
