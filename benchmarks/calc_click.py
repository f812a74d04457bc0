"""One click on 重新计算 in a live Calc, against the same book's plain formulas in the same Calc.

``python -m benchmarks.calc_click [--windows N …] [--turns N]`` prints processor seconds of
LibreOffice for each, to the last cell drawn, and the ratio.  Before each click every window's staff
score changes, so that every total and rank is written anew; Calc recalculates all of its formulas.
The extension is installed for a user of its own, as staff have it.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from benchmarks.books import make_book
from tests.libreoffice.staffed import Desk, Opened, desk
from xl_appraisal.book.read.ranking_table import RankingTable, find_ranking_table
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.hosts import FileHost


class Click(NamedTuple):
    """Medians in processor seconds; ``ratio`` is the median of the turns'."""

    windows: int
    opened: float
    ours: float
    plain: float
    ratio: float


def measure(folder: Path, sizes: Sequence[int], turns: int) -> list[Click]:
    """A click at each size; needs LibreOffice."""
    found = []
    (folder / "desk").mkdir()
    with desk(folder / "desk") as running:
        for windows in sizes:
            typed = make_book(folder / f"click{windows}.xlsx", windows)
            native = make_book(folder / f"native{windows}.xlsx", windows, native=True)
            found.append(_clicks(running, windows, typed, native, turns))
    return found


def _clicks(running: Desk, windows: int, typed: Path, native: Path, turns: int) -> Click:
    used = _Used(running)
    opened = running.open(typed, hidden=False)
    taken = used.since(running)
    other = running.open(native, hidden=False)
    table = _table(typed)
    staff = _staff_cells(opened, table)
    plain_staff = _staff_cells(other, _table(native))
    pairs = []
    for turn in range(turns + 1):  # the first is not counted: it fills what the program keeps
        _change(staff, turn)
        _settle(running)
        ours = _spent(running, lambda: opened.dispatch("recalculate"))
        _change(plain_staff, turn)
        _settle(running)
        plain = _spent(running, other.document.calculateAll)
        pairs.append((ours, plain))
    opened.close()
    other.close()
    pairs = pairs[1:]
    medians = (statistics.median(side) for side in zip(*pairs, strict=True))
    return Click(windows, taken, *medians, statistics.median(a / b for a, b in pairs))


def _table(book: Path) -> RankingTable:
    grid = FileHost(book).grid(RANKING)
    if grid is None:
        raise ValueError(f"{book}: no sheet {RANKING}")
    return find_ranking_table(grid)


def _staff_cells(book: Opened, table: RankingTable) -> Any:
    column = table.columns["staff_performance"] - 1
    first, last = table.rows[0] - 1, table.rows[-1] - 1
    return book.ranking.getCellRangeByPosition(column, first, column, last)


def _change(cells: Any, turn: int) -> None:
    """Other staff scores for all windows: what moves total and rank of each."""
    rows = cells.Rows.Count
    cells.setDataArray(tuple((24 + (row * 37 + turn * 11) % 60 / 10,) for row in range(rows)))


class _Used:
    """The processor seconds that the program had used."""

    def __init__(self, running: Desk) -> None:
        _settle(running)
        self._before = _processor(running)

    def since(self, running: Desk) -> float:
        _settle(running)
        return _processor(running) - self._before


def _spent(running: Desk, call: Callable[[], object]) -> float:
    used = _Used(running)
    call()
    return used.since(running)


def _settle(running: Desk) -> None:
    """Until nothing waits to be computed or drawn."""
    running.office.service("com.sun.star.awt.Toolkit").processEventsToIdle()


def _processor(running: Desk) -> float:
    process = running.office._process
    if process is None:
        raise RuntimeError("LibreOffice does not run")
    every = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    return sum(times.user + times.system for one in every for times in (one.cpu_times(),))


def main(arguments: list[str] | None = None) -> None:
    """Measure in a folder of its own and print a line for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--windows", type=int, nargs="+", default=[25, 100])
    parser.add_argument("--turns", type=int, default=5)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        for click in measure(Path(folder), asked.windows, asked.turns):
            print(
                f"{click.windows} windows: opened in {click.opened:.2f} s,"
                f" a click {click.ours:.2f} s, plain formulas {click.plain:.2f} s,"
                f" ratio {click.ratio:.2f}"
            )


if __name__ == "__main__":
    main()
