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
from pathlib import Path
from typing import Any

from tests.excel.conftest import Opened
from tests.excel.function_calls import function_calls
from tests.excel.memory_cells import TOUCHES, content_of
from tests.excel.memory_engine import MemoryRange, memory_engine
from tests.excel.real_table import COLUMNS, FIRST, ITEMS, NAMES, contents
from tests.excel.recalculating import Recalculating
from xl_appraisal import macros
from xl_appraisal.book.figure_data import COLUMN, PARTS
from xl_appraisal.book.sheets import ID_ROW, RANKING, SHEETS, SOURCE
from xl_appraisal.doors.cell_functions.given_cells import forget_merges
from xl_appraisal.doors.cell_functions.handed_book import book_of
from xl_appraisal.hosts import FileHost
from xl_appraisal.hosts.excel.excel_host import XlwingsHost
from xl_appraisal.model.grid import Area

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


def function_costs(book: Opened) -> list[Cost]:
    """The figures by functions, as the cells of the workbook hand them what they rest on."""
    with function_calls("xl_appraisal.udfs") as engine:
        program = Recalculating(book, lambda *call: _shown(engine.call(*call)), seed=0)
        program.all()
        calls = [
            (sheet, call.name, _handed(book, call.arguments))
            for (sheet, _), call in program.calls.items()
        ]

        def cells(sheet: str) -> Callable[[], None]:
            def run() -> None:
                for stands, name, arguments in calls:
                    if stands == sheet:
                        engine.call(name, *arguments)

            return run

        def table() -> None:
            block = Area(FIRST, ITEMS[0], LAST, ITEMS[1])
            own = Area(FIRST, COLUMNS["window"], LAST, COLUMNS["window"] + 1)
            ids = Area(ID_ROW, ITEMS[0], ID_ROW, ITEMS[1])
            data = book.cells(Area(1, COLUMN, PARTS, COLUMN), SOURCE)
            engine.call("RANKING_TABLE", *(book.cells(a) for a in (block, own, ids)), data)

        return [
            measure("225 cells, each by its function", cells(RANKING), forget),
            measure("  of it, where the data are known", cells(RANKING), cells(RANKING)),
            measure("one RANKING_TABLE", table, forget),
            measure("  of it, where the data are known", table, table),
            measure("the cells that carry the data", cells(SOURCE), forget),
            measure("one WINDOW_TOTAL, by its row number",
                    lambda: engine.call("WINDOW_TOTAL", float(FIRST)), forget),
        ]  # fmt: skip


def calls_of_recalculation(path: Path) -> int:
    """Calls of the first click on 重新计算, when every figure is written."""
    host = FileHost(path)
    grids = {name: grid for name in SHEETS if (grid := host.grid(name)) is not None}
    with memory_engine() as engine:
        sheets = {name: content_of(grid) for name, grid in grids.items()}
        book = engine.open("/one/2023Q1.xlsm", sheets)
        book.set_mock_caller()
        TOUCHES.clear()
        macros.recalculate()
        return sum(TOUCHES.values())


def calls_of_functions() -> float:
    """Calls that each cell function takes beside the one that hands everything over."""
    with memory_engine() as engine:
        book = Opened(engine.open("/one/macros.xlsm", contents(functions=True)))
        book.becomes_caller()
        with function_calls("xl_appraisal.udfs") as running:
            program = Recalculating(book, lambda *call: _shown(running.call(*call)), seed=0)
            program.look_again()
            TOUCHES.clear()
            program.all()
            return 1 + sum(TOUCHES.values()) / len(program.calls)


def forget() -> None:
    """What the process keeps between two recalculations."""
    book_of.cache_clear()
    forget_merges()


def _shown(answer: Any) -> Any:
    return answer[0][0] if len(answer) == len(answer[0]) == 1 else answer


def _handed(book: Opened, arguments: list[Any]) -> list[MemoryRange | Any]:
    return [book.cells(a[1], a[0]) if isinstance(a, tuple) else a for a in arguments]


def host_costs(book: Any) -> list[Cost]:
    """Reading the workbook, and the macro."""
    host = XlwingsHost(book)

    def read(reader: XlwingsHost) -> None:
        for name in SHEETS:
            reader.grid(name)

    def unsettle() -> None:
        """Staff scores of all windows, so that modules, totals and ranks are written anew."""
        for row in range(FIRST, LAST + 1):
            cell = book.sheets[RANKING].range((row, COLUMNS["staff_performance"]))
            cell.raw_value = 23 + (time.perf_counter() * 1000 + row * 37) % 70 // 1 / 10

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
        typed = host_costs(book)
        functions = Opened(engine.open("/one/macros.xlsm", contents(functions=True)))
        functions.becomes_caller()
        costs = [*function_costs(functions), *typed]
    show(costs)


if __name__ == "__main__":
    main()
