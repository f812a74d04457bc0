"""Periods as notices, layouts and workbooks name them: months, quarters, half-years, years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line import Run
from tests.other_schemes import notice_of, notice_text
from xl_appraisal.book.read.rules_sheet import read_quarter
from xl_appraisal.model.period import Period, PeriodKind, parse_period

Command = Callable[..., Run]
WRITTEN: list[tuple[PeriodKind, list[str], str, str]] = [
    (
        "month",
        ["2024-03", "2024M03", "2024年3月", "2024年三月份"],
        "2024-03",
        "2024年3月",
    ),
    ("month", ["2024年十二月", "2024-12", "202412"], "2024-12", "2024年12月"),
    ("half", ["2024H2", "2024年下半年", "2024年第2半年"], "2024H2", "2024年下半年"),
    ("year", ["2024", "2024年", "2024年度"], "2024", "2024年度"),
    ("quarter", ["2024Q3", "2024年第三季度", "2024-3"], "2024Q3", "2024年第3季度"),
]


@pytest.mark.parametrize(("kind", "texts", "code", "name"), WRITTEN)
def test_a_period_is_read_in_many_spellings(
    kind: PeriodKind, texts: list[str], code: str, name: str
) -> None:
    """Which of them `2024-3` is, only the notice's kind can say."""
    assert {read_quarter(text, kind) for text in texts} == {code}
    assert parse_period(code).name == name and parse_period(code).kind == kind


OTHER: list[tuple[PeriodKind, str]] = [
    ("month", "2024Q1"),
    ("month", "2024-13"),
    ("month", "2024-00"),
    ("month", "2024-03-01"),
    ("quarter", "2024-03"),
    ("quarter", "2024年上半年"),
    ("half", "2024Q1"),
    ("half", "2024H3"),
    ("year", "2024Q1"),
    ("year", "2024-1"),
]


@pytest.mark.parametrize(("kind", "text"), OTHER)
def test_a_period_of_another_kind_is_none(kind: PeriodKind, text: str) -> None:
    """A quarter is no month of that number."""
    assert read_quarter(text, kind) is None
    with pytest.raises(ValueError, match="应为年份"):
        parse_period(text, kind)


FOLLOWING = [("2024-12", "2025-01"), ("2024Q4", "2025Q1"), ("2024H1", "2024H2"), ("2024", "2025")]


@pytest.mark.parametrize(("code", "following"), FOLLOWING)
def test_periods_follow_each_other(code: str, following: str) -> None:
    """Over the turn of the year too; each is before the next, and no other way round."""
    one, other = parse_period(code), parse_period(following)

    assert one.following == other
    assert one.is_before(other) and not other.is_before(one)


def test_each_day_of_a_year_lies_in_one_period_of_a_kind() -> None:
    """2024 has 366 days: whichever way it is parted, every day is held once."""
    days = [dt.date(2024, 1, 1) + dt.timedelta(days=n) for n in range(366)]
    kinds: list[tuple[PeriodKind, int]] = [("month", 12), ("quarter", 4), ("half", 2), ("year", 1)]
    for kind, count in kinds:
        every = [Period(kind, 2024, number) for number in range(1, count + 1)]
        assert [sum(one.holds(day) for one in every) for day in days] == [1] * 366
        assert all(one.holds(one.first_day.date()) for one in every)
        assert not any(one.holds(dt.date(2023, 12, 31)) for one in every)


TITLES = [
    ("yangdong-flag", "2024-03", "2024年3月“红旗窗口”考评得分表"),
    ("public-unit-grades", "2024H2", "2024年下半年公共政务服务单位等级考评表（节选）"),
    ("jinjiang-2023", "2024Q2", "2024年第2季度市政务服务中心窗口绩效考核成绩名次表"),
]


@pytest.mark.parametrize(("notice", "code", "title"), TITLES)
def test_a_title_says_which_period(notice: str, code: str, title: str) -> None:
    """In the words of its kind."""
    assert notice_of(notice_text(notice)).titled(parse_period(code)) == title


def test_a_period_that_does_not_fit_is_refused(run: Command, tmp_path: Path) -> None:
    """The monthly notice given a quarter, when its columns are made and when its book is."""
    layout, book = tmp_path / "栏目.toml", tmp_path / "新.xlsx"
    refused = run("layout", "make", "yangdong-flag", layout, "--quarter", "2024Q1")
    assert refused.code == 2 and "period 为 '2024Q1'；应为年份和月份，如 2024-03" in refused.err
    assert run("layout", "make", "yangdong-flag", layout, "--period", "2024M03").code == 0

    refused = run("new", book, "--layout", layout, "--period", "2024Q1")
    assert refused.code == 2 and "月份为“2024Q1”；应写年份和月份，如 2024-03" in refused.err
    made = run("new", book, "--layout", layout, "--period", "2024年4月")
    assert "2024年4月“红旗窗口”考评得分表" in made.out


def test_months_follow_and_add_up(run: Command, tmp_path: Path) -> None:
    """三月 80, 四月 90 of 100: the year's mean is 85; a quarter's book beside them is refused.

    80 = (80 + 80) × 30 % + (80 + 80) × 20 %, and 90 likewise.
    """
    layout, march, april = (tmp_path / n for n in ("栏目.toml", "3.xlsx", "4.xlsx"))
    names = tmp_path / "窗口.txt"
    names.write_text("公安\n税务\n", encoding="utf-8")
    assert run("layout", "make", "yangdong-flag", layout, "--period", "2024-03").code == 0
    assert run("new", march, "--layout", layout, "--windows", names).code == 0
    assert run("new", april, "--from", march).code == 0
    for book, score in ((march, 80), (april, 90)):
        lines = "".join(
            f"{window},{item},{score}\n"
            for window in ("公安", "税务")
            for item in ("窗口效能分", "人员考评分", "值班投票分", "服务对象投票分")
        )
        ledger = tmp_path / "明细.csv"
        ledger.write_text(f"窗口,项目,数量\n{lines}", encoding="utf-8")
        assert run("import", book, "--ledger", ledger).code == 0
        assert run("recalc", book).code == 0

    year = run("year", march, april, "--json").json
    assert [len(year["quarters"]), year["windows"][0]["average"]] == [12, "85"]
    said = run("year", march, april).out
    assert said.startswith("2024年：2个月（缺10个），2个窗口") and "季度" not in said
    assert run("rank", april, "--json").json["quarter"] == "2024-04"
    assert run("demo", "--out", tmp_path / "demo").code == 0
    mixed = run("year", march, tmp_path / "demo" / "2023Q1.xlsx")
    assert mixed.code == 2 and "请只给同一种期间的工作簿" in mixed.err
    compared = run("slips", april, "--previous", tmp_path / "demo" / "2023Q1.xlsx")
    assert compared.code == 2 and "种类不同于本工作簿的2024年4月" in compared.err
