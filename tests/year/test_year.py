"""A year of small quarters: every average by hand, and nothing missing taken for zero."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given as arbitrary
from hypothesis import settings
from hypothesis import strategies as st

from tests.workbook.books import BASE, Book
from xl_appraisal.model.errors import BookError
from xl_appraisal.outputs.drawing import write_tables
from xl_appraisal.outputs.page import Table
from xl_appraisal.outputs.year_book import average, summary_page, year_pages
from xl_appraisal.work.year.summarise import summarise
from xl_appraisal.work.year.year_model import GivenQuarter, WindowYear, Year


def quarter(name: str, rules: dict[str, object] | None = None, **points: object) -> GivenQuarter:
    """A quarter whose windows have these points in the 18th column, on top of 98.5."""
    windows = {window: {"item_18": value} for window, value in points.items()}
    done = Book(windows, rules={"book.quarter": name, **(rules or {})}).appraised()
    return GivenQuarter(name, f"{name}.xlsx", done.quarter.book, done.appraisal)


def of(year: Year, name: str) -> WindowYear:
    (window,) = [w for w in year.windows if w.window == name]
    return window


def summary(year: Year) -> Table:
    (table,) = summary_page(year).tables
    return table


def header(table: Table) -> list[str]:
    return [column.header[-1] for column in table.columns]


Q1 = quarter("2023Q1", 甲=1, 乙=0, 丙="0.5")
Q2 = quarter("2023Q2", 甲=0, 乙=1, 丙="0.5")
Q4 = quarter("2023Q4", 甲="0.1", 乙="0.2", 丙="0.5", 丁=3)


def test_averages_are_exact_and_rounded_only_when_shown() -> None:
    """甲: 98.5 + 1.1/3 = 98.8666…; 乙: 98.5 + 1.2/3 = 98.9; 丙: 99, each quarter alike."""
    year = summarise([Q4, Q1, Q2])

    assert of(year, "甲").average == Fraction("98.5") + Fraction("1.1") / 3
    assert average(of(year, "甲").average) == Decimal("98.867")
    assert (of(year, "乙").average, of(year, "丙").average) == (Fraction("98.9"), 99)
    assert of(year, "丙").modules["reward"] == Fraction(1, 2)
    assert [(w.window, w.place) for w in year.windows] == [
        ("丙", 1), ("乙", 2), ("甲", 3), ("丁", None)
    ]  # fmt: skip


def test_a_missing_quarter_is_shown_and_counts_for_nothing() -> None:
    """The third quarter has a column of its own, a note, and no part in any average."""
    year = summarise([Q1, Q2, Q4])

    assert year.quarters == ("2023Q1", "2023Q2", "2023Q3", "2023Q4")
    assert [s.state for s in of(year, "甲").standings] == ["scored", "scored", "missing", "scored"]
    assert "缺2023年第3季度的工作簿：平均只按给出的3个季度算，没有把缺的当0分。" in year.notes
    table = summary(year)
    cells = next(row.cells for row in table.rows if row.cells[1] == "甲")
    shown = dict(zip(header(table), cells, strict=True))
    assert (shown["3季度名次"], shown["计入季度"]) == ("缺", 3)


def test_a_window_that_joined_has_an_average_but_no_place() -> None:
    """丁 had 101.5 in the one quarter it was there: the highest average of all, and no place."""
    year = summarise([Q1, Q2, Q4])
    joined = of(year, "丁")

    assert (joined.counted, joined.average, joined.place) == (1, BASE + 3, None)
    assert [s.state for s in joined.standings] == ["absent", "absent", "missing", "scored"]
    assert "2023年第4季度与2023年第2季度比，新增丁。" in year.notes
    assert any("不排平均分位次：丁（1个）" in note for note in year.notes)


def test_movement_is_from_one_given_quarter_to_the_next() -> None:
    """甲 was 1st, 3rd, then 4th behind 丁, 丙 and 乙 (0.1 against 0.2)."""
    window = of(summarise([Q1, Q2, Q4]), "甲")

    assert [s.rank for s in window.standings] == [1, 3, None, 4]
    assert [s.moved for s in window.standings] == [None, -2, None, -1]
    assert (window.moved, window.average_rank) == (-3, Fraction(8, 3))


def test_red_flags_are_counted_by_quarter() -> None:
    """30% of three and of four windows is one red flag: 甲, 乙, then 丁."""
    year = summarise([Q1, Q2, Q4])

    assert {w.window: w.red_flags for w in year.windows if w.red_flags} == {
        "甲": ("2023Q1",), "乙": ("2023Q2",), "丁": ("2023Q4",)
    }  # fmt: skip


def test_an_unscored_window_is_told_and_left_out_of_its_average() -> None:
    """三分 cannot be read: that quarter counts neither as zero nor as 98.5."""
    year = summarise([Q1, quarter("2023Q2", 甲="三分", 乙=1, 丙=0)])
    window = of(year, "甲")

    assert (window.standings[1].state, window.counted) == ("unscored", 1)
    assert (window.average, window.place) == (BASE + 1, None)
    assert any(note.startswith("甲在2023年第2季度有错误没有得分") for note in year.notes)


def test_a_renamed_window_is_one_window_when_told_so() -> None:
    """Untold it left and joined, with a hint; told, it is one with both quarters."""
    after = quarter("2023Q2", 甲局=0, 乙=1, 丙="0.5")
    apart, one = summarise([Q1, after]), summarise([Q1, after], ["甲 ＝ 甲局"])

    assert {w.window: w.counted for w in apart.windows} == {"甲": 1, "甲局": 1, "乙": 2, "丙": 2}
    assert any("新增甲局，不再有甲；如果其中有同一个窗口改了名" in note for note in apart.notes)
    assert {w.window: w.counted for w in one.windows} == {"甲局": 2, "乙": 2, "丙": 2}
    assert of(one, "甲局").earlier_names == ("甲",)
    assert "改名：甲 → 甲局，按同一个窗口汇总。" in one.notes
    assert not any("新增" in note for note in one.notes)


def test_a_window_renamed_twice_follows_both() -> None:
    """甲, then 甲局, then 甲中心: told in two steps."""
    given = [Q1, quarter("2023Q2", 甲局=0, 乙=0), quarter("2023Q3", 甲中心=0, 乙=0)]
    year = summarise(given, ["甲局=甲中心", "甲=甲局"])

    assert of(year, "甲中心").counted == 3


@pytest.mark.parametrize(
    ("renamed", "said"),
    [
        (["甲"], "“甲”看不懂；应写成 旧名=新名"),
        (["甲=甲"], "看不懂"),
        (["甲=丙局"], "各季度都没有窗口“丙局”。是不是：丙"),
        (["甲=乙"], "2023Q1、2023Q2 里“甲”和“乙”同时都有"),
        (["新=旧"], "比“新”（2023年第2季度）还早。应写成 旧名=新名，是不是写反了？"),
        (["旧=新", "旧=乙"], "“旧”写了两个不同的新名称"),
        (["旧=新", "新=旧"], "绕成了圈"),
    ],
)
def test_a_rename_that_cannot_be_is_refused(renamed: list[str], said: str) -> None:
    """Nothing is summed up, and the sentence says what to write instead."""
    given = [quarter("2023Q1", 甲=0, 乙=0, 旧=0, 丙=0), quarter("2023Q2", 甲=0, 乙=0, 新=0)]
    with pytest.raises(BookError) as caught:
        summarise(given, renamed)

    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "至少要两期"),
        ([Q1], "至少要两个季度"),
        ([Q1, Q2, Q1], "2023年第1季度给了两本工作簿：2023Q1.xlsx、2023Q1.xlsx"),
        ([Q1, quarter("去年")], "请在“规则”表写明期间"),
        ([Q1, quarter("2023Q2")], "2023Q2.xlsx：名次表里没有窗口"),
    ],
)
def test_quarters_that_make_no_year_are_refused(given: list[GivenQuarter], said: str) -> None:
    """One sentence that names the workbook."""
    with pytest.raises(BookError) as caught:
        summarise(given)

    assert said in str(caught.value)


def test_quarters_of_two_years_leave_only_the_gap_between_them_open() -> None:
    """From 2022Q4 to 2023Q2 the one that is missing is 2023Q1."""
    year = summarise([quarter("2022Q4", 甲=0), Q2])

    assert year.quarters == ("2022Q4", "2023Q1", "2023Q2")
    assert header(summary(year))[4] == "2022年4季度名次"


def test_quarters_counted_by_other_rules_are_told() -> None:
    """An average across two ways of counting is not hidden."""
    year = summarise([Q1, quarter("2023Q2", {"setting.red_flag_share": "40%"}, 甲=0)])

    assert any("规则与2023年第1季度不同：红旗窗口比例 30% → 40%" in note for note in year.notes)


def test_a_name_twice_or_none_in_a_table_is_told() -> None:
    """Both rows of a repeated name are unscored; a nameless row is no window."""
    done = Book(
        {"甲": {}, "乙": {}, "丙": {"item_18": 1}},
        rules={"book.quarter": "2023Q2"},
        cells={"名次表": {"B8": "甲", "B9": None}},
    ).appraised()
    year = summarise([Q1, GivenQuarter("2023Q2", "x.xlsx", done.quarter.book, done.appraisal)])

    assert of(year, "甲").standings[1].state == "unscored"
    assert "x.xlsx 的名次表有1行没有窗口名称，没有汇总；请补上名称。" in year.notes


def test_the_workbook_holds_numbers_with_what_is_missing_in_words(tmp_path: Path) -> None:
    """Averages as shown, ranks as numbers, 缺 and 不在 as words, the notes on a sheet."""
    out = tmp_path / "年.xlsx"
    year = summarise([Q1, Q2, Q4])
    write_tables(out, year_pages(year))
    book = openpyxl.load_workbook(out)

    assert book.sheetnames == ["年度汇总", "各季度", "模块平均", "说明"]
    summary = [[cell.value for cell in line] for line in book["年度汇总"].iter_rows(min_row=3)]
    assert summary[0][:6] == ["位次", "窗口", "平均总分", "计入季度", "1季度名次", "2季度名次"]
    assert summary[3][:9] == [3, "甲", 98.867, 3, 1, 3, "缺", 4, "↓3"]
    assert summary[4][:8] == [None, "丁", 101.5, 1, "不在", "不在", "缺", 1]
    assert book["年度汇总"]["C5"].number_format == "0.000"
    quarters = [[cell.value for cell in line] for line in book["各季度"].iter_rows(min_row=3)]
    assert quarters[3][:9] == ["甲", 99.5, 1, None, "红旗", 98.5, 3, "↓2", None]
    told = [line[1].value for line in book["说明"].iter_rows(min_row=4)]
    assert set(year.notes) < set(told)
    with pytest.raises(BookError, match="同名文件已存在"):
        write_tables(out, year_pages(year))


points = st.decimals(min_value=0, max_value=4, places=3)


@settings(max_examples=12)
@arbitrary(st.lists(st.lists(points, min_size=3, max_size=3), min_size=2, max_size=4))
def test_every_average_is_the_sum_over_the_count(table: list[list[Decimal]]) -> None:
    """Worked out beside it with whole thousandths: average × count × 1000 is their sum."""
    given = [
        quarter(f"2023Q{n}", **dict(zip("甲乙丙", row, strict=True)))
        for n, row in enumerate(table, 1)
    ]
    year = summarise(given)

    sums = {name: 98_500 * len(table) for name in "甲乙丙"}
    for line in table:
        for name, value in zip("甲乙丙", line, strict=True):
            sums[name] += int(value.scaleb(3))
    for window in year.windows:
        assert window.average == Fraction(sums[window.window], 1000 * len(table))
        higher = sum(other > sums[window.window] for other in sums.values())
        assert window.place == 1 + higher
