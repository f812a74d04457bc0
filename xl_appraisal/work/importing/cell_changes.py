"""Cells to be written and their rows, set against what stands there: nothing goes unasked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count

from xl_appraisal.book.own_formulas import computes_itself, is_ours
from xl_appraisal.book.read.list_sheets import ListTable
from xl_appraisal.book.read.ranking_table import RankingTable
from xl_appraisal.book.read.typed_values import Unreadable, is_blank, squeeze, text_or_empty
from xl_appraisal.model import limits
from xl_appraisal.model.grid import MAX_ROW, Cell, Grid, Ref, a1
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


class Told:
    """What an import has to say of cells: replaced ones, faults, and what is no figure."""

    def __init__(self) -> None:
        self.conflicts: list[str] = []
        self.faults: list[str] = []
        self.unreadable: list[str] = []


class SheetDraft:
    """A sheet being filled, a row a window: what is written, and what that would replace.

    ``names`` are the cells of the windows' names by row; an unknown window takes the next of the
    ``blank`` rows.  ``new`` are the windows that did, ``homeless`` those for which none was left,
    ``repeated`` those that stand twice.  Of the ``given`` cells, ``taken`` are those that are new.
    """

    def __init__(
        self,
        grid: Grid,
        columns: Mapping[str, int],
        names: Iterable[tuple[int, Cell]],
        blank: Iterator[int],
        told: Told,
    ) -> None:
        self.grid, self.columns, self._blank, self.told = grid, columns, blank, told
        self.changes: dict[Ref, Plain] = {}
        self.cleared: set[Ref] = set()
        self.given = self.taken = 0
        self.new: dict[str, int] = {}
        self.homeless: list[str] = []
        named = [(squeeze(name), row) for row, cell in names if (name := text_or_empty(cell))]
        self._rows = dict(reversed(named))
        self.repeated = {name for name, n in Counter(n for n, _ in named).items() if n > 1}
        top = min(self._rows.values(), default=1)
        self._merges = [area for area in grid.merges if area.bottom >= top]  # not the header's

    def row(self, window: str) -> int | None:
        """The window's row, a new one if need be; ``None`` where there is none."""
        name = squeeze(window)
        if name not in self._rows:
            row = next(self._blank, None)
            if row is None:
                self.homeless.append(window)
                return None
            self._rows[name] = self.new[window] = row
            self.changes[row, self.columns["window"]] = window
        return self._rows[name]

    def put(self, row: int, column: str, source: Source) -> None:
        """Write a source cell into a row unless it is blank or says what stands there."""
        ref, cell = (row, self.columns[column]), source.cell
        place = f"{self.grid.name}!{a1(*ref)}（{source.about}）"
        if cell.value is None and cell.formula is not None:
            self.told.faults.append(
                f"{source.where}（{source.about}）：公式还没有结果。"
                "请先用 Excel/WPS 打开此文件并保存一次。"
            )
            return
        new = written(source.kind, cell)
        if new is None:
            return
        self.given += 1
        if any(area.covers(ref) for area in self._merges):
            self.told.faults.append(f"{place}：是合并单元格，分不清填给谁。请先取消合并。")
            return
        if source.kind != "text" and isinstance(read(source.kind, cell), Unreadable):
            self.told.unreadable.append(f"{place}{shown(cell.value)}")
        old = self._standing(ref)
        if old is not None and same(source.kind, old, Cell(new), source.places):
            return
        if old is not None:
            found = shown(old.value) if old.value is not None else "没有结果的公式"
            told = f"{place}：表中是{found}，{source.where}是{shown(cell.value)}。"
            self.told.conflicts.append(told)
        self.changes[ref] = new
        self.taken += 1
        if self.grid[ref].formula is not None:
            self.cleared.add(ref)

    def _standing(self, ref: Ref) -> Cell | None:
        """What stands in a cell, or is about to; ``None`` where that counts as blank."""
        if ref in self.changes:
            return Cell(self.changes[ref])
        cell = self.grid[ref]
        if is_ours(cell.formula) or (cell.formula is None and is_blank(cell.value)):
            return None
        return cell


def ranking_draft(table: RankingTable, told: Told) -> SheetDraft:
    """名次表, with the blank rows between the last window and whatever stands below."""
    first = max(table.rows, default=table.first_row - 1) + 1
    used = (
        row
        for (row, _), cell in table.grid.cells.items()
        if not is_empty(cell) and not computes_itself(cell.formula)  # it waits for a window
    )
    last = min((row for row in used if row >= first), default=MAX_ROW + 1)
    names = ((row, table.cell(row, "window")) for row in table.rows)
    return SheetDraft(table.grid, table.columns, names, iter(range(first, last)), told)


def list_draft(table: ListTable, told: Told) -> SheetDraft:
    """A list sheet, with all rows below it."""
    names = ((row.row, row["window"]) for row in table.rows())
    return SheetDraft(table.grid, table.columns, names, count(next_row(table)), told)


def next_row(table: ListTable) -> int:
    """The row below the last used one of a list sheet."""
    return max((row.row for row in table.rows()), default=table.header_row) + 1


def told_unreadable(cells: Sequence[str]) -> list[str]:
    """What to tell of cells that hold no figure where one belongs: a sentence, or none."""
    if not cells:
        return []
    listed = "；".join(cells[: limits.MOST_LISTED])
    return [f"{len(cells)}格读不出数值，照原样写入，请在核对后改正：{listed}。"]
