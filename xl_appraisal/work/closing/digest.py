"""The first form of a seal, and the fingerprint of inputs on printed notes of origin.

Closings of earlier versions are verified by it; new ones cover more (:mod:`sealed_parts`).
Values count, not how they are stored or shown: a workbook saved again by another program keeps
its fingerprint.  SHA-256; it tells whether something changed, not who changed it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from hashlib import sha256

from xl_appraisal.book.own_formulas import is_as_written
from xl_appraisal.book.read.closing_events import is_event_row
from xl_appraisal.book.read.quarter import Quarter, SheetReader
from xl_appraisal.book.sheets import (
    COLUMNS,
    LEDGER,
    PUBLISHED,
    RANKING,
    RULES,
    SOURCE,
    STAFF,
)
from xl_appraisal.model.exact import plain
from xl_appraisal.model.grid import CellError, Grid, Ref, Value
from xl_appraisal.model.record import Record

SHEETS = (RANKING, STAFF, LEDGER, RULES, COLUMNS, PUBLISHED, SOURCE)
"""What a quarter rests on, in this order.  核对 and whatever else was added is left out."""

_SHORT = 8  # hexadecimal digits that tell one cell; the whole has 64
_TEXT_COLUMNS = 2  # of 通报数据: notice and layout; lists and marks of the program stand beside

CellDigests = Mapping[tuple[str, Ref], str]


class Digest(Record):
    """``inputs``: all that staff or an import put in; ``figures``: what the program filled in.

    Both are 64 hexadecimal digits; ``cells`` has the first few of each single cell's own, to
    find which one changed.
    """

    inputs: str
    figures: str
    cells: CellDigests


def digest(quarter: Quarter, sheet: SheetReader) -> Digest:
    """The fingerprint of the workbook that ``quarter`` was read from."""
    computed = computed_cells(quarter)
    inputs, figures = sha256(), sha256()
    cells: dict[tuple[str, Ref], str] = {}
    for name, ref, line in _lines(sheet):
        part = figures if name == RANKING and ref in computed else inputs
        part.update(line)
        cells[name, ref] = sha256(line).hexdigest()[:_SHORT]
    return Digest(inputs.hexdigest(), figures.hexdigest(), cells)


def cell_digests(sheet: SheetReader) -> CellDigests:
    """:attr:`Digest.cells` alone: of a workbook that cannot be read as one any more too."""
    return {(name, ref): sha256(line).hexdigest()[:_SHORT] for name, ref, line in _lines(sheet)}


def _lines(sheet: SheetReader) -> Iterator[tuple[str, Ref, bytes]]:
    for name in SHEETS:
        grid = sheet(name)
        for ref, text in _cells(grid) if grid is not None else ():
            yield name, ref, f"{name}\t{ref[0]}\t{ref[1]}\t{text}\n".encode()


def computed_cells(quarter: Quarter) -> set[Ref]:
    """The cells of 名次表 that a recalculation fills in."""
    table = quarter.table
    columns = {
        table.columns[column.id]
        for column in quarter.book.layout.all_columns
        if column.kind == "computed" and column.id in table.columns
    }
    columns.discard(table.columns.get(quarter.book.notice.staff_id, 0))
    return {
        ref
        for ref, cell in table.grid.cells.items()
        if ref[0] >= table.first_row and (ref[1] in columns or is_as_written(cell.formula))
    }


def _cells(grid: Grid) -> Iterator[tuple[Ref, str]]:
    """Each cell that holds something, in order, as one text."""
    for row, cells in grid.rows():
        if grid.name == RULES and is_event_row(cells):
            continue
        for column in sorted(cells):
            if grid.name == SOURCE and column > _TEXT_COLUMNS:
                break
            text = canonical(cells[column].value)
            if text:
                yield (row, column), text


def canonical(value: Value) -> str:
    """A value with its type, however a host hands it over; empty for a blank cell."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return f"b:{int(value)}"
    if isinstance(value, Decimal):
        return f"n:{plain(value)}"
    if isinstance(value, CellError):
        return f"e:{value}"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return f"d:{value.date().isoformat()}"
    if isinstance(value, dt.date | dt.time):
        return f"d:{value.isoformat()}"
    return f"s:{value}"
