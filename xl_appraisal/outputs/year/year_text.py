"""The year in Chinese: rows of tables for the terminal and for the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from xl_appraisal.model.exact import plain, shown
from xl_appraisal.outputs.tables import Value
from xl_appraisal.work.comparing.changes_text import arrow
from xl_appraisal.work.year.year_model import STATE_NAMES, Standing, WindowYear, Year

PLACES = 3
ROUNDING = f"平均四舍五入保留{PLACES}位小数；排位次用没有取舍的数"


def short(quarter: str, year: Year) -> str:
    """``1季度``, with the year where there are several."""
    number = f"{quarter[-1]}季度"
    several = year.quarters[0][:4] != year.quarters[-1][:4]
    return f"{quarter[:4]}年{number}" if several else number


def header(year: Year) -> tuple[str, ...]:
    """The summary's columns: ranks of every quarter between the averages and the marks."""
    return (
        "位次",
        "窗口",
        "平均总分",
        "计入季度",
        *(f"{short(quarter, year)}名次" for quarter in year.quarters),
        "首末升降",
        "平均名次",
        "红旗次数",
        "红旗季度",
        "一票否决",
    )


def row(window: WindowYear, year: Year) -> tuple[Value, ...]:
    """One window as :func:`header` says."""
    return (
        window.place,
        window.window,
        average(window.average),
        window.counted,
        *(rank(one) for one in window.standings),
        arrow(window.moved),
        average(window.average_rank),
        len(window.red_flags),
        "、".join(short(quarter, year) for quarter in window.red_flags),
        "、".join(short(quarter, year) for quarter in window.vetoes),
    )


def rank(one: Standing) -> Value:
    """The rank, or what stands in its place."""
    return STATE_NAMES[one.state] if one.rank is None else one.rank


def average(value: Fraction | None) -> str:
    """Half up to :data:`PLACES` decimals; nothing where there is no average."""
    return "" if value is None else shown(value, PLACES)


def quarter_header(year: Year) -> tuple[str, ...]:
    """Total, rank and movement of every given quarter, side by side."""
    parts = ["窗口"]
    for one in year.given:
        name = short(one.quarter, year)
        parts += [f"{name}总分", f"{name}名次", f"{name}升降", f"{name}红旗"]
    return tuple(parts)


def quarter_row(window: WindowYear, year: Year) -> tuple[Value, ...]:
    """One window as :func:`quarter_header` says."""
    given = {one.quarter for one in year.given}
    cells: list[Value] = [window.window]
    for one in window.standings:
        if one.quarter in given:
            total = STATE_NAMES[one.state] if one.total is None else plain(one.total)
            cells += [total, one.rank, arrow(one.moved), _flag(one)]
    return tuple(cells)


def _flag(one: Standing) -> str:
    flag = "补位" if one.substituted else "红旗" if one.red_flag else ""
    return "、".join(filter(None, (flag, "一票否决" if one.vetoed else "")))


def module_header(year: Year) -> tuple[str, ...]:
    """The averages of every module."""
    return ("窗口", *year.modules.values(), "平均总分", "计入季度")


def module_row(window: WindowYear, year: Year) -> tuple[Value, ...]:
    """One window as :func:`module_header` says."""
    modules = (average(window.modules.get(module)) for module in year.modules)
    return (window.window, *modules, average(window.average), window.counted)


def terminal_rows(year: Year) -> Iterator[Sequence[str]]:
    """The summary with every cell a text."""
    for window in year.windows:
        yield ["" if cell is None else str(cell) for cell in row(window, year)]
