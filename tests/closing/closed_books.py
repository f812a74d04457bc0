"""Closed workbooks changed as somebody would, and what is told of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from xl_appraisal.hosts import FileHost
from xl_appraisal.model.grid import Ref, Write
from xl_appraisal.work.closing import Verdict, verify

NOON = dt.datetime(2023, 7, 5, 12, 0, 30)


def altered(path: Path, sheet: str, cells: dict[Ref, Write]) -> Verdict:
    host = FileHost(path)
    host.write(sheet, cells)
    host.save()
    return verify(FileHost(path))


def event_rows(path: Path) -> list[int]:
    rules = FileHost(path).grid("规则")
    assert rules is not None
    return [row for (row, _), c in rules.cells.items() if str(c.value).startswith("book.event.")]
