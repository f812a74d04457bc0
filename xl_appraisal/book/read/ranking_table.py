"""The sheet 名次表: where its columns and windows stand.

The hidden id row ties columns to the layout, so that staff may move, insert and rename columns;
the window rows run from below the header to the remarks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from functools import cached_property

from xl_appraisal.book.own_formulas import calls_function, computes_itself
from xl_appraisal.book.read.row_words import is_note, is_sum
from xl_appraisal.book.read.typed_values import clean, is_blank, read_text, squeeze
from xl_appraisal.book.sheets import RANKING, REMARK_MARK
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.findings import Place
from xl_appraisal.model.grid import EMPTY, Area, Cell, Grid, Ref, a1
from xl_appraisal.model.record import Record

_SEARCHED_ROWS = 50  # the id row stands near the top; a table without one is not looked through


class RankingTable(Record):
    """The table as it stands on the sheet.

    ``columns`` maps column ids to column numbers; ``rows`` are the rows of the windows,
    ``below`` those with a window's name below the remarks, where none belongs, and ``sums``
    those of totals, means and notes, which are no windows.
    """

    __slots__ = ("__dict__",)

    grid: Grid
    id_row: int
    first_row: int
    columns: Mapping[str, int]
    rows: tuple[int, ...]
    below: tuple[int, ...] = ()
    sums: tuple[int, ...] = ()
    end: int = 0
    """The row that ends the table: that of the first remark, or one past the last used row."""

    @cached_property
    def cells_by_row(self) -> dict[int, Mapping[int, Cell]]:
        by_row = dict(self.grid.rows())
        return {row: by_row.get(row, {}) for row in self.rows}

    def cell(self, row: int, column_id: str) -> Cell:
        return self.cells_by_row[row].get(self.columns[column_id], EMPTY)

    def place(self, row: int, column_id: str) -> Place:
        return Place(self.grid.name, row, self.columns[column_id])

    def ref(self, row: int, column_id: str) -> Ref:
        return row, self.columns[column_id]

    def header(self, column: int) -> tuple[str, ...]:
        """The header path over a column, merged cells counted once, without breaks of lines."""
        if column not in self._headers:
            self._headers[column] = self._header(column)
        return self._headers[column]

    @cached_property
    def _headers(self) -> dict[int, tuple[str, ...]]:
        return {}

    def _header(self, column: int) -> tuple[str, ...]:
        path, last = [], None
        for row in range(self.id_row + 1, self.first_row):
            origin = self._merged.get((row, column), (row, column))
            text = read_text(self.grid[origin])
            if origin != last and isinstance(text, str) and text:
                path.append(" ".join(text.replace("\n", "").split()))
            last = origin
        return tuple(path)

    @cached_property
    def _merged(self) -> dict[Ref, Ref]:
        """Header cells within a merged area → the cell that holds its text."""
        return {
            ref: area[:2]
            for area in self.grid.merges
            if area.top < self.first_row and area.bottom > self.id_row
            for ref in area.refs()
        }

    def merges_among_windows(self) -> Iterator[Area]:
        """Merged areas that lie on window rows: whose value counts for whom is unclear."""
        if self.rows:
            first, last = self.rows[0], self.rows[-1]
            yield from (a for a in self.grid.merges if a.bottom >= first and a.top <= last)

    @cached_property
    def function_columns(self) -> frozenset[int]:
        """The columns of which at least every other row holds a function of ours."""
        counts = Counter(
            column
            for (row, column), cell in self.grid.cells.items()
            if self.first_row <= row < self.end and calls_function(cell.formula)
        )
        others = self.end - self.first_row - 1
        return frozenset(column for column, count in counts.items() if 2 * count >= others)

    def unknown_columns(self, listed: Container[str]) -> list[int]:
        """Columns that hold data of windows, but have no id or one that is not ``listed``."""
        known = {number for column_id, number in self.columns.items() if column_id in listed}
        return sorted(
            {
                column
                for cells in self.cells_by_row.values()
                for column in cells.keys() - known
                if is_data(cells[column])
            }
        )


def is_data(cell: Cell) -> bool:
    """Whether a cell says something of a window: what a cell function shows the table knows."""
    return not is_blank(cell.value) and not calls_function(cell.formula)


def find_ranking_table(grid: Grid) -> RankingTable:
    """Find the table on the sheet 名次表.

    Raises :class:`BookError` where the id row or the window column cannot be found, or an id
    stands twice.
    """
    id_row, columns = _find_ids(grid)
    first_row = _first_row(grid, id_row, columns)
    used = _used_rows(grid, first_row, columns)
    end = _remarks_row(grid, first_row, columns)
    sums = [row for row in used if row < end and _is_sum(grid, row, columns)]
    named = {row for row in used if row > end and _name(grid, row, columns)}
    return RankingTable(
        grid,
        id_row,
        first_row,
        columns,
        rows=tuple(row for row in used if row < end and row not in sums),
        below=tuple(sorted(named)),
        sums=tuple(sums),
        end=end,
    )


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
        "已经删了的，可以新建工作簿后导入数据〔命令行：xl-appraisal new〕。"
    )


def _ids(row: int, cells: list[tuple[int, str]]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column, name in sorted(cells):
        if name in columns:
            raise BookError(
                f"{RANKING}!{a1(row, column)}：栏目编号 {name} 与 {a1(row, columns[name])} 重复。"
                "复制出来的新栏目请改用新编号，并在“栏目”表加一行。"
            )
        if name:
            columns[name] = column
    return columns


def _first_row(grid: Grid, id_row: int, columns: Mapping[str, int]) -> int:
    """The headers of 名次, 窗口 and 总分 are merged over all header rows; the windows begin below.

    Raises :class:`BookError` where they do not end on the same row: a window's row may have
    been merged into the header.
    """
    ends = {
        columns[name]: area.bottom
        for name in ("rank", "window", "total")
        if name in columns
        for area in grid.merges
        if area.covers((id_row + 1, columns[name]))
    }
    if len(set(ends.values())) > 1:
        cells = "、".join(a1(row, column) for column, row in sorted(ends.items()))
        raise BookError(
            f"工作表“{RANKING}”的表头没有在同一行结束（{cells}），分不清窗口从哪一行开始。"
            "请取消表头与窗口行的合并。"
        )
    return next(iter(ends.values()), id_row + 1) + 1


def _used_rows(grid: Grid, first_row: int, columns: Mapping[str, int]) -> list[int]:
    """Rows below the header that hold anything in a known column."""
    known = set(columns.values())
    return [
        row
        for row, cells in grid.rows()
        if row >= first_row
        and any(
            column in known
            and not is_blank(cell.value)
            and not computes_itself(cell.formula)  # it waits for a window, it makes none
            for column, cell in cells.items()
        )
    ]


def _remarks_row(grid: Grid, first_row: int, columns: Mapping[str, int]) -> int:
    """The row of the first remark, which ends the table; one past the sheet without remarks.

    A remark stands at the left edge of a row without a window; 备注 in any other cell is data.
    """
    edge = {1, columns["window"], columns.get("rank", 1)}
    mark = squeeze(REMARK_MARK)
    rows = (
        row
        for row, cells in grid.rows()
        if row >= first_row
        for column in edge & cells.keys()
        if isinstance(text := cells[column].value, str)
        and squeeze(text).startswith(mark)
        and (column == columns["window"] or not _name(grid, row, columns))
    )
    return min(rows, default=grid.last_row + 1)


def _is_sum(grid: Grid, row: int, columns: Mapping[str, int]) -> bool:
    """Whether a row's name, or what stands at its edge without one, is that of a total."""
    edge = (columns["window"],) if _name(grid, row, columns) else (1, columns.get("rank", 1))
    texts = (grid.value(row, column) for column in edge)
    return any(isinstance(text, str) and (is_sum(text) or is_note(text)) for text in texts)


def _name(grid: Grid, row: int, columns: Mapping[str, int]) -> bool:
    return not is_blank(grid.value(row, columns["window"]))
