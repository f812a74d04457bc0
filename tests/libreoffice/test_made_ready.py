"""What the extension does when a workbook opens or is written comes into no list of steps."""

from __future__ import annotations

from pathlib import Path

from tests.libreoffice.staffed import Desk
from xl_appraisal.doors.calc_extension.relink import relink


def test_making_ready_leaves_no_step(calc_desk: Desk, filled: Path, tmp_path: Path) -> None:
    """Formulas entered anew, buttons let go for a copy and bound: one step, what was typed."""
    opened = calc_desk.open(filled, hidden=False)
    document = opened.document
    opened.give(".uno:GoToCell", ToPoint="H400")
    opened.give(".uno:EnterString", StringName="甲")
    before = document.UndoManager.getAllUndoActionTitles()
    assert len(before) == 1
    assert relink(document) > 20
    document.storeToURL((tmp_path / "副本.ods").as_uri(), ())
    assert document.UndoManager.getAllUndoActionTitles() == before
    opened.give(".uno:Undo")
    assert opened.ranking.getCellRangeByName("H400").String == ""


def test_without_a_step_there_is_none_afterwards(calc_desk: Desk, filled: Path) -> None:
    """Formulas entered anew in a workbook that nobody typed into yet."""
    document = calc_desk.open(filled, hidden=False).document
    assert document.UndoManager.getAllUndoActionTitles() == ()
    assert relink(document) > 20
    assert document.UndoManager.getAllUndoActionTitles() == ()
