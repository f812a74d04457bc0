"""Awards of people: by their scores in 人员考核, at most so many of a window where it is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from xl_appraisal.model.exact import as_decimal, plain
from xl_appraisal.model.findings import Finding, finding
from xl_appraisal.model.notice.awards import Award
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.scoring.contest import Contest, Winner
from xl_appraisal.scoring.elections import first_of, groups_of, kept_out, quota, tall_enough
from xl_appraisal.scoring.evidence import WindowEvidence
from xl_appraisal.scoring.result import WindowScore
from xl_appraisal.scoring.standings import by_total


class _Person(NamedTuple):
    """A line of 人员考核 with the marks of its window."""

    winner: Winner
    group: str
    out: frozenset[str]


def people_contests(
    notice: Notice, windows: Sequence[WindowEvidence], scores: Sequence[WindowScore]
) -> tuple[list[Contest], list[Finding]]:
    """The election of each award of people in each of its groups; ties at the line are told."""
    contests: list[Contest] = []
    told: list[Finding] = []
    awards = [award for award in notice.awards if award.of == "people"]
    people = list(_people(windows, scores)) if awards else []
    for award in awards:
        for group in groups_of(notice, award):
            own = [one for one in people if group in ("", one.group)]
            contest, tied = _elect(notice, award, group, own)
            contests.append(contest)
            told += _tied(notice, contest, tied)
    return contests, told


def _people(windows: Sequence[WindowEvidence], scores: Sequence[WindowScore]) -> Iterator[_Person]:
    for window, score in zip(windows, scores, strict=True):
        for given in window.staff if window.name else ():
            name = given.name or f"第{given.place.row}行人员"
            winner = Winner(name, window.name, as_decimal(given.value))
            yield _Person(winner, score.group, frozenset(score.out))


def _elect(
    notice: Notice, award: Award, group: str, people: Sequence[_Person]
) -> tuple[Contest, list[Winner]]:
    """The contest, and who is equal at its line where that makes more or fewer than its places."""
    keeping, uncounted = kept_out(notice, award)
    counted = sum(not uncounted & one.out for one in people)
    scores = [one.winner.score for one in people]
    order = [index for index in by_total(scores) if not keeping & people[index].out]
    order = list(tall_enough(notice, award, scores, order))
    at_line = notice.choice(award.settings["ties"])
    most = notice.setting_of(award, "per_window")
    if most is not None and isinstance(most.value, Decimal):
        order = _within_windows(people, scores, order, int(most.value), at_line)
    places = quota(notice, award, counted)
    elected, tied = first_of(places, order, scores, at_line)
    winners = tuple(people[index].winner for index in order if index in elected)
    return Contest(award, group, counted, places, winners), [people[i].winner for i in tied]


def _within_windows(
    people: Sequence[_Person], scores: Sequence[Decimal], order: list[int], most: int, at_line: str
) -> list[int]:
    """Those of that order who are among the first ``most`` of their window."""
    by_window: dict[str, list[int]] = {}
    for index in order:
        by_window.setdefault(people[index].winner.window, []).append(index)
    kept = {i for own in by_window.values() for i in first_of(most, own, scores, at_line)[0]}
    return [index for index in order if index in kept]


def _tied(notice: Notice, contest: Contest, tied: Sequence[Winner]) -> Iterator[Finding]:
    if not tied:
        return
    setting = notice.settings[contest.award.settings["ties"]]
    yield finding(
        "tie_of_people",
        remark=setting.remark,
        mark=f"{contest.group}{contest.award.name}",
        names="、".join(f"{one.told}{plain(one.score)}分" for one in tied),
        how=setting.choices[notice.choice(setting.id)],
        office=notice.office,
        found=str(len(contest.people)),
        expected=str(contest.quota),
    )
