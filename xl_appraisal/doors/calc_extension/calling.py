"""A cell function called with what Calc hands over; its result as Calc takes it."""

from __future__ import annotations

import inspect
from functools import cache
from typing import Any

from xl_appraisal.doors.calc_extension.caller_books import book_of, cells_of
from xl_appraisal.doors.cell_functions import cell_functions as udfs
from xl_appraisal.tools.calc_extension.function_list import RETURNS_ROWS

__all__ = ["answer", "book_of"]


def answer(context: Any, document: Any, name: str, arguments: tuple[Any, ...]) -> Any:
    """A number, a text, or rows of them; Calc knows no blank among results, so it gets ``""``.

    An argument left out comes as ``None``.  Further cells, which only make Calc compute again,
    are not handed on: no function reads them.
    """
    function = getattr(udfs, name)
    book = book_of(context, document)
    result = function(*(cells_of(book, value) for value in arguments[: _read(name)]))
    if name not in RETURNS_ROWS:
        return _shown(result)
    lines = result if isinstance(result, list) else [[result]]
    return tuple(tuple(_shown(value) for value in line) for line in lines)


@cache
def _read(name: str) -> int:
    """How many of a function's arguments it reads."""
    parameters = inspect.signature(getattr(udfs, name)).parameters.values()
    return sum(p.kind is not inspect.Parameter.VAR_POSITIONAL for p in parameters)


def _shown(value: Any) -> Any:
    return "" if value is None else value
