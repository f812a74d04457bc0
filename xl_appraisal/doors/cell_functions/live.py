"""Open workbooks as the cell functions see them: read once per burst of calculation.

A spreadsheet recalculates in bursts: hundreds of function calls within a moment, then nothing
until somebody types.  The workbook is read at the first call of a burst and kept for the rest
of it, so that each call costs next to nothing and no change is missed by the next burst.

Within a burst the program may still be computing cells that staff filled with formulas of their
own.  Cells that a call hands over are always up to date, so they go before what was read.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property

from xl_appraisal.book.read.name_index import NameIndex
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.typed_values import is_blank
from xl_appraisal.book.read.window_rows import RowReader
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.book.write.item_formulas import is_ours
from xl_appraisal.hosts.host import Host
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import EMPTY, Cell, Grid, Ref, Value
from xl_appraisal.model.record import replace
from xl_appraisal.scoring import RankedWindow, WindowEvidence, WindowScore
from xl_appraisal.scoring.window_score import Scorer
from xl_appraisal.work.desk import Appraised, appraise_host

QUIET = 0.25
"""Seconds without a call after which a burst is over: faster than anyone types the next figure."""

LONGEST = 10.0
"""Seconds after which a workbook is read anew even within a burst."""

_OF_THE_ROW = frozenset({"window_repeated", "merged", "column_unknown"})
"""Findings on 名次表 that only show when all rows are read."""


class LiveBook:
    """One open workbook as it was at the start of a burst, and as calls brought it up to date."""

    def __init__(self, done: Appraised, now: float) -> None:
        self.made = self.used = now
        self._cells = {row: dict(cells) for row, cells in done.quarter.table.cells_by_row.items()}
        self._evidence = {w.place.row: w for w in done.quarter.windows}
        self._scorer = Scorer(done.quarter.book)
        self._keep(done)

    @property
    def quarter(self) -> Quarter:
        return self._quarter

    @cached_property
    def names(self) -> NameIndex:
        """What the workbook's modules and items are called."""
        book = self._quarter.book
        return NameIndex(book.notice, book.layout)

    def score(self, row: int) -> WindowScore:
        """The score of the window on a row of 名次表.  Raises :class:`BookError`."""
        self._known(row)
        if row not in self._changed:
            return self._by_row[row].score
        return self._changed[row]

    def ranked(self, row: int) -> RankedWindow:
        """The window on a row of 名次表, with its rank.  Raises :class:`BookError`."""
        self._known(row)
        if self._changed:
            windows = tuple(self._evidence[w.place.row] for w in self._quarter.windows)
            quarter = replace(self._quarter, windows=windows)
            self._keep(Appraised(quarter, quarter.appraise()))
        return self._by_row[row]

    def has_window(self, row: int) -> bool:
        return row in self._evidence

    def is_outdated_by(self, values: Mapping[Ref, Value]) -> bool:
        """Whether a row holds something by now that was blank when the workbook was read."""
        table = self._quarter.table
        known = set(table.columns.values())
        return any(
            row >= table.first_row and row not in self._evidence and not is_blank(value)
            for (row, column), value in values.items()
            if column in known
        )

    def take(self, values: Mapping[Ref, Value]) -> None:
        """Let values that the program handed over just now go before what was read."""
        changed: dict[int, dict[int, Cell]] = defaultdict(dict)
        for (row, column), value in values.items():
            before = self._cells.get(row, {}).get(column, EMPTY)
            if row in self._evidence and not _same(before, value):
                changed[row][column] = Cell(value, before.formula)
        for row, handed in changed.items():
            cells = self._cells[row] | handed
            evidence = self._read_again(row, cells)
            score = self._scorer.score(evidence)
            # all three or none: a call that fails must not leave cells taken and not counted
            self._cells[row], self._evidence[row], self._changed[row] = cells, evidence, score

    def _read_again(self, row: int, cells: dict[int, Cell]) -> WindowEvidence:
        table = self._quarter.table
        placed = {(row, column): cell for column, cell in cells.items()}
        alone = replace(table, grid=Grid(table.grid.name, placed, table.grid.merges), rows=(row,))
        again = RowReader(alone, self._quarter.book).read(row)
        before = self._evidence[row]
        kept = (f for f in before.findings if f.sheet != RANKING or f.code in _OF_THE_ROW)
        return replace(before, given=again.given, findings=(*again.findings, *kept))

    def _keep(self, done: Appraised) -> None:
        self._quarter = done.quarter
        self._by_row = {w.score.place.row: w for w in done.appraisal.windows}
        self._changed: dict[int, WindowScore] = {}

    def _known(self, row: int) -> None:
        if row not in self._evidence:
            raise BookError(f"{RANKING}第{row}行没有窗口")


class LiveBooks:
    """All workbooks that function calls came from, by a key of their own."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._books: dict[str, LiveBook] = {}

    def get(
        self, key: str, host: Callable[[], Host], values: Mapping[Ref, Value] | None = None
    ) -> LiveBook:
        """The workbook of that key, read anew at the start of a burst; ``values`` taken in.

        Raises :class:`BookError` where it is no appraisal workbook.
        """
        live = self._books.get(key)
        if live is None or self._is_over(live) or live.is_outdated_by(values or {}):
            live = self._read(key, host)
        if values:
            live.take(values)
        live.used = self.clock()
        return live

    def forget(self) -> None:
        """Read everything anew at the next call: 重新计算 was clicked."""
        self._books.clear()

    def _is_over(self, live: LiveBook) -> bool:
        now = self.clock()
        return now - live.used > QUIET or now - live.made > LONGEST

    def _read(self, key: str, host: Callable[[], Host]) -> LiveBook:
        self._books = {k: b for k, b in self._books.items() if not self._is_over(b)}
        self._books[key] = LiveBook(appraise_host(host()), self.clock())
        return self._books[key]


def _same(before: Cell, value: Value) -> bool:
    """Whether a cell still holds what was read; what we computed into it is no input."""
    if is_ours(before.formula) or (is_blank(before.value) and is_blank(value)):
        return True
    return type(before.value) is type(value) and before.value == value


LIVE = LiveBooks()
"""Those of this Python process."""
