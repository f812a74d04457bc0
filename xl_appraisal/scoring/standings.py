"""Where every window stands, and where they would stand if one of them had another total.

One sort answers both, however many windows there are; an election is held again only where the
new total may reach its line.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.record import Record
from xl_appraisal.scoring.ranking import ranks
from xl_appraisal.scoring.red_flag import Election, elect_in_order
from xl_appraisal.scoring.result import WindowScore


class Moved(Record):
    """What one window's new total does: its rank before and after, how many ranks change."""

    before: int
    after: int
    ranks: int
    election: Election


class Standings:
    """Ranks and election of those scores."""

    def __init__(self, notice: Notice, scores: Sequence[WindowScore]) -> None:
        self._notice = notice
        self._dense = notice.choice("tie_rank") == "dense"
        self._vetoed = [score.vetoed for score in scores]
        self._totals = totals = [score.total for score in scores]
        self.places = ranks(totals, notice.choice("tie_rank"))
        self.ranked = sum(place is not None for place in self.places)
        self.sharing = Counter(self.places)
        """How many windows have each rank."""
        scored = (index for index, total in enumerate(totals) if total is not None)
        self._order = sorted(scored, key=totals.__getitem__, reverse=True)  # type: ignore[arg-type]
        self._ascending = [self._total(index) for index in reversed(self._order)]
        self._distinct = [total for total, _ in groupby(self._ascending)]
        self.election = elect_in_order(notice, totals, self._vetoed, self._order)
        self._lines = self._find_lines()

    def moved(self, index: int, total: Decimal, *, vetoed: bool) -> Moved:
        """What changes if that window, which has a total, had this one and this veto."""
        old = self._total(index)
        others = list(self._ascending)
        del others[bisect_left(others, old)]
        before, after = self._rank(old, old), self._rank(old, total)
        moved = self._ranks_moved(others, old, total) + (before != after)
        if not (vetoed or self._vetoed[index]) and self._on_one_side(old, total):
            return Moved(before, after, moved, self.election)
        totals, vetoes, order = list(self._totals), list(self._vetoed), list(self._order)
        totals[index], vetoes[index] = total, vetoed
        order.remove(index)
        order.insert(len(others) - bisect_right(others, total), index)
        return Moved(before, after, moved, elect_in_order(self._notice, totals, vetoes, order))

    def _find_lines(self) -> tuple[Decimal, Decimal] | None:
        """The totals between which the election is decided: the lowest chosen, the quota's last.

        ``None`` where fewer have a score than there are flags, or there are none.
        """
        chosen, places = self.election, self.election.quota
        if not 0 < places <= len(self._order):
            return None
        last = self._total(self._order[places - 1])
        at_stake = (self._total(index) for index in (*chosen.elected, *chosen.tied))
        return min(at_stake, default=last), last

    def _on_one_side(self, old: Decimal, new: Decimal) -> bool:
        """Whether both totals lie above, or both below, all that the election is decided by."""
        if self._lines is None:
            return False
        low, high = self._lines
        return min(old, new) > max(low, high) or max(old, new) < min(low, high)

    def _rank(self, own: Decimal, total: Decimal) -> int:
        """The rank of a total beside all but one window's own: 1 + those above it."""
        every = self._distinct if self._dense else self._ascending
        above = len(every) - bisect_right(every, total)
        shared = self._dense and not _holds_once(self._ascending, own)
        return 1 + above - (own > total and not shared)

    def _ranks_moved(self, others: list[Decimal], old: Decimal, new: Decimal) -> int:
        """How many others' ranks change: those that one total is above and the other is not.

        Where equal totals leave no gap (``dense``), a total that others have too adds nothing.
        """
        ends = [total for total in (old, new) if not (self._dense and _holds(others, total))]
        if not ends or old == new:
            return 0
        low = bisect_left(others, min(ends)) if len(ends) == 2 else 0
        return bisect_left(others, max(ends)) - low

    def _total(self, index: int) -> Decimal:
        total = self._totals[index]
        if total is None:
            raise ValueError("a window without a score cannot be compared")
        return total


def _holds(ascending: list[Decimal], total: Decimal) -> bool:
    at = bisect_left(ascending, total)
    return at < len(ascending) and ascending[at] == total


def _holds_once(ascending: list[Decimal], total: Decimal) -> bool:
    return bisect_right(ascending, total) - bisect_left(ascending, total) == 1
