"""The xlwings objects of what Calc hands over: the workbook, and cells of it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import xlwings as xw

from xl_appraisal.doors.calc_extension.argument_cells import GivenCells
from xl_appraisal.doors.calc_extension.computing_host import ComputingHost
from xl_appraisal.doors.cell_functions import function_support as udf_support
from xl_appraisal.hosts import calc as calc_engine
from xl_appraisal.hosts.calc.calc_addresses import parse
from xl_appraisal.hosts.calc.calc_sheets import CalcSheet

_BOOKS: dict[str, xw.Book] = {}
_SHEETS: dict[tuple[str, str], CalcSheet] = {}


def book_of(context: Any, document: Any) -> xw.Book:
    """The workbook of a document, which is then the caller of functions and macros."""
    uid = str(document.RuntimeUID)
    if uid not in _BOOKS:
        _BOOKS[uid] = calc_engine.book(_engine(context), document)
    _BOOKS[uid].set_mock_caller()
    return _BOOKS[uid]


def cells_of(book: xw.Book, argument: Any) -> Any:
    """Cells as a :class:`xlwings.Range`; a value, or rows of values, as they are."""
    if not hasattr(argument, "AbsoluteName"):
        return argument
    name, _, cells = argument.AbsoluteName.rpartition(".")
    name = name.removeprefix("$").removeprefix("'").removesuffix("'").replace("''", "'")
    return xw.Range(impl=GivenCells(_sheet(book, name), parse(cells), argument, name))


def forget(uid: str) -> None:
    """The workbook of that id is closed."""
    _BOOKS.pop(uid, None)
    for key in [key for key in _SHEETS if key[0] == uid]:
        del _SHEETS[key]


def _sheet(book: xw.Book, name: str) -> CalcSheet:
    """The sheet of that name, not asked for anew as long as it is so called."""
    key = (book.impl.document.uid, name)
    known = _SHEETS.get(key)
    with suppress(Exception):  # it was deleted
        if known is not None and known.name == name:
            return known
    _SHEETS[key] = CalcSheet(book.impl, book.impl.document.model.Sheets.getByName(name))
    return _SHEETS[key]


def _engine(context: Any) -> xw.Engine:
    engine = xw.engines.engines_by_name.get(calc_engine.CalcEngine.name)
    if engine is None:
        engine = calc_engine.register(context)
        udf_support.HOST = ComputingHost
    return engine
