"""Workbooks of any number of windows, made of the published quarter's inputs.

Window ``i`` has the inputs of the real window ``i mod 25`` and, so that there are hardly any
ties, staff scores of its own.  The same number gives the same workbook.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from xl_appraisal.book.new import build_workbook
from xl_appraisal.book.new.plain.plain_book import Room
from xl_appraisal.book.read.quarter import Quarter, read_quarter_book
from xl_appraisal.book.sheets import LEDGER, RANKING
from xl_appraisal.doors.command_line.demo_command import make_demo
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.grid import Ref, Value, Write
from xl_appraisal.model.rulebook import load_rulebook
from xl_appraisal.work.desk import recalculate


def make_book(path: Path, windows: int, *, native: bool = False) -> Path:
    """A workbook with that many windows filled in, nothing computed yet.

    ``native`` makes the one that computes itself by plain formulas.
    """
    seed = path.with_suffix(".demo.xlsx")
    real = make_demo(seed).quarter
    names = [name for name, _ in zip(_names(real), range(windows), strict=False)]
    room = Room.of(windows) if native else None
    build_workbook(path, load_rulebook(), names, quarter=real.quarter, native=room)
    host = FileHost(path)
    made = read_quarter_book(host.grid)
    inputs = _inputs(real, made, windows)
    host.write(RANKING, dict.fromkeys(inputs))  # where a formula stands, it goes
    host.write(RANKING, inputs)
    host.write(LEDGER, _ledger(real, made, names))
    host.save()
    seed.unlink()
    return path


def stale(source: Path, target: Path) -> Path:
    """The workbook after a first recalculation, with the inputs of every window changed since."""
    host = FileHost(source)
    done = recalculate(host)
    column = done.quarter.table.columns["staff_performance"]
    old = done.quarter.table.grid
    host.write(
        RANKING,
        {(row, column): _moved(old.value(row, column)) for row in done.quarter.table.rows},
    )
    host.save(target)
    return target


def _moved(value: Value) -> Decimal:
    if not isinstance(value, Decimal):
        raise TypeError(f"no figure in the staff column: {value!r}")
    return value - Decimal("0.007")


def _names(real: Quarter) -> Iterator[str]:
    names = list(real.rows)
    yield from names
    number = len(names)
    while True:
        number += 1
        yield f"{names[number % len(names)]}{number}"


def _inputs(real: Quarter, made: Quarter, windows: int) -> dict[Ref, Write]:
    chosen = random.Random(20230331)
    rows = list(real.rows.values())
    items = [c.id for c in real.book.layout.all_columns if c.is_item and c.id in real.table.columns]
    written: dict[Ref, Write] = {}
    staff = made.table.columns["staff_performance"]
    for index in range(windows):
        row = made.table.first_row + index
        for item in items:
            cell = real.table.cell(rows[index % len(rows)], item)
            if cell.value is not None and cell.formula is None:
                written[row, made.table.columns[item]] = _plain(cell.value)
        written[row, staff] = Decimal(chosen.randrange(24_000, 30_000)) / 1000
    return written


def _ledger(real: Quarter, made: Quarter, names: list[str]) -> dict[Ref, Write]:
    """Each real line for every window that has the inputs of its window."""
    source, target = real.lists[LEDGER], made.lists[LEDGER]
    own = list(real.rows)
    lines = {name: [r for r in source.rows() if r["window"].value == name] for name in own}
    row, written = target.header_row, dict[Ref, Write]()
    for index, name in enumerate(names):
        for line in lines[own[index % len(own)]]:
            row += 1
            for field in ("item", "module", "points", "count"):
                if (value := line[field].value) is not None:
                    written[row, target.columns[field]] = _plain(value)
            written[row, target.columns["window"]] = name
    return written


def _plain(value: Value) -> Write:
    if value is None or isinstance(value, bool | Decimal | str):
        return value
    raise TypeError(f"a date among the inputs: {value!r}")
