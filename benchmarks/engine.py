"""The file engine alone, within one process, against unpacking and packing the same file.

``python -m benchmarks.engine BOOK`` prints the ratio and both in seconds of processor time.

The engine reads every sheet, changes each window's computed figures and saves; the floor unpacks
every member and packs it again at level 1, both to a file in the same folder.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
import zipfile
from decimal import Decimal
from pathlib import Path

from xl_appraisal.book.read.ranking_table import find_ranking_table
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.model.grid import Ref, Write
from xl_appraisal.ooxml import Workbook

ROUNDS = 7
FIGURES = ("rank", "total", "deductions")


def engine(source: Path, target: Path, changes: dict[Ref, Write]) -> float:
    """Processor seconds to read all sheets, change those cells and save."""
    start = time.process_time()
    book = Workbook.open(source)
    for sheet in book.sheet_names:
        book.grid(sheet)
    book.set(RANKING, changes)
    book.save(target)
    return time.process_time() - start


def floor(source: Path, target: Path) -> float:
    """Processor seconds to unpack all members and pack them again at level 1."""
    start = time.process_time()
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
    return time.process_time() - start


def changes_of(source: Path) -> dict[Ref, Write]:
    """A new rank and total for every window."""
    table = find_ranking_table(Workbook.open(source).grid(RANKING))
    columns = [table.columns[name] for name in FIGURES if name in table.columns]
    return {(row, c): Decimal(row) / 8 for row in table.rows for c in columns}


def measure(source: Path, rounds: int = ROUNDS) -> tuple[float, float, float]:
    """Median ratio, seconds of the engine, seconds of the floor."""
    changes = changes_of(source)
    with tempfile.TemporaryDirectory(dir=source.parent) as folder:
        target = Path(folder) / "out.xlsx"
        pairs = [(engine(source, target, changes), floor(source, target)) for _ in range(rounds)]
    ratio = statistics.median(a / b for a, b in pairs)
    engines, floors = zip(*pairs, strict=True)
    return ratio, statistics.median(engines), statistics.median(floors)


if __name__ == "__main__":
    print(*measure(Path(sys.argv[1])))
