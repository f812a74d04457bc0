"""The pages on next year's notice and on a new one are followed as they stand, line by line."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from xl_appraisal.doors.command_line import main
from xl_appraisal.model.notice.kinds import FIELDS, SIGNS
from xl_appraisal.model.rulebook import known_ids

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"```(sh|diff|text|toml|csv|txt)(?: (\S+))?\n(.*?)```", re.DOTALL)


def edit(text: str, block: str) -> str:
    """Each ``-`` line's words replaced by those of the ``+`` line below it, where they stand."""
    lines = block.splitlines()
    for old, new in zip(lines[::2], lines[1::2], strict=True):
        assert (old[:2], new[:2]) == ("- ", "+ ")
        assert text.count(old[2:]) == 1, old
        text = text.replace(old[2:], new[2:])
    return text


def follow(page: str, notice: Path, capsys: pytest.CaptureFixture[str]) -> list[int]:
    """Do what a page says in the present folder: files kept, edits made, commands run.

    Every edit finds its place, every line shown is what was printed just before.
    """
    said, codes = "", []
    for kind, name, block in BLOCK.findall((DOCS / page).read_text(encoding="utf-8")):
        if name:
            Path(name).write_text(block, encoding="utf-8")
        elif kind == "diff":
            notice.write_text(edit(notice.read_text(encoding="utf-8"), block), encoding="utf-8")
        elif kind == "text":
            assert block.strip() in said
        else:
            capsys.readouterr()
            codes += [main(shlex.split(line)[1:]) for line in block.splitlines()]
            said = capsys.readouterr().out
    return codes


def test_the_page_on_next_years_numbers_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second check meets the fault put in on purpose; all else goes well."""
    monkeypatch.chdir(tmp_path)

    assert follow("换通报.md", tmp_path / "通报2024.toml", capsys) == [0, 2, 0, 0, 0, 0]
    assert (tmp_path / "2024Q1.xlsx").exists()


def test_the_page_on_a_new_notice_leads_to_its_hand_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the printed scheme to the ranking: only the first check meets a fault, on purpose."""
    monkeypatch.chdir(tmp_path)
    codes = follow("写一份新通报.md", tmp_path / "先进窗口.toml", capsys)

    assert codes == [2, *[0] * (len(codes) - 1)]
    assert len(codes) == 22
    assert (tmp_path / "2024Q1-名次表.docx").exists()


def test_the_page_on_a_new_notice_names_every_kind_and_method() -> None:
    """A kind that the table of sentences leaves out would not be found by whoever needs it."""
    page = (DOCS / "写一份新通报.md").read_text(encoding="utf-8")
    named = {*FIELDS, *SIGNS} - {"judged"}  # what people judge is no sentence of a scheme
    assert [name for name in named if f"`{name}`" not in page] == []
    assert [n for n in known_ids("notices") if n not in page] == ["jinjiang-2023"]
