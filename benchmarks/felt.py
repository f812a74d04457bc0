"""What staff feel: one workbook of 25 windows recalculated, cold and warm, by processor time.

``python -m benchmarks.felt [--windows N] [--turns N]`` prints one table of ratios, each the median
of turns in which both sides were measured one after the other.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl

from benchmarks.books import make_book, stale
from benchmarks.engine import floor
from xl_appraisal.hosts import FileHost
from xl_appraisal.work.desk import recalculate

Job = Callable[[], float]


def measure(folder: Path, windows: int, turns: int) -> list[tuple[str, float, float, float]]:
    """Rows of (what, target, seconds of ours, ratio); ratios are medians over the turns."""
    book = stale(make_book(folder / "fresh.xlsx", windows), folder / "stale.xlsx")
    out = folder / "out"
    compiled = folder / "compiled"  # as after an installation, whatever the caller's settings
    command = [sys.executable, "-m", "xl_appraisal", "recalc", str(book), "--out"]

    def cold() -> float:
        (out / "cold.xlsx").unlink(missing_ok=True)
        return _process(compiled, [*command, str(out / "cold.xlsx")])

    def start() -> float:
        return _process(compiled, [sys.executable, "-c", "import zipfile, re, decimal, argparse"])

    def warm() -> float:
        return _here(lambda: _recalculated(book, out / "warm.xlsx"))

    def repacked() -> float:
        return floor(book, out / "floor.xlsx")

    def by_openpyxl() -> float:
        return _here(lambda: openpyxl.load_workbook(book).save(out / "openpyxl.xlsx"))

    out.mkdir()
    rows: list[tuple[str, float, Job, Job, bool]] = [
        ("cold recalc / start of Python with the four parts (≤)", 2.0, cold, start, False),
        ("warm recalculation / unzip + re-zip (≤)", 2.5, warm, repacked, False),
        ("openpyxl load + save / warm recalculation (≥)", 20, warm, by_openpyxl, True),
    ]
    return [_row(*row, turns) for row in rows]


def _row(
    what: str, target: float, ours: Job, theirs: Job, over: bool, turns: int
) -> tuple[str, float, float, float]:
    ours(), theirs()  # not counted: caches of the disk and of the process
    pairs = [(ours(), theirs()) for _ in range(turns)]
    ratio = statistics.median(b / a if over else a / b for a, b in pairs)
    return what, target, statistics.median(a for a, _ in pairs), ratio


def _recalculated(book: Path, target: Path) -> None:
    host = FileHost(book)
    recalculate(host)
    host.save(target)


def _here(job: Callable[[], None]) -> float:
    began = time.process_time()
    job()
    return time.process_time() - began


def _process(compiled: Path, command: list[str]) -> float:
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    kept["PYTHONPYCACHEPREFIX"] = str(compiled)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, env=kept, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def table(rows: list[tuple[str, float, float, float]]) -> str:
    """The rows as Markdown."""
    lines = ["| what | wanted | measured | ours, ms |", "| --- | ---: | ---: | ---: |"]
    lines += [f"| {w} | {t:g} | {ratio:.2f} | {s * 1000:.1f} |" for w, t, s, ratio in rows]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    """Measure in a folder of its own and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--windows", type=int, default=25)
    parser.add_argument("--turns", type=int, default=9)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        print(table(measure(Path(folder), asked.windows, asked.turns)))


if __name__ == "__main__":
    main()
