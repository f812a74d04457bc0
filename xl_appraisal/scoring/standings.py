"""Where every window stands: its rank, and what it is elected to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.scoring.elections import elect
from xl_appraisal.scoring.result import WindowScore

Total = TypeVar("Total", Decimal, Fraction)


class Standings:
    """Ranks (``places``) of those scores, and an election for each award."""

    def __init__(self, notice: Notice, scores: Sequence[WindowScore]) -> None:
        totals = [score.total for score in scores]
        order = by_total(totals)
        self.ranked = len(order)
        self.places = ranks(totals, notice.choice("tie_rank"), order)
        windows = sum(bool(score.window) for score in scores)  # a row without a name is none
        vetoed = [score.vetoed for score in scores]
        self.elections = tuple(
            elect(notice, award, totals, vetoed, order, windows) for award in notice.window_awards
        )

    @cached_property
    def sharing(self) -> Counter[int | None]:
        """How many windows have each rank."""
        return Counter(self.places)


def by_total(totals: Sequence[Total | None]) -> list[int]:
    """The places of the totals there are, highest first; equal ones as they stand."""
    scored = [place for place, total in enumerate(totals) if total is not None]
    return sorted(scored, key=totals.__getitem__, reverse=True)  # type: ignore[arg-type]


def ranks(
    totals: Sequence[Total | None], tie_rank: str, order: Sequence[int] | None = None
) -> list[int | None]:
    """The rank of each total, from 1; ``None`` for a window without a score.

    How equal totals rank is a setting: ``shared`` leaves the ranks after a tie out (1, 2, 2, 4),
    ``dense`` does not (1, 2, 2, 3).  ``order`` is that of :func:`by_total`, if it is known.
    """
    found: list[int | None] = [None] * len(totals)
    rank, above = 0, None
    for position, place in enumerate(by_total(totals) if order is None else order, 1):
        if totals[place] != above:
            rank = position if tie_rank == "shared" else rank + 1
        found[place], above = rank, totals[place]
    return found
