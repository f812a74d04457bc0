"""What a seal covers, part by part: all that makes a figure or that a reader is told.

Each cell goes into its part's SHA-256 as one line of JSON, which can be read in one way only,
whatever the cell holds.  Formats, widths and hidden rows are not here (:mod:`shown_otherwise`),
nor are sheets that a command makes anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256

from xl_appraisal.book.own_formulas import calls_function, is_as_written
from xl_appraisal.book.read.closing_events import event_rows
from xl_appraisal.book.read.quarter import Quarter, SheetReader
from xl_appraisal.book.sheets import COLUMNS, RANKING, RULES, SOURCE
from xl_appraisal.model.grid import Cell, Grid, Ref
from xl_appraisal.model.record import Record
from xl_appraisal.work.closing.closing_note import encoded
from xl_appraisal.work.closing.digest import SHEETS, CellDigests, canonical, computed_cells

PARTS = {
    "inputs": "填写的内容",
    "figures": "成绩",
    "rules": "规则和栏目",
    "notice": "通报和栏目的原文",
    "history": "封存和重新打开的记录",
}
"""The parts by name, as staff are told of them."""

_TEXT_COLUMNS = 2  # of 通报数据: the notice and the layout; what the program needs stands beside
_DATA_COLUMN = 24  # of 通报数据: what cell functions rest on
_SHORT = 8
_WRITTEN_OTHERWISE = re.compile(r"_xlfn\.|_xlws\.|[\s$']")
"""What a program puts into a formula or leaves out of it when it saves."""


class SealedParts(Record):
    """The digest of each of :data:`PARTS`, 64 hexadecimal digits, and the start of each cell's."""

    digests: Mapping[str, str]
    cells: CellDigests


def sealed_parts(quarter: Quarter | None, sheet: SheetReader, note: Ref) -> SealedParts:
    """The parts of a workbook; ``note`` is the cell of 规则 that takes the closing's own note.

    Of one that cannot be read as a quarter any more (``None``) the cells alone are of use.
    """
    hashes = {part: sha256() for part in PARTS}
    cells: dict[tuple[str, Ref], str] = {}
    computed = computed_cells(quarter) if quarter is not None else set()
    for name in SHEETS:
        grid = sheet(name)
        events = event_rows(grid) if grid is not None and name == RULES else frozenset()
        for ref, cell in _used(grid) if grid is not None else ():
            noted = (name, ref) == (RULES, note) and cell.formula is None
            if noted or (name == SOURCE and _is_ours(ref, cell)):
                continue
            line = encoded(name, *ref, canonical(cell.value), _formula(cell.formula))
            part = "history" if ref[0] in events else _part(name, ref, computed)
            hashes[part].update(line)
            cells[name, ref] = sha256(line).hexdigest()[:_SHORT]
    return SealedParts({part: found.hexdigest() for part, found in hashes.items()}, cells)


def _is_ours(ref: Ref, cell: Cell) -> bool:
    """Whether a cell of 通报数据 is one of the program's lists, marks or data, none a notice's.

    Data of the functions are formulas that follow the sheets; a constant there would not.
    """
    return ref[1] > _TEXT_COLUMNS and (ref[1] < _DATA_COLUMN or calls_function(cell.formula))


def _part(sheet: str, ref: Ref, computed: set[Ref]) -> str:
    if sheet == SOURCE:
        return "notice"
    if sheet in (RULES, COLUMNS):
        return "rules"
    return "figures" if sheet == RANKING and ref in computed else "inputs"


def _used(grid: Grid) -> Iterator[tuple[Ref, Cell]]:
    for row, cells in grid.rows():
        for column in sorted(cells):
            if canonical(cells[column].value) or cells[column].formula is not None:
                yield (row, column), cells[column]


def _formula(formula: str | None) -> str:
    """Empty for a constant; one word for formulas of ours, which each program writes its way."""
    if formula is None:
        return ""
    if calls_function(formula) or is_as_written(formula):
        return "ours"
    return "=" + _WRITTEN_OTHERWISE.sub("", formula).upper()
