"""What a clerk does to 名次表 in a spreadsheet program, done to a workbook's cells in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from xl_appraisal.book.sheets import COLUMNS, COLUMNS_TABLE, HEADER_ROW, ID_ROW, RANKING, SHEETS
from xl_appraisal.hosts import FileHost, MemoryHost
from xl_appraisal.model.grid import Area, Cell, Grid, Ref, Value

HEADER_BOTTOM = HEADER_ROW + 2


LISTED = ("id", "header", "kind", "sign", "module", "rule", "measure", "standing", "number_format",
          "printed")  # fmt: skip
PLACES = {field: place for place, (field, _) in enumerate(COLUMNS_TABLE.fields, 1)}
"""Where each field of 栏目 stands in a new workbook."""


class Clerk:
    """A workbook file opened; each method is one thing done with the mouse."""

    def __init__(self, path: Path) -> None:
        host = FileHost(path)
        found = {name: host.grid(name) for name in SHEETS}
        self.grids = {name: grid for name, grid in found.items() if grid is not None}

    def host(self) -> MemoryHost:
        return MemoryHost(self.grids.values(), "2023Q1.xlsx")

    def column(self, column_id: str) -> int:
        """Where the column with that id stands."""
        cells = self.grids[RANKING].cells.items()
        return next(c for (row, c), cell in cells if row == ID_ROW and cell.value == column_id)

    def insert(self, before: int, header: str, column_id: str | None = None) -> None:
        """A column put in within a group, whose header widens; its id typed or forgotten."""
        self._moved(lambda column: column + (column >= before))
        grid = self.grids[RANKING]
        area = Area(HEADER_ROW + 1, before, HEADER_BOTTOM, before)
        self.grids[RANKING] = Grid(RANKING, grid.cells, (*grid.merges, area))
        self.type(RANKING, (HEADER_ROW + 1, before), header)
        if column_id is not None:
            self.type(RANKING, (ID_ROW, before), column_id)

    def delete(self, column: int) -> None:
        self._moved(lambda c: 0 if c == column else c - (c > column))

    def cut_and_insert(self, column: int, before: int) -> None:
        """A column cut out and put in further to the left."""
        self._moved(lambda c: before if c == column else c + (before <= c < column))

    def type(self, sheet: str, ref: Ref, value: Value) -> None:
        grid = self.grids[sheet]
        self.grids[sheet] = Grid(sheet, {**grid.cells, ref: Cell(value)}, grid.merges)

    def list_column(self, *texts: str | None) -> None:
        """A row on 栏目 below the others; ``texts`` in the order of :data:`LISTED`."""
        row = max(row for row, _ in self.grids[COLUMNS].cells) + 1
        for field, text in zip(LISTED, texts, strict=False):
            if text is not None:
                self.type(COLUMNS, (row, PLACES[field]), text)

    def unlist(self, column_id: str) -> None:
        """A row of 栏目 deleted, those below moved up."""
        grid = self.grids[COLUMNS]
        gone = next(
            r
            for (r, c), cell in grid.cells.items()
            if c == PLACES["id"] and cell.value == column_id
        )
        cells = {(r - (r > gone), c): cell for (r, c), cell in grid.cells.items() if r != gone}
        self.grids[COLUMNS] = Grid(COLUMNS, cells, grid.merges)

    def _moved(self, place: Callable[[int], int]) -> None:
        grid = self.grids[RANKING]
        cells = {(r, place(c)): cell for (r, c), cell in grid.cells.items() if place(c)}
        merges = []
        for area in grid.merges:
            inside = [place(c) for c in range(area.left, area.right + 1) if place(c)]
            if inside:
                merges.append(Area(area.top, min(inside), area.bottom, max(inside)))
        self.grids[RANKING] = Grid(RANKING, cells, tuple(merges))
