"""What a recalculation costs on its way between Excel and Python.

    .venv/bin/python -m benchmarks.udf_path

Runs on any system, over the engine in memory of ``tests/excel``: it measures Python's side
(xlwings' machinery and ours) and counts the calls that would go to Excel.  What such a call costs
depends on the machine; the last column takes 0.1 ms each, so that the two can be weighed against
each other.

Measured are the published quarter (25 windows): its 225 figures (rank, six modules, total and red
flag of each window) by a function in every cell and by one RANKING_TABLE, the function calls of a
burst that has begun, and one click on 重新计算.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from xl_appraisal.doors.cell_functions.live import LIVE

from tests.excel.memory_cells import TOUCHES
from tests.excel.memory_engine import MemoryRange, memory_engine
from tests.excel.real_table import FIRST, ITEMS, NAMES, contents
from xl_appraisal import macros
from xl_appraisal.book.sheets import RANKING, SHEETS
from xl_appraisal.doors.cell_functions.function_support import _MERGES
from xl_appraisal.hosts.excel.excel_host import XlwingsHost
from xl_appraisal.model.grid import Area
from xl_appraisal.tools.vba.udf_engine import udf_engine

ROUNDS = 7
PER_CALL = 0.1e-3  # seconds that a call into Excel is taken to last
LAST = FIRST + len(NAMES) - 1


@dataclass(frozen=True)
class Cost:
    """Seconds of Python, and calls into the program."""

    name: str
    seconds: float
    touches: int

    @property
    def together(self) -> float:
        return self.seconds + self.touches * PER_CALL


def measure(name: str, run: Callable[[], object], before: Callable[[], object]) -> Cost:
    """The middle of some rounds; ``before`` each of them is not measured."""
    times = []
    touches = 0
    for _ in range(ROUNDS):
        before()
        TOUCHES.clear()
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
        touches = sum(TOUCHES.values())
    return Cost(name, statistics.median(times), touches)


def function_costs(book: Any) -> list[Cost]:
    """The figures by functions, in three ways."""
    sheet = book.impl._page(RANKING)
    modules = [m.name for m in _modules(book)]

    def items(row: int) -> MemoryRange:
        return MemoryRange(sheet, Area(row, ITEMS[0], row, ITEMS[1]))

    with udf_engine("xl_appraisal.udfs") as engine:

        def each_cell(given: Callable[[int], Any]) -> None:
            LIVE.clock = lambda: 0.0  # all calls of one recalculation are one burst
            for row in range(FIRST, LAST + 1):
                for name in ("WINDOW_RANK", "WINDOW_TOTAL", "RED_FLAG"):
                    engine.call(name, given(row))
                for module in modules:
                    engine.call("MODULE_SCORE", given(row), module)

        def one_table() -> None:
            block = Area(FIRST, ITEMS[0], LAST, ITEMS[1])
            engine.call("RANKING_TABLE", MemoryRange(sheet, block))

        def begun() -> None:
            LIVE.forget()
            engine.call("WINDOW_TOTAL", items(FIRST))

        return [
            measure("225 cells, by the window's cells", lambda: each_cell(items), LIVE.forget),
            measure("  of it, the calls after the reading", lambda: each_cell(items), begun),
            measure("225 cells, by row numbers", lambda: each_cell(float), LIVE.forget),
            measure("one RANKING_TABLE", one_table, LIVE.forget),
            measure("  of it, the call after the reading", one_table, begun),
        ]


def _modules(book: Any) -> Any:
    from xl_appraisal.book.read.quarter import read_quarter_book

    return read_quarter_book(XlwingsHost(book).grid).book.notice.modules


def host_costs(book: Any) -> list[Cost]:
    """Reading the workbook, and the macro."""
    host = XlwingsHost(book, {})

    def read(reader: XlwingsHost) -> None:
        for name in SHEETS:
            reader.grid(name)

    def unsettle() -> None:
        book.sheets[RANKING].range((FIRST, ITEMS[0])).raw_value = time.perf_counter() % 50 // 1

    return [
        measure("reading 8 sheets for the first time", lambda: read(XlwingsHost(book)), int),
        measure("reading them again in the same process", lambda: read(host), lambda: read(host)),
        measure("重新计算, after a change", macros.recalculate, unsettle),
        measure("重新计算, nothing changed", macros.recalculate, int),
    ]


def show(costs: list[Cost]) -> None:
    """The table: milliseconds, calls, and each in relation to the cheapest way to all figures."""
    base = next(cost for cost in costs if cost.name == "one RANKING_TABLE")
    print(f"{'':44}{'Python ms':>10}{'calls':>8}{'ratio':>8}{'with calls ms':>15}{'ratio':>8}")
    for cost in costs:
        print(
            f"{cost.name:44}{cost.seconds * 1000:>10.1f}{cost.touches:>8}"
            f"{cost.seconds / base.seconds:>8.1f}{cost.together * 1000:>15.1f}"
            f"{cost.together / base.together:>8.1f}"
        )


def main() -> None:
    """Measure and print."""
    with memory_engine() as engine:
        book = engine.open("/one/2023Q1.xlsm", contents())
        book.set_mock_caller()
        _MERGES.clear()
        costs = [*function_costs(book), *host_costs(book)]
    show(costs)


if __name__ == "__main__":
    main()
