"""A longer period gathers shorter ones as the notice says: mean, sum, or the last one's figure."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from tests.command_line import Run
from tests.made_notice import faults, made, module, scored
from tests.other_schemes import book_of
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.period import parse_period
from xl_appraisal.outputs.year_book import summary_page, title, year_pages
from xl_appraisal.work.year.summarise import summarise
from xl_appraisal.work.year.year_model import GivenQuarter, Year

MONTHS = {
    "2024-01": {"甲": 5, "乙": 9},
    "2024-02": {"甲": 3, "乙": 0},
    "2024-03": {"甲": 4, "乙": 6, "丙": 8},
}


def notice(gather: str) -> str:
    """A hundred to start from and ten to gain, each month."""
    head = f'period = "month"\nbase = 100\n{gather}'
    return made(module("bonus", "accumulate", 10), head=head).replace("{quarter}季度", "{month}月")


def month(code: str, gather: str) -> GivenQuarter:
    windows = {name: {"bonus": points} for name, points in MONTHS[code].items()}
    text = notice(gather)
    return GivenQuarter(code, f"{code}.xlsx", book_of(text), scored(text, windows))


def quarter(gather: str) -> Year:
    """The three months of the first quarter, put together."""
    given = [month(code, gather) for code in MONTHS]
    return summarise(given, whole=parse_period("2024Q1"))


def figures(year: Year) -> dict[str, tuple[Fraction | None, int | None]]:
    """Window → its figure and its place."""
    return {one.window: (one.average, one.place) for one in year.windows}


def test_months_add_up_where_the_notice_says_so() -> None:
    """甲 105+103+104 = 312; 乙 109+100+106 = 315; 丙 had one month, 108, and no place."""
    year = quarter('gather = "sum"')
    assert figures(year) == {"乙": (315, 1), "甲": (312, 2), "丙": (108, None)}
    assert year.windows[1].modules["bonus"] == 12


def test_the_last_month_decides_where_the_notice_says_so() -> None:
    """In March 丙 108, 乙 106, 甲 104: all were there, whatever was before."""
    assert figures(quarter('gather = "last"')) == {"丙": (108, 1), "乙": (106, 2), "甲": (104, 3)}


def test_months_are_averaged_where_the_notice_says_nothing() -> None:
    """312÷3 = 104, 315÷3 = 105, 108."""
    expected = {"乙": (105, 1), "甲": (104, 2), "丙": (108, None)}
    assert figures(quarter("")) == figures(quarter('gather = "mean"')) == expected


@pytest.mark.parametrize(("gather", "word"), [("sum", "合计"), ("last", "期末"), ("mean", "平均")])
def test_the_pages_call_the_figures_what_they_are(gather: str, word: str) -> None:
    """The header, the sheet of modules and the sentence above; the title names the quarter."""
    year = quarter(f'gather = "{gather}"')
    assert title(year) == "2024年第1季度"
    assert year.quarters == ("2024-01", "2024-02", "2024-03")
    (table,) = summary_page(year).tables
    assert f"{word}总分" in [column.header[-1] for column in table.columns]
    assert f"{word}总分最高的是" in str(summary_page(year).subtitle)
    assert [page.sheet for page in year_pages(year)][2] == f"模块{word}"


def test_a_month_outside_the_whole_is_refused() -> None:
    """March lies in the first quarter, not in the second; a quarter is no part of itself."""
    given = [month(code, "") for code in MONTHS]
    with pytest.raises(BookError, match="2024年1月不是2024年第2季度中的一期"):
        summarise(given, whole=parse_period("2024Q2"))
    with pytest.raises(BookError, match="2024年1月不是2024年2月中的一期"):
        summarise(given, whole=parse_period("2024-02"))


def test_notices_that_gather_otherwise_are_not_put_together() -> None:
    """January by its sum, February by the mean."""
    with pytest.raises(BookError, match=r"按合计汇总，2024-02\.xlsx的按平均"):
        summarise([month("2024-01", 'gather = "sum"'), month("2024-02", "")])


def test_a_way_that_there_is_not_is_a_fault() -> None:
    """With its line, and what is allowed."""
    assert any(
        "gather 为 'median'；应为mean、sum、last 之一" in one
        for one in faults(notice('gather = "median"'))
    )


LAST = "last_in_a_row = 2"


def lasts(*months: tuple[str, dict[str, int]], text: str = LAST) -> list[str]:
    """What the year tells of last places, for months with those points."""
    book = book_of(notice(text))
    given = [GivenQuarter(code, code, book, scored(notice(text), _bonus(p))) for code, p in months]
    return [note for note in summarise(given).notes if "末位" in note]


def _bonus(points: dict[str, int]) -> dict[str, dict[str, int]]:
    return {name: {"bonus": value} for name, value in points.items()}


def test_last_places_in_a_row_are_told_where_the_notice_asks() -> None:
    """乙 is last in January and February, both share it in March; 甲 in March alone."""
    january, february = ("2024-01", {"甲": 5, "乙": 1}), ("2024-02", {"甲": 4, "乙": 2})
    march = "2024-03", {"甲": 3, "乙": 3, "丙": 9}
    assert lasts(january, february, march) == [
        "乙2024年1月至2024年3月连续3个月末位；请按通报处理。"
    ]
    assert lasts(january, february, text="last_in_a_row = 3") == []
    assert lasts(january, february, text="") == []


def test_a_month_that_is_not_there_ends_a_row() -> None:
    """January and March, without February's workbook."""
    assert lasts(("2024-01", {"甲": 5, "乙": 1}), ("2024-03", {"甲": 4, "乙": 2})) == []


def test_who_is_first_as_well_is_not_last() -> None:
    """All alike, or alone: nobody stands behind anybody."""
    alike = {"甲": 4, "乙": 4}
    assert lasts(("2024-01", alike), ("2024-02", alike)) == []
    assert lasts(("2024-01", {"甲": 4}), ("2024-02", {"甲": 5})) == []


def test_once_is_no_row() -> None:
    """The notice has to say at least twice."""
    assert any("应为不小于2的整数" in one for one in faults(notice("last_in_a_row = 1")))


def test_the_command_puts_the_months_of_a_quarter_together(
    run: Callable[..., Run], tmp_path: Path
) -> None:
    """Two months of a monthly scheme; another quarter, and what is no period, are refused."""
    names, books = tmp_path / "窗口.txt", []
    names.write_text("公安\n税务\n", encoding="utf-8")
    for code in ("2024-01", "2024-02"):
        layout, book = tmp_path / f"{code}.toml", tmp_path / f"{code}.xlsx"
        run("layout", "make", "county-window-monthly", layout, "--period", code)
        assert run("new", book, "--layout", layout, "--windows", names).code == 0
        books.append(book)

    done = run("year", *books, "--within", "2024Q1")
    assert done.code == 0
    assert "2024年第1季度：2个月（缺1个），2个窗口" in done.out
    refused = run("year", *books, "--within", "2024Q3")
    assert (refused.code, "不是2024年第3季度中的一期" in refused.err) == (2, True)
    assert run("year", *books, "--within", "2024Q9").code == 2
