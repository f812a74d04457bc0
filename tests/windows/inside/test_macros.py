"""Every macro as VBA calls it, through xlwings' own engine for Windows, over Excel of two versions.

What it asks, tells, leaves in the cells and writes beside the workbook is what the button does to a
workbook in memory, which knows no xlwings and no COM.
"""

from __future__ import annotations

import ctypes
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import win32api
import xlwings as xw
from xlwings import _xlwindows

from tests.excel.memory_cells import content_of
from tests.excel.real_table import FIRST
from tests.libreoffice.books import workbook_of_figures
from tests.windows.inside.fake_excel import Application, Workbook, over
from xl_appraisal import macros
from xl_appraisal.book.sheets import RANKING, SHEETS
from xl_appraisal.doors.buttons import BUTTONS, press
from xl_appraisal.hosts import FileHost, MemoryHost, MemoryScreen, programs
from xl_appraisal.hosts.excel.excel_host import XlwingsHost
from xl_appraisal.hosts.excel.excel_values import member
from xl_appraisal.model.commands import COMMANDS
from xl_appraisal.model.grid import Area, Grid

BOTH = pytest.mark.parametrize("old", [False, True], ids=["365", "2016"])
BEFORE = {
    "undo_last": ["recalculate"],
    "try_out": ["try_out"],
    "seal_quarter": ["recalculate"],
    "verify_quarter": ["recalculate", "seal_quarter"],
    "reopen_quarter": ["recalculate", "seal_quarter"],
}
"""What is pressed first, so that there is something to do."""
MAKING = {"generate_annex", "generate_slips", "draw_charts", "sum_up_year", "begin_next_quarter",
          "take_out_backup"}  # fmt: skip
CLOCK = {"seal_quarter", "verify_quarter", "reopen_quarter"}
"""Those that write the time of day into a cell."""
ESCAPE, RELEASED = 0x1B, 2


@dataclass(frozen=True)
class Books:
    """The published quarter as file and sheets, and as the quarters beside it."""

    path: Path
    sheets: list[Grid]
    earlier: Path
    later: Path


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    path = workbook_of_figures(tmp_path_factory.mktemp("季度") / "2023Q1.xlsx")
    host = FileHost(path)
    sheets = [grid for name in SHEETS if (grid := host.grid(name)) is not None]
    others = path.with_name("上季度.xlsx"), path.with_name("下季度.xlsx")
    for quarter, other in zip(("2022Q4", "2023Q2"), others, strict=True):
        host.write("规则", {(4, 2): quarter})
        host.save(other)
    return Books(path, sheets, *others)


@dataclass(frozen=True)
class Place:
    """A workbook's folder, and what somebody will answer there."""

    folder: Path
    typed: tuple[str, ...]
    files: list[Path]
    target: Path

    @property
    def book(self) -> Path:
        return self.folder / "2023Q1.xlsx"

    def made(self) -> set[str]:
        """The files beside the workbook, to their last byte."""
        paths = [p for p in self.folder.rglob("*") if p.is_file()]
        for path in paths:
            if path.suffix in (".xlsx", ".docx"):
                with zipfile.ZipFile(path) as archive:
                    assert archive.testzip() is None
        names = [str(path.relative_to(self.folder)) for path in paths]
        return {re.sub(r"\d{8}-\d{6}(-\d+)?", "TIME", name) for name in names}


def place(books: Books, folder: Path, name: str) -> Place:
    """The folder before the button is pressed."""
    folder.mkdir()
    lines, notice = folder.with_name("明细.csv"), folder.with_name("通报.toml")
    lines.write_text("窗口,模块,分值,事由\n税务,业务规范,0.5,晨会迟到\n", encoding="utf-8")
    notice.write_text('name = "改过的通报"\n', encoding="utf-8")
    chosen = {"import_lines": lines, "check_notice_file": notice, "sum_up_year": books.later}
    typed = {"add_window": "税务二", "take_out_backup": "1", "reopen_quarter": "更正"}.get(name, "")
    found = Place(folder, (typed,), [chosen.get(name, books.earlier)], folder / "名次表.docx")
    shutil.copy(books.path, found.book)
    if name == "take_out_backup":
        host = FileHost(found.book)
        host.write(RANKING, {(1, 1): "改过"})
        host.save()
    return found


@dataclass
class Excel:
    """The workbook open in an Excel, whose VBA calls; its application, and what was opened."""

    book: Workbook
    host: XlwingsHost
    opened: list[Path]

    @property
    def app(self) -> Application:
        return self.book._app


Opening = Callable[..., Excel]


@pytest.fixture
def opening(books: Books, monkeypatch: pytest.MonkeyPatch) -> Opening:
    """Opens a workbook, which is then the caller, ``RunPython``'s as xlwings' server sets it."""

    def opened(where: Place, *, old: bool) -> Excel:
        contents = {grid.name: content_of(grid) for grid in books.sheets}
        book = Workbook(str(where.book), contents, old=old)
        book._active = next(page for page in book._pages if page.Name == RANKING)
        app = book._app
        app._selected = Area(FIRST, 1, FIRST, 1)
        app._files, app._target = [str(path) for path in where.files], str(where.target)
        started: list[Path] = []
        monkeypatch.setattr(programs, "open_path", started.append)
        monkeypatch.setattr(win32api, "MessageBox", app._message)
        monkeypatch.delattr(xw.Book, "_mock_caller", raising=False)
        monkeypatch.setattr(_xlwindows, "BOOK_CALLER", over(book))
        return Excel(book, XlwingsHost(xw.Book(impl=_xlwindows.Book(xl=over(book)))), started)

    return opened


@pytest.fixture(autouse=True)
def no_window(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """There is no window whose process could be asked for."""
    monkeypatch.setattr(_xlwindows.App, "pid", property(lambda self: 1))
    yield


def cells(host: Any) -> dict[str, dict[Any, Any]]:
    """Every cell; what a formula comes to, Excel computes."""
    grids = {sheet: host.grid(sheet) for sheet in host.sheet_names}
    return {
        sheet: {
            ref: (cell.value if cell.formula is None else None, cell.formula)
            for ref, cell in grid.cells.items()
            if (cell.value, cell.formula) != ("", None)  # a blank cell, as Excel has it
        }
        for sheet, grid in grids.items()
    }


def words(texts: list[str], where: Place) -> list[str]:
    """What was said, but for where the workbook is, times and codes of seals."""
    return [re.sub("[0-9A-Fa-f]", "0", text.replace(str(where.folder), "…")) for text in texts]


@BOTH
@pytest.mark.parametrize("name", sorted(BUTTONS))
def test_every_macro_does_in_excel_what_its_button_does_in_memory(
    books: Books, opening: Opening, tmp_path: Path, name: str, old: bool
) -> None:
    """The same words, cells and files; nothing that Excel refuses, nothing left undone."""
    here = place(books, tmp_path / "excel", name)
    excel = opening(here, old=old)
    for first in BEFORE.get(name, []):
        getattr(macros, first)()
    excel.app._asked.clear()
    excel.app._typed = iter(here.typed)
    getattr(macros, name)()

    there = place(books, tmp_path / "memory", name)
    memory = MemoryHost(books.sheets, there.book.name, str(there.book))
    labels = {command.function: command.label for command in COMMANDS}
    for first in BEFORE.get(name, []):
        press(BUTTONS[first], labels[first], memory, MemoryScreen())
    screen = MemoryScreen(typed=there.typed, files=there.files, target=there.target)
    screen.selection = RANKING, FIRST
    press(BUTTONS[name], labels[name], memory, screen)

    told, said = excel.app._asked, excel.app._said[-1]
    assert not any("没有完成" in text for text in told), told
    assert said and not any(word in said for word in ("已取消", "没有选择", "没有备份")), said
    if name != "self_check":  # it looks at the program too
        assert words(told, here) == words(screen.told, there)
        assert words([said[5:]], here) == words([screen.said[-1][5:]], there)
    opened = words(list(map(str, excel.opened)), here)
    assert opened == words(list(map(str, screen.opened)), there)
    assert here.made() == there.made()
    assert (len(here.made()) > 1) == (name in MAKING)

    left, kept = cells(excel.host), cells(memory)
    assert set(left) == set(kept)
    if name not in CLOCK:
        assert [
            (sheet, ref, left[sheet].get(ref), kept[sheet].get(ref))
            for sheet in kept
            for ref in sorted(left[sheet].keys() | kept[sheet].keys())
            if left[sheet].get(ref) != kept[sheet].get(ref)
        ] == []


def press_escape() -> None:
    """As somebody does at this keyboard."""
    for how in (0, RELEASED):
        ctypes.windll.user32.keybd_event(ESCAPE, 0, how, 0)  # type: ignore[attr-defined]


@BOTH
@pytest.mark.parametrize(
    ("name", "at", "files"),
    [
        ("generate_slips", "：2/25（", 2),
        ("draw_charts", "（1/1）（", 0),
        ("sum_up_year", "（1/1）（", 0),
        ("generate_annex", "名次表.docx……（", 0),
    ],
)
def test_escape_ends_long_work(
    books: Books, opening: Opening, tmp_path: Path, name: str, at: str, files: int, old: bool
) -> None:
    """The key itself, as Windows notes it, while Excel is in front; in another program, nothing."""
    user32 = ctypes.windll.user32  # type: ignore[attr-defined]
    for front, before in ((True, 1), (False, 2)):
        here = place(books, tmp_path / str(front), name)
        excel = opening(here, old=old)
        excel.app.Hwnd = user32.GetForegroundWindow() + (not front)
        excel.app.EnableCancelKey = before
        pressed: list[str] = []

        def heard(text: str, pressed: list[str] = pressed) -> None:
            if at in text:
                pressed.append(text)
                press_escape()

        excel.app._heard = heard
        press_escape()  # one from before is none of ours
        getattr(macros, name)()
        assert pressed, excel.app._said
        told = "".join([*excel.app._asked, *excel.app._said])
        assert ("已停止" in told) == front, told
        assert excel.app.EnableCancelKey == before
        made = [path for path in here.made() if path.endswith((".docx", ".xlsx"))]
        beside = len(made) - 1  # the workbook itself
        assert beside == files if front else beside > files, made


@BOTH
def test_a_member_that_this_excel_lacks_has_its_default(
    books: Books, opening: Opening, tmp_path: Path, old: bool
) -> None:
    """``HasSpill`` came with 365; COM says so by an error that ``getattr`` does not catch."""
    host = opening(place(books, tmp_path / "excel", ""), old=old).host
    assert member(host.book.sheets[0].range((1, 1)), "HasSpill", "none") == (
        "none" if old else False
    )


@BOTH
def test_the_head_of_a_sheet_of_results_stays_in_sight(
    books: Books, opening: Opening, tmp_path: Path, old: bool
) -> None:
    """Frozen by Excel's own window, on the sheet of results and no other."""
    excel = opening(place(books, tmp_path / "excel", "show_gaps"), old=old)
    macros.show_gaps()
    pages = excel.book._pages
    assert {p.Name for p in pages if ("window", "frozen") in p._content.looks} == {"差距"}
