"""Keeping what was made of a value that no hash can tell: of this very object, not of its like."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

A = TypeVarTuple("A")
T = TypeVar("T")

_MOST = 8


def kept_by_identity(make: Callable[[*A], T]) -> Callable[[*A], T]:
    """Make it once of the same frozen arguments; the last few are kept.

    Workbooks of one notice share it as one object in a process: what follows from it is made once.
    """
    kept: dict[tuple[int, ...], tuple[tuple[object, ...], T]] = {}

    def keeping(*given: *A) -> T:
        key = tuple(map(id, given))
        if key not in kept:
            if len(kept) >= _MOST:
                del kept[next(iter(kept))]
            kept[key] = given, make(*given)  # held, so that no other object gets its id
        return kept[key][1]

    return keeping
