"""A running engine, the real workbook in it, and the cell functions as Excel calls them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.excel.memory_cells import Content
from tests.excel.memory_engine import MemoryEngine, MemoryRange, memory_engine
from tests.excel.real_table import COLUMNS, FIRST, ITEMS, NAMES, contents
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.doors.cell_functions.live import LIVE
from xl_appraisal.model.grid import Area, Ref
from xl_appraisal.tools.vba.udf_engine import udf_engine

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
        return book

    return opened


@pytest.fixture
def book(opening: Callable[..., Opened]) -> Opened:
    """The workbook without formulas; it is the caller."""
    return opening()


class Clock:
    """Stands still until it is told to go on."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    ticking = Clock()
    monkeypatch.setattr(LIVE, "clock", ticking)
    LIVE.forget()
    yield ticking
    LIVE.forget()


@pytest.fixture
def call(engine: MemoryEngine, clock: Clock) -> Iterator[Callable[..., Any]]:
    """Call a cell function through xlwings' ``call_udf``; one value, or rows, as the cell gets."""
    del engine
    with udf_engine(UDFS) as running:

        def called(name: str, *arguments: Any) -> Any:
            answer = running.call(name, *arguments)
            return answer[0][0] if len(answer) == len(answer[0]) == 1 else answer

        yield called
