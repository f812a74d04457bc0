"""Cell functions called as Excel calls them, through xlwings' real converters.

Over :func:`~xl_appraisal.tools.vba.udf_engine.udf_engine`: what talks to Excel answers from memory.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import types
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import xlwings

from tests.excel.handing import handed_over
from xl_appraisal.hosts.excel.excel_values import ERROR_VALUES
from xl_appraisal.tools.vba.udf_engine import udf_engine

MISSING = -2147352572
"""An optional argument that the formula leaves out, as it reaches Python."""


class ComRange:
    """A block of cells as an argument or a caller; ``values`` are rows, as COM delivers them."""

    max_cells_per_read = None  # chunked reading is for other engines

    def __init__(self, values: Sequence[Sequence[object]], address: str = "$A$1") -> None:
        self.raw_value = tuple(tuple(row) for row in values)
        self.shape = (len(self.raw_value), len(self.raw_value[0]))
        self.address = address
        # Range.sheet.book.app.engine, as the converters look it up
        app = types.SimpleNamespace(engine=ExcelEngine(), pid=0)
        self.sheet = types.SimpleNamespace(book=types.SimpleNamespace(app=app))

    def get_address(self, *_: object) -> str:
        """The address, whichever of its forms is asked for."""
        return self.address


class ExcelEngine:
    """The two conversions that xlwings leaves to its Windows engine."""

    name = "excel"
    type = "desktop"

    @staticmethod
    def prepare_xl_data_element(value: Any, _date_format: object) -> Any:
        """A result as it goes to Excel: ``None`` becomes an empty text."""
        return "" if value is None else value

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[Any]],
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Cells as they reach the function: blanks, dates, numbers and error values."""

        def clean(value: Any) -> Any:
            if value is None or value == "":
                return empty_as
            if isinstance(value, dt.datetime):
                return datetime_builder(
                    year=value.year, month=value.month, day=value.day, hour=value.hour,
                    minute=value.minute, second=value.second, microsecond=value.microsecond,
                    tzinfo=None,
                )  # fmt: skip
            if isinstance(value, float) and number_builder is not None:
                return number_builder(value)
            if isinstance(value, int) and value in ERROR_VALUES:
                return ERROR_VALUES[value] if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]


class FunctionCalls:
    """xlwings' ``call_udf`` for the functions of one module, inside :func:`function_calls`."""

    def __init__(self, machinery: types.ModuleType, module_name: str) -> None:
        self._machinery = machinery
        self._module_name = module_name

    def call(self, function: str, *args: object, caller: ComRange | None = None) -> Any:
        """The value a cell receives from ``function``.

        Arguments are what COM delivers: floats, texts, ``None``, :data:`MISSING`, and
        :class:`ComRange` for cells.  Whatever the function raises is raised (Excel's side turns
        it into text).
        """
        told = handed_over(args)
        return self._machinery.call_udf(self._module_name, function, told, None, caller)


@contextlib.contextmanager
def function_calls(module_name: str) -> Iterator[FunctionCalls]:
    """Open the functions of a module for calls, with ``xlwings.engines["excel"]`` known.

    There the converters look.  Afterwards everything is as it was before.
    """
    engines = xlwings.engines
    before = engines.engines[:], dict(engines.engines_by_name)
    with udf_engine(module_name) as machinery:
        windows = xlwings._xlwindows
        windows.Range = lambda xl: xl if xl is not None else ComRange([[None]])
        windows.is_range_instance = lambda value: isinstance(value, ComRange)
        windows.BOOK_CALLER = None
        engines.add(xlwings.Engine(impl=ExcelEngine()))
        try:
            yield FunctionCalls(machinery, module_name)
        finally:
            engines.engines, engines.engines_by_name = before
