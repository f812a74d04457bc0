"""The year as pages: the summary, every quarter, module averages, and what to know."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from xl_appraisal.model.exact import shown
from xl_appraisal.model.quarter_name import quarter_name
from xl_appraisal.model.wording import for_window
from xl_appraisal.outputs.page import CellValue, Column, Page, Row, column, listing
from xl_appraisal.work.comparing.changes import arrow
from xl_appraisal.work.year.year_model import STATE_NAMES, Standing, WindowYear, Year

SUMMARY, QUARTERS, MODULES, NOTES = "年度汇总", "各季度", "模块平均", "说明"
PLACES = 3
_FORMAT = f"0.{'0' * PLACES}"
_ROUNDING = f"平均四舍五入保留{PLACES}位小数；排位次用没有取舍的数"


def year_pages(year: Year) -> tuple[Page, ...]:
    """The sheets in order; windows that were not scored in every given quarter stand out."""
    span = title(year)
    modules = [_average(name) for name in year.modules.values()]
    notes = [("工作簿", f"{quarter_name(g.quarter)}：{g.source}") for g in year.given]
    return (
        summary_page(year),
        listing(
            QUARTERS,
            f"{span}各季度总分和名次",
            "升降与给出的前一个季度比；“未计分”是有错误没有得分，“不在”是当季名次表里没有这个窗口。",
            (column("窗口"), *_quarter_columns(year)),
            [_row(window, _quarter_cells(window, year)) for window in year.windows],
        ),
        listing(
            MODULES,
            f"{span}各模块平均分",
            f"按有得分的季度平均。{_ROUNDING}。",
            (column("窗口"), *modules, _average("平均总分"), column("计入季度", look="centre")),
            [_row(window, _module_cells(window, year)) for window in year.windows],
        ),
        listing(
            NOTES,
            f"{span}窗口绩效考核汇总说明",
            "数据按各工作簿现在填写的内容重新计算，各工作簿没有改动。",
            (column("事项"), column("内容")),
            [Row(line) for line in (*notes, *(("注意", for_window(note)) for note in year.notes))],
        ),
    )


def summary_page(year: Year) -> Page:
    """Averages and places; ranks of every quarter between the averages and the marks."""
    ranks = [column(f"{short(quarter, year)}名次", look="centre") for quarter in year.quarters]
    columns = (
        column("位次", look="centre"),
        column("窗口"),
        _average("平均总分"),
        column("计入季度", look="centre"),
        *ranks,
        column("首末升降"),
        _average("平均名次"),
        column("红旗次数", look="centre"),
        column("红旗季度"),
        column("一票否决"),
    )
    rows = [_row(window, _summary_cells(window, year)) for window in year.windows]
    marked = "浅黄色的窗口没有在给出的每个季度都得分，不排位次。"
    sentence = f"{summary(year)}{_ROUNDING}。{marked}"
    return listing(SUMMARY, f"{title(year)}窗口绩效考核年度汇总", sentence, columns, rows)


def title(year: Year) -> str:
    """``2023年``, or from which quarter to which."""
    first, last = year.quarters[0], year.quarters[-1]
    if first[:4] == last[:4]:
        return f"{first[:4]}年"
    return f"{quarter_name(first)}至{quarter_name(last)}"


def summary(year: Year) -> str:
    """How many quarters and windows, and whose average is the highest."""
    best = [window.window for window in year.windows if window.place == 1]
    top = f"，平均总分最高的是{'、'.join(best)}" if best else ""
    missing = len(year.quarters) - len(year.given)
    gone = f"（缺{missing}个）" if missing else ""
    return f"{len(year.given)}个季度{gone}，{len(year.windows)}个窗口{top}。"


def short(quarter: str, year: Year) -> str:
    """``1季度``, with the year where there are several."""
    number = f"{quarter[-1]}季度"
    several = year.quarters[0][:4] != year.quarters[-1][:4]
    return f"{quarter[:4]}年{number}" if several else number


def _average(header: str) -> Column:
    return column(header, look="centre", form=_FORMAT)


def average(value: Fraction | None) -> Decimal | None:
    """Half up to :data:`PLACES` decimals; nothing where there is no average."""
    return None if value is None else Decimal(shown(value, PLACES))


def _row(window: WindowYear, cells: Iterable[CellValue]) -> Row:
    return Row((*cells,), "marked" if window.place is None else "plain")


def _summary_cells(window: WindowYear, year: Year) -> Iterable[CellValue]:
    yield from (window.place, window.window, average(window.average), window.counted)
    for one in window.standings:
        yield STATE_NAMES[one.state] if one.rank is None else one.rank
    yield from (arrow(window.moved), average(window.average_rank), len(window.red_flags))
    for quarters in (window.red_flags, window.vetoes):
        yield "、".join(short(quarter, year) for quarter in quarters)


def _quarter_columns(year: Year) -> Iterable[Column]:
    """Total, rank, movement and flag of every given quarter, side by side."""
    for one in year.given:
        name = short(one.quarter, year)
        yield from (column(f"{name}{what}", look="centre") for what in ("总分", "名次"))
        yield from (column(f"{name}{what}") for what in ("升降", "红旗"))


def _quarter_cells(window: WindowYear, year: Year) -> Iterable[CellValue]:
    given = {one.quarter for one in year.given}
    yield window.window
    for one in window.standings:
        if one.quarter in given:
            total = STATE_NAMES[one.state] if one.total is None else one.total
            yield from (total, one.rank, arrow(one.moved), _flag(one))


def _flag(one: Standing) -> str:
    flag = "补位" if one.substituted else "红旗" if one.red_flag else ""
    return "、".join(filter(None, (flag, "一票否决" if one.vetoed else "")))


def _module_cells(window: WindowYear, year: Year) -> Iterable[CellValue]:
    yield window.window
    yield from (average(window.modules.get(module)) for module in year.modules)
    yield from (average(window.average), window.counted)
