"""Memory while a great many values are made."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def paused_gc(*, last: bool = False) -> Iterator[None]:
    """No search for cycles while a million values are made: there are none, and it costs a third.

    Values are freed all the same, as soon as nothing refers to them.  ``last`` is for what a
    process ends with: the values still held are not looked through afterwards either.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            if last:
                gc.freeze()
            gc.enable()
