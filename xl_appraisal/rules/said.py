"""Words for a figure, put together only when somebody reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple


class Said(NamedTuple):
    """Words that are put together only when somebody reads them: of 10,000 windows few are."""

    words: Callable[..., str]
    about: tuple[Any, ...]

    def __str__(self) -> str:
        return self.words(*self.about)
