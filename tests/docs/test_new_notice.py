"""The page on next year's notice is followed as it stands: copied, edited, checked, compared."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from xl_appraisal.doors.command_line import main

PAGE = Path(__file__).parents[2] / "docs" / "换通报.md"
BLOCK = re.compile(r"```(sh|diff|text)\n(.*?)```", re.DOTALL)


def edit(text: str, block: str) -> str:
    """Each ``-`` line's words replaced by those of the ``+`` line below it, where they stand."""
    lines = block.splitlines()
    for old, new in zip(lines[::2], lines[1::2], strict=True):
        assert (old[:2], new[:2]) == ("- ", "+ ")
        assert text.count(old[2:]) == 1, old
        text = text.replace(old[2:], new[2:])
    return text


def test_the_page_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command runs, every edit finds its place, every line shown is what is printed."""
    monkeypatch.chdir(tmp_path)
    notice, said, codes = tmp_path / "通报2024.toml", "", []
    for kind, block in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if kind == "diff":
            notice.write_text(edit(notice.read_text(encoding="utf-8"), block), encoding="utf-8")
        elif kind == "text":
            assert block.strip() in said
        else:
            capsys.readouterr()
            codes += [main(shlex.split(line)[1:]) for line in block.splitlines()]
            said = capsys.readouterr().out

    assert codes == [0, 2, 0, 0, 0, 0]  # the second check meets the fault put in on purpose
    assert (tmp_path / "2024Q1.xlsx").exists()
