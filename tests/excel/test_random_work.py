"""Random work in Excel's stead: figures are right in any order, whatever else is behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.excel.conftest import Opened
from tests.excel.memory_cells import content_of
from tests.excel.memory_engine import MemoryEngine
from tests.excel.random_work import WINDOWS, Worker
from tests.excel.recalculating import Recalculating
from xl_appraisal.book.new.macros.macro_book import macro_workbook_bytes
from xl_appraisal.book.sheets import SHEETS
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.grid import Grid
from xl_appraisal.model.rulebook import load_rulebook


@cache
def six_windows() -> Mapping[str, Grid]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "2023Q1.xlsm"
        book = load_rulebook()
        path.write_bytes(macro_workbook_bytes(book, WINDOWS, quarter="2023Q1", spare_rows=2))
        host = FileHost(path)
        return {name: grid for name in SHEETS if (grid := host.grid(name)) is not None}


@pytest.fixture
def work(engine: MemoryEngine, call: Callable[..., Any]) -> Callable[[int, int], list[str]]:
    """Work of that seed and so many actions: the script of it where a figure is wrong."""

    def worked(seed: int, actions: int) -> list[str]:
        contents = {name: content_of(grid) for name, grid in six_windows().items()}
        book = Opened(engine.open("/one/2023Q1.xlsm", contents))
        book.becomes_caller()
        sheet = Recalculating(book, call, seed)
        sheet.all()
        worker, done = Worker(sheet, seed), []
        for _ in range(actions):
            done.append(worker.act())
            wrong = worker.wrong()
            if wrong:
                return [*done, *wrong]
        return []

    return worked


def test_no_figure_is_wrong_whatever_is_done(work: Callable[[int, int], list[str]]) -> None:
    """Typed, cleared, voided, sorted, rows put in and taken out, undone, recalculated."""
    assert work(1, 25) == []


@pytest.mark.parametrize("seed", [2, 3, 13])
def test_more_of_the_same(work: Callable[[int, int], list[str]], seed: int) -> None:
    """13 has a total typed over and recalculated; the window's rank says that it has none."""
    assert work(seed, 40) == []
