"""Where a window could still get points: items below their cap, deductions, staff scores."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, TypeAlias

from xl_appraisal.model.exact import ZERO
from xl_appraisal.model.notice.notice import Module, Rule
from xl_appraisal.model.record import Record
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.rules.register import kind_of, most_points
from xl_appraisal.scoring import RankedWindow

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


def _below_cap(book: Rulebook, window: RankedWindow) -> Decimal:
    """How far the total may rise; what modules have beyond its cap is to be had already."""
    notice = book.notice
    return notice.maximum - min(notice.added_up(window.score.modules.values()), notice.maximum)


def _of_module(book: Rulebook, module: Module, window: RankedWindow) -> Iterator[Chance]:
    room = min(module.maximum - window.score.modules[module.id], _below_cap(book, window))
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
    def bonus(item: str, column: str, now: Decimal, rule: Rule | None) -> Chance:
        limit = most_points(rule) if rule else None
        own = room if limit is None else min(room, limit - now)
        return Chance("bonus", item, column, module.name, now, limit, own)

    shown = set()
    for column in book.layout.all_columns:
        if column.kind == "points" and column.sign == "+" and column.module == module.id:
            shown.add(column.rule)
            found = window.score.items.get(column.id)
            now = found.points if found else ZERO
            label, rule = book.layout.labels[column.id], book.notice.rules.get(column.rule)
            yield bonus(label, column.id, now, rule)
    lines = window.score.lines
    beside = [line for line in lines if line.figure == module.id and not line.column]
    for rule in book.notice.rules.values():
        if rule.module == module.id and rule.id not in shown and kind_of(rule).derives:
            now = sum((line.points or ZERO for line in beside if line.item == rule.name), ZERO)
            yield bonus(rule.name, "", now, rule)


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
