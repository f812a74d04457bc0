"""Open workbooks as the cell functions see them: read once per burst of calculation.

A spreadsheet recalculates in bursts: hundreds of function calls within a moment, then nothing
until somebody types.  The workbook is read at the first call of a burst and kept for the rest
of it, so that each call costs next to nothing and no change is missed by the next burst.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from xl_appraisal.desk import Appraised, appraise_host
from xl_appraisal.errors import BookError
from xl_appraisal.grid import Cell, Grid, Ref, Value, parse_a1
from xl_appraisal.hosts.base import Host
from xl_appraisal.scoring import RankedWindow, WindowEvidence, WindowScore
from xl_appraisal.scoring.score import Scorer
from xl_appraisal.workbook.formulas import is_ours
from xl_appraisal.workbook.quarter import Quarter
from xl_appraisal.workbook.sheets import RANKING
from xl_appraisal.workbook.windows import RowReader

QUIET = 0.25
"""Seconds without a call after which a burst is over: faster than anyone types the next figure."""

LONGEST = 10.0
"""Seconds after which a workbook is read anew even within a burst."""


@dataclass(slots=True)
class LiveBook:
    """One open workbook as it was at the start of a burst."""

    done: Appraised
    scorer: Scorer
    by_row: Mapping[int, RankedWindow]
    evidence: Mapping[int, WindowEvidence]
    made: float
    used: float

    @property
    def quarter(self) -> Quarter:
        return self.done.quarter

    def ranked(self, row: int) -> RankedWindow:
        """The window on a row of 名次表, with its rank.  Raises :class:`BookError`."""
        if row not in self.by_row:
            raise BookError(f"第{row}行没有窗口")
        return self.by_row[row]

    def score(self, row: int, block: Mapping[Ref, Value] | None = None) -> WindowScore:
        """The score of the window on a row, with the values of ``block`` in its item cells.

        Raises :class:`BookError` where the row holds no window.
        """
        ranked = self.ranked(row)
        if not block:
            return ranked.score
        return self.scorer.score(self._with_values(row, block))

    def _with_values(self, row: int, block: Mapping[Ref, Value]) -> WindowEvidence:
        """The row read again with the values that the program handed over just now."""
        table = self.quarter.table
        cells = {(row, column): cell for column, cell in table.cells_by_row[row].items()}
        for ref, value in block.items():
            before = cells.get(ref)
            if ref[0] == row and not (before is not None and is_ours(before.formula)):
                cells[ref] = Cell(value, before.formula if before else None)
        alone = replace(table, grid=Grid(table.grid.name, cells, table.grid.merges), rows=(row,))
        again = RowReader(alone, self.quarter.book).read(row)
        known = self.evidence[row]
        elsewhere = (f for f in known.findings if f.sheet != RANKING or f.code in _OF_THE_ROW)
        return replace(known, given=again.given, findings=(*again.findings, *elsewhere))


_OF_THE_ROW = frozenset({"window_repeated", "merged", "column_unknown"})
"""Findings on 名次表 that only show when all rows are read."""


class LiveBooks:
    """All workbooks that function calls came from, by a key of their own."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._books: dict[str, LiveBook] = {}

    def get(self, key: str, host: Callable[[], Host]) -> LiveBook:
        """The workbook of that key, read anew at the start of a burst.

        Raises :class:`BookError` where it is no appraisal workbook.
        """
        now = self._clock()
        live = self._books.get(key)
        if live is None or now - live.used > QUIET or now - live.made > LONGEST:
            live = _read(host(), now)
            self._books = {k: b for k, b in self._books.items() if now - b.used < LONGEST}
            self._books[key] = live
        live.used = self._clock()
        return live

    def forget(self) -> None:
        """Read everything anew at the next call: 重新计算 was clicked."""
        self._books.clear()


def _read(host: Host, now: float) -> LiveBook:
    done = appraise_host(host)
    rows = {parse_a1(window.place.cell)[0]: window for window in done.quarter.windows}
    ranked = {parse_a1(w.score.place.cell)[0]: w for w in done.appraisal.windows}
    return LiveBook(done, Scorer(done.quarter.book), ranked, rows, now, now)


def block_values(top: int, left: int, values: Sequence[Sequence[Value]]) -> dict[Ref, Value]:
    """The values of a block by their cell."""
    return {
        (top + i, left + j): value for i, line in enumerate(values) for j, value in enumerate(line)
    }
