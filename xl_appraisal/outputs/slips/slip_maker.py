"""From an appraised quarter to the slip of each window, one at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.typed_values import squeeze
from xl_appraisal.book.write.chart_figures import CUTS
from xl_appraisal.model.exact import ZERO, Number, percent, plain, shown
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.model.notice.notice import Module, Notice, Remark
from xl_appraisal.model.period import check_earlier, period_name
from xl_appraisal.model.record import Record
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring import Appraisal, Entry, Line, RankedWindow, WindowEvidence
from xl_appraisal.work.comparing.gap import Gap, gaps

_FEW = 4  # columns under one heading that can be taken for one item
_ITEM_DEPTH = 3  # heading / item / column: deeper than that the heading is the item's own


class Earlier:
    """An earlier quarter to compare with."""

    def __init__(self, quarter: Quarter, appraisal: Appraisal) -> None:
        self.quarter = quarter.quarter
        self._windows = {squeeze(window.window): window for window in appraisal.windows}

    @property
    def name(self) -> str:
        return period_name(self.quarter)

    def before(self, window: str) -> RankedWindow | None:
        """The window of that name then; ``None`` if there was none."""
        return self._windows.get(squeeze(window))

    def gone(self, appraisal: Appraisal) -> tuple[str, ...]:
        """The windows of then that are no longer there."""
        now = {squeeze(window.window) for window in appraisal.windows}
        return tuple(w.window for name, w in self._windows.items() if name not in now)


class Slip(Record):
    """What one window's department is told: nothing of its looks.

    ``count`` tells what was counted behind a line.  ``earlier`` is the earlier quarter it is
    compared with, empty where none was given; ``before`` is ``None`` where none was given or
    the window was not in it.
    """

    quarter: str
    notice: Notice
    window: RankedWindow
    gap: Gap
    count: Callable[[Line], str]
    earlier: str
    before: RankedWindow | None
    honours: tuple[tuple[int, str], ...] = ()
    """What people of the window are elected to: the remark, and a sentence."""

    @property
    def display(self) -> str:
        """The total as it is published; empty without one."""
        return shown_total(self.notice, self.window)

    @property
    def modules(self) -> tuple[Module, ...]:
        """The modules in which the window has a score."""
        return tuple(m for m in self.notice.modules if m.id in self.window.score.modules)

    def score(self, module: Module) -> Decimal:
        return self.window.score.modules[module.id]

    def lines(self, module: Module) -> list[Line]:
        """Every line that made the module's score."""
        return [line for line in self.window.lines if line.figure == module.id]

    def cut(self, module: Module) -> Decimal:
        """The points that a cap took away (negative), or that a floor gave back (positive)."""
        cut = (line.points or ZERO for line in self.lines(module) if line.source in CUTS)
        return sum(cut, ZERO)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """The remarks that its lines rest on, in the notice's order."""
        used = {line.remark for line in self.window.lines} | {number for number, _ in self.honours}
        return tuple(remark for remark in self.notice.remarks if remark.number in used)


def _honours(appraisal: Appraisal, window: RankedWindow) -> Iterator[tuple[int, str]]:
    for contest in appraisal.contests:
        for one in contest.people:
            if one.window == window.window:
                text = f"{one.name}评为{contest.award.name}（考核分{plain(one.score)}分）。"
                yield contest.award.remark, text


def shown_total(notice: Notice, window: RankedWindow) -> str:
    """A total as it is published; empty without one."""
    places = int(notice.number("total_places"))
    return "" if window.total is None else shown(window.total, places)


class SlipMaker:
    """Makes the slips of one appraised quarter.

    Raises :class:`BookError` where the quarter to compare with is not an earlier one: a
    comparison the wrong way round must not go out to the departments.
    """

    def __init__(
        self, quarter: Quarter, appraisal: Appraisal, earlier: Earlier | None = None
    ) -> None:
        if earlier is not None:
            check_earlier(earlier.quarter, quarter.quarter)
        self.quarter, self.appraisal, self.earlier = quarter, appraisal, earlier

    def slips(self) -> Iterator[Slip]:
        """The slip of every window in rank order, made when it is asked for."""
        book, earlier = self.quarter.book, self.earlier
        counts = Counts(book)
        evidence = {window.place: window for window in self.quarter.windows}
        distances = gaps(book, self.appraisal)
        for window, gap in zip(self.appraisal.windows, distances, strict=True):
            yield Slip(
                quarter=period_name(self.quarter.quarter),
                notice=book.notice,
                window=window,
                gap=gap,
                count=partial(counts.text, evidence=evidence[window.score.place]),
                earlier=earlier.name if earlier else "",
                before=earlier.before(window.window) if earlier else None,
                honours=tuple(_honours(self.appraisal, window)),
            )


class Counts:
    """Finds the counts of a rulebook's lines."""

    def __init__(self, book: Rulebook) -> None:
        self._columns = book.layout.by_id
        self._labels = book.layout.labels
        self._units = {
            f"{rule.id}.{measure.id}": (measure.name, measure.unit)
            for rule in book.notice.rules.values()
            for measure in rule.measures
        }
        heads = Counter(column.header[:-1] for column in book.layout.all_columns)
        self._beside = {
            column.id: tuple(self._counted(book, column, heads))
            for column in book.layout.all_columns
            if column.kind == "points"
        }

    def text(self, line: Line, evidence: WindowEvidence) -> str:
        """The counts behind ``line``; empty where nothing was counted."""
        if line.source == "ledger":
            return self._of_entry(line, evidence)
        if line.source not in ("typed", "derived") or line.column not in self._beside:
            return ""
        found = [
            (column, value)
            for column in self._beside[line.column]
            if (value := self._value(column, evidence)) is not None
        ]
        return "；".join(
            self._told(column, value, alone=len(found) == 1) for column, value in found
        )

    def _counted(
        self, book: Rulebook, column: Column, heads: Counter[tuple[str, ...]]
    ) -> Iterator[Column]:
        """The count columns that belong to a points column: by its rule, or by their heading."""
        own = book.notice.rules.get(column.rule)
        measures = own.measure_ids() if own else ()
        head = column.header[:-1]
        shared = head and (len(column.header) >= _ITEM_DEPTH or heads[head] <= _FEW)
        for other in book.layout.all_columns:
            if other.kind not in ("count", "percent"):
                continue
            if other.measure in measures or (shared and other.header[:-1] == head):
                yield other

    def _of_entry(self, line: Line, evidence: WindowEvidence) -> str:
        counts = [
            self._with_unit(entry, entry.count)
            for entry in evidence.entries
            if entry.place in line.places and entry.count is not None
        ]
        return "；".join(counts)

    def _with_unit(self, entry: Entry, count: Number) -> str:
        column = self._columns.get(entry.item)
        measures = [c.measure for c in self._beside.get(entry.item, ()) if c.measure]
        known = measures[0] if column is not None and len(measures) == 1 else entry.item
        return plain(count) + self._units.get(known, ("", ""))[1]

    def _value(self, column: Column, evidence: WindowEvidence) -> Number | None:
        typed = evidence.given.get(column.id)
        if typed is not None:
            return typed.value
        names = {column.id, column.measure} - {""}
        counts = [e.count for e in evidence.entries if e.item in names and e.count is not None]
        return sum((Fraction(count) for count in counts), Fraction(0)) if counts else None

    def _told(self, column: Column, value: Number, *, alone: bool) -> str:
        if column.kind == "percent":
            return f"{self._labels[column.id]}{percent(value)}"
        name, unit = self._units.get(column.measure, (self._labels[column.id], ""))
        return f"{plain(value)}{unit}" if alone else f"{name}{plain(value)}{unit}"
