"""A sheet of 300 windows, three times the largest centre in a live Calc."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.excel.real_table import COLUMNS, FIRST
from tests.libreoffice.staffed import COPIED, Desk, large_template
from tests.published import MODULE_COLUMNS
from xl_appraisal.model.grid import a1

WINDOWS = 300


def test_three_hundred_windows_recalculate(calc_desk: Desk, tmp_path: Path) -> None:
    """Totals and ranks of all; one point more for the last, and both follow."""
    opened = calc_desk.open(large_template(tmp_path / "300.xlsm", WINDOWS))
    modules = [[Decimal(row[c]) for c in MODULE_COLUMNS.values()] for row in COPIED]
    totals = [sum(modules[n % len(COPIED)]) for n in range(WINDOWS)]
    last = FIRST + WINDOWS - 1

    def shown(column: str) -> list[Decimal]:
        place = COLUMNS[column]
        block = opened.ranking.getCellRangeByName(f"{a1(FIRST, place)}:{a1(last, place)}")
        return [Decimal(repr(round(line[0], 9))).normalize() for line in block.getDataArray()]

    def ranks() -> list[int]:
        order = sorted(totals, reverse=True)
        first = {total: place for place, total in reversed(list(enumerate(order, 1)))}
        return [first[total] for total in totals]

    assert shown("total") == [total.normalize() for total in totals]
    assert shown("rank") == ranks()
    opened.at(last, "staff_performance").Value -= 1
    totals[-1] -= 1
    assert shown("total")[-1] == totals[-1].normalize()
    assert shown("rank") == ranks()
