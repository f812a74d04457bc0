"""Waiting, on Windows, for who has a file open for a moment: a virus scanner, a preview."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable
from typing import TypeVar

Given = TypeVar("Given")

_HELD = {5, 32, 33}  # as Windows tells that another program has the file open (winerror.h)
_WAITS = (0.1, 0.2, 0.3, 0.4)  # seconds


def patiently(attempt: Callable[[], Given]) -> Given:
    """What ``attempt`` gives, tried for a second where another program has the file.

    Raises whatever it raises; :class:`OSError` of such a file after the last try.
    """
    for wait in _WAITS:
        try:
            return attempt()
        except OSError as error:
            if not _held(error):
                raise
        time.sleep(wait)
    return attempt()


def rename_over(temporary: str, path: str, before: Callable[[], object]) -> None:
    """Put ``temporary`` in the place of ``path``, patiently; ``before`` before each try.

    Raises :class:`OSError` as :func:`os.replace`, and whatever ``before`` raises.
    """

    def attempt() -> None:
        before()
        os.replace(temporary, path)

    patiently(attempt)


def _held(error: OSError) -> bool:
    """By Windows' own number; opening tells none, and "access denied" may then be that too."""
    number = getattr(error, "winerror", None)
    if number is None:
        return sys.platform == "win32" and error.errno == errno.EACCES
    return number in _HELD
