"""The core's appraisal for a reader of values alone, which cell functions are."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from xl_appraisal.hosts.host import Host
from xl_appraisal.model.grid import Cell, Grid, Percent
from xl_appraisal.model.record import replace
from xl_appraisal.work import desk
from xl_appraisal.work.desk import Appraised


def appraised_by_values(host: Host) -> Appraised:
    """The workbook appraised without its formats of percentages.

    In Calc even ``=AT13`` takes the format of AT13 along; what a format shows is told at the next
    重新计算.  Raises :class:`BookError` as the core does.
    """
    return desk.appraise_host(cast("Host", _WithoutPercents(host)))


class _WithoutPercents:
    """A host that tells values and no formats of percentages."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def __getattr__(self, name: str) -> Any:
        return getattr(self._host, name)

    def grid(self, sheet: str) -> Grid | None:
        grid = self._host.grid(sheet)
        if grid is None:
            return None
        return replace(grid, cells={ref: _bare(cell) for ref, cell in grid.cells.items()})


def _bare(cell: Cell) -> Cell:
    value = cell.value
    return cell._replace(value=Decimal(value)) if isinstance(value, Percent) else cell
