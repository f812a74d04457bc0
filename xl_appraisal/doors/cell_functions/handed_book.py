"""A workbook as far as it was handed over: evidence made of arguments, scored by the core.

No arithmetic stands here and nothing is looked up behind the arguments.  What is made of a text
of data is kept by that text, a window's score by its cells: the same arguments, the same figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeAlias

from xl_appraisal.book.figure_data import NOT_CURRENT, unpacked
from xl_appraisal.book.figure_formulas import compared_columns
from xl_appraisal.book.own_formulas import computes_itself
from xl_appraisal.book.read.name_index import NameIndex
from xl_appraisal.book.read.percent_doubt import doubted
from xl_appraisal.book.read.quarter import Quarter, read_quarter_book
from xl_appraisal.book.read.row_words import is_note, is_sum
from xl_appraisal.book.read.typed_values import is_blank, squeeze
from xl_appraisal.book.read.window_rows import read_windows
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.doors.cell_functions.given_cells import GivenCells
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.exact import Number
from xl_appraisal.model.findings import NOWHERE
from xl_appraisal.model.grid import EMPTY, Cell, Grid, Ref, Value
from xl_appraisal.model.layout.layout import VETO
from xl_appraisal.model.record import NOTHING, replace
from xl_appraisal.rules.kind import Among
from xl_appraisal.scoring import RankedWindow, WindowEvidence, WindowScore
from xl_appraisal.scoring.known_counts import counts_among
from xl_appraisal.scoring.standing_lines import StandingLines
from xl_appraisal.scoring.standings import Standings
from xl_appraisal.scoring.window_score import Scorer

_BOOKS_KEPT = 4
_SCORES_KEPT = 20_000
_AMONG_ALL = frozenset({"window_repeated"})
"""Findings on 名次表 that only show when all names are read."""


class GivenRow(NamedTuple):
    """A window's cells as handed over: ``row`` and ``left`` say where the items stand.

    ``apart`` are cells of items, by column id, that stand outside their run.
    """

    row: int
    left: int
    ids: tuple[str, ...]
    cells: tuple[Cell, ...]
    name: Cell
    staff: Cell
    apart: tuple[tuple[str, Cell], ...] = ()

    @property
    def all_cells(self) -> tuple[Cell, ...]:
        return (*self.cells, self.name, self.staff, *(cell for _, cell in self.apart))


class Total(NamedTuple):
    """What a window's standing rests on: its total, and what is marked on its row."""

    name: str
    total: Decimal | None
    vetoed: bool
    group: str
    out: tuple[tuple[str, str], ...]


_Key: TypeAlias = tuple[GivenRow, tuple[type, ...], tuple[tuple[Number, ...], ...]]


class HandedBook:
    """What a text of data says, and the scores of windows under it."""

    def __init__(self, quarter: Quarter) -> None:
        self.quarter = quarter
        self.book = quarter.book
        self._scorer = Scorer(quarter.book)
        self._known: dict[str, list[WindowEvidence]] = defaultdict(list)
        for window in quarter.windows:
            self._known[squeeze(window.name)].append(window)
        self._scores: dict[_Key, WindowScore | None] = {}
        self._among: dict[tuple[tuple[type, Cell], ...], Among] = {}
        self._standings = lru_cache(maxsize=4)(self._stand)

    @cached_property
    def names(self) -> NameIndex:
        """What the workbook's modules and items are called."""
        return NameIndex(self.book.notice, self.book.layout)

    @cached_property
    def vetoed_by_ledger(self) -> frozenset[str]:
        """The windows (squeezed names) that a line of the ledger vetoes."""
        vetoes = {c.id for c in self.book.layout.all_columns if c.rule == VETO}
        return frozenset(
            squeeze(window.name)
            for window in self.quarter.windows
            if any(entry.item in vetoes for entry in window.entries)
        )

    def score(
        self, row: GivenRow, columns: Mapping[str, GivenCells] = NOTHING
    ) -> WindowScore | None:
        """The window's score, ``None`` for a row that no window stands on yet.

        ``columns`` are those by which windows are held against each other.  Raises
        :class:`BookError` where the cells do not fit the data.
        """
        among = self._scorer.plan.among = self._compared(columns)
        others = () if among is None else tuple(map(tuple, among.values()))
        key = row, tuple(type(cell.value) for cell in row.all_cells), others
        if key not in self._scores:  # TRUE equals 1, an error its own text: the types tell
            if len(self._scores) >= _SCORES_KEPT:
                self._scores.clear()
            evidence = self.evidence(row)
            self._scores[key] = None if evidence is None else self._scorer.score(evidence)
        return self._scores[key]

    def evidence(self, row: GivenRow) -> WindowEvidence | None:
        """The window's evidence as the core reads it.  Raises what :meth:`score` raises."""
        placed = self._placed(row)
        name = row.name.value
        if self._waits(placed) or _is_aside(name):
            return None  # no window, or a row of totals
        table = replace(self.quarter.table, grid=Grid(RANKING, placed), rows=(row.row,), below=())
        read = read_windows(table, self.book)[0]
        if not read.name:
            return WindowEvidence(
                "", read.place, read.given, findings=tuple(read.findings),
                stopped=self.quarter.rules.unreadable, texts=read.texts,
            )  # fmt: skip
        before = self._before(read.name)
        kept = (f for f in before.findings if f.sheet != RANKING or f.code in _AMONG_ALL)
        told = (*read.findings, *kept)
        typed = {"given": read.given, "texts": read.texts}
        full = replace(before, place=read.place, findings=told, **typed)
        return doubted(full, self.book)

    def _compared(self, columns: Mapping[str, GivenCells]) -> Among | None:
        """The counts of all windows that rules compare; ``None`` where they were not handed."""
        at, plan = self.quarter.table.columns, self._scorer.plan
        ids = [c for c in compared_columns(self.book.notice, self.book.layout) if c in at]
        if not ids or not {"window", *ids} <= columns.keys():
            return None
        blocks = {column: columns[column] for column in ("window", *ids)}
        key = tuple((type(c.value), c) for block in blocks.values() for c in block.column())
        if key not in self._among:
            self._among = {key: counts_among(plan, list(self._counted(blocks)))}
        return self._among[key]

    def _counted(self, blocks: Mapping[str, GivenCells]) -> Iterator[WindowEvidence]:
        """All windows with the counts of those columns; the ledger's stand in the data."""
        table = self.quarter.table
        at, header = table.columns, table.first_row - table.id_row
        placed = {
            (block.area.top + number, at[column]): cell
            for column, block in blocks.items()
            for number, cell in enumerate(block.column())
            if number >= header and cell is not EMPTY
        }
        named = {row: cell.value for (row, c), cell in placed.items() if c == at["window"]}
        rows = [row for row, name in named.items() if not is_blank(name) and not _is_aside(name)]
        given = replace(table, grid=Grid(RANKING, placed), rows=tuple(rows), below=())
        for read in read_windows(given, self.book):
            if read.name:
                yield replace(self._before(read.name), given=read.given)

    def _before(self, name: str) -> WindowEvidence:
        """What the data say of a window.  Raises :class:`BookError` where they do not know it."""
        known = self._known.get(squeeze(name), [])
        if not known:
            raise BookError(f"{NOT_CURRENT}，窗口“{name[:20]}”不在公式所看的各行里")
        return known[0]

    def standings(self, totals: Sequence[Total]) -> StandingLines:
        """Ranks and elections of windows with those totals and marks."""
        return self._standings(tuple(totals))

    def _stand(self, totals: tuple[Total, ...]) -> StandingLines:
        scores = [
            WindowScore(
                window=one.name, place=NOWHERE, modules={}, total=one.total, vetoed=one.vetoed,
                lines=(), items={}, findings=(), group=one.group, out=dict(one.out),
            )
            for one in totals
        ]  # fmt: skip
        notice = self.book.notice
        return StandingLines(notice, scores, Standings(notice, scores))

    def ranked(self, rows: Sequence[GivenRow]) -> list[RankedWindow | None]:
        """Every window ranked among all those rows, ``None`` where none stands."""
        known = [(place, e) for place, r in enumerate(rows) if (e := self.evidence(r)) is not None]
        self._scorer.look_at([evidence for _, evidence in known])
        found = [(place, self._scorer.score(evidence)) for place, evidence in known]
        scores = [score for _, score in found]
        telling = StandingLines(self.book.notice, scores, Standings(self.book.notice, scores))
        ranked: list[RankedWindow | None] = [None] * len(rows)
        for index, (place, _) in enumerate(found):
            ranked[place] = telling.ranked(index)
        return ranked

    def _placed(self, row: GivenRow) -> dict[Ref, Cell]:
        """The cells where the data have their columns."""
        columns = self.quarter.table.columns
        offsets = {columns[name] - place for place, name in enumerate(row.ids) if name in columns}
        items = {
            columns[c.id] for c in self.book.layout.all_columns if c.is_item and c.id in columns
        }
        unknown = [name for name in row.ids if name and name not in columns]
        offset = offsets.pop() if len(offsets) == 1 else None
        if offset is None or unknown or len(row.ids) != len(row.cells):
            raise BookError(f"{NOT_CURRENT}，名次表的栏目有变动")
        known = {c.id for c in self.book.layout.items} & columns.keys()
        apart = {columns[name]: cell for name, cell in row.apart if name in known}
        if not items <= {offset + place for place in range(len(row.cells))} | apart.keys():
            raise BookError(f"{NOT_CURRENT}，名次表有公式没有看到的栏目")
        placed = {
            (row.row, offset + place): cell
            for place, cell in enumerate(row.cells)
            if cell is not EMPTY
        }
        placed |= {(row.row, number): cell for number, cell in apart.items() if cell is not EMPTY}
        placed[row.row, columns["window"]] = row.name
        mean = self.book.notice.staff_id
        if mean in columns:
            placed[row.row, columns[mean]] = row.staff
        return placed

    def _waits(self, placed: dict[Ref, Cell]) -> bool:
        known = set(self.quarter.table.columns.values())
        return not any(
            column in known and not is_blank(cell.value) and not computes_itself(cell.formula)
            for (_, column), cell in placed.items()
        )


def _is_aside(name: Value) -> bool:
    """Whether a name is that of a row of totals, or a remark."""
    return isinstance(name, str) and (is_sum(name) or is_note(name))


@lru_cache(maxsize=_BOOKS_KEPT)
def book_of(text: str) -> HandedBook:
    """What a text of data says.  Raises :class:`BookError` where it is no whole workbook."""
    return HandedBook(read_quarter_book(unpacked(text).get))
