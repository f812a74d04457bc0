"""Folders of workbooks as a province has them, and what each must become."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from xl_appraisal.book.read.quarter import read_quarter_book
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.doors.command_line import main
from xl_appraisal.files.backups import FOLDER
from xl_appraisal.hosts import FileHost


def make_province(folder: Path, seed: Path, centres: int) -> list[Path]:
    """A folder for each centre, all with a workbook of one name whose figures are stale.

    In centre ``n`` the first window's people do ``n`` thousandths worse than published.
    """
    books = []
    quarter = read_quarter_book(FileHost(seed).grid)
    cell = quarter.table.rows[0], quarter.table.columns["staff_performance"]
    old = quarter.table.grid.value(*cell)
    assert isinstance(old, Decimal)
    for number in range(1, centres + 1):
        book = folder / f"中心{number:02}" / "2023Q1.xlsx"
        book.parent.mkdir(parents=True)
        host = FileHost(seed)
        host.write(RANKING, {cell: old - Decimal(number) / 1000})
        host.save(book)
        books.append(book)
    return books


def recalculated(books: Iterable[Path], folder: Path) -> dict[Path, bytes]:
    """What the command recalc makes of a copy of each workbook; the workbooks stay as they are."""
    folder.mkdir()
    made = {}
    for number, book in enumerate(books):
        copy = folder / f"{number}.xlsx"
        shutil.copyfile(book, copy)
        assert main(["recalc", str(copy)]) == 0
        made[book] = copy.read_bytes()
        assert made[book] != book.read_bytes()
    return made


def summary(folder: Path) -> list[dict[str, Any]]:
    """The workbooks of a summary, as its JSON has them."""
    told = json.loads((folder / "批量计算汇总.json").read_text("utf-8"))
    return list(told["workbooks"])


def nothing_left(folder: Path) -> bool:
    """Neither a record, a lock nor a temporary file; backups are meant to stay."""
    return {path.name for path in folder.rglob(".*")} <= {FOLDER}
