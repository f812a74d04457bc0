"""Ranks by total, highest first, and how equal totals share a rank."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

Total = TypeVar("Total", Decimal, Fraction)


def ranks(totals: Sequence[Total | None], tie_rank: str) -> list[int | None]:
    """The rank of each total, from 1; ``None`` for a window without a score.

    How equal totals rank is a setting: ``shared`` leaves the ranks after a tie out (1, 2, 2, 4),
    ``dense`` does not (1, 2, 2, 3).
    """
    scored = sorted((total for total in totals if total is not None), reverse=True)
    places: dict[Total, int] = {}
    for position, total in enumerate(scored, 1):
        if total not in places:
            places[total] = position if tie_rank == "shared" else len(places) + 1
    return [None if total is None else places[total] for total in totals]
