"""The xlwings objects of what Calc hands over: the workbook, and cells of it."""

from __future__ import annotations

from typing import Any

import xlwings as xw

from xl_appraisal import calc_engine, udf_support
from xl_appraisal.in_calc.reading import ComputingHost

_CELLS = "com.sun.star.sheet.SheetCellRange"


def book_of(context: Any, document: Any) -> xw.Book:
    """The workbook of a document, which is then the caller of functions and macros."""
    book = calc_engine.book(_engine(context), document)
    book.set_mock_caller()
    return book


def cells_of(book: xw.Book, argument: Any) -> Any:
    """Cells as a :class:`xlwings.Range`; a value, or rows of values, as they are."""
    services = getattr(argument, "supportsService", None)
    if services is not None and services(_CELLS):
        return calc_engine.cells(book, argument)
    return argument


def _engine(context: Any) -> xw.Engine:
    engine = xw.engines.engines_by_name.get(calc_engine.CalcEngine.name)
    if engine is None:
        engine = calc_engine.register(context)
        udf_support.HOST = ComputingHost
    return engine
