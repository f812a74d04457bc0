"""A window that joins during the quarter: written into a blank row in Calc, and saved."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.excel.real_table import COLUMNS, FIRST, NAMES
from tests.libreoffice.staffed import Desk
from tests.libreoffice.test_live_sheet import differing, put
from tests.libreoffice.test_saving import cells, formulas, says
from tests.libreoffice.test_typed_calls import type_in
from xl_appraisal.book.sheets import STAFF
from xl_appraisal.model.grid import a1
from xl_appraisal.model.rulebook import load_rulebook
from xl_appraisal.work.begin_quarter import build

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


def test_an_inserted_row_is_refused_with_the_way_that_works(calc_desk: Desk, filled: Path) -> None:
    """The file stays as it was; the bar names the blank rows above the remarks."""
    opened = calc_desk.open(filled, hidden=False)
    before = opened.path.read_bytes()
    opened.ranking.Rows.insertByIndex(FIRST, 1)
    opened.dispatch("saveBack")
    assert says(opened, "写在备注上面的空行里")
    assert opened.path.read_bytes() == before
