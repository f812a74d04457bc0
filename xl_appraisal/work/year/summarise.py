"""Quarters made into a year: each window's scores side by side, and exact averages of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from xl_appraisal.model.errors import BookError
from xl_appraisal.model.quarter_name import parse_quarter, quarter_name
from xl_appraisal.model.record import replace
from xl_appraisal.scoring import RankedWindow
from xl_appraisal.scoring.standings import ranks
from xl_appraisal.work.year.window_renames import LatestNames
from xl_appraisal.work.year.year_model import GivenQuarter, Standing, WindowYear, Year
from xl_appraisal.work.year.year_notes import notes


def summarise(given: Iterable[GivenQuarter], renamed: Iterable[str] = ()) -> Year:
    """The year of those quarters, in any order; ``renamed`` are texts ``旧名=新名``.

    Raises :class:`BookError` for no or one quarter, one given twice, an unreadable one, and
    renames that cannot be.
    """
    ordered = _in_order(given)
    names = LatestNames(ordered, renamed)
    quarters = _expected([one.quarter for one in ordered])
    modules = {m.id: m.name for one in ordered for m in one.book.notice.modules}
    windows = _windows(quarters, ordered, names, list(modules))
    return Year(quarters, ordered, windows, modules, notes(quarters, ordered, windows, names))


def _in_order(given: Iterable[GivenQuarter]) -> tuple[GivenQuarter, ...]:
    sources: dict[str, str] = {}
    ordered = []
    for one in given:
        try:
            parse_quarter(one.quarter)
        except ValueError as error:
            raise BookError(f"{one.source}：{error}请在“规则”表写明季度。") from error
        if one.quarter in sources:
            raise BookError(
                f"{quarter_name(one.quarter)}给了两本工作簿：{sources[one.quarter]}、{one.source}；"
                "没有汇总。每个季度请只给一本。"
            )
        if not any(window.window for window in one.appraisal.windows):
            raise BookError(f"{one.source}：名次表里没有窗口，没有汇总。请检查是不是给错了文件。")
        sources[one.quarter] = one.source
        ordered.append(one)
    if len(ordered) < 2:
        raise BookError("年度汇总至少要两个季度的工作簿。只看一个季度请用 xl-appraisal rank。")
    return tuple(sorted(ordered, key=lambda one: one.quarter))


def _expected(given: Sequence[str]) -> tuple[str, ...]:
    """All quarters of the year; where they are of several years, from the first to the last."""
    first, last = parse_quarter(given[0]), parse_quarter(given[-1])
    every = [(year, n) for year in range(first.year, last.year + 1) for n in range(1, 5)]
    if first.year != last.year:
        ends = (first.year, first.number), (last.year, last.number)
        every = [quarter for quarter in every if ends[0] <= quarter <= ends[1]]
    return tuple(f"{year}Q{n}" for year, n in every)


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
    made = []
    for key, own in found.items():
        scored = [window for window in own.values() if window.total is not None]
        averages = {m: _mean([w.score.modules.get(m) for w in scored]) for m in modules}
        made.append(
            WindowYear(
                window=names.shown(key),
                standings=tuple(_standing(quarter, own, there) for quarter in quarters),
                counted=len(scored),
                average=_mean([window.total for window in scored]),
                average_rank=_mean([window.rank for window in scored]),
                modules={m: mean for m, mean in averages.items() if mean is not None},
                place=None,
            )
        )
    return tuple(sorted(_placed(made, len(given)), key=_order))


def _placed(made: Sequence[WindowYear], given: int) -> Iterator[WindowYear]:
    """With places for those scored in every quarter; equal averages share one: 1, 2, 2, 4."""
    counting = [window.average if window.counted == given else None for window in made]
    for window, place in zip(made, ranks(counting, "shared"), strict=True):
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
    ranked = before is not None and before.rank is not None and window.rank is not None
    return Standing(
        quarter,
        "scored",
        window.window,
        window.rank,
        window.total,
        before.rank - window.rank if ranked else None,  # type: ignore[union-attr, operator]
        window.red_flag,
        window.substituted,
        window.vetoed,
    )


def _mean(figures: Sequence[Decimal | int | None]) -> Fraction | None:
    """The exact mean of what is there; ``None`` of nothing."""
    values = [Fraction(figure) for figure in figures if figure is not None]
    return sum(values, Fraction(0)) / len(values) if values else None


def _order(window: WindowYear) -> tuple[bool, int, bool, Fraction, str]:
    """By place; then those that were not scored in every quarter, by average."""
    return (
        window.place is None,
        window.place or 0,
        window.average is None,
        -(window.average or Fraction(0)),
        window.window,
    )
