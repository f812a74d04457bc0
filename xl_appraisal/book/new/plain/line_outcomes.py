"""What a line of 加扣分明细 comes to, by what its points and its count are."""

from __future__ import annotations

from collections.abc import Callable

POINT_STATES = ("blank", "bad", "zero", "some")
COUNT_STATES = ("blank", "bad", "zero", "between", "fraction", "one", "more")
"""What a line's points and its count are: ``between`` 0 and 1, ``fraction`` with more decimals."""

Outcome = Callable[[str, str], int]
"""The code for a state of the points and one of the count."""


def always(code: int) -> Outcome:
    """The same, whatever the figures are."""
    return lambda points, count: code


def readable(outcome: Outcome) -> Outcome:
    """Figures that cannot be read come first, whatever the line is about."""

    def checked(points: str, count: str) -> int:
        if points == "bad":
            return 5
        return 6 if count == "bad" else outcome(points, count)

    return checked
