"""Where the windows of a file go: their row on 名次表 and on 公布成绩, or a blank one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from xl_appraisal.book.read.list_sheets import ListTable
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.ranking_table import RankingTable
from xl_appraisal.book.read.typed_values import read_text, squeeze
from xl_appraisal.model.grid import MAX_ROW, Ref
from xl_appraisal.work.importing.cell_changes import Draft, Target
from xl_appraisal.work.importing.source_values import is_empty


class RankingPlaces:
    """The rows of 名次表 by window; unknown windows take the blank rows above the remarks."""

    def __init__(self, quarter: Quarter, draft: Draft) -> None:
        self.table = quarter.table
        self.draft = draft
        self.target = Target(self.table.grid, self.table.first_row)
        self.new: dict[str, int] = {}
        self.homeless: list[str] = []
        names = [(_name(self.table, row), row) for row in self.table.rows]
        self._rows = {name: row for name, row in reversed(names) if name}
        self._repeated = {name for name, n in Counter(n for n, _ in names).items() if n > 1}
        self._blank = blank_rows(self.table)

    def row(self, window: str) -> int | None:
        """The window's row, a new one if need be; ``None`` (noted) where there is none."""
        name = squeeze(window)
        if name in self._repeated:
            fault = f"窗口“{window}”在工作簿的名次表里有几行，分不清写入哪一行。请先只保留一行。"
            self.draft.faults.append(fault)
            return None
        if name not in self._rows:
            row = next(self._blank, None)
            if row is None:
                self.homeless.append(window)
                return None
            self._rows[name] = self.new[window] = row
            self.draft.text(self.target, self.table.ref(row, "window"), window)
        return self._rows[name]


def blank_rows(table: RankingTable) -> Iterator[int]:
    """The blank rows between the last window and whatever stands below (the remarks)."""
    used = {row for (row, _), cell in table.grid.cells.items() if not is_empty(cell)}
    row = max(table.rows, default=table.first_row - 1) + 1
    while row <= MAX_ROW and row not in used:
        yield row
        row += 1


class ListPlaces:
    """The rows of a list sheet by window; unknown windows are appended."""

    def __init__(self, table: ListTable) -> None:
        self.table = table
        self.target = Target(table.grid, table.header_row + 1)
        self._rows = {
            squeeze(name): row.row
            for row in reversed(list(table.rows()))
            if isinstance(name := read_text(row["window"]), str) and name
        }
        self._next = next_row(table)

    def ref(self, window: str, field: str) -> Ref:
        return self._rows[squeeze(window)], self.table.columns[field]

    def place(self, window: str, draft: Draft) -> None:
        """Give the window a row if it has none."""
        name = squeeze(window)
        if name not in self._rows:
            self._rows[name] = self._next
            self._next += 1
            draft.text(self.target, self.ref(window, "window"), window)


def next_row(table: ListTable) -> int:
    """The row below the last used one of a list sheet."""
    return max((row.row for row in table.rows()), default=table.header_row) + 1


def _name(table: RankingTable, row: int) -> str:
    name = read_text(table.cell(row, "window"))
    return squeeze(name) if isinstance(name, str) else ""
