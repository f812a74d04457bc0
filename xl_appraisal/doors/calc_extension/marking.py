"""Whether a workbook counts as changed since it was saved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def unmarked(document: Any) -> Iterator[None]:
    """What is done within makes the workbook no changed one."""
    changed = document.isModified()
    try:
        yield
    finally:
        if document.isModified() and not changed:
            mark_as_saved(document)


def mark_as_saved(document: Any) -> None:
    """Nothing is left to be saved; a chart that follows the cells counts by itself."""
    document.setModified(False)
    if not document.isModified():
        return
    sheets = document.Sheets
    for number in range(sheets.Count):
        charts = sheets.getByIndex(number).Charts
        for place in range(charts.Count):
            charts.getByIndex(place).EmbeddedObject.setModified(False)
    document.setModified(False)
