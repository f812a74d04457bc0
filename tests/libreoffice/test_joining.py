"""A window that joins during the quarter: written into a blank row in Calc, and saved."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.excel.real_table import COLUMNS, FIRST, NAMES
from tests.libreoffice.staffed import Desk
from tests.libreoffice.test_live_sheet import differing, put
from tests.libreoffice.test_saving import cells, formulas, says
from tests.libreoffice.test_typed_calls import type_in
from xl_appraisal.book.sheets import LEDGER, STAFF
from xl_appraisal.hosts import FileHost
from xl_appraisal.hosts.calc.calc_host import CalcHost
from xl_appraisal.hosts.calc.calculation import calculation_stands_still
from xl_appraisal.model.grid import a1
from xl_appraisal.model.rulebook import load_rulebook
from xl_appraisal.work.add_window import add_window
from xl_appraisal.work.begin_quarter import build
from xl_appraisal.work.withdraw_window import plan_withdrawal, withdraw_window

JOINED = FIRST + 6


def test_a_seventh_window_is_typed_into_a_blank_row_and_saved(
    calc_desk: Desk, tmp_path: Path
) -> None:
    """Six windows of a new workbook and a seventh: full marks without bonus are 100 points.

    30 for staff (a mean of 100 at 30%), 10 + 30 + 15 + 15, and nothing among the bonus points.
    """
    book = tmp_path / "七.xlsm"
    build(book, load_rulebook(), NAMES[:6], "2023Q1")
    opened = calc_desk.open(book, hidden=False)
    for number, name in enumerate((*NAMES[:6], "新窗口")):
        put(opened, STAFF, (4 + number, 1), name)
        put(opened, STAFF, (4 + number, 2), f"人员{number}")
        put(opened, STAFF, (4 + number, 3), 100.0 - (number < 6))
    type_in(opened, a1(JOINED, COLUMNS["window"]), "新窗口")
    opened.press("recalculate")
    assert differing(opened) == []
    assert (opened.at(JOINED, "total").Value, opened.at(JOINED, "rank").Value) == (100.0, 1.0)
    opened.dispatch("saveBack")
    assert says(opened, "已写回")
    held = cells(opened.path)
    assert held[JOINED, COLUMNS["window"]].value == "新窗口"
    assert held[JOINED, COLUMNS["total"]].value == Decimal(100)
    assert formulas(opened.path)[JOINED, COLUMNS["rank"]].startswith("WINDOW_RANK($J13:")


def test_an_inserted_row_is_carried_into_the_file(calc_desk: Desk, filled: Path) -> None:
    """A window put in between two others by hand: its row is in the file, and all below moved.

    Lists, merges and the ranges of every formula follow; what the screen shows the file holds.
    """
    opened = calc_desk.open(filled, hidden=False)
    row = FIRST + 3
    below = opened.at(row, "window").String
    opened.ranking.Rows.insertByIndex(row - 1, 1)
    opened.at(row, "window").String = "新窗口"
    opened.at(row, "staff_performance").Value = 30
    opened.press("recalculate")
    assert differing(opened) == []
    opened.dispatch("saveBack")
    assert says(opened, "已写回")
    held, texts = cells(opened.path), formulas(opened.path)
    column = COLUMNS["window"]
    assert [held[r, column].value for r in (row, row + 1)] == ["新窗口", below]
    assert texts[row, COLUMNS["total"]] == (
        f"WINDOW_TOTAL($J{row}:$AX{row},$B{row}:$C{row},$J$3:$AX$3,通报数据!$X$1:$X$2)"
    )
    assert texts[row + 1, COLUMNS["rank"]].startswith(f"WINDOW_RANK($J{row + 1}:$AX{row + 1}")
    for each in range(FIRST, FIRST + len(NAMES) + 1):
        for name in ("total", "rank"):
            shown, stored = opened.at(each, name).Value, held[each, COLUMNS[name]].value
            assert Decimal(repr(round(shown, 9))) == stored


def test_deleted_rows_of_the_ledger_go_from_the_file(calc_desk: Desk, filled: Path) -> None:
    """Three lines less: those below have moved up, and the figures are those of the screen."""
    opened = calc_desk.open(filled, hidden=False)
    opened.press("recalculate")
    ledger = opened.document.Sheets.getByName(LEDGER)
    kept = [ledger.getCellByPosition(0, place).String for place in (3, 4, 8, 9)]
    ledger.Rows.removeByIndex(5, 3)
    opened.press("recalculate")
    assert differing(opened) == []
    opened.dispatch("saveBack")
    assert says(opened, "删除3行")
    grid = FileHost(opened.path).grid(LEDGER)
    assert grid is not None
    assert [grid.value(row, 1) for row in (4, 5, 6, 7)] == kept


def test_deleted_and_undone_is_as_if_nothing_had_been(calc_desk: Desk, filled: Path) -> None:
    """The marks of the rows are gone, the rows are there: not a byte of the file differs."""
    opened = calc_desk.open(filled, hidden=False)
    opened.press("recalculate")
    opened.dispatch("saveBack")
    assert says(opened, "已写回")
    before = opened.path.read_bytes()
    opened.ranking.Rows.removeByIndex(FIRST + 2, 2)
    opened.document.UndoManager.undo()
    opened.dispatch("saveBack")
    assert says(opened, "0 个单元格")
    assert opened.path.read_bytes() == before


def test_a_column_put_in_is_refused(calc_desk: Desk, filled: Path) -> None:
    """Columns are another matter: the bar says so, and the file stays as it was."""
    opened = calc_desk.open(filled, hidden=False)
    before = opened.path.read_bytes()
    opened.ranking.Columns.insertByIndex(5, 1)
    opened.dispatch("saveBack")
    assert says(opened, "插入、删除了列")
    assert opened.path.read_bytes() == before


def test_a_window_added_by_command_is_one_step_and_is_saved(calc_desk: Desk, filled: Path) -> None:
    """Between the last two; undone as a whole, redone, and carried into the file."""
    opened = calc_desk.open(filled, hidden=False)
    opened.press("recalculate")
    last = FIRST + len(NAMES) - 1
    manager = opened.document.UndoManager
    host = CalcHost(opened.document)
    with host.step("增加窗口"):
        add_window(host, "新窗口", after=NAMES[-2])
    assert opened.at(last, "window").String == "新窗口"
    assert manager.getCurrentUndoActionTitle() == "增加窗口"
    manager.undo()
    assert opened.at(last, "window").String == NAMES[-1]
    manager.redo()
    assert opened.at(last, "window").String == "新窗口"
    opened.at(last, "staff_performance").Value = 30
    opened.dispatch("saveBack")
    assert says(opened, "插入1行")
    held, texts = cells(opened.path), formulas(opened.path)
    assert held[last, COLUMNS["total"]].value == Decimal(100)
    assert texts[last, COLUMNS["total"]].startswith(f"WINDOW_TOTAL($J{last}:")
    assert held[last + 1, COLUMNS["window"]].value == NAMES[-1]


def test_a_window_withdrawn_by_command_comes_back_with_its_lines(
    calc_desk: Desk, filled: Path
) -> None:
    """Undone in the window as staff do: row, lines and every figure are as before, and redone."""
    opened = calc_desk.open(filled, hidden=False)
    lines = tuple((NAMES[1 + number % 2], "", "业务规范", 0.1) for number in range(60))
    opened.document.Sheets.getByName(LEDGER).getCellRangeByName("A4:D63").setDataArray(lines)
    opened.dispatch("recalculate")
    assert differing(opened) == []
    shown = opened.ranking.getCellRangeByName("A1:AY40").getDataArray()
    host = CalcHost(opened.document)
    with calculation_stands_still(opened.document), host.step("撤出窗口"):
        withdraw_window(host, plan_withdrawal(host, NAMES[1]))
    gone = opened.ranking.getCellRangeByName("A1:AY40").getDataArray()
    assert gone != shown
    opened.give(".uno:Undo")
    assert opened.ranking.getCellRangeByName("A1:AY40").getDataArray() == shown
    assert differing(opened) == []
    opened.give(".uno:Redo")
    assert opened.ranking.getCellRangeByName("A1:AY40").getDataArray() == gone
    assert differing(opened) == []
