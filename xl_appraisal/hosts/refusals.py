"""What no cell holds and what a program refuses, in our words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import TypeAlias

from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Area, Formula, Ref, Write, a1
from xl_appraisal.model.limits import MAX_TEXT_UNITS

Plain: TypeAlias = None | bool | Decimal | str
"""A value that is no formula."""

_HIGHEST = 308  # power of ten from which on a cell holds no number
MOST_CELLS = 4_000_000
"""Used cells of a sheet that are read; a whole column formatted by accident has more."""


def check_size(sheet: str, used: Area) -> None:
    """Raise :class:`BookError` for a sheet with more used cells than are read."""
    if (used.bottom - used.top + 1) * (used.right - used.left + 1) > MOST_CELLS:
        last = a1(used.bottom, used.right)
        raise BookError(
            f"工作表“{sheet}”的已用区域到 {last}，太大。请删除表格下方和右侧多余的行列。"
        )


def check_writes(sheet: str, changes: Mapping[Ref, Write], merges: Sequence[Area]) -> None:
    """Raise :class:`BookError` for what no cell can hold, or would hold without showing it.

    ``sheet`` is what the sheet is called, ``merges`` are its merged areas.
    """
    hidden = {ref for area in merges for ref in area.among(changes) if ref != area[:2]}
    for ref, value in changes.items():
        fault = _fault_of(value)
        if ref in hidden:
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


@contextmanager
def told_as(what: str) -> Iterator[None]:
    """Tell what a program refuses in our words, with its own behind them."""
    try:
        yield
    except BookError:
        raise
    except Exception as error:  # each program has errors of its own
        raise BookError(f"{what}（{type(error).__name__}：{str(error)[:100]}）。") from error


def take_back(calls: Sequence[Callable[[], None]], error: BaseException) -> None:
    """Undo what was done before an error, the last first.

    Raises :class:`BookError` that says what to do where that fails too.
    """
    try:
        for call in reversed(calls):
            call()
    except Exception as second:  # the program's own
        raise BookError(
            f"没有完成（{error}），而且没有全部恢复（{type(second).__name__}：{second}）。"
            "请不保存就关闭工作簿，再重新打开。"
        ) from error
