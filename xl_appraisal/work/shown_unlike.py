"""Figures on the entry sheets under a format that makes others of them: ¥95.00, 0.0千, 3元.

They count as they are stored; a person reads what is shown, so both are told.  A percent is an
error of its own, told where the sheets are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.sheets import LEDGER, RANKING, STAFF
from xl_appraisal.hosts.host import Host
from xl_appraisal.model.exact import plain
from xl_appraisal.model.findings import Finding, Place, finding
from xl_appraisal.model.grid import Ref
from xl_appraisal.work.importing.shown_figures import shown_otherwise

_FIGURES = {STAFF: ("score",), LEDGER: ("points", "count")}


def shown_unlike(quarter: Quarter, host: Host) -> Iterator[Finding]:
    """A warning for each figure that its cell shows otherwise; nothing where no host tells."""
    for name, refs in _figures(quarter).items():
        grid, looks = host.grid(name), host.looks(name)
        if grid is None or looks is None:
            continue
        for ref in sorted(refs & looks.formats.keys()):
            value, code = grid.value(*ref), looks.formats[ref]
            if not isinstance(value, Decimal):
                continue
            shown = shown_otherwise(value, code)
            if shown and "%" not in shown:
                place = Place(name, *ref)
                yield finding("shown_unlike", place, found=shown, expected=plain(value))


def _figures(quarter: Quarter) -> dict[str, set[Ref]]:
    """The cells that hold points, counts or people's scores, by sheet."""
    table, layout = quarter.table, quarter.book.layout
    counted = [c.id for c in layout.all_columns if c.kind in ("points", "count")]
    columns = [table.columns[name] for name in counted if name in table.columns]
    found = {RANKING: {(row, column) for row in table.rows for column in columns}}
    for name, fields in _FIGURES.items():
        listed = quarter.lists[name]
        columns = [listed.columns[field] for field in fields if field in listed.columns]
        found[name] = {(row.row, column) for row in listed.rows() for column in columns}
    return found
