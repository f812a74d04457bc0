"""Stand-ins for what xlwings' function machinery needs of Windows, and for nothing more.

``xlwings.udfs`` writes VBA wrappers and converts arguments in plain Python, but will not even
import without pywin32.  The stand-ins cover the names it touches; where it would talk to
Excel, they answer from memory.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from xl_appraisal.hosts.excel.excel_values import ERROR_VALUES

MISSING = -2147352572
"""An optional argument that the formula leaves out, as it reaches Python."""


class ComError(Exception):
    """``pywintypes.com_error``."""


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


class RecordingWorkbook:
    """A workbook that remembers what ``import_udfs`` does to it.

    Untrue on purpose: xlwings searches a true workbook for embedded Python sheets.
    """

    Name = "workbook.xlsm"

    def __init__(self) -> None:
        self.source = ""
        self.options: list[tuple[str, dict[str, Any]]] = []
        self.VBProject = types.SimpleNamespace(VBComponents=self)
        self.Application = types.SimpleNamespace(Version="16.0", MacroOptions=self._options)

    def __bool__(self) -> bool:
        return False

    def __call__(self, _name: str) -> None:
        raise ComError("no such component")  # VBComponents("xlwings_udfs") of a new project

    def Remove(self, _component: None) -> None:
        """VBComponents.Remove: never reached, since looking the component up fails first."""

    def Import(self, file_name: str) -> None:
        """VBComponents.Import: keep the module's text."""
        self.source = Path(file_name).read_text(encoding="utf-8")

    def _options(self, macro: str, **options: Any) -> None:
        self.options.append((macro.partition("!")[2], options))


def stub_modules() -> dict[str, types.ModuleType]:
    """The modules to put in place of pywin32's and of xlwings' own Windows parts."""
    client = _module("win32com.client", Dispatch=lambda value, **_: value)
    return {
        "pythoncom": _module("pythoncom", CoInitialize=lambda: None, com_error=ComError),
        "pywintypes": _module("pywintypes", com_error=ComError, TimeType=dt.datetime),
        "win32com": _module("win32com", client=client),
        "win32com.client": client,
        "xlwings._xlwindows": _module(
            "xlwings._xlwindows",
            Range=lambda xl: xl if xl is not None else ComRange([[None]]),
            is_range_instance=lambda value: isinstance(value, ComRange),
            BOOK_CALLER=None,
        ),
        # Only asynchronous functions use the loop, and ours are none.
        "xlwings.com_server": _module("xlwings.com_server", loop=None),
    }


def _module(name: str, **members: object) -> types.ModuleType:
    module = types.ModuleType(name)
    vars(module).update(members)
    return module
