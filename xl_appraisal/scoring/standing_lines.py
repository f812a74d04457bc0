"""The last steps of a window: its rank, and how the red-flag election went for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from xl_appraisal.model.exact import percent
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.scoring.result import Line, RankedWindow, WindowScore
from xl_appraisal.scoring.standings import Standings

_NAMES_TOLD = 50  # of windows with equal totals, or passed over; of 100,000 it may be thousands


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
        self._quota = f"名额{standings.election.quota}个（{len(scores)}×{share}，{rounding}）"

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
