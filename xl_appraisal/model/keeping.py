"""Keeping what was made, for the next workbook of a process: of the same notice and columns."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import TypeVar, TypeVarTuple

K = TypeVar("K", str, bytes)
A = TypeVarTuple("A")
T = TypeVar("T")

_MOST = 8


class Kept:
    """The last few results, each by what it was made of: a key, and objects that no hash can tell.

    Those count as the same if they are the very same.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[tuple[object, ...], object]] = {}

    def get(self, key: Hashable, of: tuple[object, ...], make: Callable[[], T]) -> T:
        """What was made of these before, else what ``make`` gives; what it raises is not kept."""
        known = key, *map(id, of)
        if known not in self._kept:
            made = make()
            while len(self._kept) >= _MOST:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[known] = of, made  # held, so that no other object gets its id
        found: T = self._kept[known][1]  # type: ignore[assignment]
        return found


def kept_by_identity(make: Callable[[*A], T]) -> Callable[[*A], T]:
    """Make it once of the same frozen arguments; the last few are kept."""
    kept = Kept()

    def keeping(*given: *A) -> T:
        return kept.get(None, given, lambda: make(*given))

    return keeping


def kept_if_short(
    longest: int, number: int
) -> Callable[[Callable[[K, *A], T]], Callable[[K, *A], T]]:
    """Make it once of the same text or bytes, if no longer than that; the last ``number`` are kept.

    Longer ones are hardly met twice, and would fill the memory.
    """

    def decorated(make: Callable[[K, *A], T]) -> Callable[[K, *A], T]:
        kept = lru_cache(maxsize=number)(make)

        @wraps(make)
        def keeping(text: K, *more: *A) -> T:
            return kept(text, *more) if len(text) <= longest else make(text, *more)

        return keeping

    return decorated
