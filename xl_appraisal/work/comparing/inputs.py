"""What two workbooks hold differently: the cells and lines that make their figures differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from itertools import zip_longest
from typing import TypeVar

from xl_appraisal.model.exact import plain
from xl_appraisal.model.exact_json import fields_json
from xl_appraisal.model.findings import NOWHERE, Place
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.model.notice.parameters import parameters
from xl_appraisal.model.record import Record
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring import Entry, WindowEvidence
from xl_appraisal.scoring.evidence import Given, Words

T = TypeVar("T")


class Names(Record):
    """What the columns of either side are called, and which of them hold a tick."""

    labels: Mapping[str, str]
    flags: frozenset[str]


def names_of(*books: Rulebook) -> Names:
    """The names of all columns; a later book's go before an earlier one's."""
    labels = {id: label for book in books for id, label in book.layout.labels.items()}
    columns = (column for book in books for column in book.layout.all_columns)
    return Names(labels, frozenset(c.id for c in columns if c.kind == "flag"))


class InputChange(Record):
    """One input: what it is, its content before and after (empty: there was none), and where."""

    what: str
    before: str
    after: str
    place_before: Place = NOWHERE
    place_after: Place = NOWHERE

    @property
    def where(self) -> str:
        """The cell in the later workbook, or in the earlier one if it is gone from the later."""
        place = self.place_after if self.place_after != NOWHERE else self.place_before
        return "" if place == NOWHERE else str(place)

    @property
    def text(self) -> str:
        """``办件量加分 3→3.5``, ``新增明细：…``, ``去掉明细：…``."""
        if not self.before:
            return f"{self.what}：新增 {self.after}"
        if not self.after:
            return f"{self.what}：去掉 {self.before}"
        return f"{self.what}：{self.before} → {self.after}"

    def as_json(self) -> dict[str, object]:
        return fields_json(self, "what", "before", "after", "where")


def rule_changes(before: Rulebook, after: Rulebook) -> Iterator[InputChange]:
    """The values of the notice that differ, those that only one of them has included."""
    old = {parameter.path: parameter for parameter in parameters(before.notice)}
    new = {parameter.path: parameter for parameter in parameters(after.notice)}
    for path in {**new, **old}:
        known, now = old.get(path), new.get(path)
        was, is_now = (p.value or "不设" if p else "" for p in (known, now))
        named = now or known
        if was != is_now and named is not None:
            yield InputChange(f"规则·{named.name}", was, is_now)


def column_changes(before: Rulebook, after: Rulebook) -> Iterator[InputChange]:
    """The columns that differ in name, effect or existence."""
    old, new = before.layout.by_id, after.layout.by_id
    for column_id in {**new, **old}:
        was, now = _column_text(old.get(column_id)), _column_text(new.get(column_id))
        if was != now:
            yield InputChange("栏目", was, now)


def _column_text(column: Column | None) -> str:
    if column is None:
        return ""
    effect = f"{column.sign}{column.module}{column.rule}{column.measure}"
    return "·".join(column.header) + (f"（{effect}）" if effect else "")


def window_changes(
    before: WindowEvidence, after: WindowEvidence, names: Names
) -> Iterator[InputChange]:
    """The inputs of one window that differ."""
    yield from _typed(before, after, names)
    for column in {**after.texts, **before.texts}:
        was, now = before.texts.get(column, Words("")), after.texts.get(column, Words(""))
        if was.text != now.text:
            label = names.labels.get(column, column)
            yield InputChange(label, was.text, now.text, was.place, now.place)
    yield from _staff(before.staff, after.staff)
    yield from _lines(before.entries, after.entries, names.labels)


def _typed(before: WindowEvidence, after: WindowEvidence, names: Names) -> Iterator[InputChange]:
    for column in {**after.given, **before.given}:
        old, new = before.given.get(column), after.given.get(column)
        if (old and old.value) != (new and new.value):
            label = names.labels.get(column, column)
            yield InputChange(
                label,
                _shown(before, old, label, column in names.flags),
                _shown(after, new, label, column in names.flags),
                old.place if old else NOWHERE,
                new.place if new else NOWHERE,
            )


def _shown(window: WindowEvidence, given: Given | None, label: str, flag: bool) -> str:
    """A typed value as it stands; what could not be read is shown as it was found."""
    if given is not None:
        return ("√" if given.value else "") if flag else plain(given.value)
    return next((finding.found for finding in window.findings if finding.item == label), "")


def _staff(before: tuple[Given, ...], after: tuple[Given, ...]) -> Iterator[InputChange]:
    gone = _without(before, after, key=lambda given: given.value)
    come = _without(after, before, key=lambda given: given.value)
    for old, new in zip_longest(gone, come):  # most likely one that was corrected
        yield InputChange(
            "人员考核分",
            "" if old is None else plain(old.value),
            "" if new is None else plain(new.value),
            old.place if old else NOWHERE,
            new.place if new else NOWHERE,
        )


def _lines(
    before: tuple[Entry, ...], after: tuple[Entry, ...], labels: Mapping[str, str]
) -> Iterator[InputChange]:
    for entry in _without(before, after, key=_content):
        yield InputChange("加扣分明细", _line_text(entry, labels), "", entry.place)
    for entry in _without(after, before, key=_content):
        yield InputChange("加扣分明细", "", _line_text(entry, labels), NOWHERE, entry.place)


def _content(entry: Entry) -> Hashable:
    return (entry.item, entry.label, entry.module, entry.points, entry.count, entry.reason)


def _line_text(entry: Entry, labels: Mapping[str, str]) -> str:
    amount = [f"{plain(entry.points)}分"] if entry.points is not None else []
    amount += [f"数量{plain(entry.count)}"] if entry.count is not None else []
    name = entry.label or labels.get(entry.item, "") or "（未列项目）"
    return "，".join([f"{name}{'、'.join(amount)}", *filter(None, (entry.date, entry.reason))])


def _without(own: tuple[T, ...], other: tuple[T, ...], *, key: Callable[[T], Hashable]) -> list[T]:
    """Those of ``own`` that ``other`` does not hold as often; order and place do not count."""
    left = Counter(key(one) for one in other)
    found = []
    for one in own:
        content = key(one)
        if left[content]:
            left[content] -= 1
        else:
            found.append(one)
    return found
