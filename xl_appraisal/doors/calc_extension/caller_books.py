"""What Calc hands over, as the cell functions take it: the calling workbook, and cells of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import xlwings as xw

from xl_appraisal.doors.calc_extension.argument_cells import GivenCells
from xl_appraisal.doors.calc_extension.computing_host import ComputingHost
from xl_appraisal.doors.cell_functions import function_support as udf_support
from xl_appraisal.hosts.calc.calc_host import CalcHost

_BOOKS: dict[str, CallerBook] = {}


class CallerBook:
    """A document, as far as a cell function asks about its workbook."""

    def __init__(self, document: Any) -> None:
        self.document, self.host = document, CalcHost(document)
        self.api = SimpleNamespace(FullName=f"calc:/{document.RuntimeUID}")
        self.impl = self


def book_of(context: Any, document: Any) -> CallerBook:
    """The workbook of a document, which is then the caller of functions."""
    del context
    uid = str(document.RuntimeUID)
    if uid not in _BOOKS:
        _BOOKS[uid] = CallerBook(document)
        udf_support.HOST = ComputingHost  # type: ignore[assignment]
    setattr(xw.Book, "_mock_caller", _BOOKS[uid])  # noqa: B010
    return _BOOKS[uid]


def cells_of(book: CallerBook, argument: Any) -> Any:
    """Cells as the functions take them; a value, or rows of values, as they are."""
    return GivenCells(book, argument) if hasattr(argument, "AbsoluteName") else argument


def forget(uid: str) -> None:
    """The workbook of that id is closed."""
    _BOOKS.pop(uid, None)
