"""生成名次表: the published table as a sheet of its own, made from a copy of 名次表.

The copy brings header, formats, widths, remarks and page set-up; then all that is no part of the
published table goes: formulas, working columns, buttons, blank rows, the hidden row of ids.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress

import xlwings as xw

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.book.write.annex_rows import (
    annex_rows,
    blank_rows,
    other_formulas,
    printed_columns,
)
from xl_appraisal.doors.buttons.button_support import show
from xl_appraisal.hosts.excel.excel_values import to_program
from xl_appraisal.model.grid import Value, column_name
from xl_appraisal.work.desk import Appraised

ANNEX = "名次表（排序）"
"""The sheet, made anew each time."""

_UNFINISHED = "名次表（生成中）"


def make_annex(book: xw.Book, done: Appraised) -> None:
    """Make the sheet; an earlier one goes once the new one is complete."""
    source = book.sheets[RANKING]
    delete_sheet(book, _UNFINISHED)
    sheet = source.copy(after=source, name=_UNFINISHED)
    try:
        _fill(sheet, done, guarded=book.app.engine.name == "excel")
        _strip(sheet, done.quarter)
    except BaseException:
        with suppress(Exception):
            delete_sheet(book, _UNFINISHED)
        raise
    delete_sheet(book, ANNEX)
    sheet.name = ANNEX
    show(sheet)


def _fill(sheet: xw.Sheet, done: Appraised, *, guarded: bool) -> None:
    """Values over the windows' rows, run of columns by run, and over every other formula."""
    columns = printed_columns(done.quarter)
    rows = annex_rows(done.quarter, done.appraisal)
    top = done.quarter.table.first_row
    start = 0
    for left, right in runs(columns):
        width = right - left + 1
        block = sheet.range((top, left), (top + len(rows) - 1, right))
        if rows:
            block.raw_value = [
                [_taken(value, guarded) for value in line[start : start + width]] for line in rows
            ]
        start += width
    for ref, value in other_formulas(done.quarter).items():
        sheet.range(ref).raw_value = _taken(value, guarded)


def _strip(sheet: xw.Sheet, quarter: Quarter) -> None:
    for shape in list(sheet.shapes):
        shape.delete()
    printed = set(printed_columns(quarter))
    used = sheet.used_range
    last = used.column + used.shape[1] - 1
    rest = [column for column in range(1, last + 1) if column not in printed]
    for left, right in reversed(list(runs(rest))):
        sheet.range(f"{column_name(left)}:{column_name(right)}").delete()
    blank = blank_rows(quarter)
    if blank:
        sheet.range(f"{blank[0]}:{blank[-1]}").delete()
    sheet.range(f"{quarter.table.id_row}:{quarter.table.id_row}").delete()


def runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Consecutive numbers together: first and last of each run."""
    start = previous = None
    for number in numbers:
        if start is None or previous is None or number != previous + 1:
            if start is not None and previous is not None:
                yield start, previous
            start = number
        previous = number
    if start is not None and previous is not None:
        yield start, previous


def _taken(value: Value, guarded: bool) -> object:
    """A date that stands where a figure should goes out as the text that it is read as."""
    if isinstance(value, dt.date | dt.time):
        value = value.isoformat()
    return to_program(value, guarded=guarded)


def delete_sheet(book: xw.Book, name: str) -> None:
    """Delete a sheet if it is there."""
    if name in [sheet.name for sheet in book.sheets]:
        book.sheets[name].delete()
