"""xlwings' real function machinery, on any system: it writes the wrappers of our functions.

Off Windows ``xlwings.func`` and ``xlwings.arg`` do nothing and ``xlwings.udfs`` does not
import for want of pywin32.  Inside :func:`udf_engine` both work, over objects that take any call;
afterwards everything is as it was before.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from xl_appraisal.book.new.macros.sources import VbaError
from xl_appraisal.model.record import Record

_DECORATORS = {"func": "xlfunc", "arg": "xlarg", "ret": "xlret", "sub": "xlsub", "script": "xlsub"}
_STAND_INS = ("pythoncom", "pywintypes", "win32com", "win32com.client")
_WINDOWS_PARTS = ("_xlwindows", "com_server")
_ABSENT: Any = object()


class ComError(Exception):
    """``pywintypes.com_error``."""


class FunctionHelp(Record):
    """What the function wizard shows of one function (``Application.MacroOptions``)."""

    name: str
    description: str
    category: str
    arguments: tuple[str, ...]


class ImportedFunctions(Record):
    """What xlwings' "Import Functions" puts into a workbook."""

    source: str
    help: tuple[FunctionHelp, ...]


def import_functions(module_name: str) -> ImportedFunctions:
    """The VBA module and the help texts that xlwings makes of a module's ``@xlwings.func``.

    Raises :class:`ImportError` when the module cannot be imported, and :class:`VbaError` when it
    defines no function, or one without a docstring: xlwings would show the path of the Python
    file instead.
    """
    from unittest.mock import MagicMock  # here: it takes asyncio along

    source: list[str] = []
    book = MagicMock(Name="workbook.xlsm")  # remembers what is done to it
    book.__bool__.return_value = False  # else xlwings looks for embedded Python sheets
    book.Application.Version = "16.0"
    book.VBProject.VBComponents.Import = lambda name: source.append(Path(name).read_text("utf-8"))
    # it announces itself on stdout
    with udf_engine(module_name) as machinery, contextlib.redirect_stdout(io.StringIO()):
        machinery.import_udfs(module_name, book)
    told = book.Application.MacroOptions.call_args_list
    if not told:
        raise VbaError(f"{module_name} 中没有用 @xlwings.func 定义的函数")
    return ImportedFunctions(source[0], tuple(_help(call.args[0], call.kwargs) for call in told))


@contextlib.contextmanager
def udf_engine(module_name: str) -> Iterator[Any]:
    """``xlwings.udfs`` with the functions of the Python module ``module_name`` declared to it.

    The module is imported anew, so that its decorators take effect; the instance others may
    hold is not touched.  Raises :class:`ImportError` when it cannot be imported.
    """
    from unittest.mock import MagicMock

    import xlwings  # here and not above: it brings in pandas, half a second

    parts = {name: MagicMock() for name in _WINDOWS_PARTS}
    replaced = {name: MagicMock() for name in _STAND_INS}
    replaced["pywintypes"].com_error = ComError
    replaced |= {f"xlwings.{name}": part for name, part in parts.items()}
    anew = ["xlwings.udfs", module_name, *_homes_of_its_functions(module_name)]
    names = [*replaced, *anew]
    parents = [name.rpartition(".") for name in names if "." in name]
    with contextlib.ExitStack() as stack:
        stack.enter_context(_restored(sys.modules, names))
        stack.enter_context(_restored(vars(xlwings), list(_DECORATORS)))
        for parent, _, child in parents:
            if parent in sys.modules:
                stack.enter_context(_restored(vars(sys.modules[parent]), [child]))
        sys.modules.update(replaced)
        vars(xlwings).update(parts)
        for name in anew:
            sys.modules.pop(name, None)
        machinery = importlib.import_module("xlwings.udfs")
        for name, real in _DECORATORS.items():
            setattr(xlwings, name, getattr(machinery, real))
        importlib.import_module(module_name)
        yield machinery


def _homes_of_its_functions(module_name: str) -> list[str]:
    """The modules that it only passes functions on from: they are imported anew as well."""
    module = importlib.import_module(module_name)
    public = [getattr(module, name) for name in getattr(module, "__all__", ())]
    return sorted({f.__module__ for f in public if callable(f)} - {module_name})


def _help(macro: str, options: Mapping[str, Any]) -> FunctionHelp:
    name = macro.partition("!")[2]
    description = options["Description"]
    if description.startswith(f"Python function '{name}' defined in"):
        raise VbaError(f"函数 {name} 没有说明文字（docstring）")
    arguments = tuple(options.get("ArgumentDescriptions") or ())
    return FunctionHelp(name, description, options["Category"], arguments)


@contextlib.contextmanager
def _restored(members: dict[str, Any], names: list[str]) -> Iterator[None]:
    """Put the members of those names back afterwards, or away where there were none."""
    before = {name: members.get(name, _ABSENT) for name in names}
    try:
        yield
    finally:
        for name, value in before.items():
            if value is _ABSENT:
                members.pop(name, None)
            else:
                members[name] = value
