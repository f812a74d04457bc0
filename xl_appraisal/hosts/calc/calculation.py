"""Calc's own calculation, held while much is done to a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def calculation_stands_still(document: Any) -> Iterator[None]:
    """What changes within is computed once, at the end; not at all where that was off before."""
    automatic = document.isAutomaticCalculationEnabled()
    document.enableAutomaticCalculation(False)
    try:
        yield
    finally:
        document.enableAutomaticCalculation(automatic)
