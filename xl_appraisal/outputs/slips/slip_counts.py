"""What was counted behind a line of points, as a text: ``4个``, ``即办件630件；承诺件470件``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from xl_appraisal.model.exact import Number, percent, plain
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring import Entry, Line, WindowEvidence

_FEW = 4  # columns under one heading that can be taken for one item
_ITEM_DEPTH = 3  # heading / item / column: deeper than that the heading is the item's own


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
