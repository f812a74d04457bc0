"""Random work in Excel's stead: figures are right in any order, whatever else is behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.excel.memory_engine import MemoryEngine
from tests.excel.random_work import worked


def test_no_figure_is_wrong_whatever_is_done(
    engine: MemoryEngine, call: Callable[..., Any]
) -> None:
    """Typed, cleared, voided, sorted, rows put in and taken out, undone, recalculated."""
    assert worked(engine, call, 1, 25) == []


@pytest.mark.parametrize("seed", [2, 3, 13])
def test_more_of_the_same(engine: MemoryEngine, call: Callable[..., Any], seed: int) -> None:
    """13 has a total typed over and recalculated; the window's rank says that it has none."""
    assert worked(engine, call, seed, 40) == []
