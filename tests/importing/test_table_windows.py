"""The windows of a ranking table: found by name, given a blank row, or refused with their place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.importing.books import RANKING, Given, area, new_book, source
from tests.importing.tables import plan, refusal
from xl_appraisal.model.grid import Cell, CellError, Grid

D = Decimal


def test_windows_are_matched_by_name_and_unknown_ones_take_blank_rows() -> None:
    """Width and spaces aside; the blank rows stand between the last window and the remarks."""
    host = new_book(("税务", "残联"), spare=2)
    grid = source(["窗口", "c10"], ["残 联", 2], ["医保", 3], ["税务", 1], ["水利", 4])
    made = plan(host, grid)

    assert made.changes[RANKING] == {
        (8, 10): D(2), (9, 2): "医保", (9, 10): D(3), (7, 10): D(1), (10, 2): "水利", (10, 10): D(4)
    }  # fmt: skip
    assert "名次表新增2个窗口：医保（第9行）、水利（第10行）。" in made.report


def test_windows_without_room_are_refused_with_the_remedy() -> None:
    """All of them, and the command that makes a workbook with room."""
    message = refusal(
        new_book(("税务",), spare=1),
        source(["窗口", "c10"], ["税务", 1], ["医保", 1], ["水利", 1], ["民政", 1]),
    )

    assert "2个新窗口：水利、民政" in message
    assert "xl-appraisal new OUT --windows FILE" in message


def test_a_blank_row_that_holds_anything_is_not_taken() -> None:
    """A figure without a window, a note in a spare row: somebody's work."""
    host = new_book(("税务",), spare=2, written={RANKING: {"BB9": "记一下"}})

    assert "1个新窗口：水利" in refusal(host, source(["窗口", "c10"], ["医保", 1], ["水利", 1]))


WINDOW_FAULTS: dict[str, tuple[list[list[Given]], list[str]]] = {
    "重复": ([["税务", 1], ["税 务", 2]], ["“税 务”在第2行和第3行重复"]),
    "没有名称": ([["", 1]], ["A2：第2行有数据，但没有窗口名称"]),
    "错误值": ([[CellError("#REF!"), 1]], ["A2：窗口名称为错误值 #REF!"]),
    "没有结果的公式": ([["税务", Cell(None, "1+1")]], ["B2（税务 到岗次数）：公式还没有结果"]),
}


@pytest.mark.parametrize("name", WINDOW_FAULTS)
def test_faulty_rows_are_refused_with_their_place(name: str) -> None:
    """Nothing is guessed about whose row it is."""
    rows, parts = WINDOW_FAULTS[name]
    message = refusal(new_book(("税务",)), source(["窗口", "c10"], *rows))

    assert [part for part in parts if part not in message] == []


def test_a_window_that_stands_twice_in_the_workbook_is_refused() -> None:
    """Which of the rows is meant cannot be told."""
    host = new_book(written={RANKING: {"B8": "税 务"}})

    assert "名次表里有几行" in refusal(host, source(["窗口", "c10"], ["税务", 1]))


def test_merged_cells_among_the_windows_are_refused() -> None:
    """On either side: in the file, and in the workbook where the figure would go."""
    host = new_book()
    merged = source(["窗口", "c10"], ["税务", 1], ["残联"], merges=["B2:B3"])
    assert "B2:B3 是合并单元格" in refusal(host, merged)

    grid = host.grid(RANKING)
    assert grid is not None
    areas = (*grid.merges, area("J7:J8"))
    host._grids[RANKING] = Grid(RANKING, grid.cells, areas)
    assert "名次表!J8（残联 到岗次数）：是合并单元格" in refusal(
        host, source(["窗口", "c10"], ["残联", 1])
    )


def test_notes_and_sums_under_the_table_are_left_out_and_told() -> None:
    """合计 is no window, nor are 备注 and its numbered sentences."""
    made = plan(
        new_book(("税务",)),
        source(["窗口", "c10"], ["税务", 1], ["合计", 1], ["备注：1.某某", ""], ["2.某某", 9]),
    )

    assert made.changes[RANKING] == {(7, 10): D(1)}
    assert "第5行是表下的说明，未导入。" in made.report
    assert "第3行“合计”是汇总行，未导入。" in made.report
    assert "第4行是表下的说明，未导入。" in made.report


def test_all_faults_are_told_at_once() -> None:
    """No room, a conflict and a formula without a figure in one message."""
    host = new_book(("税务",), written={RANKING: {"J7": D(5)}})
    message = refusal(
        host, source(["窗口", "c10", "c11"], ["税务", 6, Cell(None, "A1")], ["医保", 1, 1])
    )

    assert "有 3 处" in message
