"""Cells that hold a cell function count as computed, whatever figure they happen to show."""

from __future__ import annotations

from decimal import Decimal

from tests.excel.real_table import COLUMNS, FIRST, NAMES, contents
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.hosts import MemoryHost
from xl_appraisal.hosts.excel.excel_values import to_value
from xl_appraisal.model.grid import Cell, CellError, Grid, a1
from xl_appraisal.work import desk

BELOW = FIRST + len(NAMES)


def workbook(*changes: tuple[tuple[int, str], Cell]) -> MemoryHost:
    """The macro workbook with the published inputs and those cells, in memory."""
    grids = []
    for name, content in contents(functions=True).items():
        cells = {ref: Cell(to_value(v), formula) for ref, (v, formula) in content.cells.items()}
        if name == RANKING:
            cells |= {(row, COLUMNS[column]): cell for (row, column), cell in changes}
        grids.append(Grid(name, cells, tuple(content.merges)))
    return MemoryHost(grids)


def cell(host: MemoryHost, row: int, column: str) -> Cell:
    grid = host.grid(RANKING)
    assert grid is not None
    return grid[row, COLUMNS[column]]


def test_a_recalculation_refreshes_the_figure_and_keeps_the_function() -> None:
    """What a reader without the add-in sees is what was last computed."""
    host = workbook()
    before = cell(host, FIRST, "total").formula
    desk.recalculate(host)
    assert before is not None
    assert before.startswith("WINDOW_TOTAL(")
    assert cell(host, FIRST, "total") == Cell(Decimal("107.562"), before)
    assert cell(host, FIRST, "rank").value == 1


def test_a_function_in_an_item_cell_is_no_typed_figure() -> None:
    """Where its counts are in the row: 630 and 470 cases are 2 + 1.5 points (remark 4).

    It shows 9, which is told with its cell, and #NAME? the next time.
    """
    row = FIRST + NAMES.index("残联")
    formula = f"_xll.CASE_VOLUME_BONUS(M{row},N{row})"
    for shown in (Decimal(9), CellError("#NAME?")):
        host = workbook(((row, "case_volume_bonus"), Cell(shown, formula)))
        done = desk.recalculate(host)
        assert done.appraisal.window("残联").total == Decimal("100.23")
        assert cell(host, row, "case_volume_bonus") == Cell(Decimal("3.5"), formula)
        told = [f for f in done.appraisal.findings if f.code == "rule_applied"]
        behind = [(a1(row, COLUMNS["case_volume_bonus"]), "9", "3.5")]
        assert [(f.cell, f.found, f.expected) for f in told] == behind * (shown == 9)


def test_a_function_that_waits_for_a_window_makes_none() -> None:
    """Below the last window, saved on a machine without the add-in."""
    grid = workbook().grid(RANKING)
    assert grid is not None
    waiting = Cell(CellError("#NAME?"), f"WINDOW_TOTAL(J{BELOW}:AX{BELOW})")
    cells = {ref: c for ref, c in grid.cells.items() if ref[0] < BELOW}
    cells[BELOW, COLUMNS["total"]] = waiting
    host = workbook()
    grids = [g for name in contents() if name != RANKING and (g := host.grid(name)) is not None]
    merges = tuple(area for area in grid.merges if area.bottom < BELOW)
    done = desk.appraise_host(MemoryHost([Grid(RANKING, cells, merges), *grids]))
    assert len(done.appraisal.windows) == len(NAMES)
    assert not done.appraisal.stopped
