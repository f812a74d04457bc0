"""A workbook that exists in memory only: for tests and for notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from xl_appraisal.hosts.cell_limits import Plain, fault_of
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.exact import STORED
from xl_appraisal.model.grid import EMPTY, Cell, Formula, Grid, Ref, Write, a1, without_figures


class MemoryHost:
    """Holds grids; a first-class host that keeps the contract of the others."""

    def __init__(self, grids: Iterable[Grid] = (), name: str = "内存工作簿") -> None:
        self._grids = {grid.name: grid for grid in grids}
        self._name = name
        self._protected: set[str] = set()

    @property
    def name(self) -> str:
        return self._name

    def grid(self, sheet: str) -> Grid | None:
        return self._grids.get(sheet)

    def write(self, sheet: str, changes: Mapping[Ref, Write]) -> None:
        """Raises :class:`BookError`, nothing written, for a sheet or cell that is not there."""
        grid = self._grids.get(sheet)
        if grid is None:
            known = "、".join(self._grids) or "（没有）"
            raise BookError(f"{self._name}：没有工作表“{sheet}”；现有的工作表：{known}。")
        cells = dict(grid.cells)
        for ref, value in changes.items():
            fault = fault_of(value)
            if any(a.covers(ref) and ref != (a.top, a.left) for a in grid.merges):
                fault = "被合并单元格覆盖，不能写入。请取消合并"
            if fault:
                raise BookError(f"{self._name}：{sheet}!{a1(*ref)} {fault}。")
            cells[ref] = _written(cells.get(ref), value)
        used = {ref: cell for ref, cell in cells.items() if cell != EMPTY}
        self._grids[sheet] = Grid(sheet, used, grid.merges)

    def forget_figures(self, sheet: str) -> None:
        if sheet in self._grids:
            self.write(sheet, without_figures(self._grids[sheet]))

    def grow_table(self, sheet: str, header: Ref, last_row: int) -> bool:
        """There are no tables in memory, only cells."""
        return False

    def protected(self, sheet: str) -> bool:
        return sheet in self._protected

    def protect(self, sheet: str, password: str) -> None:
        self._protected.add(sheet)

    def unprotect(self, sheet: str, password: str) -> None:
        self._protected.discard(sheet)

    def save(self) -> None:
        """Nothing to do: memory is where the workbook lives."""


def _written(before: Cell | None, value: Write) -> Cell:
    if isinstance(value, Formula):
        return Cell(_stored(value.value), value.text)
    if value is None:
        return EMPTY
    if isinstance(value, date):  # a cell in memory has no format that would show a date
        value = value.isoformat()
    return Cell(_stored(value), before.formula if before else None)


def _stored(value: Plain) -> Plain:
    """A number as a spreadsheet keeps it: 15 significant digits."""
    if isinstance(value, bool) or not isinstance(value, Decimal):
        return value
    return STORED.create_decimal(value)
