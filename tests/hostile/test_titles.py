"""A title is text with two named words: nothing in it is looked into, or built by its format."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line import Run

CASES = Path(__file__).parents[1] / "fixtures" / "cases" / "t-07-title-format"
SAID = "花括号只用于 {year}（年）和 {quarter}（季度）。"


@pytest.mark.parametrize("name", ["k1.xlsx", "k2.xlsx", "k3.xlsx"])
def test_a_book_that_carries_an_odd_title_is_refused_as_it_was(
    run: Callable[..., Run], tmp_path: Path, name: str
) -> None:
    """{foo}, {year.__class__…} and {year:>2000000000}: one sentence, and nothing is written."""
    book = tmp_path / name
    shutil.copyfile(CASES / name, book)
    for command in ("rank", "recalc", "check"):
        told = run(command, book)
        assert told.code == 2
        assert SAID in told.err and "Traceback" not in told.err
    assert book.read_bytes() == (CASES / name).read_bytes()


def test_a_notice_file_with_an_odd_title_is_told_with_its_line(
    run: Callable[..., Run], tmp_path: Path
) -> None:
    """{year[0]} on line 13 is a fault of the check, and no workbook is made of it."""
    told = run("notice", "check", CASES / "x.toml")
    assert told.code == 2
    assert told.out.startswith("[错误] x.toml 第13行：") and SAID in told.out
    made = run("new", "--notice", CASES / "x.toml", tmp_path / "2024Q1.xlsx")
    assert made.code == 2 and SAID in made.err
    assert not (tmp_path / "2024Q1.xlsx").exists()
