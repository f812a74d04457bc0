"""Figures on the entry sheets under a format that makes others of them: ¥95.00, 0.0千, 3元.

They count as they are stored; a person reads what is shown, so both are told.  A percent is an
error of its own, told where the sheets are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import TYPE_CHECKING

from xl_appraisal.book.sheets import LEDGER, STAFF
from xl_appraisal.model.exact import plain
from xl_appraisal.model.findings import Finding, Place, finding
from xl_appraisal.model.grid import Grid, ShownAs

if TYPE_CHECKING:
    from xl_appraisal.book.read.quarter import Quarter

_FIGURES = {STAFF: ("score",), LEDGER: ("points", "count")}


def shown_unlike(quarter: Quarter) -> Iterator[Finding]:
    """A warning for each figure that its cell shows otherwise; nothing where no host tells."""
    for grid, rows, columns in _figures(quarter):
        odd = ((ref, cell.value) for ref, cell in grid.cells.items() if type(cell.value) is ShownAs)
        for (row, column), value in odd:
            if row in rows and column in columns:
                place = Place(grid.name, row, column)
                yield finding("shown_unlike", place, found=value.shown, expected=plain(value))


def _figures(quarter: Quarter) -> Iterator[tuple[Grid, Set[int], Set[int]]]:
    """The rows and columns that hold points, counts or people's scores, by their sheet."""
    table, layout = quarter.table, quarter.book.layout
    counted = [c.id for c in layout.all_columns if c.kind in ("points", "count")]
    found = table.columns.keys() & set(counted)
    yield table.grid, set(table.rows), {table.columns[name] for name in found}
    for name, fields in _FIGURES.items():
        listed = quarter.lists[name]
        columns = {listed.columns[field] for field in fields if field in listed.columns}
        yield listed.grid, {row.row for row in listed.rows()}, columns
