"""The core's appraisal for readers that are not told all, which cell functions are."""

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


def appraised_by_values(host: Host) -> Appraised:
    """The workbook appraised without its formats of percentages, of which Excel tells no function.

    What a format shows is told at the next 重新计算.  Raises :class:`BookError` as the core does.
    """
    return desk.appraise_host(cast("Host", _OfValues(host)))


def appraised_with_merges(host: Host, first: int | None, rows: Iterable[int]) -> Appraised:
    """The workbook appraised as if, from row ``first`` of 名次表 on, these ``rows`` had merges.

    No program computes anything anew because cells were merged or parted.  Raises
    :class:`BookError` as the core does.
    """
    return desk.appraise_host(cast("Host", _WithMerges(host, first, rows)))


class _Through:
    """Another host but for its grids."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def __getattr__(self, name: str) -> Any:
        return getattr(self._host, name)


class _OfValues(_Through):
    def grid(self, sheet: str) -> Grid | None:
        grid = self._host.grid(sheet)
        if grid is None:
            return None
        return replace(grid, cells={ref: _bare(cell) for ref, cell in grid.cells.items()})


class _WithMerges(_Through):
    def __init__(self, host: Host, first: int | None, rows: Iterable[int]) -> None:
        super().__init__(host)
        self._first, self._merged = first, [Area(row, 2, row, 3) for row in rows]

    def grid(self, sheet: str) -> Grid | None:
        grid = self._host.grid(sheet)
        if grid is None or sheet != RANKING or self._first is None:
            return grid
        above = (area for area in grid.merges if area.bottom < self._first)
        return replace(grid, merges=(*above, *self._merged))


def _bare(cell: Cell) -> Cell:
    value = cell.value
    return cell._replace(value=Decimal(value)) if isinstance(value, Percent) else cell
