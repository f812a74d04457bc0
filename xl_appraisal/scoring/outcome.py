"""Ranked windows held beside each other: places gained, and who is elected."""

from __future__ import annotations

from collections.abc import Iterable

from xl_appraisal.scoring.contest import Contest
from xl_appraisal.scoring.result import RankedWindow


def places_gained(before: RankedWindow | None, after: RankedWindow | None) -> int | None:
    """How many ranks a window went up, negative for down; ``None`` where they say nothing.

    Ranks of two groups say nothing of each other, nor is there one of a window that has none.
    """
    if before is None or after is None or before.group != after.group:
        return None
    if before.rank is None or after.rank is None:
        return None
    return before.rank - after.rank


def elected_in(contest: Contest, windows: Iterable[RankedWindow]) -> list[RankedWindow]:
    """The windows elected in that contest, the highest total first."""
    found = [w for w in windows if contest.group in ("", w.group) and w.has(contest.award)]
    return sorted(found, key=lambda window: -(window.total or 0))
