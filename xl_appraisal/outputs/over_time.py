"""Several periods in the order of time, and each window's rank in them."""

from __future__ import annotations

from collections.abc import Sequence

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.typed_values import squeeze
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.listed import listed
from xl_appraisal.model.period import check_earlier
from xl_appraisal.model.record import Record
from xl_appraisal.scoring import Appraisal

_MOST_NAMES = 3  # of windows at one point


class RankRow(Record):
    """A window and its rank in each quarter; ``None`` where it had none or was not there."""

    window: str
    ranks: tuple[int | None, ...]


def in_time(
    now: tuple[Quarter, Appraisal], earlier: Sequence[tuple[Quarter, Appraisal]]
) -> list[tuple[Quarter, Appraisal]]:
    """All quarters from the earliest to ``now``.

    Raises :class:`BookError` where one is there twice, or is not earlier than ``now``.
    """
    known: set[str] = set()
    for quarter, _ in earlier:
        name = check_earlier(quarter.quarter, now[0].quarter)
        if quarter.quarter in known:
            raise BookError(
                f"{name}的工作簿给了不止一本；没有生成。每{quarter.book.notice.words.several}请只给一本。"
            )
        known.add(quarter.quarter)
    return [*sorted(earlier, key=lambda pair: pair[0].quarter), now]


def ranks_over_time(quarters: Sequence[tuple[Quarter, Appraisal]]) -> tuple[RankRow, ...]:
    """The windows of the last quarter in rank order, then those that are no longer there."""
    ranks = [
        {squeeze(window.window): window.rank for window in appraisal.windows}
        for _, appraisal in quarters
    ]
    names: dict[str, str] = {}
    for _, appraisal in reversed(quarters):
        for window in appraisal.windows:
            names.setdefault(squeeze(window.window), window.window)
    return tuple(
        RankRow(name, tuple(rank.get(key) for rank in ranks)) for key, name in names.items()
    )


def ends_of(rows: Sequence[RankRow]) -> list[tuple[int, str]]:
    """Where each window's line ends, and what stands there: of several at one point all names."""
    places = [max((n for n, rank in enumerate(row.ranks) if rank), default=0) for row in rows]
    points = [(place, row.ranks[place]) for place, row in zip(places, rows, strict=True)]
    named = {point: list[str]() for point in points}
    for point, row in zip(points, rows, strict=True):
        named[point].append(row.window)
    return [(point[0], listed(named.pop(point, ()), _MOST_NAMES)) for point in points]
