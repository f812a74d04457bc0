"""The sheets that a workbook of plain formulas has beside the usual ones."""

from __future__ import annotations

NATIVE_CHECK = "自动核对"
"""For people: each window's place, or why it has none; lines that count for nobody."""
WINDOWS = "算式"
"""A row for each row of 名次表, a column for each step."""
LINES = "算式明细"
"""A row for each row of 加扣分明细 and of 人员考核."""
VALUES = "算式设置"
"""The values of 规则 and the names that a line may be written with."""

HELPERS = (WINDOWS, LINES, VALUES)


def native_sheets(usual: tuple[str, ...]) -> tuple[str, ...]:
    """The sheets of such a workbook: 自动核对 second, where it is seen, the helpers last."""
    return (usual[0], NATIVE_CHECK, *usual[1:], *HELPERS)
