"""Elections: who has one of an award's places, by total, with veto, substitution and ties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import islice, takewhile

from xl_appraisal.model.exact import percent, round_whole
from xl_appraisal.model.notice.awards import ALL_GROUPS, EACH_GROUP, Award
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.record import Record


class Election(Record):
    """Indices into the windows: who is elected, who of them by substitution.

    ``passed_over`` are the vetoed windows that would have been elected; ``tied`` are those at
    the line whose equal totals make the number elected differ from the quota.  ``counted`` is
    how many windows the quota is counted over, ``group`` the one it is held in, if in one.
    """

    award: Award
    group: str
    counted: int
    quota: int
    elected: frozenset[int]
    substituted: frozenset[int]
    passed_over: tuple[int, ...]
    tied: tuple[int, ...]


def groups_of(notice: Notice, award: Award) -> Sequence[str]:
    """The groups in which an award is elected apart; empty where all are together."""
    if award.group == EACH_GROUP:
        return [group.name for group in notice.groups] or [""]
    return ["" if award.group == ALL_GROUPS else award.group]


def kept_out(notice: Notice, award: Award) -> tuple[frozenset[str], frozenset[str]]:
    """The exclusions that keep out of an award, and those of them that no share is counted over."""
    keeping = [one for one in notice.exclusions if one.concerns(award)]
    uncounted = (one.id for one in keeping if not one.counted)
    return frozenset(one.id for one in keeping), frozenset(uncounted)


def quota(notice: Notice, award: Award, counted: int) -> int:
    """How many places there are for that many appraised, vetoed ones included."""
    number = notice.setting_of(award, "number")
    if number is not None and isinstance(number.value, Decimal):
        return int(number.value)
    share = Fraction(counted) * notice.share(award.settings["share"])
    return round_whole(share, notice.choice(award.settings["rounding"]))


def quota_told(notice: Notice, award: Award, counted: str) -> str:
    """How the number of places comes about, in words; ``counted`` says over how many."""
    if notice.setting_of(award, "share") is None:
        return "通报定数"
    rounding = notice.settings[award.settings["rounding"]]
    how = rounding.choices[notice.choice(rounding.id)]
    return f"{counted}×{percent(notice.share(award.settings['share']))}，{how}"


def elect(
    notice: Notice,
    award: Award,
    totals: Sequence[Decimal | None],
    vetoed: Sequence[bool],
    order: Sequence[int],
    counted: int,
    group: str = "",
) -> Election:
    """Elect from the top; a vetoed window is passed over and the next one moves up.

    ``totals`` are ``None`` where a window has no score; ``order`` are those that may be elected,
    by total.
    """
    places = quota(notice, award, counted)
    order = tall_enough(notice, award, totals, order)
    at_line = notice.choice(award.settings["ties"])
    without_veto, tied_at_first = first_of(places, order, totals, at_line)
    if notice.choice(award.settings["substitution"]) == "next":
        eligible = (index for index in order if not vetoed[index])
        elected, tied = first_of(places, eligible, totals, at_line)
    else:
        elected = {index for index in without_veto if not vetoed[index]}
        tied = tied_at_first
    return Election(
        award=award,
        group=group,
        counted=counted,
        quota=places,
        elected=frozenset(elected),
        substituted=frozenset(elected - without_veto),
        passed_over=tuple(i for i in order if i in without_veto and vetoed[i]),
        tied=tied,
    )


def tall_enough(
    notice: Notice, award: Award, totals: Sequence[Decimal | None], order: Sequence[int]
) -> Sequence[int]:
    """Those whose total reaches what the award asks for at least."""
    least = notice.setting_of(award, "smallest")
    if least is None or not isinstance(least.value, Decimal):
        return order
    return [index for index in order if (totals[index] or Decimal(0)) >= least.value]


def first_of(
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
