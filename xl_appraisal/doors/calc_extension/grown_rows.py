"""Rows of the lists that staff paste into grow with their texts, which Calc does not let them."""

from __future__ import annotations

from typing import Any

from xl_appraisal.book.sheets import LEDGER_TABLE, STAFF_TABLE
from xl_appraisal.doors.calc_extension.marking import unmarked
from xl_appraisal.doors.calc_extension.state import used
from xl_appraisal.hosts.block_plan import runs
from xl_appraisal.hosts.calc.calc_undo import no_undo


def let_rows_grow(document: Any) -> None:
    """Rows whose height nobody set are as high as their texts need; nothing else changes."""
    with no_undo(document), unmarked(document):
        for table in (STAFF_TABLE, LEDGER_TABLE):
            if document.Sheets.hasByName(table.name):
                sheet = document.Sheets.getByName(table.name)
                if not sheet.isProtected():
                    _grow(sheet, table.header_row, used(sheet).RangeAddress.EndRow)


def _grow(sheet: Any, first: int, last: int) -> None:
    """``first`` and ``last`` are rows from 0."""
    rows = sheet.Rows
    free = (number for number in range(first, last + 1) if rows.getByIndex(number).OptimalHeight)
    for run in runs(free):
        part = sheet.getCellRangeByPosition(0, run.start, 0, run.stop - 1)
        part.Rows.OptimalHeight = True
