"""An xlwings engine over memory, so that macros run through the real xlwings front end.

It does what Excel does where the product depends on it: errors are numbers, texts are guessed
at, ``MergeCells`` answers for all, none or some, decimals are refused.  It computes nothing.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from typing import Any

import xlwings as xw
from xlwings import base_classes

from tests.excel.function_calls import ExcelEngine
from tests.excel.handing import sheets_handed_over
from tests.excel.memory_cells import Content, Counted
from tests.excel.memory_sheets import MemoryRange, MemorySheet, MemorySheets
from xl_appraisal.model.grid import Area
from xl_appraisal.ooxml.row_moves import RowMove, moved_formula


class MemoryWindow:
    """The window of a workbook, which freezes rows of the sheet that it shows."""

    SplitColumn = SplitRow = 0
    ScrollRow = ScrollColumn = 1

    def __init__(self, book: MemoryBook) -> None:
        self._book = book

    @property
    def FreezePanes(self) -> bool:
        raise NotImplementedError

    @FreezePanes.setter
    def FreezePanes(self, frozen: bool) -> None:
        if frozen:
            self._book._active._content.looks["window", "frozen"] = self.SplitRow
            self._book._active._content.looks["window", "frozen beside"] = self.SplitColumn


class MemoryBook(Counted, base_classes.Book):
    def __init__(self, app: MemoryApp, fullname: str, contents: dict[str, Content]) -> None:
        self._app, self._fullname = app, fullname
        self._name = fullname.rpartition("/")[2]
        self._pages = [MemorySheet(self, name, content) for name, content in contents.items()]
        self._active = self._pages[0]
        self._saved = 0
        self._hands_over = self._name.endswith(".xlsm")
        """Whether the module ``Handing`` is in its project, which older workbooks lack."""

    def _page(self, name: str) -> MemorySheet:
        for page in self._pages:
            if page._name == name:
                return page
        raise KeyError(name)

    def _insert(
        self, page: MemorySheet, before: MemorySheet | None, after: MemorySheet | None
    ) -> None:
        place = self._pages.index(before) if before else len(self._pages)
        self._pages.insert(self._pages.index(after) + 1 if after else place, page)
        self._active = page

    def _move(self, page: MemorySheet, at: int, count: int) -> None:
        """Rows come or go on a page, and the formulas of all pages follow."""
        move = RowMove(page._name, at, count)
        for each in self._pages:
            cells = {
                ref: (value, formula and moved_formula(formula, each._name, move))
                for ref, (value, formula) in each._content.cells.items()
            }
            each._content.cells = cells
        page._content.move_rows(at, count)

    @property
    def api(self) -> Any:
        return self

    @property
    def name(self) -> str:
        return self._name

    @property
    def fullname(self) -> str:
        return self._fullname

    FullName = fullname

    def Windows(self, number: int) -> MemoryWindow:
        assert number == 1
        return MemoryWindow(self)

    @property
    def app(self) -> MemoryApp:
        return self._app

    @property
    def sheets(self) -> MemorySheets:
        return MemorySheets(self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        self._saved += 1


class MemoryBooks(Counted, base_classes.Books):
    def __init__(self, app: MemoryApp) -> None:
        self._app = app

    def __call__(self, key: str | int) -> MemoryBook:
        for number, book in enumerate(self._app._open, 1):
            if key in (number, book._name):
                return book
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._app._open)

    def __iter__(self) -> Iterator[MemoryBook]:
        return iter(self._app._open)

    @property
    def active(self) -> MemoryBook:
        return self._app._open[0]


class MemoryApp(Counted, base_classes.App):
    _pids = itertools.count(1)

    def __init__(self, engine: MemoryEngine) -> None:
        self._engine, self._open = engine, []
        self._pid = next(self._pids)
        self._screen, self._mode = True, "automatic"
        self._status: str | bool = False
        self._said: list[str] = []
        self._alerts: list[str] = []
        self._answer = "yes"
        self._typed: object = ""  # and 确定; ``False`` is 取消
        self._chosen: object = False
        self._target: object = False
        self._offered: list[tuple[object, ...]] = []
        self._selection: MemoryRange | None = None
        self._calculated: list[str] = []
        self._modes: list[str] = []

    @property
    def api(self) -> Any:
        return self

    @property
    def engine(self) -> MemoryEngine:
        return self._engine

    @property
    def pid(self) -> int:
        return self._pid

    @property
    def books(self) -> MemoryBooks:
        return MemoryBooks(self)

    @property
    def selection(self) -> MemoryRange | None:
        return self._selection

    @property
    def screen_updating(self) -> bool:
        return self._screen

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        self._screen = value

    @property
    def calculation(self) -> str:
        return self._mode

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in ("automatic", "manual", "semiautomatic"):
            raise KeyError(value)
        self._mode = value
        self._modes.append(value)

    @property
    def display_alerts(self) -> bool:
        return True

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        """No question is ever asked."""

    def calculate(self) -> None:
        self._calculated.append("changed")

    def CalculateFull(self) -> None:
        self._calculated.append("all")

    @property
    def status_bar(self) -> str | bool:
        return self._status

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        self._status = value
        self._said.append(str(value))

    def alert(self, prompt: str, title: str | None, buttons: str, *_: object) -> str:
        self._alerts.append(prompt)
        return self._answer if buttons == "yes_no" else "ok"

    def run(self, macro: str, arguments: tuple[Any, ...]) -> Any:
        """A procedure of a workbook's own, as ``Application.Run`` does."""
        book, _, procedure = macro.rpartition("!")
        (found,) = [b for b in self._open if f"'{b._name}'" == book]
        if procedure != "SheetsHandedOver" or not found._hands_over:
            raise ValueError("1004")
        return sheets_handed_over(found, *arguments)

    def InputBox(self, *_: object) -> object:
        return self._typed

    def GetOpenFilename(self, *_: object) -> object:
        return self._chosen

    def GetSaveAsFilename(self, *offered: object) -> object:
        self._offered.append(offered)
        return self._target


class MemoryApps(base_classes.Apps):
    def __init__(self) -> None:
        self._running: list[MemoryApp] = []

    def keys(self) -> list[int]:
        return [app._pid for app in self._running]

    def __iter__(self) -> Iterator[MemoryApp]:
        return iter(self._running)

    def __len__(self) -> int:
        return len(self._running)

    def __getitem__(self, pid: int) -> MemoryApp:
        return next(app for app in self._running if app._pid == pid)


class MemoryEngine(ExcelEngine):
    """``name`` is Excel's, so that the product treats it as Excel."""

    def __init__(self) -> None:
        self.apps = MemoryApps()

    def open(
        self, fullname: str, contents: dict[str, Content], app: MemoryApp | None = None
    ) -> Any:
        """A workbook opened in this engine, through the front end."""
        if app is None:
            app = MemoryApp(self)
            self.apps._running.append(app)
        book = MemoryBook(app, fullname, contents)
        app._open.append(book)
        app._selection = MemoryRange(book._active, Area(1, 1, 1, 1))
        return xw.Book(impl=book)


@contextlib.contextmanager
def memory_engine() -> Iterator[MemoryEngine]:
    """The engine, known to xlwings and active until the end; no caller is left behind."""
    engines = xw.engines
    before = engines.active, engines.engines[:], dict(engines.engines_by_name)
    engine = MemoryEngine()
    front = xw.Engine(impl=engine)
    engines.add(front)
    front.activate()
    try:
        yield engine
    finally:
        engines.active, engines.engines, engines.engines_by_name = before
        if hasattr(xw.Book, "_mock_caller"):
            del xw.Book._mock_caller
