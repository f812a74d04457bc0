"""What a program refuses, and what is asked of none, in our words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Area, a1

MOST_CELLS = 4_000_000
"""Used cells of a sheet that are read; a whole column formatted by accident has more."""


def check_size(sheet: str, used: Area) -> None:
    """Raise :class:`BookError` for a sheet with more used cells than are read."""
    if (used.bottom - used.top + 1) * (used.right - used.left + 1) > MOST_CELLS:
        last = a1(used.bottom, used.right)
        raise BookError(
            f"工作表“{sheet}”的已用区域到 {last}，太大。请删除表格下方和右侧多余的行列。"
        )


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
