"""Where every window stands: its rank, the red-flag election, and the lines that tell of both.

The election is of quota, veto and substitution.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from itertools import islice, takewhile
from typing import TypeVar

from xl_appraisal.model.exact import percent, plain, round_whole
from xl_appraisal.model.notice.notice import Award, Notice
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
    """How many places there are for that many windows appraised, vetoed ones included."""
    award = notice.award
    number = notice.setting_of(award, "number") if award else None
    if award is None:
        return 0
    if number is not None and isinstance(number.value, Decimal):
        return int(number.value)
    share = Fraction(windows) * notice.share(award.settings["share"])
    return round_whole(share, notice.choice(award.settings["rounding"]))


def quota_told(notice: Notice, windows: str) -> str:
    """How the number of places comes about, in words; ``windows`` says how many there are."""
    award = notice.award
    if award is None or notice.setting_of(award, "share") is None:
        return "通报定数"
    rounding = notice.settings[award.settings["rounding"]]
    how = rounding.choices[notice.choice(rounding.id)]
    return f"{windows}×{percent(notice.share(award.settings['share']))}，{how}"


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
    award, places = notice.award, quota(notice, windows)
    if award is None:
        return Election(0, frozenset(), frozenset(), (), ())
    order = _tall_enough(notice, award, totals, order)
    at_line = notice.choice(award.settings["ties"])
    without_veto, tied_at_first = _first(places, order, totals, at_line)
    if notice.choice(award.settings["substitution"]) == "next":
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


def _tall_enough(
    notice: Notice, award: Award, totals: Sequence[Decimal | None], order: Sequence[int]
) -> Sequence[int]:
    """Those whose total reaches what the award asks for at least."""
    least = notice.setting_of(award, "smallest")
    if least is None or not isinstance(least.value, Decimal):
        return order
    return [index for index in order if (totals[index] or Decimal(0)) >= least.value]


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
        self._passed_over = frozenset(standings.election.passed_over)
        passed = [scores[i].window for i in standings.election.passed_over]
        self._passed = some(passed, _NAMES_TOLD) or "有窗口"
        how = quota_told(notice, str(standings.windows))
        self._quota = f"名额{standings.election.quota}个（{how}）"

    def ranked(self, index: int) -> RankedWindow:
        """The window with its rank, its flag and the lines that tell of both."""
        score, election = self._scores[index], self._standings.election
        rank = self._standings.places[index]
        outcome: tuple[Line, ...] = ()
        if rank is not None:
            outcome = self._rank_line(rank), *self._election_lines(index)
        grade = None if score.total is None else self._notice.grade_of(score.total)
        if grade is not None:
            text = f"总分达到{plain(grade.start)}分，{grade.name}"
            line = Line("grade", "等次", "rank", grade.remark, grade.standing, text)
            outcome = (*outcome, line)
        red_flag, substituted = index in election.elected, index in election.substituted
        award = self._notice.award
        mark = award.mark if award else ""
        named = grade.name if grade else ""
        return RankedWindow(score, rank, red_flag, substituted, outcome, named, mark)

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

    def _election_lines(self, index: int) -> Iterator[Line]:
        notice, scores, election = self._notice, self._scores, self._standings.election
        award = notice.award
        if award is None:
            return
        by, own = notice.settings, award.settings
        share = by.get(own.get("share", "")) or by[own["number"]]
        veto_remark = by[own["substitution"]].remark
        remark = share.remark
        if index in election.substituted:
            text, remark = f"{self._passed}一票否决，由本窗口补位，评为{award.name}", veto_remark
        elif index in election.elected:
            text = f"评为{award.name}"
        elif index in self._passed_over:
            text, remark = "得分在名额内，但一票否决，由后一名补位", veto_remark
        elif scores[index].vetoed:
            text, remark = "一票否决，不参评", veto_remark
        else:
            text = f"未评上{award.name}"
        told, standing = f"{self._quota}；{text}", share.standing
        yield Line("red_flag", award.name, "election", remark, standing, told)


def some(names: Sequence[str], most: int = 5) -> str:
    """The first of those names, with 等 where there are more."""
    shown = "、".join(names[:most])
    return shown if len(names) <= most else f"{shown}等"
