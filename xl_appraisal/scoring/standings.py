"""Where every window stands: its rank, the red-flag election, and the lines that tell of both.

The election is of quota, veto and substitution.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from itertools import islice, takewhile
from typing import TypeVar

from xl_appraisal.model.exact import percent, round_whole
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.record import Record
from xl_appraisal.scoring.result import Line, RankedWindow, WindowScore

Total = TypeVar("Total", Decimal, Fraction)
_NAMES_TOLD = 50  # of windows with equal totals, or passed over; of 100,000 it may be thousands


class Standings:
    """Ranks (``places``) and election of those scores."""

    def __init__(self, notice: Notice, scores: Sequence[WindowScore]) -> None:
        totals = [score.total for score in scores]
        order = by_total(totals)
        self.ranked = len(order)
        self.places = ranks(totals, notice.choice("tie_rank"), order)
        self.windows = sum(bool(score.window) for score in scores)
        """How many windows the quota is counted over: a row without a name is none."""
        vetoed = [score.vetoed for score in scores]
        self.election = elect(notice, totals, vetoed, order, self.windows)

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
    notice: Notice,
    totals: Sequence[Decimal | None],
    vetoed: Sequence[bool],
    order: Sequence[int],
    windows: int,
) -> Election:
    """Elect from the top; a vetoed window is passed over and the next one moves up.

    ``totals`` are ``None`` where a window has no score; ``order`` is by total,
    ``windows`` what the quota is counted over.
    """
    places = quota(notice, windows)
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


class StandingLines:
    """Makes ranked windows of scores; what is the same for many is put into words once."""

    def __init__(self, notice: Notice, scores: Sequence[WindowScore], standings: Standings) -> None:
        self._notice = notice
        self._scores = scores
        self._standings = standings
        self._rank_text = cache(self._make_rank_text)
        self._equal = self._names_by_rank()
        share = percent(notice.share("red_flag_share"))
        rounding = notice.settings["quota_rounding"].choices[notice.choice("quota_rounding")]
        self._passed_over = frozenset(standings.election.passed_over)
        passed = [scores[i].window for i in standings.election.passed_over]
        self._passed = some(passed, _NAMES_TOLD) or "有窗口"
        self._quota = f"名额{standings.election.quota}个（{standings.windows}×{share}，{rounding}）"

    def ranked(self, index: int) -> RankedWindow:
        """The window with its rank, its flag and the lines that tell of both."""
        score, election = self._scores[index], self._standings.election
        rank = self._standings.places[index]
        outcome: tuple[Line, ...] = ()
        if rank is not None:
            outcome = self._rank_line(rank), self._election_line(index)
        red_flag, substituted = index in election.elected, index in election.substituted
        return RankedWindow(score, rank, red_flag, substituted, outcome)

    def _names_by_rank(self) -> dict[int, list[str]]:
        """The windows of each rank that several share."""
        found: dict[int, list[str]] = {}
        for score, place in zip(self._scores, self._standings.places, strict=True):
            if place is not None and self._standings.sharing[place] > 1:
                found.setdefault(place, []).append(score.window)
        return found

    def _make_rank_text(self, rank: int) -> str:
        text = f"{self._standings.ranked}个有得分的窗口中第{rank}名"
        if rank not in self._equal:
            return text
        setting = self._notice.settings["tie_rank"]
        how = setting.choices[self._notice.choice("tie_rank")]
        return f"{text}；{some(self._equal[rank], _NAMES_TOLD)}总分相同：{how}"

    def _rank_line(self, rank: int) -> Line:
        remark, text = self._notice.settings["tie_rank"].remark, self._rank_text(rank)
        return Line("rank", "名次", "rank", remark, "notice", text)

    def _election_line(self, index: int) -> Line:
        notice, scores, election = self._notice, self._scores, self._standings.election
        share = notice.settings["red_flag_share"]
        veto_remark = notice.settings["substitution"].remark
        remark = share.remark
        if index in election.substituted:
            text, remark = f"{self._passed}一票否决，由本窗口补位，评为红旗窗口", veto_remark
        elif index in election.elected:
            text = "评为红旗窗口"
        elif index in self._passed_over:
            text, remark = "得分在名额内，但一票否决，由后一名补位", veto_remark
        elif scores[index].vetoed:
            text, remark = "一票否决，不参评", veto_remark
        else:
            text = "未评上红旗窗口"
        told, standing = f"{self._quota}；{text}", share.standing
        return Line("red_flag", "红旗窗口", "election", remark, standing, told)


def some(names: Sequence[str], most: int = 5) -> str:
    """The first of those names, with 等 where there are more."""
    shown = "、".join(names[:most])
    return shown if len(names) <= most else f"{shown}等"
