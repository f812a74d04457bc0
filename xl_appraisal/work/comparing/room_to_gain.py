"""Where a window could still get points: items below their cap, deductions, staff scores."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, TypeAlias

from xl_appraisal.model.exact import ZERO
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.model.notice.notice import Module, Rule
from xl_appraisal.model.record import Record
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.rules.register import kind_of, most_points
from xl_appraisal.scoring import Line, RankedWindow

ChanceKind: TypeAlias = Literal["bonus", "deduction", "staff"]


class Chance(Record):
    """An item that could bring a window points.

    ``bonus``: ``now`` are the points it has, ``limit`` the most that its rule gives (``None``:
    no limit but the module's).  ``deduction``: ``now`` are the points it lost, which it would
    keep without.  ``staff``: the staff's score.  ``room`` is what the total could gain by this
    item alone, within the module's full mark.
    """

    kind: ChanceKind
    item: str
    column: str
    module: str
    now: Decimal
    limit: Decimal | None
    room: Decimal


def chances(book: Rulebook, window: RankedWindow) -> tuple[Chance, ...]:
    """All items with room, bonuses first, each kind with the most room first."""
    if window.total is None:
        return ()
    found = [
        chance
        for module in book.notice.modules
        for chance in _of_module(book, module, window)
        if chance.room > 0
    ]
    order: tuple[ChanceKind, ...] = ("bonus", "deduction", "staff")
    return tuple(sorted(found, key=lambda chance: (order.index(chance.kind), -chance.room)))


def _of_module(book: Rulebook, module: Module, window: RankedWindow) -> Iterator[Chance]:
    room = module.maximum - window.score.modules[module.id]
    if room <= 0:
        return
    if module.sign == "+":
        yield from _bonuses(book, module, window, room)
    elif module.sign == "-":
        yield from _deductions(book, module, window, room)
    else:
        now = window.score.modules[module.id]
        yield Chance("staff", module.name, module.id, module.name, now, module.maximum, room)


def _bonuses(
    book: Rulebook, module: Module, window: RankedWindow, room: Decimal
) -> Iterator[Chance]:
    shown = set()
    for column in book.layout.all_columns:
        if column.kind != "points" or column.sign != "+" or column.module != module.id:
            continue
        rule = book.notice.rules.get(column.rule)
        shown.add(column.rule)
        item = window.score.items.get(column.id)
        now = item.points if item else ZERO
        most = most_points(rule) if rule else None
        yield _bonus(book.layout.labels[column.id], column, module, now, most, room)
    for rule in book.notice.rules.values():
        if rule.module == module.id and rule.id not in shown and kind_of(rule).derives:
            now = sum((line.points or ZERO for line in _beside(window, module, rule)), ZERO)
            yield _bonus(rule.name, None, module, now, most_points(rule), room)


def _beside(window: RankedWindow, module: Module, rule: Rule) -> Iterator[Line]:
    """The lines of a rule that no column shows."""
    for line in window.score.lines:
        if line.figure == module.id and not line.column and line.item == rule.name:
            yield line


def _bonus(
    item: str,
    column: Column | None,
    module: Module,
    now: Decimal,
    limit: Decimal | None,
    room: Decimal,
) -> Chance:
    own = room if limit is None else min(room, limit - now)
    return Chance("bonus", item, column.id if column else "", module.name, now, limit, own)


def _deductions(
    book: Rulebook, module: Module, window: RankedWindow, room: Decimal
) -> Iterator[Chance]:
    """What each item took from the module; below the floor only part of it is to be had back."""
    lines = [line for line in window.score.lines if line.figure == module.id]
    floored = sum((line.points or ZERO for line in lines if line.source == "floor"), ZERO)
    lost: dict[tuple[str, str], Decimal] = {}
    for line in lines:
        if line.source not in ("start", "floor"):
            key = (line.item, line.column)
            lost[key] = lost.get(key, ZERO) - (line.points or ZERO)
    for (item, column), points in lost.items():
        gain = min(points - floored, room)
        yield Chance("deduction", item, column, module.name, points, None, gain)
