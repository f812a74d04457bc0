"""The year as pages: the summary, every quarter, module averages, and what to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from xl_appraisal.model.exact import shown
from xl_appraisal.model.period import PeriodWords, parse_period, period_name
from xl_appraisal.model.wording import for_window
from xl_appraisal.outputs.page import CellValue, Column, Page, Row, column, listing
from xl_appraisal.work.comparing.changes import arrow
from xl_appraisal.work.year.year_model import STATE_NAMES, Standing, WindowYear, Year

SUMMARY, MODULES, PEOPLE, NOTES = "年度汇总", "模块{}", "人员评选", "说明"
PLACES = 3
_FORMAT = f"0.{'0' * PLACES}"
_BASIS = {"平均": "按有得分的{}平均", "合计": "有得分的{}相加", "期末": "最后一期的得分"}
_ROUNDING = f"{{}}四舍五入保留{PLACES}位小数；排位次用没有取舍的数"


def year_pages(year: Year) -> tuple[Page, ...]:
    """The sheets in order; windows that were not scored in every given quarter stand out."""
    span, words, how = title(year), _words(year), year.gathered
    rounding = _ROUNDING.format(how)
    modules = [_average(name) for name in year.modules.values()]
    notes = [("工作簿", f"{period_name(g.quarter)}：{g.source}") for g in year.given]
    return (
        summary_page(year),
        listing(
            words.each,
            f"{span}{words.each}总分和名次",
            f"升降与给出的前一{words.several}比；“未计分”是有错误没有得分，"
            f"“不在”是{words.then}名次表里没有这个窗口。",
            (column("窗口"), *_quarter_columns(year)),
            [_row(window, _quarter_cells(window, year)) for window in year.windows],
        ),
        listing(
            MODULES.format(how),
            f"{span}各模块{how}分",
            f"{_BASIS[how].format(words.word)}。{rounding}。",
            (column("窗口"), *modules, _average(f"{how}总分"), _counted(words)),
            [_row(window, _module_cells(window, year)) for window in year.windows],
        ),
        *_people_pages(year),
        listing(
            NOTES,
            f"{span}窗口绩效考核汇总说明",
            "数据按各工作簿现在填写的内容重新计算，各工作簿没有改动。",
            (column("事项"), column("内容")),
            [Row(line) for line in (*notes, *(("注意", for_window(note)) for note in year.notes))],
        ),
    )


def _people_pages(year: Year) -> Iterator[Page]:
    """Who was elected to awards of people, where anybody was."""
    if year.people:
        words = _words(year)
        heads = "评选", "姓名", "窗口", "次数", words.word
        lines = [
            Row((one.award, one.name, one.window, len(one.quarters), _shorts(one.quarters, year)))
            for one in year.people
        ]
        yield listing(
            PEOPLE,
            f"{title(year)}{PEOPLE}",
            "同一窗口同名的算一个人，换了窗口的分开列，没有写姓名的各期分开列。",
            tuple(column(head, look="centre" if head == "次数" else "text") for head in heads),
            lines,
        )


def summary_page(year: Year) -> Page:
    """Averages and places; ranks of every quarter between the averages and the marks."""
    ranks = [column(f"{short(quarter, year)}名次", look="centre") for quarter in year.quarters]
    words = _words(year)
    flags = [
        each
        for mark in _marks(year).values()
        for each in (column(f"{mark}次数", look="centre"), column(f"{mark}{words.word}"))
    ]
    columns = (
        column("位次", look="centre"),
        column("窗口"),
        *([column("组别")] if _grouped(year) else []),
        _average(f"{year.gathered}总分"),
        _counted(words),
        *ranks,
        column("首末升降"),
        _average("平均名次"),
        *flags,
        column("一票否决"),
    )
    rows = [_row(window, _summary_cells(window, year)) for window in year.windows]
    marked = f"浅黄色的窗口没有在给出的每{words.several}都得分，不排位次。"
    sentence = f"{summary(year)}{_ROUNDING.format(year.gathered)}。{marked}"
    whole = "年度" if year.whole is None or year.whole.kind == "year" else ""
    return listing(SUMMARY, f"{title(year)}窗口绩效考核{whole}汇总", sentence, columns, rows)


def title(year: Year) -> str:
    """``2023年``, or from which quarter to which."""
    first, last = year.quarters[0], year.quarters[-1]
    if year.whole is not None:
        return year.whole.name
    if first[:4] == last[:4]:
        return f"{first[:4]}年"
    return f"{period_name(first)}至{period_name(last)}"


def summary(year: Year) -> str:
    """How many quarters and windows, and whose average is the highest."""
    best = [f"{window.group}{window.window}" for window in year.windows if window.place == 1]
    top = f"，{year.gathered}总分最高的是{'、'.join(best)}" if best else ""
    missing = len(year.quarters) - len(year.given)
    gone = f"（缺{missing}个）" if missing else ""
    return f"{len(year.given)}{_words(year).several}{gone}，{len(year.windows)}个窗口{top}。"


def short(quarter: str, year: Year) -> str:
    """The period within its year, with the year where there are several."""
    period = parse_period(quarter)
    several = year.quarters[0][:4] != year.quarters[-1][:4]
    return f"{period.year}年{period.short}" if several and period.per_year > 1 else period.short


def _words(year: Year) -> PeriodWords:
    return year.given[0].words


def _marks(year: Year) -> dict[str, str]:
    """What the newest book that has it calls each award, by its column."""
    awards = (award for one in year.given for award in one.book.notice.window_awards)
    return {award.column: award.mark for award in awards}


def _grouped(year: Year) -> bool:
    """Whether windows stand in groups, each with places of its own."""
    return any(window.group for window in year.windows)


def _counted(words: PeriodWords) -> Column:
    return column(f"计入{words.word}", look="centre")


def _average(header: str) -> Column:
    return column(header, look="centre", form=_FORMAT)


def average(value: Fraction | None) -> Decimal | None:
    """Half up to :data:`PLACES` decimals; nothing where there is no average."""
    return None if value is None else Decimal(shown(value, PLACES))


def _row(window: WindowYear, cells: Iterable[CellValue]) -> Row:
    return Row((*cells,), "marked" if window.place is None else "plain")


def _summary_cells(window: WindowYear, year: Year) -> Iterable[CellValue]:
    yield from (window.place, window.window)
    yield from [window.group] if _grouped(year) else []
    yield from (average(window.average), window.counted)
    for one in window.standings:
        yield one.unranked or STATE_NAMES[one.state] if one.rank is None else one.rank
    yield from (arrow(window.moved), average(window.average_rank))
    for award in _marks(year):
        quarters = window.awarded(award)
        yield from (len(quarters), _shorts(quarters, year))
    yield _shorts(window.vetoes, year)


def _shorts(quarters: Iterable[str], year: Year) -> str:
    return "、".join(short(quarter, year) for quarter in quarters)


def _quarter_columns(year: Year) -> Iterable[Column]:
    """Total, rank, movement and flag of every given quarter, side by side."""
    for one in year.given:
        name = short(one.quarter, year)
        yield from (column(f"{name}{what}", look="centre") for what in ("总分", "名次"))
        yield column(f"{name}升降")
        for mark in _marks(year).values():
            yield column(f"{name}{mark}")


def _quarter_cells(window: WindowYear, year: Year) -> Iterable[CellValue]:
    given = {one.quarter for one in year.given}
    yield window.window
    for one in window.standings:
        if one.quarter in given:
            total = STATE_NAMES[one.state] if one.total is None else one.total
            yield from (total, one.unranked or one.rank, arrow(one.moved))
            for award, mark in _marks(year).items():
                yield _flag(one, award, mark)


def _flag(one: Standing, award: str, mark: str) -> str:
    flag = {True: "补位", False: mark, None: ""}[one.had(award)]
    return "、".join(filter(None, (flag, "一票否决" if one.vetoed else "")))


def _module_cells(window: WindowYear, year: Year) -> Iterable[CellValue]:
    yield window.window
    yield from (average(window.modules.get(module)) for module in year.modules)
    yield from (average(window.average), window.counted)
