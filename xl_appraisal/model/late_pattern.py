"""Regular expressions that are compiled when they are first asked: most commands need few of them.

Compiling all of a recalculation's takes a tenth of its start.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_ASKED = ("fullmatch", "match", "search", "sub", "split", "finditer", "findall", "pattern")


class _Late:
    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        """Asked for what is not there yet: from then on all of it is."""
        compiled = re.compile(self._text, self._flags)
        for asked in _ASKED:
            setattr(self, asked, getattr(compiled, asked))
        return getattr(compiled, name)


def late_pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The pattern of a regular expression, compiled when it is first used."""
    return cast(re.Pattern[AnyStr], _Late(text, flags))
