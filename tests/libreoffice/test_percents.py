"""Percents among points: a cell that shows 95 % holds 0.95, and no figure counts either unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.libreoffice.staffed import Desk, Opened
from tests.libreoffice.test_typed_calls import type_in
from xl_appraisal.book.sheets import LEDGER, RANKING
from xl_appraisal.hosts import FileHost

POINTS = "D4"
"""Of the first line of 加扣分明细."""


@pytest.fixture
def opened(calc_desk: Desk, filled: Path) -> Opened:
    return calc_desk.open(filled, hidden=False)


def total_and_rank(opened: Opened) -> tuple[str, str]:
    """What the window of the first line shows."""
    name = opened.document.Sheets.getByName(LEDGER).getCellRangeByName("A4").String
    row = next(r for r in range(7, 40) if opened.at(r, "window").String == name)
    return opened.at(row, "total").String, opened.at(row, "rank").String


def test_points_typed_as_a_percent_stop_their_window_at_once(opened: Opened) -> None:
    """So do points entered over them: Calc keeps the format, and 2 is 200 %."""
    for typed, shown in (("95%", "显示为95%"), ("2", "显示为200%")):
        type_in(opened, POINTS, typed, LEDGER)
        assert all(shown in text for text in total_and_rank(opened)), total_and_rank(opened)


@pytest.mark.parametrize("command", ["recalculate", "check", "saveBack"])
def test_a_percent_format_alone_shows_at_the_next_command(opened: Opened, command: str) -> None:
    """Calc computes nothing anew for it; the figures, 核对 and the file agree afterwards."""
    type_in(opened, POINTS, "3", LEDGER)
    opened.give(".uno:GoToCell", ToPoint=POINTS)
    opened.give(".uno:NumberFormatPercent")
    assert not any("显示为" in text for text in total_and_rank(opened))
    opened.dispatch(command)
    assert all("显示为300%" in text for text in total_and_rank(opened))
    if command == "saveBack":
        grid = FileHost(opened.path).grid(RANKING)
        assert grid is not None
        assert sum("显示为300%" in str(cell.value) for cell in grid.cells.values()) >= 2
