"""A workbook that exists in memory only: for tests and for notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xl_appraisal.errors import BookError
from xl_appraisal.grid import Cell, Formula, Grid, Ref, Write


class MemoryHost:
    """Holds grids; a first-class host that keeps the contract of the others."""

    def __init__(self, grids: Iterable[Grid] = (), name: str = "内存工作簿") -> None:
        self._grids = {grid.name: grid for grid in grids}
        self._name = name

    @property
    def name(self) -> str:
        return self._name

    def grid(self, sheet: str) -> Grid | None:
        return self._grids.get(sheet)

    def write(self, sheet: str, changes: Mapping[Ref, Write]) -> None:
        """Raises :class:`BookError` for a sheet that is not there."""
        grid = self._grids.get(sheet)
        if grid is None:
            raise BookError(f"{self._name}：没有工作表“{sheet}”。")
        cells = dict(grid.cells)
        for ref, value in changes.items():
            cells[ref] = _written(cells.get(ref), value)
        self._grids[sheet] = Grid(sheet, cells, grid.merges)

    def save(self) -> None:
        """Nothing to do: memory is where the workbook lives."""


def _written(before: Cell | None, value: Write) -> Cell:
    if isinstance(value, Formula):
        return Cell(value.value, value.text)
    if value is None:
        return Cell(None)
    return Cell(value, before.formula if before else None)
