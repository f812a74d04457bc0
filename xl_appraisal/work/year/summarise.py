"""Quarters made into a year: scores side by side, their exact averages, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from xl_appraisal.model.errors import BookError
from xl_appraisal.model.notice.awards import FIRST_COLUMN
from xl_appraisal.model.notice.notice import Gathering
from xl_appraisal.model.period import Period, parse_period, period_name
from xl_appraisal.model.record import replace
from xl_appraisal.scoring import RankedWindow
from xl_appraisal.scoring.outcome import places_gained
from xl_appraisal.scoring.standings import ranks
from xl_appraisal.work.year.people_of_year import people_of
from xl_appraisal.work.year.window_renames import LatestNames
from xl_appraisal.work.year.year_model import GATHERED, GivenQuarter, Standing, WindowYear, Year
from xl_appraisal.work.year.year_notes import year_notes


def summarise(
    given: Iterable[GivenQuarter], renamed: Iterable[str] = (), whole: Period | None = None
) -> Year:
    """The year of those quarters, in any order; ``renamed`` are texts ``旧名=新名``.

    ``whole`` is a longer period that all must lie in; without it, the year or years they are of.
    Raises :class:`BookError` for no or one quarter, one given twice, an unreadable one or one
    outside the whole, notices that gather otherwise, and renames that cannot be.
    """
    ordered = _in_order(given)
    names = LatestNames(ordered, renamed)
    quarters = _expected([one.quarter for one in ordered], whole)
    modules = {m.id: m.name for one in ordered for m in one.book.notice.modules}
    windows = _windows(quarters, ordered, names, list(modules))
    notes = year_notes(quarters, ordered, windows, names)
    people = people_of(ordered, names)
    return Year(quarters, ordered, windows, modules, notes, whole, people)


def _in_order(given: Iterable[GivenQuarter]) -> tuple[GivenQuarter, ...]:
    sources: dict[str, str] = {}
    ordered: list[GivenQuarter] = []
    for one in given:
        try:
            period = parse_period(one.quarter)
        except ValueError as error:
            raise BookError(f"{one.source}：{error}请在“规则”表写明期间。") from error
        _check_kind(ordered, one)
        if one.quarter in sources:
            raise BookError(
                f"{period.name}给了两本工作簿：{sources[one.quarter]}、{one.source}；"
                f"没有汇总。每{period.words.several}请只给一本。"
            )
        if not any(window.window for window in one.appraisal.windows):
            raise BookError(f"{one.source}：名次表里没有窗口，没有汇总。请检查是不是给错了文件。")
        sources[one.quarter] = one.source
        ordered.append(one)
    if len(ordered) < 2:
        several = ordered[0].words.several if ordered else "期"
        raise BookError(
            f"年度汇总至少要两{several}的工作簿。"
            f"只看一{several}的，看名次表即可〔命令行：xl-appraisal rank〕。"
        )
    return tuple(sorted(ordered, key=lambda one: one.quarter))


def _check_kind(known: Sequence[GivenQuarter], one: GivenQuarter) -> None:
    """Only periods of one length can be put side by side."""
    for other in known[:1]:
        if other.words.kind != one.words.kind:
            raise BookError(
                f"{other.source}是{period_name(other.quarter)}，{one.source}是"
                f"{period_name(one.quarter)}；没有汇总。请只给同一种期间的工作簿。"
            )
        ways = [GATHERED[each.book.notice.gather] for each in (other, one)]
        if ways[0] != ways[1]:
            raise BookError(
                f"{other.source}的通报按{ways[0]}汇总，{one.source}的按{ways[1]}；没有汇总。"
                "请先把两份通报里的汇总办法（gather）改成一样。"
            )


def _expected(given: Sequence[str], whole: Period | None) -> tuple[str, ...]:
    """All periods of the whole, else of the year, of several years from the first to the last."""
    first, last = parse_period(given[0]), parse_period(given[-1])
    if whole is not None:
        return _within(first, last, whole)
    if first.year == last.year:
        first = Period(first.kind, first.year, 1)
        last = Period(first.kind, first.year, first.per_year)
    every = [first]
    while every[-1].is_before(last):
        every.append(every[-1].following)
    return tuple(period.code for period in every)


def _within(first: Period, last: Period, whole: Period) -> tuple[str, ...]:
    """All periods of the given ones' kind within the whole.  Raises :class:`BookError`."""
    for one in (first, last):
        if not whole.covers(one) or one.kind == whole.kind:
            raise BookError(
                f"{one.name}不是{whole.name}中的一期；没有汇总。请只给其中各期的工作簿。"
            )
    every = [Period(first.kind, whole.year, n) for n in range(1, first.per_year + 1)]
    return tuple(one.code for one in every if whole.covers(one))


def _windows(
    quarters: Sequence[str],
    given: Sequence[GivenQuarter],
    names: LatestNames,
    modules: Sequence[str],
) -> tuple[WindowYear, ...]:
    found: dict[str, dict[str, RankedWindow]] = {}
    for one in given:
        for window in filter(lambda window: window.window, one.appraisal.windows):
            # a name that stands twice in one table has no score in either row
            found.setdefault(names.key(window.window), {}).setdefault(one.quarter, window)
    there = [one.quarter for one in given]
    way = given[-1].book.notice.gather
    made = []
    for key, own in found.items():
        scored = [window for window in own.values() if window.total is not None]
        taken = [w for w in scored if way != "last" or w is own.get(there[-1])]
        averages = {m: _gathered(way, [w.score.modules.get(m) for w in taken]) for m in modules}
        made.append(
            WindowYear(
                window=names.shown(key),
                standings=tuple(_standing(quarter, own, there) for quarter in quarters),
                counted=len(scored),
                average=_gathered(way, [window.total for window in taken]),
                average_rank=_mean([window.rank for window in scored]),
                modules={m: mean for m, mean in averages.items() if mean is not None},
                place=None,
                group=next((own[q].group for q in reversed(there) if q in own), ""),
            )
        )
    return tuple(sorted(_placed(made, 0 if way == "last" else len(given)), key=_order))


def _placed(made: Sequence[WindowYear], least: int) -> Iterator[WindowYear]:
    """With places in their group for those scored so often; equal averages share: 1, 2, 2, 4."""
    for group in sorted({window.group for window in made}):
        own = [window for window in made if window.group == group]
        counting = [window.average if window.counted >= least else None for window in own]
        for window, place in zip(own, ranks(counting, "shared"), strict=True):
            yield replace(window, place=place)


def _standing(quarter: str, own: Mapping[str, RankedWindow], there: Sequence[str]) -> Standing:
    """The window in a quarter; it moved against the quarter given before, if it had a rank then."""
    window = own.get(quarter)
    if window is None:
        return Standing(quarter, "absent" if quarter in there else "missing")
    if window.total is None:
        return Standing(quarter, "unscored", window.window)
    place = there.index(quarter)
    before = own.get(there[place - 1]) if place else None
    return Standing(
        quarter,
        "scored",
        window.window,
        window.rank,
        window.total,
        places_gained(before, window),
        window.red_flag,
        window.substituted,
        window.vetoed,
        window.group,
        window.unranked,
        {
            column: one.substituted
            for column, one in window.awards.items()
            if one.elected and column != FIRST_COLUMN
        },
    )


def _gathered(way: Gathering, figures: Sequence[Decimal | None]) -> Fraction | None:
    """The exact sum where periods add up, else the mean: of the last one alone its own figure."""
    mean, known = _mean(figures), [figure for figure in figures if figure is not None]
    return mean * len(known) if mean is not None and way == "sum" else mean


def _mean(figures: Sequence[Decimal | int | None]) -> Fraction | None:
    """The exact mean of what is there; ``None`` of nothing."""
    values = [Fraction(figure) for figure in figures if figure is not None]
    return sum(values, Fraction(0)) / len(values) if values else None


def _order(window: WindowYear) -> tuple[str, bool, int, bool, Fraction, str]:
    """By group and place; then those that were not scored in every quarter, by average."""
    return (
        window.group,
        window.place is None,
        window.place or 0,
        window.average is None,
        -(window.average or Fraction(0)),
        window.window,
    )
