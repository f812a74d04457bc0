"""What no cell of any program can hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Area, Formula, Ref, Write, a1
from xl_appraisal.model.limits import MAX_TEXT_UNITS

Plain: TypeAlias = None | bool | Decimal | str
"""A value that is no formula."""

_HIGHEST = 308  # power of ten from which on a cell holds no number


def check_writes(sheet: str, changes: Mapping[Ref, Write], merges: Sequence[Area]) -> None:
    """Raise :class:`BookError` for what no cell can hold, or would hold without showing it.

    ``sheet`` is what the sheet is called, ``merges`` are its merged areas.
    """
    for ref, value in changes.items():
        fault = _fault_of(value)
        if any(a.covers(ref) and ref != (a.top, a.left) for a in merges):
            fault = "被合并单元格覆盖，不能写入。请取消合并"
        if fault:
            raise BookError(f"{sheet}!{a1(*ref)} {fault}。")


def _fault_of(value: Write) -> str:
    """Why no cell can hold the value or the formula's figure; empty where one can."""
    if isinstance(value, Formula):
        value = value.value
    if isinstance(value, str) and len(value.encode("utf-16-le", "replace")) > 2 * MAX_TEXT_UNITS:
        return f"文字有{len(value)}个字符，不能写入；一个单元格最多{MAX_TEXT_UNITS}个"
    if isinstance(value, Decimal) and (not value.is_finite() or value.adjusted() >= _HIGHEST):
        return f"数值{value}不能写入；绝对值应小于1E308"
    return ""
