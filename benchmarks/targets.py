"""What staff wait for, each as a ratio of one run: the targets of docs/performance.md.

``python -m benchmarks.targets [--turns N] [--books N] [--sizes N …] [--plain N N]`` prints one
table.  Processor time, not the clock; of each ratio both sides are measured turn by turn.
``--sizes`` are the windows of one click and of larger books, ``--plain`` those of the workbooks of
plain formulas that LibreOffice computes on opening (none: left out, and the click in a live Calc),
``--books`` how many workbooks a batch has.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import openpyxl

from benchmarks import contest, udf_path
from benchmarks.books import make_book, stale
from benchmarks.engine import floor
from benchmarks.plain_book import write_plain_book
from benchmarks.plan import plan_of
from benchmarks.recalc import soffice
from xl_appraisal.book.new import build_workbook
from xl_appraisal.book.new.plain.helper_block import HELPERS, NATIVE_CHECK
from xl_appraisal.book.new.plain.plain_book import Room
from xl_appraisal.book.read.quarter import read_quarter_book
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.rulebook import load_rulebook
from xl_appraisal.work.desk import recalculate

Job = Callable[[], float]
LIMIT = 900.0  # seconds for one process
PARTS = [sys.executable, "-c", "import zipfile, re, decimal, argparse"]


class Row(NamedTuple):
    """A target: at least ``wanted``, or at most where ``most``; ``ours`` says what that took."""

    what: str
    wanted: float
    most: bool
    measured: float | None
    ours: str = ""


def measure(
    folder: Path, turns: int, books: int, sizes: Sequence[int], plain: Sequence[int]
) -> list[Row]:
    """All targets; workbooks that are in the folder already are used again."""
    windows, *larger = sizes
    found = [*_one_click(folder, windows, turns), _batch(folder, windows, books)]
    found += _larger(folder, larger, min(turns, 3))
    found += _calls(folder, (windows, 4 * windows))
    if plain and shutil.which("soffice"):
        found += _plain(folder, plain)
        found += _clicks(folder, (windows, 4 * windows), turns)
    return found


def _one_click(folder: Path, windows: int, turns: int) -> list[Row]:
    book, out = _book(folder, windows), folder / "out"
    out.mkdir(exist_ok=True)

    def cold() -> float:
        return _process(_recalc(book, out / "cold.xlsx"), folder)

    def start() -> float:
        return _process(PARTS, folder)

    def warm() -> float:
        return _here(lambda: _recalculated(book, out / "warm.xlsx"))

    def repacked() -> float:
        return floor(book, out / "floor.xlsx")

    def by_openpyxl() -> float:
        return _here(lambda: openpyxl.load_workbook(book).save(out / "openpyxl.xlsx"))

    rows = [
        _row(f"cold `recalc`, {windows} windows / start of Python", 2, cold, start, turns),
        _row("warm recalculation / unzip + re-zip", 2.5, warm, repacked, turns),
        _row("warm: openpyxl load + save / ours", 20, warm, by_openpyxl, turns, least=True),
    ]
    if shutil.which("soffice"):
        quarter = read_quarter_book(FileHost(book).grid)
        plain = write_plain_book(quarter, plan_of(quarter), folder / f"plain{windows}.xlsx")

        def calc() -> float:
            return contest.run(soffice(plain, folder), LIMIT).processor

        what = f"cold, {windows} windows: LibreOffice / ours"
        rows.insert(1, _row(what, 18, cold, calc, min(turns, 3), least=True))
    return rows


def _batch(folder: Path, windows: int, books: int) -> Row:
    """Books a second of one core, the start of the command taken in."""
    source, many = _book(folder, windows), Path(tempfile.mkdtemp(dir=folder))
    for number in range(books):
        shutil.copy(source, many / f"{number}.xlsx")
    command = [sys.executable, "-m", "xl_appraisal", "batch", str(many), "--jobs", "1"]
    seconds = _process(command, folder)
    what = f"`batch`, {books} books of {windows} windows, per core and second"
    return Row(what, 70, False, books / seconds, f"{seconds:.2f} s")


def _larger(folder: Path, sizes: Sequence[int], turns: int) -> list[Row]:
    """The whole job against its floor at the first size, and time per window from there on."""
    rows, first = list[Row](), 0.0
    for windows in sizes:
        book, out = _book(folder, windows), folder / "out" / "large.xlsx"
        taken = [_process(_recalc(book, out), folder) for _ in range(turns)]
        each = statistics.median(taken) / windows
        if not first:
            first, least = each, statistics.median(floor(book, out) for _ in range(turns))
            what = f"whole job at {windows:,} windows / unzip + re-zip"
            rows.append(Row(what, 8, True, each * windows / least, f"{each * windows:.2f} s"))
        else:
            what = f"time per window, {windows:,} / {sizes[0]:,}"
            rows.append(Row(what, 1.2, True, each / first, f"{each * windows:.2f} s"))
    return rows


def _calls(folder: Path, sizes: Sequence[int]) -> list[Row]:
    """Calls between Excel and Python, over the engine in memory."""
    rows = []
    for windows in sizes:
        made = make_book(folder / f"typed{windows}.xlsx", windows)
        what = f"calls of one 重新计算 in Excel, {windows} windows"
        rows.append(Row(what, 40, True, udf_path.calls_of_recalculation(made), "calls"))
    what = "calls of a full calculation of the cell functions, each cell"
    rows.append(Row(what, 3, True, udf_path.calls_of_functions(), "calls"))
    return rows


def _plain(folder: Path, sizes: Sequence[int]) -> list[Row]:
    """Workbooks of plain formulas: how many formulas, how long LibreOffice takes."""
    taken = []
    for windows in sizes:
        path = folder / f"formulas{windows}.xlsx"
        names = [f"窗口{number}" for number in range(windows)]
        build_workbook(path, load_rulebook(), names, quarter="2023Q1", native=Room.of(windows))
        taken.append((windows, path, contest.run(soffice(path, folder), LIMIT).processor))
    (small, book, short), (large, _, long) = taken[0], taken[-1]
    return [
        Row(f"plain formulas a window, {small} windows", 300, True, _formulas(book) / small),
        Row(f"plain formulas, LibreOffice at {large} windows, s", 6, True, long, f"{long:.2f} s"),
        Row(f"plain formulas, LibreOffice: {large} / {small} windows", 10, True, long / short,
            f"{short:.2f} s"),
    ]  # fmt: skip


def _clicks(folder: Path, sizes: Sequence[int], turns: int) -> list[Row]:
    """A click in a live Calc, to the last cell drawn, against the book's own plain formulas."""
    from benchmarks import calc_click  # needs LibreOffice's bridge

    return [
        Row(f"重新计算 in Calc / its plain formulas, {click.windows} windows", 1, True, click.ratio,
            f"{click.ours:.2f} s")
        for click in calc_click.measure(folder, sizes, turns)
    ]  # fmt: skip


def _formulas(book: Path) -> int:
    """Formulas that the workbook of plain formulas has: on 名次表 and the sheets of its own."""
    host = FileHost(book)
    grids = (host.grid(name) for name in ("名次表", NATIVE_CHECK, *HELPERS))
    return sum(1 for g in grids if g for cell in g.cells.values() if cell.formula is not None)


def _book(folder: Path, windows: int) -> Path:
    book = folder / f"stale{windows}.xlsx"
    if not book.exists():
        stale(make_book(folder / f"fresh{windows}.xlsx", windows), book)
    return book


def _recalc(book: Path, target: Path) -> list[str]:
    target.unlink(missing_ok=True)
    return [sys.executable, "-m", "xl_appraisal", "recalc", str(book), "--out", str(target)]


def _row(
    what: str, wanted: float, ours: Job, theirs: Job, turns: int, *, least: bool = False
) -> Row:
    ours(), theirs()  # not counted: caches of the disk and of the process
    pairs = [(ours(), theirs()) for _ in range(turns)]
    ratio = statistics.median(b / a if least else a / b for a, b in pairs)
    taken = statistics.median(a for a, _ in pairs)
    return Row(what, wanted, not least, ratio, f"{taken * 1000:.0f} ms")


def _recalculated(book: Path, target: Path) -> None:
    host = FileHost(book)
    recalculate(host)
    host.save(target)


def _here(job: Callable[[], None]) -> float:
    began = time.process_time()
    job()
    return time.process_time() - began


def _process(command: list[str], folder: Path) -> float:
    """Processor seconds of a process; its modules compiled as after an installation."""
    before = os.environ.get("PYTHONPYCACHEPREFIX")
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    try:
        return contest.run(command, LIMIT).processor
    finally:
        del os.environ["PYTHONPYCACHEPREFIX"]
        if before is not None:
            os.environ["PYTHONPYCACHEPREFIX"] = before


def table(rows: Sequence[Row]) -> str:
    """The rows as Markdown."""
    lines = ["| what | wanted | measured | | ours |", "| --- | ---: | ---: | --- | ---: |"]
    for what, wanted, most, measured, ours in rows:
        shown, sign = "–" if measured is None else f"{measured:.2f}", "≤" if most else "≥"
        met = measured is not None and (measured <= wanted if most else measured >= wanted)
        said = "met" if met else "missed"
        lines.append(f"| {what} | {sign} {wanted:g} | {shown} | {said} | {ours} |")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    """Measure in a folder of its own and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=9)
    parser.add_argument("--books", type=int, default=200)
    parser.add_argument("--sizes", type=int, nargs="+", default=[25, 1_000, 10_000])
    parser.add_argument("--plain", type=int, nargs="*", default=[25, 200])
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(Path(folder), asked.turns, asked.books, asked.sizes, asked.plain)
        print(table(rows))


if __name__ == "__main__":
    main()
