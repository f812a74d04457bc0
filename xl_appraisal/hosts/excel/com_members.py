"""Members of Excel's own objects that not every version of it has."""

from __future__ import annotations

import sys
from typing import Any


def member(owner: Any, name: str, default: Any = None) -> Any:
    """A member of the program's own object behind an xlwings one.

    ``default`` where this version lacks it: COM says so by an error of its own, which
    ``getattr``'s default does not catch.
    """
    try:
        return getattr(owner.api, name)
    except _missing():
        return default


def _missing() -> tuple[type[Exception], ...]:
    """What a member that is not there raises; ``pywintypes`` is there on Windows alone."""
    com_error = getattr(sys.modules.get("pywintypes"), "com_error", AttributeError)
    return AttributeError, NotImplementedError, com_error
