"""A program that fails after one of its writes, whichever is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

CALLS = ("_put", "_protect", "_unprotect", "_add", "_copy", "_rename", "_delete", "_cut", "_dress")
"""What changes a workbook, in every program's host."""


class Refused(Exception):
    """As programs have errors of their own."""


class Failing:
    """Lets so many writes pass and fails right after the next one, which was made."""

    def __init__(self, after: int) -> None:
        self.left = after
        self.failed = False

    def write(self, call: Any) -> Any:
        def counted(host: Any, *arguments: Any) -> None:
            call(host, *arguments)
            if not self.failed and self.left == 0:
                self.failed = True
                raise Refused("0x800AC472")
            self.left -= 1

        return counted


@contextmanager
def failing_after(number: int, kind: type[Any]) -> Iterator[Failing]:
    """The hosts of a kind fail once, after that many writes."""
    failing = Failing(number)
    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(kind, name, failing.write(getattr(kind, name)))
        yield failing
