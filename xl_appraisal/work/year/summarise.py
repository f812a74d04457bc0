"""Quarters made into a year, with pandas: one long table, grouped and spread by quarter.

Scores stay :class:`~decimal.Decimal` and averages :class:`~fractions.Fraction` in its cells
(``object`` columns), so that no binary float decides an order; ranks are whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from xl_appraisal.model.errors import BookError
from xl_appraisal.model.quarter_name import parse_quarter, quarter_name
from xl_appraisal.scoring import RankedWindow
from xl_appraisal.scoring.ranking import ranks
from xl_appraisal.work.year.window_renames import LatestNames
from xl_appraisal.work.year.year_model import GivenQuarter, Standing, WindowYear, Year
from xl_appraisal.work.year.year_notes import notes

if TYPE_CHECKING:
    import pandas as pd


def summarise(given: Iterable[GivenQuarter], renamed: Iterable[str] = ()) -> Year:
    """The year of those quarters, in any order; ``renamed`` are texts ``旧名=新名``.

    Raises :class:`BookError` for no or one quarter, one given twice, an unreadable one, and
    renames that cannot be.
    """
    ordered = _in_order(given)
    names = LatestNames(ordered, renamed)
    quarters = _expected([one.quarter for one in ordered])
    frame = long_frame(ordered, names)
    modules = {m.id: m.name for one in ordered for m in one.book.notice.modules}
    windows = _windows(frame, quarters, ordered, names, list(modules))
    return Year(quarters, ordered, windows, modules, notes(quarters, ordered, windows, names))


def long_frame(given: Sequence[GivenQuarter], names: LatestNames) -> pd.DataFrame:
    """A row a window and quarter.

    Columns: ``key`` (the same under all its names), ``quarter``, ``rank`` (int), ``total`` and each
    module id (Decimal), ``None`` where there is none, and ``ranked``, the window itself.
    """
    import pandas as pd

    rows = [
        {
            "key": names.key(window.window),
            "quarter": one.quarter,
            "rank": window.rank,
            "total": window.total,
            "ranked": window,
            **window.score.modules,
        }
        for one in given
        for window in one.appraisal.windows
        if window.window
    ]
    # a name that stands twice in one table has no score in either row
    return pd.DataFrame(rows, dtype=object).drop_duplicates(["key", "quarter"])


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
    frame: pd.DataFrame,
    quarters: Sequence[str],
    given: Sequence[GivenQuarter],
    names: LatestNames,
    modules: Sequence[str],
) -> tuple[WindowYear, ...]:
    scored = frame[frame["total"].notna()]
    counted = scored.groupby("key").size()
    figures = scored.groupby("key")[["total", "rank", *modules]].agg(_mean)
    ranked = frame.pivot(index="key", columns="quarter", values="ranked")
    moved = -frame.pivot(index="key", columns="quarter", values="rank").astype("Int64").diff(axis=1)
    there = {one.quarter for one in given}
    complete = counted[counted == len(given)].index
    places = _places(figures["total"].loc[complete])
    made = []
    for key in ranked.index:
        cells = ranked.loc[key].to_dict()
        shift = moved.loc[key].dropna().to_dict()
        own = figures.loc[key].to_dict() if key in figures.index else {}
        made.append(
            WindowYear(
                window=names.shown(key),
                standings=tuple(
                    _standing(q, cells.get(q), shift.get(q), q in there) for q in quarters
                ),
                counted=int(counted.get(key, 0)),
                average=own.get("total"),
                average_rank=own.get("rank"),
                modules={m: own[m] for m in modules if own.get(m) is not None},
                place=places.get(key),
            )
        )
    return tuple(sorted(made, key=_order))


def _standing(quarter: str, window: object, moved: int | None, there: bool) -> Standing:
    if not isinstance(window, RankedWindow):
        return Standing(quarter, "absent" if there else "missing")
    if window.total is None:
        return Standing(quarter, "unscored", window.window)
    return Standing(
        quarter,
        "scored",
        window.window,
        window.rank,
        window.total,
        None if moved is None else int(moved),
        window.red_flag,
        window.substituted,
        window.vetoed,
    )


def _mean(column: pd.Series[Any]) -> Fraction | None:
    """The exact mean of what is there; ``None`` of nothing."""
    values = [Fraction(value) for value in column.dropna()]
    return sum(values, Fraction(0)) / len(values) if values else None


def _places(averages: pd.Series[Any]) -> dict[str, int | None]:
    """Equal averages share a place and leave the next ones out: 1, 2, 2, 4."""
    values: list[Fraction | None] = averages.tolist()
    return dict(zip(averages.index, ranks(values, "shared"), strict=True))


def _order(window: WindowYear) -> tuple[bool, int, bool, Fraction, str]:
    """By place; then those that were not scored in every quarter, by average."""
    return (
        window.place is None,
        window.place or 0,
        window.average is None,
        -(window.average or Fraction(0)),
        window.window,
    )
