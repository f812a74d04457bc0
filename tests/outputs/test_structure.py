"""What was agreed on how sheets are set up: a person compares the text when something changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.command_line import Run
from tests.outputs.golden import expect_golden
from tests.outputs.structure import structure

GOLDEN = Path(__file__).parent / "golden"
MADE = {
    "附件2.xlsx": ("annex", "--no-origin", "--to"),
    "图表.xlsx": ("charts", "--no-origin", "--out"),
}


@pytest.mark.parametrize("name", MADE)
def test_what_a_command_makes_is_set_up_as_agreed(
    run: Callable[..., Run], demo_folder: Path, tmp_path: Path, name: str
) -> None:
    """Panes, paper, repeated rows, widths, alignment."""
    out = tmp_path / name
    assert run(MADE[name][0], demo_folder / "2023Q1.xlsx", *MADE[name][1:], out).code == 0
    expect_golden(GOLDEN / f"{out.stem}.txt", structure(out.read_bytes()))


def test_the_workbook_itself_is_set_up_as_agreed(demo_folder: Path) -> None:
    """Every sheet that staff see."""
    expect_golden(GOLDEN / "工作簿.txt", structure((demo_folder / "2023Q1.xlsx").read_bytes()))


def test_the_text_tells_what_changed(demo_folder: Path, tmp_path: Path) -> None:
    """A pane, a width, an alignment, a paper: each changes the text."""
    before = structure((demo_folder / "2023Q1.xlsx").read_bytes())
    told = []
    for change in ("pane", "width", "align", "paper"):
        book = openpyxl.load_workbook(demo_folder / "2023Q1.xlsx")
        sheet = book["名次表"]
        if change == "pane":
            sheet.freeze_panes = "A2"
        elif change == "width":
            sheet.column_dimensions["B"].width = 40
        elif change == "align":
            for row in sheet.iter_rows(min_row=7, max_row=31):
                row[2].alignment = openpyxl.styles.Alignment(horizontal="left")
        else:
            sheet.page_setup.orientation = "portrait"
        book.save(tmp_path / "x.xlsx")
        told.append(structure((tmp_path / "x.xlsx").read_bytes()))
    assert before not in told and len(set(told)) == 4
