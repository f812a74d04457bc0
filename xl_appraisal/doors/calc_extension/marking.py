"""Whether a workbook counts as changed since it was saved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from xl_appraisal.hosts.calc.calc_file import mark_as_saved


@contextmanager
def unmarked(document: Any) -> Iterator[None]:
    """What is done within makes the workbook no changed one."""
    changed = document.isModified()
    try:
        yield
    finally:
        if document.isModified() and not changed:
            mark_as_saved(document)
