"""Windows put among the others: rank, grade and awards, with the lines that tell of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from xl_appraisal.model.exact import plain
from xl_appraisal.model.notice.awards import VETOED, Award, Exclusion
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.scoring.elections import Election, quota_told
from xl_appraisal.scoring.result import Line, RankedWindow, Result, WindowScore
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
        self._told = {
            (one.award.id, one.group): _ElectionLines(notice, scores, one)
            for one in standings.elections
        }

    def ranked(self, index: int) -> RankedWindow:
        """The window with its rank, its awards and the lines that tell of both."""
        score, notice = self._scores[index], self._notice
        rank = self._standings.places[index]
        out = [one for one in notice.exclusions if one.id in score.out]
        outcome: list[Line] = []
        if rank is not None:
            outcome.append(self._rank_line(score.group, rank))
        if score.total is not None:
            outcome += [_out_line(one, score.out[one.id], notice) for one in out]
        own = {award.column: self._told_of(award, score) for award in notice.window_awards}
        if rank is not None:
            outcome += [told.line(index) for told in own.values() if told is not None]
        grade = None
        if score.total is not None and all(one.graded for one in out):
            grade = notice.grade_of(score.total)
        if grade is not None:
            text = f"总分达到{plain(grade.start)}分，{grade.name}"
            outcome.append(Line("grade", "等次", "rank", grade.remark, grade.standing, text))
        won = {
            award.column: Result(award) if told is None else told.result(index)
            for award, told in zip(notice.window_awards, own.values(), strict=True)
        }
        named = grade.name if grade else ""
        shown = next((one.shown for one in out if not one.ranked), "")
        return RankedWindow(score, rank, won, tuple(outcome), named, shown)

    def _told_of(self, award: Award, score: WindowScore) -> _ElectionLines | None:
        """The election of that award which the window is in, if any."""
        return self._told.get((award.id, "")) or self._told.get((award.id, score.group))

    def _names_by_rank(self) -> dict[tuple[str, int], list[str]]:
        """The windows of each rank that several share, by group and rank."""
        found: dict[tuple[str, int], list[str]] = {}
        for score, place in zip(self._scores, self._standings.places, strict=True):
            if place is not None and self._standings.sharing[score.group, place] > 1:
                found.setdefault((score.group, place), []).append(score.window)
        return found

    def _make_rank_text(self, group: str, rank: int) -> str:
        text = f"{group}{self._standings.ranked[group]}个有得分的窗口中第{rank}名"
        if (group, rank) not in self._equal:
            return text
        setting = self._notice.settings["tie_rank"]
        how = setting.choices[self._notice.choice("tie_rank")]
        return f"{text}；{some(self._equal[group, rank], _NAMES_TOLD)}总分相同：{how}"

    def _rank_line(self, group: str, rank: int) -> Line:
        remark, text = self._notice.settings["tie_rank"].remark, self._rank_text(group, rank)
        return Line("rank", "名次", "rank", remark, "notice", text)


def _out_line(exclusion: Exclusion, reason: str, notice: Notice) -> Line:
    """Why a window takes no part, and what that means for it."""
    text = f"{exclusion.name}{f'（{reason}）' if reason else ''}："
    text += "名次照排，" if exclusion.ranked else "不排名次，"
    text += "计入名额的窗口数" if exclusion.counted else "不计入名额的窗口数"
    if notice.grades:
        text += "，照评等次" if exclusion.graded else "，不评等次"
    return Line("rank", exclusion.name, "rank", exclusion.remark, "notice", text)


class _ElectionLines:
    """What one election means for each window of its group, or of all."""

    def __init__(self, notice: Notice, scores: Sequence[WindowScore], election: Election) -> None:
        self.award = award = election.award
        self._scores, self._election = scores, election
        self._passed_over = frozenset(election.passed_over)
        passed = [scores[i].window for i in election.passed_over]
        self._passed = some(passed, _NAMES_TOLD) or "有窗口"
        how = quota_told(notice, award, str(election.counted))
        self._quota = f"{election.group}名额{election.quota}个（{how}）"
        self._keeping = [one for one in notice.exclusions if one.concerns(award)]
        by, own = notice.settings, award.settings
        self._share = by.get(own.get("share", "")) or by[own["number"]]
        self._veto_remark = by[own["substitution"]].remark

    def result(self, index: int) -> Result:
        won, by = (index in which for which in (self._election.elected, self._election.substituted))
        out = self._exclusion(index)
        veto = VETOED if self._scores[index].vetoed else ""
        return Result(self.award, won, by, veto if out is None else out.shown)

    def _exclusion(self, index: int) -> Exclusion | None:
        """What keeps the window out of the election, if anything."""
        return next((one for one in self._keeping if one.id in self._scores[index].out), None)

    def line(self, index: int) -> Line:
        """Why the window has the award or has it not."""
        election, award, remark = self._election, self.award, self._share.remark
        if index in election.substituted:
            text = f"{self._passed}一票否决，由本窗口补位，评为{award.name}"
            remark = self._veto_remark
        elif index in election.elected:
            text = f"评为{award.name}"
        elif index in self._passed_over:
            text, remark = "得分在名额内，但一票否决，由后一名补位", self._veto_remark
        elif (out := self._exclusion(index)) is not None:
            text, remark = f"{out.name}，不参评{award.name}", out.remark
        elif self._scores[index].vetoed:
            text, remark = "一票否决，不参评", self._veto_remark
        else:
            text = f"未评上{award.name}"
        told = f"{self._quota}；{text}"
        return Line(award.column, award.name, "election", remark, self._share.standing, told)


def some(names: Sequence[str], most: int = 5) -> str:
    """The first of those names, with 等 where there are more."""
    shown = "、".join(names[:most])
    return shown if len(names) <= most else f"{shown}等"
