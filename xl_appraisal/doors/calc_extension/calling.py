"""A cell function called with what Calc hands over; its result as Calc takes it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from xl_appraisal.doors.calc_extension.uno_cells import CalcCells, used_cells
from xl_appraisal.doors.cell_functions import (
    cell_functions,
    first_notice_functions,
    rule_functions,
)
from xl_appraisal.doors.cell_functions.typed_book import calling_from
from xl_appraisal.tools.calc_extension.function_list import RETURNS_ROWS, TAKES_MORE

_HOMES = (cell_functions, rule_functions, first_notice_functions)


def answer(context: Any, document: Any, name: str, arguments: tuple[Any, ...]) -> Any:
    """A number, a text, or rows of them; Calc knows no blank among results, so it gets ``""``.

    An argument left out comes as ``None``, further arguments as one tuple at the end.
    """
    del context
    function = next(getattr(home, name) for home in _HOMES if hasattr(home, name))
    with calling_from(partial(used_cells, document)):
        result = function(*_given(document, name, arguments))
    if name not in RETURNS_ROWS:
        return _shown(result)
    lines = result if isinstance(result, list) else [[result]]
    return tuple(tuple(_shown(value) for value in line) for line in lines)


def _given(document: Any, name: str, arguments: tuple[Any, ...]) -> Iterator[Any]:
    more = arguments[-1] if name in TAKES_MORE else ()
    single = arguments[:-1] if name in TAKES_MORE else arguments
    for value in (*single, *(more or ())):
        yield CalcCells(document, value) if hasattr(value, "RangeAddress") else value


def _shown(value: Any) -> Any:
    return "" if value is None else value
