"""Where the windows of a file go: their row on 名次表 and on 公布成绩, or a blank one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count

from xl_appraisal.book.read.list_sheets import ListTable
from xl_appraisal.book.read.ranking_table import RankingTable
from xl_appraisal.book.read.typed_values import squeeze, text_or_empty
from xl_appraisal.model.grid import MAX_ROW, Cell
from xl_appraisal.work.importing.cell_changes import Draft, Target
from xl_appraisal.work.importing.source_values import is_empty


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
