"""Cell functions as Excel calls them: xlwings' own DLL starts its COM server, which calls ours.

Given are the two ends that VBA has: the command line that xlwings' VBA builds, and a workbook of
COM objects.  xlwings knows a range by what Excel's type library says of it; that one is not here,
and a library of one line says the same.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from types import SimpleNamespace
from typing import Any

import pytest
import pythoncom
import pywintypes
import win32com.client
import win32com.server.util
from win32com.server.policy import DesignatedWrapPolicy

from tests.excel.conftest import Opened
from tests.excel.handing import used_part
from tests.excel.real_table import COLUMNS, FIRST, contents
from tests.excel.recalculating import Recalculating
from tests.published import rows
from tests.windows.inside.fake_excel import ONLY_365, Com, Items, Range, Workbook, bare
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.model.grid import Area

PLACE = r"C:\users\张三\绩效 考核\2023Q1.xlsm"


SYS_WIN64 = 3  # of SYSKIND
RANGE = "{00020846-0000-0000-C000-000000000046}"
"""The number of ``Range`` in Excel's type library, by which xlwings asks."""


@cache
def type_of_a_range() -> Any:
    """What Excel tells of each of its ranges: name and number of its kind."""
    path = str(Path(mkdtemp()) / "range.tlb")
    library = pythoncom.CreateTypeLib2(SYS_WIN64, path)
    library.SetName("Excel")
    kind = library.CreateTypeInfo("Range", pythoncom.TKIND_DISPATCH)
    kind.SetGuid(pywintypes.IID(RANGE))
    kind.LayOut()
    library.SaveAllChanges()
    return pythoncom.LoadTypeLib(path).GetTypeInfoOfGuid(pywintypes.IID(RANGE))


class Typed(DesignatedWrapPolicy):  # type: ignore[misc]
    """Tells the kind of a range; of other objects nobody asks."""

    def _build_typeinfos_(self) -> list[Any]:
        return [type_of_a_range()] if isinstance(self._obj_.own, Range) else []


def served(inner: Com) -> Any:
    """A COM object that hands out the members of one of ours, each result served likewise."""
    lacking = ONLY_365 if inner._old else set()
    names = [name for name in dir(type(inner)) if name[0].isupper() and name not in lacking]
    properties = [n for n in names if not callable(getattr(type(inner), n))]
    space: dict[str, Any] = {
        "_public_attrs_": properties,
        "_public_methods_": [n for n in names if n not in properties],
        **{n: property(lambda self, n=n: out(getattr(inner, n))) for n in properties},
        **{
            n: lambda self, *given, n=n: out(getattr(inner, n)(*map(back, given)))
            for n in names
            if n not in properties
        },
        "own": inner,
    }
    if isinstance(inner, Items):
        space["_value_"] = lambda self, key: out(inner(key))
        space["_NewEnum"] = lambda self: win32com.server.util.NewEnum([out(i) for i in inner])
        space["_public_methods_"] += ["_NewEnum"]
    return win32com.server.util.wrap(type("Served", (), space)(), usePolicy=Typed)


def out(value: Any) -> Any:
    """Rows as a list: of a tuple the server would give back the first alone."""
    value = list(value) if isinstance(value, tuple) else bare(value)
    return served(value) if isinstance(value, Com) else value


def back(given: Any) -> Any:
    """The object of ours behind one that comes back."""
    try:
        return win32com.server.util.unwrap(given).own
    except (ValueError, TypeError, pythoncom.com_error):
        return given


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """What ``XLPy()`` gives VBA."""
    pythoncom.CoInitialize()
    prefix = Path(sys.prefix)
    (name,) = list(prefix.glob("xlwings64-*.dll"))
    library = ctypes.WinDLL(str(name))
    python = str(prefix / "python.exe")
    search = ";".join(["true", PLACE, PLACE, "", "", "", ""]).replace("\\", "\\\\")
    code = (
        f'import sys, os;import xlwings.utils;xlwings.utils.prepare_sys_path(\\"{search}\\");'
        "import xlwings; xlwings.serve('$(CLSID)')"
    )
    command = f'cmd.exe  /K ""{python}" -B -c "{code}""'
    result = (ctypes.c_byte * 24)()
    activate = library.XLPyDLLActivateAuto
    activate.restype = ctypes.c_long
    failed = activate(ctypes.byref(result), command.encode("mbcs"), 1)
    assert failed == 0, failed
    pointer = ctypes.c_void_p.from_buffer(result, 8).value
    assert pointer
    dispatch = pythoncom.ObjectFromAddress(pointer, pythoncom.IID_IDispatch)
    yield win32com.client.Dispatch(dispatch)
    activate(ctypes.byref((ctypes.c_byte * 24)()), command.encode("mbcs"), -1)


@pytest.fixture(scope="module")
def workbook() -> Any:
    """The published quarter, as COM objects."""
    return served(Workbook(PLACE, contents(functions=True), old=True))


def test_a_window_s_total_comes_through_dll_and_server(server: Any, workbook: Any) -> None:
    """By its row, as the oldest workbooks ask, and all sheets are read: the published totals."""
    for row, published in list(enumerate(rows(), FIRST))[::12]:
        total = server.CallUDF("xl_appraisal.udfs", "WINDOW_TOTAL", (float(row),), workbook, None)
        assert isinstance(total, float), total
        assert abs(total - float(published["c9"])) < 0.006, published["c2"]


def test_what_is_wrong_is_told_in_chinese_in_the_cell(server: Any, workbook: Any) -> None:
    """A row where no window stands, and a text for a row; no traceback."""
    for given in (2.0, "乙"):
        said = server.CallUDF("xl_appraisal.udfs", "WINDOW_TOTAL", (given,), workbook, None)
        assert isinstance(said, str) and any("一" <= sign <= "龥" for sign in said), said


def test_a_rule_is_asked_by_its_numbers_alone(server: Any, workbook: Any) -> None:
    """Remark 6: the first published window with assisted cases has its published bonus."""
    given, bonus = next(
        (float(row["c26"]), float(row["c27"])) for row in rows() if row["c26"] and row["c27"]
    )
    answer = server.CallUDF("xl_appraisal.udfs", "ASSIST_BONUS", (given, None), workbook, None)
    assert answer == bonus


@dataclass
class AsExcel(Opened):
    """The published quarter; functions are handed ranges or, as our VBA does, what they hold."""

    server: Any
    told: bool

    def content(self, sheet: str = RANKING) -> Any:
        return self._page(sheet)._content

    def cells(self, area: Area, sheet: str = RANKING) -> Any:
        page = self._page(sheet)
        return told(Range(page, used_part(page, area))) if self.told else served(Range(page, area))

    def call(self, name: str, *arguments: Any) -> Any:
        book = served(self.front.impl)
        return self.server.CallUDF("xl_appraisal.udfs", name, arguments, book, None)

    def _page(self, name: str) -> Any:
        return next(page for page in self.front.impl._pages if page._name == name)


def told(block: Range) -> list[Any]:
    """As the VBA module ``Handing`` tells a block; nothing here is merged, a percentage, spilt."""
    height, width = block.Rows.Count, block.Columns.Count
    place = [block._sheet.Name, "XLC1", block.Row, block.Column, height, width]
    return [*place, block.Value, None, block.Formula, "", "", False]


@pytest.mark.parametrize(("as_values", "windows"), [(False, 2), (True, 25)])
def test_the_published_quarter_is_computed_from_cells_as_arguments(
    server: Any, as_values: bool, windows: int
) -> None:
    """Each function on 名次表 and what it rests on, in any order: totals and ranks as published.

    Ranges are asked cell by cell and block by block, so of two windows; the others have theirs.
    """
    front = SimpleNamespace(impl=Workbook(PLACE, contents(functions=True), old=True))
    book = AsExcel(front, server, as_values)
    work = Recalculating(book, book.call, seed=7)
    cells, figures = book.content().cells, dict(enumerate(rows(), FIRST))
    for (sheet, (row, column)), call in list(work.calls.items()):
        modules = call.name == "MODULE_SCORE" and row > FIRST  # one window's will do
        if sheet == RANKING and (modules or row >= FIRST + windows):
            del work.calls[sheet, (row, column)]
    for row, published in list(figures.items())[windows:]:
        total = sum(Decimal(published[f"c{number}"]) for number in range(3, 9))
        place = row, COLUMNS["total"]
        cells[place] = (float(total), cells[place][1])
    work.all()

    for row, published in list(figures.items())[:windows]:
        total, rank = (cells[row, COLUMNS[name]][0] for name in ("total", "rank"))
        assert isinstance(total, float), total
        assert abs(total - float(published["c9"])) < 0.006, published["c2"]
        assert rank == float(published["c1"]), published["c2"]
