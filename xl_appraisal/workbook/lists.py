"""List sheets (staff, ledger, rules …): their header is found, their rows are handed out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xl_appraisal.findings import Place
from xl_appraisal.grid import EMPTY, Cell, Grid, a1
from xl_appraisal.workbook.sheets import TableSheet
from xl_appraisal.workbook.typed import is_blank, squeeze

_SEARCHED_ROWS = 50  # where a header may stand; below it a header word is only data


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list sheet, its cells by field id."""

    sheet: str
    row: int
    columns: Mapping[str, int]
    cells: Mapping[int, Cell]

    def __getitem__(self, field: str) -> Cell:
        return self.cells.get(self.columns.get(field, 0), EMPTY)

    def place(self, field: str) -> Place:
        return Place(self.sheet, a1(self.row, self.columns.get(field, 1)))


@dataclass(frozen=True, slots=True)
class ListTable:
    """A list sheet with its header found; ``missing`` are the fields without a column."""

    grid: Grid
    header_row: int
    columns: Mapping[str, int]
    missing: tuple[str, ...]

    def rows(self) -> Iterator[ListRow]:
        """The rows below the header that hold anything in a known column."""
        known = set(self.columns.values())
        for row, cells in self.grid.rows():
            if row > self.header_row and any(not _empty(cells.get(c, EMPTY)) for c in known):
                yield ListRow(self.grid.name, row, self.columns, cells)


def find_list(grid: Grid, table: TableSheet) -> ListTable | None:
    """Find the header of ``table`` on its sheet: the row that holds most of its header texts.

    ``None`` where no row holds at least two of them.
    """
    wanted = {squeeze(header): field for field, header in table.fields}
    rows: dict[int, dict[str, int]] = {}
    for (row, column), cell in grid.cells.items():
        if row <= _SEARCHED_ROWS and isinstance(cell.value, str):
            field = wanted.get(squeeze(cell.value))
            if field is not None:
                rows.setdefault(row, {}).setdefault(field, column)
    best = max(rows, key=lambda row: (len(rows[row]), -row), default=0)
    if not best or len(rows[best]) < 2:
        return None
    found = rows[best]
    missing = tuple(header for field, header in table.fields if field not in found)
    return ListTable(grid, best, found, missing)


def _empty(cell: Cell) -> bool:
    return cell.formula is None and is_blank(cell.value)
