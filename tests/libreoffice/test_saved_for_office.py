"""What 保存 in Calc leaves, asked as every other file of ours is: would Excel take it?"""

from __future__ import annotations

from pathlib import Path

from openxml_audit import FileFormat, OpenXmlValidator

from tests.libreoffice.office import until
from tests.libreoffice.staffed import Desk
from tests.libreoffice.test_saving import says
from tests.libreoffice.test_typed_calls import type_in
from tests.office_formats.excel_limits import breaches
from tests.office_formats.test_outputs import KNOWN, findings
from xl_appraisal.book.own_formulas import NAMES
from xl_appraisal.book.sheets import LEDGER, RANKING
from xl_appraisal.hosts import FileHost

TYPED = {
    "BC60": "95%", "BC61": "2024-3-5", "BC62": "TRUE", "BC63": "=1/0", "BC64": "=WINDOW_TOTAL(7)",
    "BC65": "甲 & <乙>", "BC66": '=IF(A1="";"";"满")', "BC67": "12:30", "BC68": "1.5E+20",
}  # fmt: skip


def test_a_book_worked_on_in_calc_is_as_the_schemas_of_office_have_it(
    calc_desk: Desk, filled: Path
) -> None:
    """Every kind of entry, rows put in and taken out, buttons that write figures and sheets."""
    opened = calc_desk.open(filled, hidden=False)
    for place, text in TYPED.items():
        type_in(opened, place, text)
    type_in(opened, "K30", "0.5%", LEDGER)
    for place, command in (("A20:A21", "InsertRowsBefore"), ("A25:A25", "DeleteRows")):
        opened.give(".uno:GoToCell", ToPoint=place)
        opened.give(f".uno:{command}")
    for command in ("recalculate", "check", "showGaps", "explain", "generateAnnex"):
        opened.document.CurrentController.setActiveSheet(opened.ranking)
        opened.give(".uno:GoToCell", ToPoint="B7")
        opened.dispatch(command)
    opened.dispatch("saveBack")
    assert says(opened, "已写回")
    assert until(lambda: not opened.document.isModified(), 60)

    book = FileHost(opened.path)
    ranking, ledger = book.grid(RANKING), book.grid(LEDGER)
    assert ranking is not None and ledger is not None
    assert ranking.cells[64, 55].formula == "WINDOW_TOTAL(7)"
    assert (32, 11) not in ledger.cells and (31, 11) in ledger.cells  # two more rows, one fewer
    validator = OpenXmlValidator(file_format=FileFormat.OFFICE_2016, max_errors=0)
    assert findings(validator, opened.path) - KNOWN == set()
    assert breaches(opened.path, frozenset(NAMES)) == []
