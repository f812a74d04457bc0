"""Cells to be written and their rows, set against what stands there: nothing goes unasked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from xl_appraisal.book.own_formulas import is_ours
from xl_appraisal.book.read.list_sheets import ListTable
from xl_appraisal.book.read.ranking_table import RankingTable
from xl_appraisal.book.read.typed_values import Unreadable, is_blank, squeeze, text_or_empty
from xl_appraisal.model import limits
from xl_appraisal.model.grid import MAX_ROW, Area, Cell, Grid, Ref, a1
from xl_appraisal.model.record import Record
from xl_appraisal.work.importing.source_values import (
    Kind,
    Plain,
    is_empty,
    read,
    same,
    shown,
    written,
)


class Source(Record):
    """A source cell: how it is read, where it stands and what it is about, for messages.

    ``places`` are the decimals to which a figure is published, where it is rounded.
    """

    cell: Cell
    kind: Kind
    where: str
    about: str
    places: int | None = None


class Target:
    """A sheet to write to, from row ``top`` on."""

    def __init__(self, grid: Grid, top: int) -> None:
        self.grid = grid
        self._merges = [area for area in grid.merges if area.bottom >= top]

    @property
    def name(self) -> str:
        return self.grid.name

    def merge(self, ref: Ref) -> Area | None:
        """The merged area that a cell lies in."""
        return next((area for area in self._merges if area.covers(ref)), None)


class Draft:
    """An import in the making: what it writes, what it would replace, what is wrong."""

    def __init__(self) -> None:
        self.changes: dict[str, dict[Ref, Plain]] = {}
        self.cleared: dict[str, set[Ref]] = {}
        self.conflicts: list[str] = []
        self.faults: list[str] = []
        self.unreadable: list[str] = []
        self.given: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()

    def put(self, target: Target, ref: Ref, source: Source) -> None:
        """Write a source cell to ``ref`` unless it is blank or says what stands there."""
        if source.cell.value is None and source.cell.formula is not None:
            self.faults.append(
                f"{source.where}（{source.about}）：公式还没有结果。"
                "请先用 Excel/WPS 打开此文件并保存一次。"
            )
            return
        new = written(source.kind, source.cell)
        if new is None:
            return
        self.given[target.name] += 1
        if target.merge(ref) is not None:
            place = f"{target.name}!{a1(*ref)}（{source.about}）"
            self.faults.append(f"{place}：是合并单元格，分不清填给谁。请先取消合并。")
            return
        self._note_unreadable(target, ref, source)
        old = self._standing(target.grid, ref)
        if old is None or not same(source.kind, old, Cell(new), source.places):
            self._note_conflict(target, ref, source, old)
            self._write(target.grid, ref, new)

    def text(self, target: Target, ref: Ref, text: str) -> None:
        """Write a text into a cell known to be blank."""
        self.changes.setdefault(target.name, {})[ref] = text

    def _note_unreadable(self, target: Target, ref: Ref, source: Source) -> None:
        if source.kind != "text" and isinstance(read(source.kind, source.cell), Unreadable):
            found = shown(source.cell.value)
            self.unreadable.append(f"{target.name}!{a1(*ref)}（{source.about}）{found}")

    def _note_conflict(self, target: Target, ref: Ref, source: Source, old: Cell | None) -> None:
        if old is None:
            return
        found = shown(old.value) if old.value is not None else "没有结果的公式"
        new = shown(source.cell.value)
        place = f"{target.name}!{a1(*ref)}（{source.about}）"
        self.conflicts.append(f"{place}：表中是{found}，{source.where}是{new}。")

    def _standing(self, grid: Grid, ref: Ref) -> Cell | None:
        """What stands in a cell, or is about to; ``None`` where that counts as blank."""
        pending = self.changes.get(grid.name, {})
        if ref in pending:
            return Cell(pending[ref])
        cell = grid[ref]
        if is_ours(cell.formula) or (cell.formula is None and is_blank(cell.value)):
            return None
        return cell

    def _write(self, grid: Grid, ref: Ref, new: Plain) -> None:
        self.changes.setdefault(grid.name, {})[ref] = new
        self.taken[grid.name] += 1
        if grid[ref].formula is not None:
            self.cleared.setdefault(grid.name, set()).add(ref)


def told_unreadable(cells: Sequence[str]) -> list[str]:
    """What to tell of cells that hold no figure where one belongs: a sentence, or none."""
    if not cells:
        return []
    listed = "；".join(cells[: limits.MOST_LISTED])
    return [f"{len(cells)}格读不出数值，照原样写入，请在核对后改正：{listed}。"]


class Places:
    """The rows of a sheet by window; unknown windows take ``blank`` rows.

    ``cells`` are the cells of the windows' names by row.  ``new`` are the windows that were given
    a row, ``homeless`` those for which none was left.
    """

    def __init__(
        self, target: Target, column: int, cells: Iterable[tuple[int, Cell]], blank: Iterator[int]
    ) -> None:
        self.target, self._column, self._blank = target, column, blank
        self.new: dict[str, int] = {}
        self.homeless: list[str] = []
        named = [(squeeze(name), row) for row, cell in cells if (name := text_or_empty(cell))]
        self._rows = dict(reversed(named))
        self.repeated = {name for name, n in Counter(n for n, _ in named).items() if n > 1}

    def row(self, window: str, draft: Draft) -> int | None:
        """The window's row, a new one if need be; ``None`` where there is none."""
        name = squeeze(window)
        if name not in self._rows:
            row = next(self._blank, None)
            if row is None:
                self.homeless.append(window)
                return None
            self._rows[name] = self.new[window] = row
            draft.text(self.target, (row, self._column), window)
        return self._rows[name]


def ranking_places(table: RankingTable) -> Places:
    """Those of 名次表, with the blank rows between the last window and whatever stands below."""
    used = {row for (row, _), cell in table.grid.cells.items() if not is_empty(cell)}
    first = max(table.rows, default=table.first_row - 1) + 1
    last = min((row for row in used if row >= first), default=MAX_ROW + 1)
    cells = ((row, table.cell(row, "window")) for row in table.rows)
    target = Target(table.grid, table.first_row)
    return Places(target, table.columns["window"], cells, iter(range(first, last)))


def list_places(table: ListTable) -> Places:
    """Those of a list sheet, with all rows below it."""
    cells = ((row.row, row["window"]) for row in table.rows())
    target = Target(table.grid, table.header_row + 1)
    return Places(target, table.columns["window"], cells, count(next_row(table)))


def next_row(table: ListTable) -> int:
    """The row below the last used one of a list sheet."""
    return max((row.row for row in table.rows()), default=table.header_row) + 1
