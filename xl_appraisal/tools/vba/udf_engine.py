"""xlwings' real function machinery, on any system: wrappers written, functions called.

Off Windows ``xlwings.func`` and ``xlwings.arg`` do nothing and ``xlwings.udfs`` does not
import.  Inside :func:`udf_engine` both work, over the stand-ins of
:mod:`~xl_appraisal.tools.vba.com_stubs`; afterwards everything is as it was before.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

from xl_appraisal.book.new.macros.module import VbaError
from xl_appraisal.model.record import Record
from xl_appraisal.tools.vba.com_stubs import ComRange, ExcelEngine, RecordingWorkbook, stub_modules

_DECORATORS = {"func": "xlfunc", "arg": "xlarg", "ret": "xlret", "sub": "xlsub", "script": "xlsub"}
_ABSENT: Any = object()


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


class UdfEngine:
    """xlwings' ``import_udfs`` and ``call_udf``; use it only inside :func:`udf_engine`."""

    def __init__(self, machinery: ModuleType, module_name: str) -> None:
        self._machinery = machinery
        self._module_name = module_name

    def import_functions(self) -> ImportedFunctions:
        """The VBA module and the help texts that ``import_udfs`` makes of the UDF module.

        Raises :class:`VbaError` when the module defines no function, or one without a
        docstring: xlwings would show the path of the Python file instead.
        """
        book = RecordingWorkbook()
        with contextlib.redirect_stdout(io.StringIO()):  # it announces itself on stdout
            self._machinery.import_udfs(self._module_name, book)
        if not book.options:
            raise VbaError(f"{self._module_name} 中没有用 @xlwings.func 定义的函数")
        return ImportedFunctions(book.source, tuple(_help(*entry) for entry in book.options))

    def call(self, function: str, *args: object, caller: ComRange | None = None) -> Any:
        """The value a cell receives from ``function``, through xlwings' real converters.

        Arguments are what COM delivers: floats, texts, ``None``, ``com_stubs.MISSING``, and
        :class:`~xl_appraisal.tools.vba.com_stubs.ComRange` for cells.  Whatever the function
        raises is raised (Excel's side turns it into text).
        """
        return self._machinery.call_udf(self._module_name, function, args, None, caller)


@contextlib.contextmanager
def udf_engine(module_name: str) -> Iterator[UdfEngine]:
    """Open xlwings' machinery for the functions of the Python module ``module_name``.

    The module is imported anew, so that its decorators take effect; the instance others may
    hold is not touched.  Raises :class:`ImportError` when it cannot be imported.
    """
    import xlwings  # here and not above: it brings in pandas, half a second

    replaced = stub_modules()
    own = [module_name, *_homes_of_its_functions(module_name)]
    names = [*replaced, "xlwings.udfs", *own]
    with _modules_restored(names), _attributes_restored(xlwings, [*_DECORATORS, "udfs"]):
        sys.modules.update(replaced)
        for name in ("_xlwindows", "com_server"):
            setattr(xlwings, name, replaced[f"xlwings.{name}"])
        for name in ("xlwings.udfs", *own):
            sys.modules.pop(name, None)
        machinery = importlib.import_module("xlwings.udfs")
        for name, real in _DECORATORS.items():
            setattr(xlwings, name, getattr(machinery, real))
        with _excel_engine(xlwings):
            importlib.import_module(module_name)
            yield UdfEngine(machinery, module_name)


def _homes_of_its_functions(module_name: str) -> list[str]:
    """The modules that it only passes functions on from: they are imported anew as well."""
    module = importlib.import_module(module_name)
    public = [getattr(module, name) for name in getattr(module, "__all__", ())]
    return sorted({f.__module__ for f in public if callable(f)} - {module_name})


def _help(name: str, options: Mapping[str, Any]) -> FunctionHelp:
    description = options["Description"]
    if description.startswith(f"Python function '{name}' defined in"):
        raise VbaError(f"函数 {name} 没有说明文字（docstring）")
    arguments = tuple(options.get("ArgumentDescriptions") or ())
    return FunctionHelp(name, description, options["Category"], arguments)


@contextlib.contextmanager
def _modules_restored(names: list[str]) -> Iterator[None]:
    """Put ``sys.modules`` back for ``names``, and their places in their parent packages."""
    before = {name: sys.modules.get(name, _ABSENT) for name in names}
    parents = [name.rpartition(".") for name in names if "." in name]
    with contextlib.ExitStack() as stack:
        for parent, _, child in parents:
            if parent in sys.modules:
                stack.enter_context(_attributes_restored(sys.modules[parent], [child]))
        try:
            yield
        finally:
            for name, module in before.items():
                if module is _ABSENT:
                    sys.modules.pop(name, None)
                else:
                    sys.modules[name] = module


@contextlib.contextmanager
def _attributes_restored(owner: ModuleType, names: list[str]) -> Iterator[None]:
    before = {name: vars(owner).get(name, _ABSENT) for name in names}
    try:
        yield
    finally:
        for name, value in before.items():
            if value is not _ABSENT:
                setattr(owner, name, value)
            elif name in vars(owner):
                delattr(owner, name)


@contextlib.contextmanager
def _excel_engine(xlwings: ModuleType) -> Iterator[None]:
    """Make ``xlwings.engines["excel"]`` known, where the converters of a UDF look."""
    engines = xlwings.engines
    before = engines.engines[:], dict(engines.engines_by_name)
    engines.add(xlwings.Engine(impl=ExcelEngine()))
    try:
        yield
    finally:
        engines.engines, engines.engines_by_name = before
