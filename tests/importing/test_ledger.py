"""Ledger lines planned into a workbook: headers, figures, names, and nothing twice."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.importing.books import (
    LEDGER,
    STAFF,
    Given,
    new_book,
    plan_ledgers,
    quarter,
    source,
    value,
)
from xl_appraisal.hosts import FileHost, MemoryHost
from xl_appraisal.model.errors import ImportFileError
from xl_appraisal.model.grid import Cell, CellError, Grid, Write, a1, parse_a1
from xl_appraisal.work.importing.import_plan import ImportPlan
from xl_appraisal.work.importing.list_kinds import STAFF_KIND

D = Decimal
FORMER = Path(__file__).parents[1] / "fixtures" / "workbooks" / "template-before-tables.xlsm"
SOURCE = 10
HEADER: list[Given] = ["窗口", "项目", "模块", "分值", "数量", "日期", "事由"]


def plan(host: MemoryHost, *rows: list[Given]) -> ImportPlan:
    return plan_ledgers(quarter(host), [(source(*rows), "明细.csv")])


def refusal(*rows: list[Given], merges: tuple[str, ...] = ()) -> str:
    with pytest.raises(ImportFileError) as caught:
        plan_ledgers(quarter(new_book()), [(source(*rows, merges=merges), "明细.csv")])
    return str(caught.value)


def lines(made: ImportPlan) -> list[dict[str, object]]:
    """What would be written, column letter → value for each row; 来源 in J is left out."""
    rows: dict[int, dict[str, object]] = {}
    for (row, column), written in sorted(made.changes.get(LEDGER, {}).items()):
        if column == SOURCE:
            continue
        rows.setdefault(row, {})[a1(1, column)[:-1]] = written
    return list(rows.values())


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


# ── below, and never twice ──

HELD: dict[str, Write] = {"A4": "税务", "B4": "扣分（第47列）", "C4": "业务规范", "D4": D(3)}


def test_lines_are_appended_below_the_last_used_row() -> None:
    """Gaps above stay gaps."""
    made = plan(new_book(written={LEDGER: {"A9": "残联", "B9": "迟到"}}), HEADER[:4],
                ["税务", "迟到", "业务规范", 1], ["医保", "迟到", "业务规范", 1])  # fmt: skip

    assert {row for row, _ in made.changes[LEDGER]} == {10, 11}


EQUAL: list[tuple[str, dict[str, Write], list[Given]]] = [
    ("the item by position", {}, ["税务", "c47", "业务规范", "3"]),
    ("other width and spaces", {}, ["税　务", "扣分(第47列)", "业务规范(30分)", "3.0"]),
    ("a date as text", {"F4": "2023-03-05"}, ["税务", "c47", "业务规范", 3, "", "2023年3月5日"]),
    (
        "a date as a date",
        {"F4": "2023/3/5"},
        ["税务", "c47", "业务规范", 3, "", dt.datetime(2023, 3, 5)],
    ),
    (
        "a reason spaced out",
        {"G4": "晨会 迟到"},
        ["税务", "c47", "业务规范", 3, "", "", "晨会迟到"],
    ),
]


@pytest.mark.parametrize(("why", "more", "row"), EQUAL)
def test_a_line_that_says_the_same_is_not_added_again(
    why: str, more: dict[str, Write], row: list[Given]
) -> None:
    """However it is written; the report names the file's rows."""
    host = new_book(written={LEDGER: {**HELD, **more}})
    made = plan(host, HEADER, row)

    assert made.changes_nothing, why
    assert any("1笔" in line and "第2行" in line and "没有重复导入" in line for line in made.report)


@pytest.mark.parametrize("index", range(7))
def test_a_line_that_differs_in_anything_is_another(index: int) -> None:
    """Window, item, module, points, count, date or reason."""
    host = new_book(written={LEDGER: {**HELD, "E4": D(1), "F4": "2023-03-05", "G4": "迟到"}})
    row: list[Given] = ["税务", "c47", "业务规范", 3, 1, "2023-03-05", "迟到"]
    other: list[Given] = ["残联", "c48", "窗口规范", 2, 2, "2023-03-06", "早退"]
    row[index] = other[index]

    assert len(lines(plan(host, HEADER, row))) == 1


def test_a_line_twice_in_a_file_is_refused_unless_it_is_allowed() -> None:
    """Two equal deductions may be two events, or one written twice: staff decide."""
    row: list[Given] = ["税务", "c47", "业务规范", 3]
    message = refusal(HEADER[:4], row, row)

    assert "第3行与第2行内容完全相同" in message and "--allow-duplicates" in message
    made = plan_ledgers(
        quarter(new_book()), [(source(HEADER[:4], row, row), "明细.csv")], allow_duplicates=True
    )
    assert len(lines(made)) == 2
    assert made.changes[LEDGER][5, SOURCE] == "明细.csv“来件.csv” 第3行（与第2行相同）"


def test_a_line_that_the_book_holds_is_left_out_or_marked() -> None:
    """Struck there or not: a line that was struck must not come back with the next import."""
    struck = {**HELD, "H4": "作废", "I4": "重复"}
    row: list[Given] = ["税务", "c47", "业务规范", 3]
    for held in (HELD, struck):
        host = new_book(written={LEDGER: held})
        assert plan(host, HEADER[:4], row).changes_nothing
        made = plan_ledgers(
            quarter(host), [(source(HEADER[:4], row, name="明细.csv"), "明细.csv")],
            allow_duplicates=True,
        )  # fmt: skip
        assert made.changes[LEDGER][5, SOURCE] == "明细.csv 第2行（与表中第4行相同）"


def test_each_line_keeps_where_it_came_from() -> None:
    """File, sheet where there are several, and row; in a workbook of before there is no room."""
    grids = [(source(HEADER[:4], ["税务", "迟到", "", 1], name="一月"), "来件.xlsx")]
    made = plan_ledgers(quarter(new_book()), grids)
    assert made.changes[LEDGER][4, SOURCE] == "来件.xlsx“一月” 第2行"
    assert [line.as_json() for line in made.lines] == [
        {
            "sheet": LEDGER,
            "row": 4,
            "source": "来件.xlsx“一月” 第2行",
            "outcome": "added",
            "cells": {"窗口": "税务", "项目": "迟到", "分值": "1"},
        }
    ]
    former = FileHost(FORMER)
    assert {c for _, c in plan_ledgers(quarter(former), grids).changes[LEDGER]} == {1, 2, 4}


def test_a_struck_line_is_imported_struck() -> None:
    """A list that went out with its struck lines comes back with them."""
    row: list[Given] = ["税务", "迟到", "业务规范", 1, "作废", "重复登记"]
    made = plan(new_book(), [*HEADER[:4], "状态", "作废原因"], row)
    assert lines(made)[0] | {"H": "作废", "I": "重复登记"} == lines(made)[0]


def test_a_table_that_is_too_short_is_made_longer() -> None:
    """500 rows stand ready: the 501st line makes the table reach row 504."""
    rows: list[list[Given]] = [["税务", "迟到", "业务规范", 1, n] for n in range(501)]
    made = plan(new_book(), HEADER[:5], *rows)
    assert made.tables == {LEDGER: ((3, 1), 504)}


def test_windows_that_the_table_does_not_have_are_told() -> None:
    """By name and first row, before anything is written."""
    made = plan(new_book(), HEADER[:4], ["税务", "迟到", "", 1], ["水务", "迟到", "", 1])
    assert "窗口不在名次表里，核对时会列为错误：水务（第3行）。" in made.report


def test_staff_scores_are_taken_from_the_departments_lists() -> None:
    """Window, name and score under their many headers; who is listed already is left out."""
    held: dict[str, Write] = {"A4": "税务", "B4": "张三", "C4": D(95)}
    host = new_book(written={STAFF: held})
    header: list[Given] = ["部门", "人员姓名", "季度考核分", "备注", "电话"]
    rows: list[list[Given]] = [
        ["税 务", "张三", "95分", "", "1"],
        ["税务", "李四", "９８.５", "借调", "2"],
    ]
    made = plan_ledgers(
        quarter(host), [(source(header, *rows, name="名单.csv"), "名单.csv")], kind=STAFF_KIND
    )
    assert made.changes[STAFF] == {
        (5, 1): "税务",
        (5, 2): "李四",
        (5, 3): D("98.5"),
        (5, 4): "借调",
        (5, 7): "名单.csv 第3行",
    }
    assert "没有对应栏目，未导入：E列“电话”。" in made.report
    assert any("没有重复导入（第2行）" in sentence for sentence in made.report)


def test_what_one_file_adds_counts_as_held_for_the_next() -> None:
    """Two departments may send the same list."""
    row: list[Given] = ["税务", "c47", "业务规范", 3]
    grids = [(source(HEADER[:4], row), "甲.csv"), (source(HEADER[:4], row), "乙.csv")]
    made = plan_ledgers(quarter(new_book()), grids)

    assert len(lines(made)) == 1
    assert [line.outcome for line in made.lines] == ["added", "repeated"]
    assert made.lines[1].source == "乙.csv“来件.csv” 第2行（与甲.csv 第2行相同）"


def rows_of(lines: list[tuple[str, str, str]]) -> list[list[Given]]:
    return [[*line] for line in lines]


LINE = st.tuples(
    st.sampled_from(["税务", "残联"]),
    st.sampled_from(["扣分（第47列）", "迟到"]),
    st.sampled_from(["0.5", "1"]),
)


@given(held=st.lists(LINE, max_size=5), sent=st.lists(LINE, min_size=1, max_size=6))
def test_lines_are_held_once_unless_duplicates_are_allowed(
    held: list[tuple[str, str, str]], sent: list[tuple[str, str, str]]
) -> None:
    """Importing the same again changes nothing; where repeats are allowed none is lost."""
    header: list[Given] = ["窗口", "项目", "分值"]
    once = [list(dict.fromkeys(lines)) for lines in (held, sent)]
    host = new_book()
    for some in filter(None, once):
        plan(host, header, *rows_of(some)).write_to(host)
    assert found_in(host) == Counter({*held, *sent})
    assert plan(host, header, *rows_of(once[1])).changes_nothing
    host = new_book()
    for some in filter(None, (held, sent)):
        grid = source(header, *rows_of(some))
        plan_ledgers(quarter(host), [(grid, "明细.csv")], allow_duplicates=True).write_to(host)
    assert found_in(host) == Counter(held) + Counter(sent)


def found_in(host: MemoryHost) -> Counter[tuple[object, object, str]]:
    """The lines of the ledger, how often each stands there."""
    return Counter(
        (value(host, LEDGER, f"A{row}"), value(host, LEDGER, f"B{row}"), str(points))
        for row in range(4, 20)
        if (points := value(host, LEDGER, f"D{row}")) is not None
    )


# ── faults ──

LINE_FAULTS: dict[str, tuple[list[list[Given]], list[str]]] = {
    "没有窗口": ([["", "迟到", "", 1]], ["A2：第2行没有写窗口"]),
    "窗口是错误值": ([[CellError("#N/A"), "迟到", "", 1]], ["A2：窗口名称为错误值 #N/A"]),
    "公式没有结果": ([["税务", "迟到", "", Cell(None, "A1*2")]], ["D2：公式还没有结果"]),
    "没有的日子": ([["税务", "迟到", "", 1, "", "2024-02-30"]], ["第2行：日期“2024-02-30”不是"]),
    "数字的日子": ([["税务", "迟到", "", 1, "", D(45356)]], ["第2行：日期45356不是一个日期"]),
    "几处": ([["", "迟到"], ["税务", Cell(None, "A1")]], ["有 2 处", "A2", "B3"]),
}


@pytest.mark.parametrize("name", LINE_FAULTS)
def test_faulty_lines_refuse_the_whole_file(name: str) -> None:
    """All of them at once, each with its cell."""
    rows, parts = LINE_FAULTS[name]
    message = refusal(HEADER[:6], *rows)

    assert [part for part in parts if part not in message] == []


def test_merged_cells_are_refused() -> None:
    """Which lines a merged window stands for is not guessed."""
    message = refusal(HEADER[:4], ["税务", "a", "", 1], ["税务", "b", "", 1], merges=("A2:A3",))

    assert "A2:A3 是合并单元格" in message


def test_sums_and_notes_are_left_out_and_told() -> None:
    """合计 is no window, a lone 备注 no line."""
    made = plan(
        new_book(), HEADER[:4], ["税务", "迟到", "", 1], ["合计", "", "", 1], ["注：截至3月31日"]
    )

    assert len(lines(made)) == 1
    assert "第3行“合计”是汇总行，未导入。" in made.report
    assert "第4行是表下的说明，未导入。" in made.report


def test_a_field_that_the_workbook_has_no_column_for_is_not_dropped() -> None:
    """The column must be put back first."""
    host = new_book()
    grid = host.grid(LEDGER)
    assert grid is not None
    cells = {ref: cell for ref, cell in grid.cells.items() if ref != parse_a1("G3")}
    host._grids[LEDGER] = Grid(LEDGER, cells, grid.merges)

    with pytest.raises(ImportFileError, match="没有表头事由"):
        plan(host, HEADER, ["税务", "迟到", "", 1, "", "", "晨会"])
    assert len(lines(plan(host, HEADER, ["税务", "迟到", "", 1]))) == 1


def test_only_the_ledger_is_written() -> None:
    """No other sheet changes."""
    made = plan(new_book(), HEADER[:4], ["税务", "迟到", "", 1])

    assert set(made.changes) == {LEDGER} != {STAFF}


# ── people who wait for their score ──


def test_a_list_of_staff_fills_in_who_waits_for_a_score() -> None:
    """A workbook begun from the last quarter has the names: no second line, no struck one."""
    held: dict[str, Write] = {"A4": "税务", "B4": "张三", "A5": "税务", "B5": "李四", "E5": "作废"}
    held |= {"A6": "残联", "B6": "王五", "C6": D(90)}
    host = new_book(written={STAFF: held})
    rows: list[list[Given]] = [["税务", "李四", 80], ["税 务", "张 三", 95], ["残联", "王五", 90]]
    sheet = source(["窗口", "姓名", "考核分"], *rows, name="名单.csv")
    made = plan_ledgers(quarter(host), [(sheet, "名单.csv")], kind=STAFF_KIND)

    assert made.changes[STAFF] == {
        (7, 1): "税务", (7, 2): "李四", (7, 3): D(80), (7, 7): "名单.csv 第2行",
        (4, 3): D(95), (4, 7): "名单.csv 第3行",
    }  # fmt: skip
    assert [line.outcome for line in made.lines] == ["added", "filled", "repeated"]
    assert "“人员考核”里等着填分的1行已填上考核分。" in made.report


# ── what lines say against themselves ──


def test_signs_and_headers_against_the_item_are_refused_each_with_its_line() -> None:
    """扣分 of an item that adds, +1 of a module that deducts; what agrees passes."""
    deducted: list[Given] = ["税务", "", "业务规范", 1]
    message = refusal(
        ["窗口", "项目", "模块", "扣分"], deducted, ["税务", "帮代办·加分", "", 1],
        ["税务", "", "业务规范", "+1"],
    )  # fmt: skip
    assert "第3行：表头是扣分，但项目“帮代办·加分”是加分的" in message
    assert "第4行：分值写作“+1”，但模块“业务规范”是扣分的" in message
    assert len(lines(plan(new_book(), ["窗口", "模块", "加分"], ["税务", "奖励分", "+1"]))) == 1


def test_dates_of_another_period_are_told_with_their_line() -> None:
    """The book is of 2023 Q1: 31 March is in it, 1 April is not."""
    rows: list[list[Given]] = [
        ["税务", "迟到", "", 1, "", day] for day in ("2023-03-31", "2023年4月1日", "3月上旬", "")
    ]
    rows[3][4] = 2
    told = plan(new_book(), HEADER[:6], *rows).report
    assert "日期不在2023年第1季度之内，仍然导入，请核对：第3行2023-04-01。" in told


def test_a_window_that_is_almost_one_is_asked_about() -> None:
    """测试窗口二窗口 for 测试窗口二."""
    made = plan(
        new_book(("测试窗口一", "测试窗口二")), HEADER[:4], ["测试窗口二窗口", "", "业务规范", 1]
    )
    assert any("测试窗口二窗口（第2行，是不是“测试窗口二”？）" in line for line in made.report)


def test_words_for_a_figure_are_told_before_anything_is_written() -> None:
    """一分 is no figure; the preview says so with its cell."""
    told = plan(new_book(), HEADER[:4], ["税务", "迟到", "业务规范", "一分"]).report
    assert "1格读不出数值，照原样写入，请在核对后改正：D2（分值）“一分”。" in told


HEADS: list[tuple[list[list[Given]], list[str]]] = [
    # header rows, merges
    ([["窗口", "扣分情况", "", ""], ["", "模块", "分值", "事由"]], []),
    ([["窗口", "扣分情况"], ["", "模块", "分值", "事由"]], ["A1:A2", "B1:D1"]),
    ([["一季度"], ["窗口", "模块", "扣分", "备注"]], ["A1:D1"]),
    ([["所在窗口", "考核", "", ""], ["", "模块", "分", ""], ["", "", "扣分值", "事由"]], []),
]


@pytest.mark.parametrize(("head", "merges"), HEADS)
def test_headers_may_take_several_rows(head: list[list[Given]], merges: list[str]) -> None:
    """Merged, or with the merges lost in a CSV, or below a title; 备注 stands for 事由."""
    row: list[Given] = ["税务", "业务规范", 1, "迟到"]
    sheet = source(*head, row, merges=merges)
    made = plan_ledgers(quarter(new_book()), [(sheet, "明细.csv")])
    assert lines(made) == [{"A": "税务", "C": "业务规范", "D": D(1), "G": "迟到"}]


OTHER_ROWS: list[tuple[list[Given], str]] = [
    (["合计：", "", "", 9], "“合计：”是汇总行"),
    (["", "合 计", "", 9], "“合 计”是汇总行"),
    (["税务小计", "", "", 9], "“税务小计”是汇总行"),
    (["税务", "小计", "", 9], "“小计”是汇总行"),
    (["", "", "平均（分）", 9], "“平均（分）”是汇总行"),
    (["填表人", "张三", "", ""], "是填表、审核等签名行"),
    (["", "制表：李四", "", "2023年4月1日"], "是填表、审核等签名行"),
    (["审核", "", "", ""], "是填表、审核等签名行"),
    (["备注：略", "", "", ""], "是表下的说明"),
    (["窗口", "项目", "模块", "分值"], "重复了表头"),
]


@pytest.mark.parametrize(("row", "why"), OTHER_ROWS)
def test_rows_that_are_no_lines_are_left_out_and_told(row: list[Given], why: str) -> None:
    """Sums in any column, signatures, notes, a header over again; lines below still count."""
    made = plan(new_book(), HEADER[:4], ["税务", "迟到", "", 1], row, ["残联", "早退", "", 2])
    assert [line["A"] for line in lines(made)] == ["税务", "残联"]
    assert any(line.startswith(f"第3行{why}") for line in made.report)
