"""The sheets that a workbook of plain formulas has beside the usual ones."""

from __future__ import annotations

from xl_appraisal.book.sheets import NATIVE_SHEETS

NATIVE_CHECK, WINDOWS, LINES, VALUES = NATIVE_SHEETS
"""For people: each window's place, or why it has none.  Then the helpers: a row for each row of
名次表 with a column for each step; a row for each row of 加扣分明细 and of 人员考核; the values of
规则 and the names that a line may be written with.
"""

HELPERS = (WINDOWS, LINES, VALUES)


def native_sheets(usual: tuple[str, ...]) -> tuple[str, ...]:
    """The sheets of such a workbook: 自动核对 second, where it is seen, the helpers last."""
    return (usual[0], NATIVE_CHECK, *usual[1:], *HELPERS)
