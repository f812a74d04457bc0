"""Formulas typed into a live Calc as staff type them: they work at once and follow what changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.excel.real_table import FIRST
from tests.libreoffice.staffed import Desk, Opened
from tests.libreoffice.test_live_sheet import differing
from tests.places import letter
from tests.published import rows
from xl_appraisal.book.sheets import RULES, RULES_TABLE, STAFF
from xl_appraisal.hosts import FileHost

TOTAL, RANK = (float(rows()[0][column]) for column in ("c9", "c1"))


@pytest.fixture
def opened(calc_desk: Desk, filled: Path) -> Opened:
    return calc_desk.open(filled, hidden=False)


def type_in(opened: Opened, place: str, text: str, sheet: str = "名次表") -> Any:
    """Go to a cell, type, Enter; the cell."""
    page = opened.document.Sheets.getByName(sheet)
    opened.document.CurrentController.setActiveSheet(page)
    opened.give(".uno:GoToCell", ToPoint=place)
    opened.give(".uno:EnterString", StringName=text)
    return page.getCellRangeByName(place)


def test_a_row_number_works_when_typed_and_follows(opened: Opened) -> None:
    """The guide's first example: the published total; an item's point more is a point less."""
    total = type_in(opened, "BC60", "=WINDOW_TOTAL(7)")
    rank = type_in(opened, "Z40", "=WINDOW_RANK(7)", STAFF)
    within = type_in(opened, "BC61", '=ROUND(window_total(7);0)&"分"')
    assert total.Value == pytest.approx(TOTAL, abs=0.005)
    assert rank.Value == RANK
    assert within.String == f"{TOTAL:.0f}分"
    before = total.Value
    place = opened.at(7, "item_37").AbsoluteName.rpartition(".")[2].replace("$", "")
    type_in(opened, place, "2")
    assert total.Value == pytest.approx(before - 2)
    assert differing(opened) == []
    opened.dispatch("saveBack")
    grid = FileHost(opened.path).grid("名次表")
    assert grid is not None
    assert grid.cells[60, 55].formula == "WINDOW_TOTAL(7)"


@pytest.mark.parametrize(("text", "told"), [("2023-4-5", "为日期 2023-04-05"), ("TRUE", "为TRUE")])
def test_a_date_or_a_truth_among_the_items_is_named(opened: Opened, text: str, told: str) -> None:
    """Calc holds 45,021 or 1 and tells by the format alone what was meant."""
    place = opened.at(8, "item_20").AbsoluteName.rpartition(".")[2].replace("$", "")
    type_in(opened, place, text)
    assert told in opened.at(8, "total").String
    assert opened.at(8, "rank").String == opened.at(8, "total").String
    assert differing(opened) == []


def test_a_row_nobody_named_does_not_move_the_flags(opened: Opened) -> None:
    """30 % of 25 windows is 7.5 → 8; with five rows put in for points alone it would be 9."""
    flags = [opened.at(row, "red_flag").String for row in range(7, 32)]
    opened.give(".uno:GoToCell", ToPoint="A32:A36")
    opened.give(".uno:InsertRowsBefore")
    place = opened.at(32, "item_20").AbsoluteName.rpartition(".")[2].replace("$", "")
    for row in range(32, 37):
        type_in(opened, place.replace("32", str(row)), "1")
    assert [opened.at(row, "red_flag").String for row in range(7, 32)] == flags
    assert differing(opened) == []


def test_a_rule_asked_for_when_typed_follows_the_rules(opened: Opened) -> None:
    """Twelve assisted cases are 3 points, and what 规则 says instead once it says so."""
    bonus = type_in(opened, "BC60", "=ASSIST_BONUS(12)")
    assert bonus.Value == 3.0
    rules = opened.document.Sheets.getByName(RULES)
    ids, figures = letter(RULES_TABLE, "path"), letter(RULES_TABLE, "value")
    paths = [line[0] for line in rules.getCellRangeByName(f"{ids}1:{ids}300").getDataArray()]
    at = [n for n, path in enumerate(paths, 1) if "assisted_handling" in str(path)]
    values = {n: rules.getCellRangeByName(f"{figures}{n}").Value for n in at}
    row = next(n for n in at if values[n] == 3.0)
    type_in(opened, f"{figures}{row}", "2.5", RULES)
    assert bonus.Value == 2.5


def test_a_call_without_a_row_means_its_own_or_says_what_to_write(opened: Opened) -> None:
    """Beside a window its total; anywhere else words that name the way to write it."""
    own = type_in(opened, "BC7", "=WINDOW_TOTAL()")
    assert own.Value == pytest.approx(TOTAL, abs=0.005)
    for place, text, example in (
        ("BC60", "=WINDOW_TOTAL()", "WINDOW_TOTAL(7)"),
        ("BC61", "=1+ASSIST_BONUS()", "ASSIST_BONUS(6)"),
    ):
        cell = type_in(opened, place, text)
        assert cell.String.startswith("请写明")
        assert example in cell.String


def test_undo_and_redo_of_what_was_typed(opened: Opened) -> None:
    """One step per input, nothing of ours between; typed again by redo it works again."""
    manager = opened.document.UndoManager
    assert manager.getAllUndoActionTitles() == ()
    cell = type_in(opened, "BC60", "=WINDOW_TOTAL(7)")
    assert len(manager.getAllUndoActionTitles()) == 1
    opened.give(".uno:Undo")
    assert cell.Formula == ""
    opened.give(".uno:Redo")
    assert cell.Value == pytest.approx(TOTAL, abs=0.005)
    opened.give(".uno:Undo")
    type_in(opened, "BC60", "5")
    type_in(opened, "BC60", "=WINDOW_TOTAL(7)")
    opened.give(".uno:Undo")
    assert cell.Value == 5.0


def test_pasted_calls_are_completed(opened: Opened) -> None:
    """A call copied on from cell to cell, and one filled into a block."""
    type_in(opened, "BC60", "=WINDOW_TOTAL(ROW()-53)")
    opened.give(".uno:Copy")
    opened.give(".uno:GoToCell", ToPoint="BC61:BC62")
    opened.give(".uno:Paste")
    shown = opened.ranking.getCellRangeByName("BC60:BC62").getDataArray()
    assert [line[0] for line in shown] == [opened.at(row, "total").Value for row in (7, 8, 9)]


def test_a_call_typed_into_a_computed_cell_is_one_step(opened: Opened) -> None:
    """Such a cell shows a fault as one word, by a conditional format: one 撤销 all the same."""
    cell, titles = opened.at(FIRST + 1, "total"), opened.document.UndoManager.getAllUndoActionTitles
    before, place = cell.Formula, cell.AbsoluteName.rpartition(".")[2].replace("$", "")
    other = type_in(opened, "BC60", "甲")
    type_in(opened, place, "=WINDOW_TOTAL()")
    assert "$J8:$AX8" in cell.Formula
    assert len(titles()) == 2
    opened.give(".uno:Undo")
    assert (cell.Formula, other.String) == (before, "甲")
    opened.give(".uno:Undo")
    assert (cell.Formula, other.String, titles()) == (before, "", ())
