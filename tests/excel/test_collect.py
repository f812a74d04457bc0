"""导入明细 through xlwings' front end: asked, shown, and written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.excel.conftest import Opened, snapshot
from xl_appraisal import macros
from xl_appraisal.book.sheets import LEDGER, STAFF

LINES = "窗口,项目,模块,分值,日期,事由\n税务,,业务规范,0.5,2023-03-15,晨会迟到\n"
PEOPLE = "窗口,姓名,考核分\n税务,张三,97\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, ...]:
    """A department's ledger and its staff scores."""
    for name, text in (("明细.csv", LINES), ("人员.csv", PEOPLE)):
        (tmp_path / name).write_text(text, encoding="utf-8-sig")
    return str(tmp_path / "明细.csv"), str(tmp_path / "人员.csv")


def ledger_rows(book: Opened) -> int:
    return max(row for row, column in book.content(LEDGER).cells if column == 1)


def test_what_is_chosen_is_shown_and_then_written(book: Opened, files: tuple[str, ...]) -> None:
    """Each file goes where its header says; the date is typed as Excel takes dates."""
    book.app._chosen = files
    before = ledger_rows(book)
    macros.import_lines()
    (asked,) = book.app._alerts
    assert "明细.csv：1笔明细。" in asked and "新增：税务，业务规范，0.5" in asked
    cells = book.content(LEDGER).cells
    row = before + 1
    found = [cells.get((row, column), (None,))[0] for column in range(1, 11)]
    assert found == [
        *("税务", None, "业务规范", 0.5, None, "2023-03-15", "晨会迟到", None, None),
        "明细.csv 第2行",
    ]
    people = book.content(STAFF).cells
    assert [people[4, column][0] for column in (1, 2, 3)] == ["税务", "张三", 97.0]


@pytest.mark.parametrize(("chosen", "answer"), [(False, "yes"), (None, "no")])
def test_nothing_is_written_unless_staff_say_so(
    book: Opened, files: tuple[str, ...], chosen: object, answer: str
) -> None:
    """No file chosen, or the question answered with no."""
    book.app._chosen = files if chosen is None else chosen
    book.app._answer = answer
    before = snapshot(book)
    macros.import_lines()
    assert snapshot(book) == before


def test_a_file_that_is_neither_is_refused(book: Opened, tmp_path: Path) -> None:
    """Named, with what its header should have; nothing of the other file is written."""
    (tmp_path / "x.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    (tmp_path / "明细.csv").write_text(LINES, encoding="utf-8")
    book.app._chosen = (str(tmp_path / "明细.csv"), str(tmp_path / "x.csv"))
    before = snapshot(book)
    macros.import_lines()
    assert "x.csv" in book.app._alerts[0] and "请补全表头" in book.app._alerts[0]
    assert snapshot(book) == before


def test_the_same_file_again_adds_nothing(book: Opened, files: tuple[str, ...]) -> None:
    """It is told, and no question is asked."""
    book.app._chosen = files
    macros.import_lines()
    before = snapshot(book)
    macros.import_lines()
    assert "没有新的内容" in book.app._alerts[-1]
    assert snapshot(book) == before
