"""Who was elected to the awards of people over the year, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xl_appraisal.book.read.typed_values import squeeze
from xl_appraisal.work.year.window_renames import LatestNames
from xl_appraisal.work.year.year_model import GivenQuarter, PersonYear

_UNNAMED = re.compile(r"第\d+行人员")
"""Who has no name: nobody can tell whether the next period's is the same."""


def people_of(given: Sequence[GivenQuarter], names: LatestNames) -> tuple[PersonYear, ...]:
    """By award, the most often elected first; whoever went to another window counts apart."""
    found: dict[tuple[str, str, str, str], PersonYear] = {}
    awards: dict[str, None] = {}
    for one in given:
        for contest in one.appraisal.contests:
            for winner in contest.people:
                awards[contest.award.id] = None
                window, nobody = names.key(winner.window), _UNNAMED.fullmatch(winner.name)
                once = one.quarter if nobody else ""
                key = contest.award.id, window, squeeze(winner.name), once
                before = found[key].quarters if key in found else ()
                quarters = (*before, *(() if one.quarter in before else (one.quarter,)))
                made = contest.award.name, winner.name, names.shown(window), quarters
                found[key] = PersonYear(*made)
    order = list(awards)
    ranked = sorted(found.items(), key=lambda pair: (order.index(pair[0][0]), *_often(pair[1])))
    return tuple(person for _, person in ranked)


def _often(person: PersonYear) -> tuple[int, str, str]:
    return -len(person.quarters), person.quarters[0], person.name
