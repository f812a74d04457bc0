"""A rename that waits for who has the file open for a moment: a virus scanner, a preview."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from xl_appraisal.files.file_error import XlsxError

_HELD = {5, 32, 33}  # as Windows tells that another program has the file open (winerror.h)
_WAITS = (0.1, 0.2, 0.3, 0.4)  # seconds


def rename_over(temporary: str, path: str, before: Callable[[], object]) -> None:
    """Put ``temporary`` in the place of ``path``, trying for a second; ``before`` before each try.

    Raises :class:`OSError` as :func:`os.replace`, and whatever ``before`` raises.
    """
    for wait in (*_WAITS, None):
        try:
            before()
            os.replace(temporary, path)
            return
        except (OSError, XlsxError) as error:
            if wait is None or not _held(error):
                raise
            time.sleep(wait)


def _held(error: BaseException | None) -> bool:
    while isinstance(error, XlsxError):
        error = error.__cause__
    return getattr(error, "winerror", None) in _HELD
