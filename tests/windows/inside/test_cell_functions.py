"""Cell functions as Excel calls them: xlwings' own DLL starts its COM server, which calls ours.

Given are the two ends that VBA has: the command line that xlwings' VBA builds, and a workbook of
COM objects.  A range as an argument wants Excel's type library, which is not here.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import pythoncom
import win32com.client
import win32com.server.util

from tests.excel.real_table import FIRST, contents
from tests.published import rows
from tests.windows.inside.fake_excel import ONLY_365, Com, Items, Workbook, bare

PLACE = r"C:\users\张三\绩效 考核\2023Q1.xlsm"


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
    return win32com.server.util.wrap(type("Served", (), space)())


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


def test_every_window_s_total_comes_through_dll_and_server(server: Any, workbook: Any) -> None:
    """By its row, as the oldest workbooks ask: the published totals of all 25."""
    for row, published in enumerate(rows(), FIRST):
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
