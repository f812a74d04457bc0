"""A ranking table planned into a workbook: where figures go, what is refused, what is kept."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.importing.books import (
    LEDGER,
    PUBLISHED,
    RANKING,
    Given,
    area,
    formula,
    new_book,
    plan_tables,
    quarter,
    source,
    value,
)
from xl_appraisal.hosts import MemoryHost
from xl_appraisal.model.errors import ImportFileError
from xl_appraisal.model.grid import Cell, CellError, Grid, Write
from xl_appraisal.work.desk import recalculate
from xl_appraisal.work.importing.import_plan import ImportPlan
from xl_appraisal.work.importing.source_sheet import SourceSheet

D = Decimal


def plan(host: MemoryHost, grid: SourceSheet, *, overwrite: bool = False) -> ImportPlan:
    return plan_tables(quarter(host), [(grid, "来件.csv")], overwrite=overwrite)


def refusal(host: MemoryHost, grid: SourceSheet) -> str:
    with pytest.raises(ImportFileError) as caught:
        plan(host, grid)
    return str(caught.value)


VALUES: list[tuple[str, Given, object]] = [
    # column, as it stands in the file, as it is written
    ("c10", "102", D(102)),
    ("c10", "１，５９３件", D(1593)),
    ("c11", " 0.20 ", D("0.2")),
    ("c12", "2.000", D(2)),
    ("c12", D("4.125"), D("4.125")),
    ("c43", "√", "√"),
    ("c43", "是", "√"),
    ("c43", True, "√"),
    ("c43", "否", "×"),
    ("c45", "98%", D("0.98")),
    ("c45", "98.5％", D("0.985")),
    ("c45", D("0.7"), D("0.7")),
    ("c45", "2/3", D("0.666666666666667")),
    ("c49", "见附件", "见附件"),
    ("c49", "3", D(3)),
    ("c49", "003", "003"),
    ("c3", "29.562", D("29.562")),
    # unreadable: as it stands
    ("c10", "约100", "约100"),
    ("c11", "-3", "-3"),
    ("c11", D(-3), D(-3)),
    ("c45", "98", "98"),
    ("c43", "待定", "待定"),
    ("c10", dt.date(2023, 3, 1), "2023-03-01"),
    ("c10", dt.datetime(2023, 3, 1), "2023-03-01"),
    ("c10", dt.time(8, 30), "08:30:00"),
    ("c10", CellError("#N/A"), "#N/A"),
    ("c10", "=1+1", "=1+1"),
]


@pytest.mark.parametrize(("column", "given", "written"), VALUES)
def test_values_are_written_as_figures_or_as_they_stand(
    column: str, given: Given, written: object
) -> None:
    """Readable figures exactly, flags as √ or ×, shares as such; the rest is not lost."""
    made = plan(new_book(("税务",)), source(["窗口", column], ["税务", given]))

    (found,) = made.changes[RANKING].values()
    assert found == written
    assert type(found) is type(written)


@pytest.mark.parametrize("blank", [None, "", " ", "\u3000", "\u200b"])
def test_blank_cells_change_nothing(blank: str | None) -> None:
    """What the workbook holds stays."""
    host = new_book(("税务",), written={RANKING: {"J7": D(5)}})

    assert plan(host, source(["窗口", "c10", "c4"], ["税务", blank, blank])).changes_nothing


def test_unreadable_values_are_told_with_their_cell() -> None:
    """The report says where the check will show them."""
    told = plan(new_book(("税务",)), source(["窗口", "c10"], ["税务", "约100"])).report

    assert any(
        "1格读不出数值" in line and "名次表!J7" in line and "“约100”" in line for line in told
    )


def test_more_digits_than_a_cell_keeps_are_kept_as_text() -> None:
    """A spreadsheet would cut the sixteenth."""
    made = plan(new_book(("税务",)), source(["窗口", "c11"], ["税务", "12345678.123456789"]))

    assert list(made.changes[RANKING].values()) == ["12345678.123456789"]


def test_results_go_to_the_published_figures_and_only_the_mean_is_typed() -> None:
    """Rank, total and five modules never reach the computed cells."""
    header = ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9"]
    row: list[Given] = ["1", "残联", "28.68", "10", "26.25", "15", "14", "4.8", "99.73 "]
    host = new_book()
    made = plan(host, source(header, row))
    made.write_to(host)

    assert made.changes[RANKING] == {(8, 3): D("28.68")}
    wanted = ["残联", 1, None, 10, D("26.25"), 15, 14, D("4.8"), D("99.73")]
    assert [value(host, PUBLISHED, f"{c}4") for c in "ABCDEFGHI"] == wanted


def test_published_figures_find_their_window_or_are_appended() -> None:
    """By name, spaces and width aside; the order of the file does not matter."""
    host = new_book(written={PUBLISHED: {"A4": "残　联", "B4": D(2), "A5": "税务"}})
    made = plan(host, source(["窗口", "名次"], ["医保", 3], ["税务", 1], ["残联", 2]))

    assert made.changes[PUBLISHED] == {(6, 1): "医保", (6, 2): D(3), (5, 2): D(1)}


@pytest.mark.parametrize(
    ("held", "given", "equal"),
    [("107.56", "107.562", True), ("107.562", "107.56", True), ("107.57", "107.562", False)],
)
def test_totals_are_compared_as_they_are_published(held: str, given: str, equal: bool) -> None:
    """Two decimals, half-up: 107.562 shows as 107.56."""
    host = new_book(("税务",), written={PUBLISHED: {"A4": "税务", "I4": D(held)}})
    grid = source(["窗口", "总分"], ["税务", given])

    if equal:
        assert plan(host, grid).changes_nothing
    else:
        assert f"表中是{held}，来件.csv B2是“{given}”" in refusal(host, grid)


def test_without_the_sheet_for_published_figures_they_are_not_dropped() -> None:
    """The import is refused and says how to go on."""
    host = new_book(("税务",))
    del host._grids[PUBLISHED]

    assert "公布成绩" in refusal(host, source(["窗口", "总分"], ["税务", 99]))
    assert not plan(host, source(["窗口", "c10"], ["税务", 1])).changes_nothing


# ── conflicts ──


def test_other_typed_values_refuse_the_whole_import() -> None:
    """Every conflict with cell, old and new value; nothing is taken over by half."""
    held: dict[str, dict[str, Write]] = {
        RANKING: {"J7": D(5), "K8": "约1", "AQ9": "√"},
        PUBLISHED: {"A4": "税务", "B4": D(1)},
    }
    grid = source(
        ["窗口", "c10", "c11", "c43", "c1", "c12"],
        ["税务", 6, "", "", 2, 1],
        ["残联", "", 1, "", "", 1],
        ["医保", "", "", "×", "", 1],
    )
    message = refusal(new_book(written=held), grid)

    for part in (
        "有 4 处",
        "名次表!J7（税务 到岗次数）：表中是5，来件.csv B2是6",
        "名次表!K8（残联 领导重视·加分）：表中是“约1”，来件.csv C3是1",
        "名次表!AQ9（医保 一票否决（第43列））：表中是“√”，来件.csv D4是“×”",
        "公布成绩!B4（税务 名次）：表中是1，来件.csv E2是2",
        "--overwrite",
    ):
        assert part in message


def test_overwriting_is_done_on_demand_and_told() -> None:
    """Old and new value stand in the report."""
    host = new_book(("税务",), written={RANKING: {"J7": D(5)}})
    made = plan(host, source(["窗口", "c10"], ["税务", 6]), overwrite=True)

    assert made.changes == {RANKING: {(7, 10): D(6)}}
    assert any("改写了1格" in line and "表中是5" in line for line in made.report)


EQUAL: list[tuple[str, Given, Given]] = [
    ("c10", D(5), "5.0"),
    ("c10", "５", 5),
    ("c10", " 5 次", "5"),
    ("c43", "✔", "是"),
    ("c45", D("0.98"), "98%"),
    ("c45", D("0.666666666666667"), "2/3"),
    ("c49", "见 附件", "见附件"),
    ("c10", "约100", "约100"),
    ("c10", Cell(D(5), "2+3"), 5),
]


@pytest.mark.parametrize(("column", "held", "given"), EQUAL)
def test_equal_values_are_no_conflict(column: str, held: Given, given: Given) -> None:
    """However they are written; what stands there stays as it is."""
    host = new_book(("税务",))
    grid = host.grid(RANKING)
    assert grid is not None
    cell = source([held]).grid[1, 1]
    host._grids[RANKING] = Grid(RANKING, {**grid.cells, (7, int(column[1:])): cell}, grid.merges)

    assert plan(host, source(["窗口", column], ["税务", given])).changes_nothing


def test_our_own_formulas_give_way_to_a_typed_figure() -> None:
    """They count as blank, and the formula goes: under a kept one the figure would be lost."""
    line: dict[str, Write] = {"A4": "税务", "B4": "扣分（第47列）", "C4": "业务规范", "D4": D(1)}
    host = new_book(("税务",), written={RANKING: {"C7": D(28)}, LEDGER: line})
    recalculate(host)
    before = host.grid(RANKING)
    plan(host, source(["窗口", "c47"], ["税务", 3])).write_to(host)
    after = host.grid(RANKING)

    assert before is not None
    assert before[7, 47].value == 1
    assert before[7, 47].formula is not None
    assert after is not None
    assert after[7, 47] == Cell(D(3))


def test_other_formulas_are_somebodys_work() -> None:
    """A differing one is a conflict; overwritten, its formula goes as well."""
    host = new_book(("税务",), written={RANKING: {"J7": formula("2+3", D(5))}})
    grid = source(["窗口", "c10"], ["税务", 6])

    assert "表中是5" in refusal(host, grid)
    plan(host, grid, overwrite=True).write_to(host)
    ranking = host.grid(RANKING)
    assert ranking is not None
    assert ranking[7, 10] == Cell(D(6))


# ── windows ──


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
