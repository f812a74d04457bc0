"""Ledger lines planned into a workbook: headers, figures and names."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.importing.books import (
    Given,
    new_book,
)
from tests.importing.ledgers import HEADER, D, lines, plan, refusal
from xl_appraisal.model.grid import CellError

HEADERS: list[list[Given]] = [
    ["window", "item", "module", "points", "count", "date", "reason"],
    ["窗口", "项目", "模块", "分值", "数量", "日期", "事由"],
    ["Window ", "column", "MODULE", "Points", "count", "date", "reason"],
    ["窗口名称", "考核项目", "考核模块", "扣分", "次数", "发生日期", "扣分原因"],
    ["单　位", "项 目", "所属模块", "扣分（分）", "件数", "时间", "情况说明"],
]


@pytest.mark.parametrize("header", HEADERS)
def test_headers_are_matched_however_departments_write_them(header: list[Given]) -> None:
    """English, Chinese, aliases; case, width and spaces aside."""
    made = plan(new_book(), header, ["税务", "迟到", "业务规范", "0.5", "1", "3月1日", "晨会"])

    assert lines(made) == [
        {"A": "税务", "B": "迟到", "C": "业务规范", "D": D("0.5"), "E": D(1)}
        | {"F": "3月1日", "G": "晨会"}
    ]


def test_columns_may_stand_in_any_order_under_a_title() -> None:
    """Others are reported, with or without a header."""
    made = plan(
        new_book(),
        ["一季度扣分明细"],
        ["序号", "事由", "扣分", "窗口名称", "模块", ""],
        [1, "早退", 1, "税务", "业务规范", "补登"],
    )

    assert lines(made) == [{"A": "税务", "C": "业务规范", "D": D(1), "G": "早退"}]
    assert "没有对应栏目，未导入：A列“序号”、F列“（无表头）”。" in made.report
    told = "表头对应：B列“事由”→事由；C列“扣分”→分值；D列“窗口名称”→窗口；E列“模块”→模块。"
    assert told in made.report


def test_beside_the_word_window_a_unit_is_something_else() -> None:
    """单位 heads the windows where nothing else does, and units of counts elsewhere."""
    made = plan(new_book(), ["窗口", "项目", "数量", "单位"], ["税务", "迟到", 2, "次"])

    assert lines(made) == [{"A": "税务", "B": "迟到", "E": D(2)}]
    assert "没有对应栏目，未导入：D列“单位”。" in made.report


HEADER_FAULTS: dict[str, tuple[list[Given], list[str]]] = {
    "没有窗口": (["项目", "分值"], ["“窗口”", "窗口、项目、模块、分值、数量、日期、事由"]),
    "没有项目和模块": (["窗口", "分值"], ["“项目”或“模块”"]),
    "没有分值和数量": (["窗口", "项目"], ["“分值”或“数量”"]),
    "什么都没有": (["姓名", "得票"], ["有 3 处", "“窗口”", "“项目”或“模块”", "“分值”或“数量”"]),
    "两列分值": (["窗口", "项目", "加分", "扣分"], ["C列、D列的表头都表示“分值”", "合并成一列"]),
}


@pytest.mark.parametrize("name", HEADER_FAULTS)
def test_a_header_that_says_too_little_or_too_much_is_refused(name: str) -> None:
    """With what is missing and how it may be written."""
    header, parts = HEADER_FAULTS[name]
    message = refusal(header, ["税务", "迟到", 1, 1])

    assert [part for part in parts if part not in message] == []


VALUES: list[tuple[str, Given, object]] = [
    # column of the file (D points, E count, F date, G reason), as given, as written
    ("D", "０．５分", D("0.5")),
    ("D", "2.50", D("2.5")),
    ("D", D("1.5"), D("1.5")),
    ("D", "一分", "一分"),
    ("D", "-1", "-1"),
    ("E", "1,200", D(1200)),
    ("E", "70%", "70%"),
    ("F", "2023/3/15", dt.date(2023, 3, 15)),
    ("F", "2023年3月5日", dt.date(2023, 3, 5)),
    ("F", "20230305", dt.date(2023, 3, 5)),
    ("F", D(20230305), dt.date(2023, 3, 5)),
    ("F", "3月15日", "3月15日"),
    ("F", dt.date(2023, 3, 15), dt.date(2023, 3, 15)),
    ("F", dt.datetime(2023, 3, 15), dt.date(2023, 3, 15)),
    ("F", dt.datetime(2023, 3, 15, 8, 30), "2023-03-15T08:30:00"),
    ("G", "=1+1", "=1+1"),
    ("G", "  两行\n文字 ", "  两行\n文字 "),
    ("G", "007", "007"),
    ("G", D(7), D(7)),
    ("D", CellError("#VALUE!"), "#VALUE!"),
]


@pytest.mark.parametrize(("column", "given", "written"), VALUES)
def test_figures_are_figures_and_texts_are_texts(
    column: str, given: Given, written: object
) -> None:
    """What cannot be read is written as it stands, for the check to show."""
    row: list[Given] = ["税务", "迟到", "业务规范", 1, "", "", ""]
    row["ABCDEFG".index(column)] = given
    (line,) = lines(plan(new_book(), HEADER, row))

    assert line[column] == written
    assert type(line[column]) is type(written)


NAMES: list[tuple[str, str, str, str]] = [
    # column, as given, as written: in the workbook's own words where the meaning is sure
    ("B", "c47", "扣分（第47列）", "by position"),
    ("B", "item_47", "扣分（第47列）", "by id"),
    ("B", "扣分(第 47 列)", "扣分（第47列）", "by label"),
    ("B", "重点加分/领导重视/加分", "领导重视·加分", "by path"),
    ("B", "plan_missing", "plan_missing", "no item goes by this"),
    ("B", "walkthrough.plan_missing", "年度工作方案未提交", "a measure without a column"),
    ("B", "一体化平台办件占比", "一体化平台办件占比", "a share with a column"),
    ("B", "扣分", "扣分", "may be several"),
    ("B", "一票否决", "一票否决", "may be several"),
    ("B", "迟到", "迟到", "has no column"),
    ("C", "业务规范（30分）", "业务规范", "with its full mark"),
    ("C", "business_conduct", "业务规范", "by id"),
    ("C", "业务 规范", "业务规范", "with a space"),
    ("C", "后勤", "后勤", "no module"),
    ("A", "税　务", "税务", "with a wide space"),
    ("A", "税务局", "税务局", "no window of the table"),
]


@pytest.mark.parametrize(("column", "given", "written", "why"), NAMES)
def test_names_are_written_in_the_workbooks_own_words(
    column: str, given: str, written: str, why: str
) -> None:
    """Where they mean exactly one thing; all others stay as they are written."""
    row: list[Given] = ["税务", "迟到", "业务规范", 1]
    row["ABC".index(column)] = given
    (line,) = lines(plan(new_book(), HEADER[:4], row))

    assert line[column] == written, why


def test_a_share_is_written_as_one() -> None:
    """The share of remark 4 has no count but a percentage."""
    made = plan(new_book(), ["窗口", "项目", "数量"], ["税务", "一体化平台办件占比", "70%"])

    assert lines(made) == [{"A": "税务", "B": "一体化平台办件占比", "E": D("0.7")}]
