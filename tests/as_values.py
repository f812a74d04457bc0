"""The core's appraisal for a reader of values alone, which cell functions are."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from xl_appraisal.book.sheets import RANKING
from xl_appraisal.hosts.host import Host
from xl_appraisal.model.grid import Area, Cell, Grid, Percent
from xl_appraisal.model.record import replace
from xl_appraisal.work import desk
from xl_appraisal.work.desk import Appraised


def appraised_by_values(
    host: Host, first: int | None = None, merged_rows: Iterable[int] = ()
) -> Appraised:
    """The workbook appraised without its formats of percentages.

    In Calc even ``=AT13`` takes the format of AT13 along; what a format shows is told at the next
    重新计算.  So is a cell merged or parted meanwhile: from the row ``first`` of 名次表 on only
    ``merged_rows`` count as merged.  Raises :class:`BookError` as the core does.
    """
    return desk.appraise_host(cast("Host", _OfValues(host, first, tuple(merged_rows))))


class _OfValues:
    """A host that tells values, no formats of percentages, and only the merges it is told."""

    def __init__(self, host: Host, first: int | None, merged_rows: tuple[int, ...]) -> None:
        self._host, self._first = host, first
        self._merged = [Area(row, 2, row, 3) for row in merged_rows]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._host, name)

    def grid(self, sheet: str) -> Grid | None:
        grid = self._host.grid(sheet)
        if grid is None:
            return None
        merges = grid.merges
        if sheet == RANKING and self._first is not None:
            merges = (*(area for area in merges if area.bottom < self._first), *self._merged)
        cells = {ref: _bare(cell) for ref, cell in grid.cells.items()}
        return replace(grid, cells=cells, merges=merges)


def _bare(cell: Cell) -> Cell:
    value = cell.value
    return cell._replace(value=Decimal(value)) if isinstance(value, Percent) else cell
