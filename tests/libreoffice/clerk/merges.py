"""The core's appraisal of a sheet whose figures are from before cells were merged or parted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from xl_appraisal.book.sheets import RANKING
from xl_appraisal.hosts.host import Host
from xl_appraisal.model.grid import Area, Grid
from xl_appraisal.model.record import replace
from xl_appraisal.work import desk
from xl_appraisal.work.desk import Appraised


def appraised_with_merges(host: Host, first: int | None, rows: Iterable[int]) -> Appraised:
    """The workbook appraised as if, from row ``first`` of 名次表 on, these ``rows`` had merges.

    No program computes anything anew because cells were merged or parted.  Raises
    :class:`BookError` as the core does.
    """
    return desk.appraise_host(cast("Host", _WithMerges(host, first, rows)))


class _WithMerges:
    """Another host but for the merged cells of its 名次表."""

    def __init__(self, host: Host, first: int | None, rows: Iterable[int]) -> None:
        self._host = host
        self._first, self._merged = first, [Area(row, 2, row, 3) for row in rows]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._host, name)

    def grid(self, sheet: str) -> Grid | None:
        grid = self._host.grid(sheet)
        if grid is None or sheet != RANKING or self._first is None:
            return grid
        above = (area for area in grid.merges if area.bottom < self._first)
        return replace(grid, merges=(*above, *self._merged))
