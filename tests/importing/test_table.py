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
    formula,
    new_book,
    source,
    value,
)
from tests.importing.tables import plan, refusal
from xl_appraisal.model.grid import Cell, CellError, Grid, Write
from xl_appraisal.work.desk import recalculate

D = Decimal


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
