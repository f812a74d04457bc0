"""Where every window stands: its rank in its group, and what it is elected to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from xl_appraisal.model.notice.awards import Award
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.scoring.elections import Election, elect, groups_of, kept_out
from xl_appraisal.scoring.result import WindowScore

Total = TypeVar("Total", Decimal, Fraction)


class Standings:
    """Ranks (``places``) of those scores in their groups, and the elections of every award."""

    def __init__(self, notice: Notice, scores: Sequence[WindowScore]) -> None:
        self._notice, self._scores = notice, scores
        self._totals = [score.total for score in scores]
        self._order = by_total(self._totals)
        self.places: list[int | None] = [None] * len(scores)
        self.ranked: dict[str, int] = {}
        """How many windows have a rank, by group."""
        unranked = {one.id for one in notice.exclusions if not one.ranked}
        order = [i for i in self._order if not (unranked and unranked & scores[i].out.keys())]
        for group in [one.name for one in notice.groups] or [""]:
            own = [i for i in order if not notice.groups or scores[i].group == group]
            self.ranked[group] = len(own)
            found = ranks(self._totals, notice.choice("tie_rank"), own)
            for index in own:
                self.places[index] = found[index]
        self.elections = tuple(
            self._elect(award, group)
            for award in notice.window_awards
            for group in groups_of(notice, award)
        )

    @cached_property
    def sharing(self) -> Counter[tuple[str, int | None]]:
        """How many windows have each rank of each group."""
        groups = (score.group for score in self._scores)
        return Counter(zip(groups, self.places, strict=True))

    def _elect(self, award: Award, group: str) -> Election:
        keeping, uncounted = kept_out(self._notice, award)
        counted = sum(  # a row without a name is no window
            bool(score.window)
            and (not group or score.group == group)
            and not (uncounted and uncounted & score.out.keys())
            for score in self._scores
        )
        order = [
            index
            for index in self._order
            if (not group or self._scores[index].group == group)
            and not (keeping and keeping & self._scores[index].out.keys())
        ]
        vetoed = [score.vetoed for score in self._scores]
        return elect(self._notice, award, self._totals, vetoed, order, counted, group)


def by_total(totals: Sequence[Total | None]) -> list[int]:
    """The places of the totals there are, highest first; equal ones as they stand."""
    scored = [place for place, total in enumerate(totals) if total is not None]
    return sorted(scored, key=totals.__getitem__, reverse=True)  # type: ignore[arg-type]


def ranks(
    totals: Sequence[Total | None], tie_rank: str, order: Sequence[int] | None = None
) -> list[int | None]:
    """The rank of each total, from 1; ``None`` for a window without a score.

    How equal totals rank is a setting: ``shared`` leaves the ranks after a tie out (1, 2, 2, 4),
    ``dense`` does not (1, 2, 2, 3).  ``order`` is that of :func:`by_total`, or of some of them.
    """
    found: list[int | None] = [None] * len(totals)
    rank, above = 0, None
    for position, place in enumerate(by_total(totals) if order is None else order, 1):
        if totals[place] != above:
            rank = position if tie_rank == "shared" else rank + 1
        found[place], above = rank, totals[place]
    return found
