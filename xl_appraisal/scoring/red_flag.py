"""Who gets the red flag: the quota (remark 1), the veto and the substitution (remark 7)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from xl_appraisal.exact import round_whole
from xl_appraisal.notice.model import Notice
from xl_appraisal.record import Record


class Candidate(Record):
    """A window as the election sees it; ``total`` is ``None`` where it has no score."""

    total: Decimal | None
    vetoed: bool


class Election(Record):
    """Indices into the candidates: who is elected, who of them by substitution.

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


def elect(notice: Notice, candidates: Sequence[Candidate]) -> Election:
    """Elect by total from the top; a vetoed window is passed over and the next one moves up."""
    places = quota(notice, len(candidates))
    at_line = notice.choice("tie_at_line")
    scored = [i for i, candidate in enumerate(candidates) if candidate.total is not None]
    by_total = sorted(scored, key=lambda i: _total(candidates[i]), reverse=True)
    without_veto, tied_at_first = _first(places, by_total, candidates, at_line)
    vetoed = {i for i in by_total if candidates[i].vetoed}
    if notice.choice("substitution") == "next":
        eligible = [i for i in by_total if i not in vetoed]
        elected, tied = _first(places, eligible, candidates, at_line)
    else:
        elected, tied = without_veto - vetoed, tied_at_first
    return Election(
        quota=places,
        elected=frozenset(elected),
        substituted=frozenset(elected - without_veto),
        passed_over=tuple(i for i in by_total if i in vetoed and i in without_veto),
        tied=tied,
    )


def _first(
    places: int, by_total: list[int], candidates: Sequence[Candidate], at_line: str
) -> tuple[set[int], tuple[int, ...]]:
    """The first ``places`` of those, with ties at the line settled; the tied ones beside."""
    if len(by_total) <= places:
        return set(by_total), ()
    if places == 0:
        return set(), ()
    line = _total(candidates[by_total[places - 1]])
    above = [i for i in by_total if _total(candidates[i]) > line]
    tied = [i for i in by_total if _total(candidates[i]) == line]
    if len(above) + len(tied) == places:
        return {*above, *tied}, ()
    return {*above, *(tied if at_line == "include" else ())}, tuple(tied)


def _total(candidate: Candidate) -> Decimal:
    if candidate.total is None:
        raise ValueError("a window without a score cannot be compared")
    return candidate.total
