"""What a command leaves in the list of steps, in a window as staff have it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.excel.real_table import FIRST
from tests.libreoffice.staffed import Desk, Opened
from xl_appraisal.hosts import FileHost
from xl_appraisal.work.closing import close
from xl_appraisal.work.desk import recalculate


@pytest.fixture
def opened(calc_desk: Desk, filled: Path) -> Opened:
    return calc_desk.open(filled, hidden=False)


def steps(opened: Opened) -> list[str]:
    """The steps that can be undone, the last first; one typed has LibreOffice's own name."""
    return ["重新计算" if t == "重新计算" else "-" for t in _titles(opened)]


def _titles(opened: Opened) -> tuple[str, ...]:
    titles: tuple[str, ...] = opened.document.UndoManager.getAllUndoActionTitles()
    return titles


def test_a_recalculation_is_one_step_above_what_was_typed(opened: Opened) -> None:
    """Two undone bring back the figure that was typed over; formulas of ours are no steps."""
    opened.dispatch("recalculate")
    cell = opened.at(FIRST, "leadership_bonus")
    before = cell.Value
    opened.give(".uno:GoToCell", ToPoint=cell.AbsoluteName)
    opened.give(".uno:EnterString", StringName="1.5")
    opened.dispatch("recalculate")
    assert steps(opened) == ["重新计算", "-", "重新计算"]
    opened.give(".uno:Undo")
    opened.give(".uno:Undo")
    assert (cell.Value, steps(opened)) == (before, ["重新计算"])


def test_calls_pasted_at_once_are_one_step(opened: Opened) -> None:
    """What the extension completes in six of them comes into no list."""
    cells = opened.ranking.getCellRangeByName("BC60:BC65")
    before = len(_titles(opened))
    opened.give(".uno:GoToCell", ToPoint="BC60:BC65")
    opened.give(".uno:EnterString", StringName="=WINDOW_TOTAL(7)")
    opened.give(".uno:GoToCell", ToPoint="BC60")
    opened.give(".uno:Copy")
    opened.give(".uno:GoToCell", ToPoint="BC61:BC65")
    opened.give(".uno:Paste")
    assert len(_titles(opened)) == before + 2
    shown = [cells.getCellByPosition(0, row).Value for row in range(6)]
    assert shown == [opened.at(FIRST, "total").Value] * 6


def test_a_recalculation_that_is_refused_leaves_no_step(
    calc_desk: Desk, filled: Path, tmp_path: Path
) -> None:
    """A closed quarter: the command says so, and touches no cell."""
    path = Path(shutil.copyfile(filled, tmp_path / "2023Q1.xlsm"))
    host = FileHost(path)
    recalculate(host)
    close(host)
    host.save()
    opened = calc_desk.open(path, hidden=False)
    look = opened.at(FIRST, "total").CharColor
    opened.dispatch("recalculate")
    assert _titles(opened) == ()
    assert opened.at(FIRST, "total").CharColor == look
