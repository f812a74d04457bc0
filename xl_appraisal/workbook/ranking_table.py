"""The sheet 名次表: where its columns and windows stand.

The hidden id row ties columns to the layout, so that staff may move, insert and rename columns;
the window rows run from below the header to the remarks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from xl_appraisal.errors import BookError
from xl_appraisal.findings import Place
from xl_appraisal.grid import EMPTY, Area, Cell, Grid, Ref, a1
from xl_appraisal.workbook.sheets import RANKING, REMARK_MARK
from xl_appraisal.workbook.typed import clean, is_blank, read_text, squeeze

_SEARCHED_ROWS = 50  # the id row stands near the top; a table without one is not looked through


@dataclass(frozen=True)
class RankingTable:
    """The table as it stands on the sheet.

    ``columns`` maps column ids to column numbers; ``rows`` are the rows of the windows.
    """

    grid: Grid
    id_row: int
    first_row: int
    columns: Mapping[str, int]
    rows: tuple[int, ...]

    @cached_property
    def cells_by_row(self) -> dict[int, dict[int, Cell]]:
        wanted = set(self.rows)
        by_row: dict[int, dict[int, Cell]] = {row: {} for row in self.rows}
        for (row, column), cell in self.grid.cells.items():
            if row in wanted:
                by_row[row][column] = cell
        return by_row

    def cell(self, row: int, column_id: str) -> Cell:
        return self.cells_by_row[row].get(self.columns[column_id], EMPTY)

    def place(self, row: int, column_id: str) -> Place:
        return Place(self.grid.name, a1(row, self.columns[column_id]))

    def ref(self, row: int, column_id: str) -> Ref:
        return row, self.columns[column_id]

    def header(self, column: int) -> tuple[str, ...]:
        """The header path over a column, merged cells counted once."""
        path, last = [], None
        for row in range(self.id_row + 1, self.first_row):
            origin = self._merged.get((row, column), (row, column))
            text = read_text(self.grid[origin])
            if origin != last and isinstance(text, str) and text:
                path.append(" ".join(text.split()))
            last = origin
        return tuple(path)

    @cached_property
    def _merged(self) -> dict[Ref, Ref]:
        """Header cells within a merged area → the cell that holds its text."""
        return {
            (row, column): (area.top, area.left)
            for area in self.grid.merges
            if area.top < self.first_row and area.bottom > self.id_row
            for row in range(area.top, area.bottom + 1)
            for column in range(area.left, area.right + 1)
        }

    def merges_among_windows(self) -> Iterator[Area]:
        """Merged areas that lie on window rows: whose value counts for whom is unclear."""
        if self.rows:
            first, last = self.rows[0], self.rows[-1]
            yield from (a for a in self.grid.merges if a.bottom >= first and a.top <= last)

    def unknown_columns(self) -> Iterator[int]:
        """Columns with a header but no id: added by hand and not known to the layout."""
        known = set(self.columns.values())
        for column in range(1, self.grid.last_column + 1):
            if column not in known and self._has_data(column):
                yield column

    def _has_data(self, column: int) -> bool:
        return any(
            not is_blank(cells[column].value)
            for cells in self.cells_by_row.values()
            if column in cells
        )


def find_ranking_table(grid: Grid) -> RankingTable:
    """Find the table on the sheet 名次表.

    Raises :class:`BookError` where the id row or the window column cannot be found, or an id
    stands twice.
    """
    id_row, columns = _find_ids(grid)
    first_row = _first_row(grid, id_row, columns["window"])
    rows = tuple(_window_rows(grid, first_row, columns))
    return RankingTable(grid, id_row, first_row, columns, rows)


def _find_ids(grid: Grid) -> tuple[int, dict[str, int]]:
    by_row: dict[int, list[tuple[int, str]]] = {}
    for (row, column), cell in grid.cells.items():
        if row <= _SEARCHED_ROWS and isinstance(cell.value, str):
            by_row.setdefault(row, []).append((column, clean(cell.value)))
    for row in sorted(by_row):
        ids = [name for _, name in by_row[row]]
        if "window" in ids and ("total" in ids or "rank" in ids):
            return row, _ids(row, by_row[row])
    raise BookError(
        f"工作表“{RANKING}”前{_SEARCHED_ROWS}行里找不到栏目编号行"
        "（隐藏的一行，写有 window、total 等）。请不要删除表头上方的隐藏行；"
        "可用 xl-appraisal new 重新生成工作簿后导入数据。"
    )


def _ids(row: int, found: list[tuple[int, str]]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, name in sorted(found):
        if name in columns:
            raise BookError(
                f"{RANKING}!{a1(row, column)}：栏目编号 {name} 与 {a1(row, columns[name])} 重复。"
                "复制出来的新栏目请改用新编号，并在“栏目”表加一行。"
            )
        if name:
            columns[name] = column
    return columns


def _first_row(grid: Grid, id_row: int, window_column: int) -> int:
    """The header of 窗口 is merged over all header rows; the windows begin below it."""
    for area in grid.merges:
        if area.covers((id_row + 1, window_column)):
            return area.bottom + 1
    return id_row + 2


def _window_rows(grid: Grid, first_row: int, columns: Mapping[str, int]) -> Iterator[int]:
    """Rows from the header down to the remarks that hold anything in a known column."""
    known = set(columns.values())
    used: dict[int, bool] = {}
    end = grid.last_row + 1
    for (row, column), cell in grid.cells.items():
        if row < first_row or (is_blank(cell.value) and cell.formula is None):
            continue
        if isinstance(cell.value, str) and squeeze(cell.value).startswith(squeeze(REMARK_MARK)):
            end = min(end, row)
        elif column in known and not (cell.formula is not None and is_blank(cell.value)):
            used[row] = True
    yield from sorted(row for row in used if row < end)
