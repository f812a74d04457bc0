"""Who gets the red flag: the quota, the veto and the substitution."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import islice, takewhile

from xl_appraisal.model.exact import round_whole
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.record import Record


class Election(Record):
    """Indices into the windows: who is elected, who of them by substitution.

    ``passed_over`` are the vetoed windows that would have been elected; ``tied`` are those at
    the line whose equal totals make the number elected differ from the quota.
    """

    quota: int
    elected: frozenset[int]
    substituted: frozenset[int]
    passed_over: tuple[int, ...]
    tied: tuple[int, ...]


def quota(notice: Notice, windows: int) -> int:
    """How many red flags there are for that many windows appraised, vetoed ones included."""
    share = Fraction(windows) * notice.share("red_flag_share")
    return round_whole(share, notice.choice("quota_rounding"))


def elect(
    notice: Notice, totals: Sequence[Decimal | None], vetoed: Sequence[bool], order: Sequence[int]
) -> Election:
    """Elect from the top; a vetoed window is passed over and the next one moves up.

    ``totals`` are ``None`` where a window has no score; ``order`` is by total.
    """
    places = quota(notice, len(totals))
    at_line = notice.choice("tie_at_line")
    without_veto, tied_at_first = _first(places, order, totals, at_line)
    if notice.choice("substitution") == "next":
        eligible = (index for index in order if not vetoed[index])
        elected, tied = _first(places, eligible, totals, at_line)
    else:
        elected = {index for index in without_veto if not vetoed[index]}
        tied = tied_at_first
    return Election(
        quota=places,
        elected=frozenset(elected),
        substituted=frozenset(elected - without_veto),
        passed_over=tuple(i for i in order if i in without_veto and vetoed[i]),
        tied=tied,
    )


def _first(
    places: int, order: Iterable[int], totals: Sequence[Decimal | None], at_line: str
) -> tuple[set[int], tuple[int, ...]]:
    """The first ``places`` of those, with ties at the line settled; the tied ones beside."""
    if places == 0:
        return set(), ()
    rest = iter(order)
    first = list(islice(rest, places))
    if len(first) < places:
        return set(first), ()
    line = totals[first[-1]]
    below = list(takewhile(lambda index: totals[index] == line, rest))
    if not below:
        return set(first), ()
    tied = [index for index in first if totals[index] == line] + below
    above = set(first).difference(tied)
    return above | set(tied if at_line == "include" else ()), tuple(tied)
