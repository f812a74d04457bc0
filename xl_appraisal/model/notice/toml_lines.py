"""On which line of a TOML file each value stands: only for telling a clerk where to look.

tomllib reads the values and keeps no lines.  But it can be asked what the first lines of a file
say: a value stands on the line with which it comes in (docs/decisions/0012-lines-of-a-notice.md).
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from contextlib import suppress
from functools import cache
from typing import Any

from xl_appraisal.model.fields import Path

_CLOSERS = tuple(string + "]" * depth for depth in range(5) for string in ("", '"""', "'''"))
"""What may end a value that goes on below the line at which a text was cut off."""


class ValueLines:
    """The lines of a text that tomllib accepts."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._said = cache(self._said_by)

    def line_of(self, path: Path) -> int | None:
        """The line, from 1, of a value or of the nearest thing around it; ``None`` for the file."""
        counts = range(len(self._lines) + 1)
        for length in range(len(path), 0, -1):
            part = path[:length]
            if _holds(self._said(counts[-1]), part):
                return bisect_left(counts, True, key=lambda n: _holds(self._said(n), part))
        return None

    def _said_by(self, count: int) -> dict[str, Any]:
        """What the first lines say, or as many of them as can be read by themselves."""
        for number in range(count, 0, -1):
            start = "\n".join(self._lines[:number])
            for closer in _CLOSERS:
                with suppress(ValueError):
                    return tomllib.loads(f"{start}\n{closer}")
        return {}


def _holds(document: Any, path: Path) -> bool:
    for part in path:
        try:
            document = document[part]
        except (KeyError, IndexError, TypeError):
            return False
    return True
