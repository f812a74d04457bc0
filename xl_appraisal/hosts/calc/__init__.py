"""An xlwings engine over UNO: xlwings' own front end at work in LibreOffice Calc.

Inside LibreOffice's Python, with the component context that it gives, and from a Python process
of its own, over a pipe or socket::

    # soffice --accept="pipe,name=office;urp"
    from xl_appraisal.hosts import calc as calc_engine

    calc_engine.register(calc_engine.connect("office"))
    book = xw.Book("2023Q1.xlsm")
    book.sheets["名次表"].range("A1").value = "附件2"

:func:`engine` makes the engine, :func:`register` makes it xlwings' active one besides;
:func:`book` and :func:`cells` give the xlwings objects of what UNO hands to an extension.
It needs nothing but xlwings and LibreOffice, and nothing else of this product.

Values are as xlwings has them of Excel on Windows: floats, texts, truths, ``datetime`` for cells
in a format of date or time, ``None`` for blanks; raw values of error cells are COM's numbers, and
``err_to_str`` turns them into ``#N/A``.  Formulas are read and written in Excel's English form.

What differs from Excel:

- ``raw_value`` takes a value by its type: a text stays a text, ``"=1+1"`` and ``"007"`` too.
  Through ``value`` a text that begins with ``=`` is a formula and one that begins with an
  apostrophe is the text behind it; nothing is guessed to be a number or a date.
- A truth or a date is a number with a format in LibreOffice: writing one sets the format of a
  cell that has none, and writing a number takes the format of a truth away.
- ``App`` is about one workbook: calculation mode, screen updating, selection and status bar are
  those of the workbook that it was reached from, else of the active one.  There is one ``App``.
- ``App.calculate`` computes all formulas; ``semiautomatic`` is not known.
- ``App.alert`` opens a window and waits, unless the engine's ``alerts`` answers for it.
- Beyond xlwings, ``App.impl.ask_save`` asks where to save (``files`` answers for it), and
  ``App.impl.attended`` says whether anybody can be asked.
- ``Range.formula`` of an array formula is the formula without braces, as in Excel;
  ``formula_array``, ``formula2`` and formulas into other workbooks are not supported.
- ``App.selection`` of several areas is the first of them.
- ``pid`` is this process's unless another is told.
- A sheet's ``clear`` leaves shapes and charts, as in Excel.

Not supported, and said so by :class:`NotImplementedError`: fonts, borders, alignment, column
widths, data validation, conditional formats, notes and comments, hyperlinks, tables, pivot
tables, pictures, charts (a chart is listed among the shapes), page set-up, freezing, sorting,
searching, the clipboard, running VBA, passwords, and what is xlwings Lite's or PRO's alone.
"""

from __future__ import annotations

from typing import Any

import xlwings as xw

from xl_appraisal.hosts.calc.calc_bridge import NoBridge, NoOffice, connect, load_uno
from xl_appraisal.hosts.calc.calc_formats import area_of
from xl_appraisal.hosts.calc.calc_program import CalcApp, CalcEngine, own_pid
from xl_appraisal.hosts.calc.calc_ranges import CalcRange
from xl_appraisal.hosts.calc.calc_sheets import CalcSheet

__all__ = [
    "CalcEngine",
    "NoBridge",
    "NoOffice",
    "book",
    "cells",
    "connect",
    "engine",
    "load_uno",
    "register",
]


def engine(
    context: Any, *, pid: int | None = None, hidden: bool = False, macros: bool = True
) -> xw.Engine:
    """The engine of the LibreOffice that a component context belongs to.

    Workbooks that it opens have no window where ``hidden``; their own macros run as the user's
    settings say, or never without ``macros``.  Its ``impl`` is a :class:`CalcEngine`.
    """
    made = CalcEngine(context, pid or own_pid(), hidden=hidden, macros=macros)
    return xw.Engine(impl=made)


def register(context: Any, **options: Any) -> xw.Engine:
    """Make an engine as :func:`engine` does, known to xlwings and active; an earlier one goes."""
    made = engine(context, **options)
    engines = xw.engines
    engines.engines = [known for known in engines.engines if known.name != made.name]
    engines.add(made)
    made.activate()
    return made


def book(made: xw.Engine, document: Any) -> xw.Book:
    """The workbook of a ``com.sun.star.sheet.SpreadsheetDocument``."""
    return xw.Book(impl=CalcApp(made.impl).books.of(document))


def cells(workbook: xw.Book, found: Any) -> xw.Range:
    """The range of a ``com.sun.star.table.XCellRange`` of that workbook."""
    sheet = CalcSheet(workbook.impl, found.Spreadsheet)
    return xw.Range(impl=CalcRange(sheet, area_of(found.RangeAddress)))
