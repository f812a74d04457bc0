"""Long texts in a list show whole after a command; heights that somebody set stay."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.libreoffice.office import until
from tests.libreoffice.staffed import Desk
from xl_appraisal.book.sheets import LEDGER, LEDGER_TABLE
from xl_appraisal.hosts import FileHost

LONG = "工作日上班时间擅自离岗二十分钟以上，经巡查发现并当场拍照，窗口负责人已签字确认。" * 3


def test_a_row_grows_with_its_reason_and_one_that_was_set_stays(
    calc_desk: Desk, filled: Path, tmp_path: Path
) -> None:
    """120 characters take four lines and more; Calc opens the row one line high as it was."""
    book = tmp_path / filled.name
    shutil.copyfile(filled, book)
    row = LEDGER_TABLE.header_row + 31
    column = [field for field, _ in LEDGER_TABLE.fields].index("reason") + 1
    host = FileHost(book)
    host.write(LEDGER, {(row, column): LONG, (row + 1, column): LONG})
    host.save()
    opened = calc_desk.open_here(book, hidden=False)
    rows = opened.document.Sheets.getByName(LEDGER).Rows
    plain = rows.getByIndex(row + 5).Height
    assert rows.getByIndex(row - 1).Height == plain
    rows.getByIndex(row).Height = 1000
    opened.dispatch("recalculate")
    assert until(lambda: rows.getByIndex(row - 1).Height >= 3 * plain, 60)
    assert rows.getByIndex(row).Height == 1000
