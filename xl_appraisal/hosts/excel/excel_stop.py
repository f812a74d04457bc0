"""Esc in Excel while a command of ours works: it ends the command, between two pieces of work.

Excel itself waits for our process meanwhile and would break off the macro that waits, with a
window of VBA's; so Excel is told to leave the key alone, and Windows is asked about it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xlwings as xw

_ESC = 0x1B  # VK_ESCAPE
_NOW_OR_SINCE = 0x8001  # what GetAsyncKeyState says of a key: down, or pressed since last asked
_DISABLED = 0  # XlEnableCancelKey.xlDisabled


@contextmanager
def esc_for_us(app: xw.App) -> Iterator[Callable[[], bool] | None]:
    """Whether Esc was pressed in Excel since last asked; ``None`` where nothing can be asked.

    That is on a Mac, and wherever the program does not let go of the key.
    """
    user32: Any = getattr(getattr(ctypes, "windll", None), "user32", None)
    before = _let_go(app) if user32 is not None else None
    if before is None:
        yield None
        return

    def pressed() -> bool:
        key = user32.GetAsyncKeyState(_ESC) & _NOW_OR_SINCE
        return bool(key) and user32.GetForegroundWindow() == app.hwnd

    try:
        pressed()  # one that was pressed before is none of ours
        yield pressed
    finally:
        with suppress(Exception):  # Excel resets it itself once no macro runs
            app.api.EnableCancelKey = before


def _let_go(app: xw.App) -> Any:
    """Let Excel leave Esc alone; what it was told before, ``None`` where it cannot be told."""
    with suppress(Exception):
        before = app.api.EnableCancelKey
        app.api.EnableCancelKey = _DISABLED
        return before
    return None
