"""A running engine, the real workbook in it, and the cell functions as Excel calls them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.excel.function_calls import function_calls
from tests.excel.memory_cells import Content
from tests.excel.memory_engine import MemoryEngine, MemoryRange, memory_engine
from tests.excel.real_table import COLUMNS, FIRST, ITEMS, NAMES, contents
from xl_appraisal.book.figure_data import WIDTHS
from xl_appraisal.book.sheets import ID_ROW, RANKING
from xl_appraisal.hosts import programs
from xl_appraisal.model.grid import Area, Ref

UDFS = "xl_appraisal.udfs"


@dataclass
class Opened:
    """A workbook open in the engine: its front, and its cells."""

    front: Any

    @property
    def app(self) -> Any:
        return self.front.impl._app

    def content(self, sheet: str = RANKING) -> Content:
        return self.front.impl._page(sheet)._content

    def put(self, ref: Ref, value: Any, sheet: str = RANKING) -> None:
        """Type a value into a cell, or empty it; a formula with the figure it shows."""
        cells = self.content(sheet).cells
        if value is None:
            cells.pop(ref, None)
        else:
            cells[ref] = value if isinstance(value, tuple) else (value, None)

    def cells(self, area: Area, sheet: str = RANKING) -> MemoryRange:
        return MemoryRange(self.front.impl._page(sheet), area)

    def items(self, row: int) -> MemoryRange:
        """The item cells of the window on a row, as the template's formulas name them."""
        return self.cells(Area(row, ITEMS[0], row, ITEMS[1]))

    def becomes_caller(self) -> None:
        self.front.set_mock_caller()


def snapshot(book: Opened) -> dict[str, Content]:
    """All sheets as they are now."""
    return {page._name: page._content.copy() for page in book.front.impl._pages}


def row_of(window: str) -> int:
    return FIRST + NAMES.index(window)


def ref_of(window: str, column: str) -> Ref:
    return row_of(window), COLUMNS[column]


@pytest.fixture
def engine() -> Iterator[MemoryEngine]:
    with memory_engine() as running:
        yield running


@pytest.fixture
def opening(engine: MemoryEngine) -> Callable[..., Opened]:
    def opened(fullname: str = "/one/2023Q1.xlsm", **options: Any) -> Opened:
        book = Opened(engine.open(fullname, contents(**options)))
        book.becomes_caller()
        book.front.impl._active = book.front.impl._page(RANKING)  # 首页 is in front of a new one
        return book

    return opened


@pytest.fixture(autouse=True)
def _own_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command leaves for 恢复 goes into a folder of the test's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))


@pytest.fixture(autouse=True)
def opened_paths(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What would be opened on a desktop."""
    paths: list[Path] = []
    monkeypatch.setattr(programs, "open_path", paths.append)
    return paths


@pytest.fixture
def book(opening: Callable[..., Opened]) -> Opened:
    """The workbook without formulas; it is the caller."""
    return opening()


@pytest.fixture
def call(engine: MemoryEngine) -> Iterator[Callable[..., Any]]:
    """Call a cell function through xlwings' ``call_udf``; one value, or rows, as the cell gets.

    A window's cells alone are handed over with what 重新计算 would put into the formula.
    """
    del engine
    with function_calls(UDFS) as running:

        def called(name: str, *arguments: Any) -> Any:
            answer = running.call(name, *arguments, *handed(running.call, name, arguments))
            return answer[0][0] if len(answer) == len(answer[0]) == 1 else answer

        yield called


MODULE_FIRST = {"MODULE_SCORE", "EXPLAIN_SCORE"}
AMONG_ALL = {"WINDOW_RANK", "RED_FLAG", "EXPLAIN_SCORE"}
OF_WINDOW = {"WINDOW_TOTAL", "MODULE_SCORES", "RANKING_TABLE", *MODULE_FIRST, *AMONG_ALL}


def handed(ask: Callable[..., Any], name: str, arguments: tuple[Any, ...]) -> list[Any]:
    """What a call of these arguments lacks."""
    expected = 1 + (name in MODULE_FIRST)
    if name not in OF_WINDOW or not isinstance([*arguments, None][0], MemoryRange):
        return []
    if len(arguments) > expected:
        return []
    book, area = arguments[0]._sheet._book, arguments[0]._area
    page = book._page(RANKING)
    names = Area(FIRST, COLUMNS["window"], FIRST + len(NAMES) + 1, COLUMNS["window"])
    lists = [
        MemoryRange(book._page(sheet), Area(1, 1, 1_048_576, width))
        for sheet, width in WIDTHS.items()
    ]
    header = MemoryRange(page, Area(ID_ROW, 1, FIRST - 1, 16_384))
    data = [ask("FIGURE_DATA", float(n), 2.0, header, MemoryRange(page, names), *lists)[0]
            for n in (1, 2)]  # fmt: skip
    own = MemoryRange(page, Area(area.top, 2, min(area.bottom, 500), 3))
    ids = MemoryRange(page, Area(ID_ROW, area.left, ID_ROW, area.right))
    found = [*[None] * (expected - len(arguments)), own, ids, data]
    if name in AMONG_ALL and area.top == area.bottom:
        left, right = ITEMS
        rows = range(names.top, names.bottom + 1)
        totals = [
            ask(
                "WINDOW_TOTAL", MemoryRange(page, Area(r, left, r, right)),
                MemoryRange(page, Area(r, 2, r, 3)),
                MemoryRange(page, Area(ID_ROW, left, ID_ROW, right)), data,
            )[0][0]
            if (r, COLUMNS["window"]) in page._content.cells
            else None
            for r in rows
        ]  # fmt: skip
        above = [None] * (FIRST - ID_ROW - 1)
        found.append([["total"], *([value] for value in (*above, *totals))])
        for column in ("window", "veto_43", "veto_44"):
            number = COLUMNS[column]
            found.append(MemoryRange(page, Area(ID_ROW, number, names.bottom, number)))
    return found
