"""撤销 after sheets were put in, taken out or moved by hand: never on another sheet."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.libreoffice.office import properties
from tests.libreoffice.staffed import Desk, Opened

LEDGER, STAFF = "加扣分明细", "人员考核"
CELL = "H400"


@pytest.fixture
def typed(calc_desk: Desk, filled: Path) -> Opened:
    """A workbook in which 甲 and then 乙 were typed into a cell of 加扣分明细."""
    opened = calc_desk.open(filled, hidden=False)
    activate(opened, LEDGER)
    type_in(opened, "甲")
    type_in(opened, "乙")
    return opened


def activate(opened: Opened, sheet: str) -> None:
    page = opened.document.Sheets.getByName(sheet)
    opened.document.CurrentController.setActiveSheet(page)


def type_in(opened: Opened, text: str) -> None:
    opened.give(".uno:GoToCell", ToPoint=CELL)
    opened.give(".uno:EnterString", StringName=text)


def texts(opened: Opened) -> dict[str, str]:
    """What the cell holds on each sheet that holds anything there."""
    sheets = opened.document.Sheets
    cells = {n: sheets.getByName(n).getCellRangeByName(CELL).String for n in sheets.ElementNames}
    return {name: text for name, text in cells.items() if text}


def undo(opened: Opened) -> None:
    opened.give(".uno:Undo")


def test_a_step_is_undone_and_done_again_as_ever(typed: Opened) -> None:
    """Nothing moved: LibreOffice's own undoing."""
    undo(typed)
    assert texts(typed) == {LEDGER: "甲"}
    typed.give(".uno:Redo")
    assert texts(typed) == {LEDGER: "乙"}


@pytest.mark.parametrize(
    "change",
    [
        ("Insert", {"Name": "草稿", "Index": 1}),
        ("Remove", {"Index": 2}),
        ("Move", {"Index": 1, "Copy": True}),
    ],
    ids=["put in", "taken out", "copied"],
)
def test_a_moved_sheet_ends_what_can_be_undone(
    typed: Opened, change: tuple[str, dict[str, object]]
) -> None:
    """The cell stays as it was, on its own sheet, and the list is empty."""
    command, values = change
    if command == "Move":
        activate(typed, STAFF)
        values = values | {"UseCurrentDocument": True}
    count = typed.document.Sheets.Count
    typed.give(f".uno:{command}", **values)
    assert typed.document.Sheets.Count != count
    undo(typed)
    assert texts(typed) == {LEDGER: "乙"}
    assert not typed.document.UndoManager.isUndoPossible()


def test_steps_before_and_after_a_move_are_one_list(typed: Opened) -> None:
    """What was typed after it goes with the rest: the list cannot be emptied in part."""
    typed.give(".uno:Insert", Name="草稿", Index=1)
    activate(typed, STAFF)
    type_in(typed, "丙")
    undo(typed)
    assert texts(typed) == {LEDGER: "乙", STAFF: "丙"}
    activate(typed, STAFF)
    type_in(typed, "丁")
    undo(typed)
    assert texts(typed) == {LEDGER: "乙", STAFF: "丙"}


def test_a_sheet_of_another_name_is_the_same_sheet(typed: Opened) -> None:
    """重命名 is a step like typing: undone by itself, and so is what was typed before."""
    typed.give(".uno:RenameTable", Name="旧明细", Index=3)
    assert texts(typed) == {"旧明细": "乙"}
    undo(typed)
    undo(typed)
    assert texts(typed) == {LEDGER: "甲"}


def test_a_change_undone_by_deleting_again_costs_nothing(typed: Opened) -> None:
    """A sheet put in and taken out before the next step: every step finds its sheet."""
    typed.give(".uno:Insert", Name="草稿", Index=1)
    typed.give(".uno:Remove", Index=1)
    undo(typed)
    assert texts(typed) == {LEDGER: "甲"}


def test_a_window_that_stays_for_the_next_workbook_asks_that_one_alone(
    calc_desk: Desk, filled: Path, tmp_path: Path
) -> None:
    """A closed workbook leaves its window behind: 撤销 and 保存 there are the next one's."""
    first, second = (Path(shutil.copy(filled, tmp_path / f"{n}{filled.suffix}")) for n in "12")
    one = calc_desk.open_here(first, hidden=False)
    type_in(one, "改过")
    frame = one.document.CurrentController.Frame
    one.document.setModified(False)
    wanted = properties(MacroExecutionMode=3)  # as the user set it up
    document = frame.loadComponentFromURL(second.as_uri(), "_self", 0, wanted)
    other = Opened(calc_desk.office, document)
    try:
        assert document.CurrentController.Frame == frame
        before = texts(other)
        type_in(other, "又改")
        assert texts(other) != before
        undo(other)
        assert texts(other) == before
    finally:
        other.close()
