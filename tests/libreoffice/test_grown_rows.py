"""Long texts pasted into a list show whole after a command; heights that somebody set stay."""

from __future__ import annotations

from pathlib import Path

from tests.libreoffice.office import until
from tests.libreoffice.staffed import Desk
from xl_appraisal.book.sheets import LEDGER, LEDGER_TABLE

LONG = "工作日上班时间擅自离岗二十分钟以上，经巡查发现并当场拍照，窗口负责人已签字确认。" * 3


def test_a_row_grows_with_its_reason_and_one_that_was_set_stays(
    calc_desk: Desk, filled: Path
) -> None:
    """120 characters take four lines and more of the column; the next row is 10 mm by hand."""
    opened = calc_desk.open(filled, hidden=False)
    sheet = opened.document.Sheets.getByName(LEDGER)
    first = LEDGER_TABLE.header_row + 30
    column = [field for field, _ in LEDGER_TABLE.fields].index("reason")
    plain = sheet.Rows.getByIndex(first).Height
    sheet.Rows.getByIndex(first + 1).Height = 1000
    for row in (first, first + 1):
        sheet.getCellRangeByPosition(column, row, column, row).setDataArray(((LONG,),))
    assert sheet.Rows.getByIndex(first).Height == plain  # as after a paste
    opened.dispatch("recalculate")
    assert until(lambda: sheet.Rows.getByIndex(first).Height >= 3 * plain, 60)
    assert sheet.Rows.getByIndex(first + 1).Height == 1000
