"""A program that is busy or gone: any touch of it may fail, as COM calls do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from tests.excel import memory_cells
from xl_appraisal.tools.vba.udf_engine import ComError

KINDS = (ComError, AttributeError, TypeError, OSError, MemoryError)
"""The program busy; an object gone; a broken answer; the server lost; no memory left."""


class Failing(Counter[str]):
    """Counts touches as :data:`memory_cells.TOUCHES` does, and fails at the one it is told."""

    def __init__(self, error: Exception, after: int) -> None:
        super().__init__()
        self._error, self._left = error, after

    def __setitem__(self, name: str, count: int) -> None:
        super().__setitem__(name, count)
        self._left -= 1
        if self._left == 0:
            raise self._error


@contextmanager
def failing(random: Random) -> Iterator[None]:
    """One touch within fails with one of :data:`KINDS`, if as many are made."""
    before = memory_cells.TOUCHES
    error = random.choice(KINDS)("被呼叫方拒绝接收呼叫。")
    memory_cells.TOUCHES = Failing(error, random.choice((1, 2, 5, 9, 20, 40)))
    try:
        yield
    finally:
        memory_cells.TOUCHES = before
