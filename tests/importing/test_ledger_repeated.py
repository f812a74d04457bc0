"""Lines go below what is there, and none twice; people who wait for a score get it."""

from __future__ import annotations

import datetime as dt
from collections import Counter

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
from tests.importing.ledgers import FORMER, HEADER, SOURCE, D, lines, plan, refusal
from xl_appraisal.hosts import FileHost, MemoryHost
from xl_appraisal.model.grid import Write
from xl_appraisal.work.importing.list_kinds import STAFF_KIND

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
    assert made.changes[LEDGER][5, SOURCE] == "明细.csv 第3行（与第2行相同）"


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
    assert made.lines[1].source == "乙.csv 第2行（与甲.csv 第2行相同）"


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
