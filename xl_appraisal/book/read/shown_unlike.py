"""Figures on the entry sheets under a format that makes others of them: ¥95.00, 0.0千, 3元.

They count as they are stored; a person reads what is shown, so both are told.  A percent is an
error of its own, told where the sheets are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xl_appraisal.book.sheets import LEDGER, STAFF
from xl_appraisal.model.exact import plain
from xl_appraisal.model.findings import Finding, Place, finding
from xl_appraisal.model.grid import Grid, Ref, ShownAs

if TYPE_CHECKING:
    from xl_appraisal.book.read.quarter import Quarter

_FIGURES = {STAFF: ("score",), LEDGER: ("points", "count")}


def shown_unlike(quarter: Quarter) -> Iterator[Finding]:
    """A warning for each figure that its cell shows otherwise; nothing where no host tells."""
    for grid, ref in _figures(quarter):
        value = grid.value(*ref)
        if isinstance(value, ShownAs):
            place = Place(grid.name, *ref)
            yield finding("shown_unlike", place, found=value.shown, expected=plain(value))


def _figures(quarter: Quarter) -> Iterator[tuple[Grid, Ref]]:
    """The cells that hold points, counts or people's scores."""
    table, layout = quarter.table, quarter.book.layout
    counted = [c.id for c in layout.all_columns if c.kind in ("points", "count")]
    columns = [table.columns[name] for name in counted if name in table.columns]
    yield from ((table.grid, (row, column)) for row in table.rows for column in columns)
    for name, fields in _FIGURES.items():
        listed = quarter.lists[name]
        columns = [listed.columns[field] for field in fields if field in listed.columns]
        yield from ((listed.grid, (row.row, column)) for row in listed.rows() for column in columns)
