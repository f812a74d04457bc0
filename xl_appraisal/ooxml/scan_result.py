"""What a pass over the rows of a sheet part finds."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping
from typing import Any

from xl_appraisal.model.grid import EMPTY, Area, Cell, Ref
from xl_appraisal.ooxml.row_patterns import RowSpan


class CellTable(Mapping[Ref, Cell]):
    """Cells by ``(row, column)``, row by row.

    One flat dictionary of half a million keys takes longer to fill than the file takes to
    parse; ``by_row`` holds a small dictionary of cells by column for each used row.
    """

    __slots__ = ("by_row",)

    def __init__(self) -> None:
        self.by_row: dict[int, dict[int, Cell]] = {}

    def __getitem__(self, ref: Ref) -> Cell:
        row, column = ref
        return self.by_row[row][column]

    def get(self, ref: Ref, default: Any = None, /) -> Any:
        """As of any mapping, without an exception for each blank cell."""
        columns = self.by_row.get(ref[0])
        return default if columns is None else columns.get(ref[1], default)

    def look(self, ref: Ref) -> Cell:
        """The cell, :data:`~xl_appraisal.model.grid.EMPTY` if there is none."""
        columns = self.by_row.get(ref[0])
        return EMPTY if columns is None else columns.get(ref[1], EMPTY)

    def put(self, ref: Ref, cell: Cell) -> None:
        """Set one cell."""
        self.by_row.setdefault(ref[0], {})[ref[1]] = cell

    def items(self) -> ItemsView[Ref, Cell]:
        """As of any mapping, without looking each cell up again."""
        return _Items(self)

    def __iter__(self) -> Iterator[Ref]:
        for row, columns in self.by_row.items():
            for column in columns:
                yield row, column

    def __len__(self) -> int:
        return sum(map(len, self.by_row.values()))


class _Items(ItemsView[Ref, Cell]):
    _mapping: CellTable

    def __iter__(self) -> Iterator[tuple[Ref, Cell]]:
        for row, columns in self._mapping.by_row.items():
            for column, cell in columns.items():
                yield (row, column), cell


class Scan:
    """All that one pass over the rows finds."""

    __slots__ = ("arrays", "cells", "followers", "masters", "rows")

    def __init__(self) -> None:
        self.rows: list[RowSpan] = []
        self.cells = CellTable()
        self.masters: dict[str, tuple[Ref, str]] = {}
        """Shared formulas by group: where the text stands, and the text."""
        self.followers: dict[Ref, str] = {}
        """Cells that show a shared formula without holding its text, with their group."""
        self.arrays: dict[Ref, tuple[Area, str]] = {}
        """Array formulas and data tables: the area that each fills, and its text."""
