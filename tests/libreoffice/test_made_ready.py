"""What the extension does when a workbook opens or is written comes into no list of steps."""

from __future__ import annotations

from pathlib import Path

from tests.libreoffice.staffed import Desk


def test_making_ready_leaves_no_step(calc_desk: Desk, filled: Path, tmp_path: Path) -> None:
    """A workbook opened, typed into and stored as a copy: one step, what was typed."""
    opened = calc_desk.open(filled, hidden=False)
    document = opened.document
    opened.give(".uno:GoToCell", ToPoint="H400")
    opened.give(".uno:EnterString", StringName="甲")
    before = document.UndoManager.getAllUndoActionTitles()
    assert len(before) == 1
    document.storeToURL((tmp_path / "副本.ods").as_uri(), ())
    assert document.UndoManager.getAllUndoActionTitles() == before
