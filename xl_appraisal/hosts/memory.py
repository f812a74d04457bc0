"""A workbook that exists in memory only: for tests and for notebooks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from xl_appraisal.hosts.block_plan import Rows, of_rows
from xl_appraisal.hosts.refusals import Plain, check_writes
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.exact import as_stored
from xl_appraisal.model.grid import (
    EMPTY,
    Area,
    Cell,
    Formula,
    Grid,
    Ref,
    Write,
    without_figures,
)
from xl_appraisal.ooxml.row_moves import RowMove, moved_formula


class MemoryHost:
    """Holds grids; a first-class host that keeps the contract of the others."""

    def __init__(
        self, grids: Iterable[Grid] = (), name: str = "内存工作簿", fullname: str = ""
    ) -> None:
        self._grids = {grid.name: grid for grid in grids}
        self.name, self.fullname = name, fullname or name
        self._passwords: dict[str, str] = {}
        self._last: tuple[str, tuple[dict[str, Grid], dict[str, str]], dict[str, Grid]]
        self._last = "", ({}, {}), {}

    @property
    def sheet_names(self) -> tuple[str, ...]:
        return tuple(self._grids)

    def grid(self, sheet: str) -> Grid | None:
        return self._grids.get(sheet)

    def looks(self, _sheet: str) -> None:
        """Only of a file is that asked."""

    def write(self, sheet: str, changes: Mapping[Ref, Write]) -> None:
        """Raises :class:`BookError`, nothing written, for a sheet or cell that is not there."""
        grid = self._grids.get(sheet)
        if grid is None:
            known = "、".join(self._grids) or "（没有）"
            raise BookError(f"{self.name}：没有工作表“{sheet}”；现有的工作表：{known}。")
        if changes and self.protected(sheet):
            raise BookError(f"工作表“{sheet}”写不进去，可能受保护或正在编辑。")
        cells = dict(grid.cells)
        check_writes(f"{self.name}：{sheet}", changes, grid.merges)
        for ref, value in changes.items():
            cells[ref] = _written(cells.get(ref), value)
        used = {ref: cell for ref, cell in cells.items() if cell != EMPTY}
        self._grids[sheet] = Grid(sheet, used, grid.merges)

    def forget_figures(self, sheet: str) -> None:
        if sheet in self._grids:
            self.write(sheet, without_figures(self._grids[sheet]))

    def compute_all(self) -> None:
        """Nothing computes here."""

    def grow_table(self, sheet: str, header: Ref, last_row: int) -> bool:
        """There are no tables in memory, only cells."""
        return False

    def insert_rows(self, sheet: str, before: int, count: int, like: int) -> None:
        self._move(RowMove(sheet, before, count))

    def delete_rows(self, sheet: str, first: int, count: int) -> None:
        self._move(RowMove(sheet, first, -count))

    def _move(self, move: RowMove) -> None:
        if self.protected(move.sheet):
            raise BookError(f"工作表“{move.sheet}”受保护，不能增减行。")
        self._grids = {name: _moved_grid(grid, move) for name, grid in self._grids.items()}

    def protected(self, sheet: str) -> bool:
        return sheet in self._passwords

    def protect(self, sheet: str, password: str) -> None:
        self._passwords[sheet] = password

    def unprotect(self, sheet: str, password: str) -> None:
        if self._passwords.get(sheet, password) != password:
            raise BookError(f"工作表“{sheet}”的保护改不了，密码可能不对。")
        self._passwords.pop(sheet, None)

    def fill_sheet(self, name: str, rows: Rows, after: str) -> None:
        self._behind(after, Grid(name))
        self.write(name, dict(of_rows(rows).cells()))

    def copy_sheet(
        self,
        source: str,
        name: str,
        values: Mapping[Ref, Write],
        after: str,
        *,
        without_rows: Collection[int] = (),
        without_columns: Collection[int] = (),
        even: range = range(0),
        frozen: Ref = (0, 0),
    ) -> None:
        rows, columns = sorted(without_rows), sorted(without_columns)
        grid = self._grids[source]
        with self.step():
            self._behind(after, Grid(name, grid.cells, grid.merges))
            self.write(name, dict.fromkeys(values))
            self.write(name, values)
            made = self._grids[name]
            self._grids[name] = Grid(
                name,
                {
                    (_moved(row, rows), _moved(column, columns)): cell
                    for (row, column), cell in made.cells.items()
                    if row not in rows and column not in columns
                },
                tuple(_cut(area, rows, columns) for area in made.merges if area.top not in rows),
            )

    @contextmanager
    def step(self, label: str = "") -> Iterator[None]:
        grids, passwords = dict(self._grids), dict(self._passwords)
        try:
            yield
        except BaseException:
            self._grids, self._passwords = grids, passwords
            raise
        if label:
            self._last = label, (grids, passwords), dict(self._grids)

    holds_file = True
    """What is in memory is read from no file again."""

    def exchange_file(self, exchange: Callable[[], object]) -> None:
        """The file alone is another one then."""
        exchange()

    def undo_last(self) -> str:
        label, (grids, passwords), after = self._last
        if not label or self._grids != after:
            raise BookError("没有可恢复的命令，或此后又有改动，没有恢复。")
        self._grids, self._passwords = dict(grids), dict(passwords)
        return label

    def addin(self, name: str) -> str | None:
        """None is ever loaded."""
        return None

    def save(self) -> None:
        """Nothing to do: memory is where the workbook lives."""

    def _behind(self, after: str, grid: Grid) -> None:
        self._grids.pop(grid.name, None)
        place = list(self._grids).index(after) + 1
        pairs = list(self._grids.items())
        self._grids = dict([*pairs[:place], (grid.name, grid), *pairs[place:]])


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
    return as_stored(value) if isinstance(value, Decimal) else value


def _moved_grid(grid: Grid, move: RowMove) -> Grid:
    own = grid.name == move.sheet
    cells = {
        (number, column): cell
        if cell.formula is None
        else Cell(cell.value, moved_formula(cell.formula, grid.name, move))
        for (row, column), cell in grid.cells.items()
        if (number := move.row(row) if own else row) is not None
    }
    merges = [area for a in grid.merges if (area := move.area(a) if own else a) is not None]
    return Grid(grid.name, cells, tuple(a for a in merges if a[:2] != a[2:]))


def _moved(number: int, gone: list[int]) -> int:
    return number - sum(one < number for one in gone)


def _cut(area: Area, rows: list[int], columns: list[int]) -> Area:
    return Area(
        _moved(area.top, rows),
        _moved(area.left, columns),
        _moved(area.bottom, rows),
        _moved(area.right, columns),
    )
