"""Names in a row, the first few by name and the rest counted: ``甲、乙、丙等5个``."""

from __future__ import annotations

from collections.abc import Sequence


def listed(names: Sequence[str], most: int, between: str = "、", unit: str = "个") -> str:
    """The first ``most`` names, and how many there are where that is more."""
    more = f"等{len(names)}{unit}" if len(names) > most else ""
    return between.join(names[:most]) + more
