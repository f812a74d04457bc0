"""Every button through xlwings' own engine for Windows, over Excel's objects of two versions.

What it leaves in the cells is what it leaves in a workbook in memory, which knows no xlwings.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw
from xlwings import _xlwindows

from tests.excel.memory_cells import content_of
from tests.excel.real_table import FIRST
from tests.libreoffice.books import workbook_of_figures
from tests.windows.inside.fake_excel import Workbook, over
from xl_appraisal.book.sheets import RANKING, SHEETS
from xl_appraisal.doors.buttons import BUTTONS, press
from xl_appraisal.hosts import FileHost, MemoryHost, MemoryScreen
from xl_appraisal.hosts.excel.excel_host import XlwingsHost
from xl_appraisal.hosts.excel.excel_values import member
from xl_appraisal.model.grid import Grid

BOTH = pytest.mark.parametrize("old", [False, True], ids=["365", "2016"])
FIRST_OF_ALL = {"seal_quarter", "verify_quarter", "reopen_quarter", "undo_last"}


@pytest.fixture(scope="module")
def quarter(tmp_path_factory: pytest.TempPathFactory) -> list[Grid]:
    """The published quarter's sheets."""
    host = FileHost(workbook_of_figures(tmp_path_factory.mktemp("季度") / "2023Q1.xlsx"))
    return [grid for name in SHEETS if (grid := host.grid(name)) is not None]


def in_excel(quarter: list[Grid], folder: Path, *, old: bool) -> tuple[Workbook, XlwingsHost]:
    contents = {grid.name: content_of(grid) for grid in quarter}
    book = Workbook(str(folder / "2023Q1.xlsx"), contents, old=old)
    return book, XlwingsHost(xw.Book(impl=_xlwindows.Book(xl=over(book))))


@pytest.fixture(autouse=True)
def no_window(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """There is no window whose process could be asked for."""
    monkeypatch.setattr(_xlwindows.App, "pid", property(lambda self: 1))
    yield


def screens(folder: Path, name: str) -> MemoryScreen:
    """Answers for the buttons that ask: a line to import, a reason, files to compare."""
    lines = folder / "明细.csv"
    lines.write_text("窗口,模块,分值,事由\n税务,业务规范,0.5,晨会迟到\n", encoding="utf-8")
    if name == "import_lines":
        return MemoryScreen(files=[lines])
    if name in ("compare_books", "sum_up_year"):
        other = folder / "另一季度.xlsx"
        host = FileHost(workbook_of_figures(other))
        host.write("规则", {(4, 2): "2023Q2"})
        host.save(other)
        return MemoryScreen(files=[other], target=folder / "年度.xlsx")
    screen = MemoryScreen(typed=["更正"], attended=name != "generate_annex")
    screen.selection = RANKING, FIRST
    return screen


def pressed(host: Any, name: str, folder: Path) -> tuple[list[str], dict[str, Any]]:
    """What was told, and every cell afterwards."""
    folder.mkdir(exist_ok=True)
    if name in FIRST_OF_ALL:
        press(BUTTONS["recalculate"], "先", host, MemoryScreen())
    if name in ("verify_quarter", "reopen_quarter"):
        press(BUTTONS["seal_quarter"], "先", host, MemoryScreen())
    screen = screens(folder, name)
    press(BUTTONS[name], name, host, screen)
    grids = {sheet: host.grid(sheet) for sheet in host.sheet_names}
    values = {
        sheet: {
            ref: (cell.value if cell.formula is None else None, cell.formula)
            for ref, cell in grid.cells.items()  # what a formula comes to, Excel computes
            if (cell.value, cell.formula) != ("", None)  # a blank cell, as Excel has it
        }
        for sheet, grid in grids.items()
    }
    return screen.told, values


CLOCK = {"seal_quarter", "verify_quarter", "reopen_quarter"}
"""Buttons that write the time of day into a cell."""


@BOTH
@pytest.mark.parametrize("name", sorted(set(BUTTONS) - {"self_check"}))
def test_every_button_does_in_excel_what_it_does_in_memory(
    quarter: list[Grid], tmp_path: Path, name: str, old: bool
) -> None:
    """The same cells; nothing that Excel refuses, and nothing told but what memory tells."""
    _, host = in_excel(quarter, tmp_path / "excel", old=old)
    told, cells = pressed(host, name, tmp_path / "excel")
    path = str(tmp_path / "memory" / "2023Q1.xlsx")
    expected, kept = pressed(MemoryHost(quarter, "2023Q1.xlsx", path), name, tmp_path / "memory")

    assert not any("没有完成" in text or "com_error" in text for text in told), told
    assert len(told) == len(expected)
    assert set(cells) == set(kept)
    if name not in CLOCK:
        assert [
            (sheet, ref, cells[sheet].get(ref), kept[sheet].get(ref))
            for sheet in kept
            for ref in sorted(cells[sheet].keys() | kept[sheet].keys())
            if cells[sheet].get(ref) != kept[sheet].get(ref)
        ] == []


@BOTH
def test_a_member_that_this_excel_lacks_has_its_default(
    quarter: list[Grid], tmp_path: Path, old: bool
) -> None:
    """``HasSpill`` came with 365; COM says so by an error that ``getattr`` does not catch."""
    _, host = in_excel(quarter, tmp_path, old=old)
    cells = host.book.sheets[0].range((1, 1))
    assert member(cells, "HasSpill", "none") == ("none" if old else False)


@BOTH
def test_the_head_of_a_sheet_of_results_stays_in_sight(
    quarter: list[Grid], tmp_path: Path, old: bool
) -> None:
    """Frozen by Excel's own window, on the sheet of results and no other."""
    book, host = in_excel(quarter, tmp_path, old=old)
    press(BUTTONS["show_gaps"], "差距", host, MemoryScreen())
    frozen = {page.Name for page in book._pages if ("window", "frozen") in page._content.looks}
    assert frozen == {"差距"}
