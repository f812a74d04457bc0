"""The core's appraisal for a reader of values alone, which cell functions are."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from xl_appraisal.book.read.percent_doubt import doubted
from xl_appraisal.hosts.host import Host
from xl_appraisal.model.grid import Cell, Grid, Percent
from xl_appraisal.model.record import replace
from xl_appraisal.work import desk
from xl_appraisal.work.desk import Appraised


def appraised_by_values(host: Host) -> Appraised:
    """The workbook appraised, with a window stopped by a figure that may be a percent.

    A format of percentages alone is not seen: in Calc even ``=AT13`` takes the format of AT13
    along, and what it shows is told at the next 重新计算.  Raises :class:`BookError` as the core
    does.
    """
    quarter = desk.appraise_host(cast("Host", _WithoutPercents(host))).quarter
    windows = tuple(doubted(window, quarter.book) for window in quarter.windows)
    quarter = replace(quarter, windows=windows)
    return Appraised(quarter, quarter.appraise())


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
