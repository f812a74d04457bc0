"""What is wrong with a ledger's lines, and what beside them is none, is told."""

from __future__ import annotations

import pytest

from tests.importing.books import (
    LEDGER,
    STAFF,
    Given,
    new_book,
    plan_ledgers,
    quarter,
    source,
)
from tests.importing.ledgers import HEADER, D, lines, plan, refusal
from xl_appraisal.model.errors import ImportFileError
from xl_appraisal.model.grid import Cell, CellError, Grid, parse_a1

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
