"""The cell functions as Calc must be told of them, read off the very functions of ``udfs``.

Calc fixes each argument's kind beforehand: cells (an address, no constant), or a value (a
constant or what cells hold, without their address).  An argument that names a window takes cells,
all others values.  LibreOffice compiles the text of their type library (IDL) itself when the
extension is installed; the methods bear the functions' own names, so that a file that Calc saved
still shows them in its formulas.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

from xl_appraisal.book.new.macros.sources import UDF_MODULE
from xl_appraisal.model.record import Record
from xl_appraisal.tools.vba.udf_engine import FunctionHelp, import_functions

Kind: TypeAlias = Literal["cells", "value", "more"]
"""Cells, a value, or any number of further values."""

NEEDS_ADDRESS = frozenset(
    ("row", "block", "scores", "header", "names", "staff", "ledger", "rules", "columns", "source")
)
"""Arguments whose cells are looked at, with their formulas, errors and blanks."""

CELLS_FIRST = frozenset(
    ("MODULE_SCORE", "MODULE_SCORES", "RANKING_TABLE", "RED_FLAG", "WINDOW_RANK", "WINDOW_TOTAL")
)
"""Functions whose first further argument is cells: whether a formula stands there matters."""

TAKES_MORE = CELLS_FIRST | {"EXPLAIN_SCORE", "RULE_POINTS"}
"""Functions that take any number of further arguments."""

RETURNS_ROWS = frozenset({"MODULE_SCORES", "RANKING_TABLE"})
"""Functions that fill several cells; Calc must know beforehand."""


SERVICE = "xlappraisal.CellFunctions"

_TYPES: dict[Kind, str] = {
    "cells": "com::sun::star::table::XCellRange",
    "value": "any",
    "more": "sequence<any>",
}


class Argument(Record):
    """One argument: its name and what the function wizard says of it."""

    name: str
    kind: Kind
    help: str


class Function(Record):
    """One function: its name in cells, which is also its name in ``udfs``."""

    name: str
    help: str
    category: str
    arguments: tuple[Argument, ...]
    rows: bool


def cell_functions() -> tuple[Function, ...]:
    """Every cell function with xlwings' texts for it, in the order of their names.

    Raises what :func:`~xl_appraisal.tools.vba.udf_engine.import_functions` raises.
    """
    module = importlib.import_module(UDF_MODULE)
    return tuple(_function(getattr(module, f.name), f) for f in import_functions(UDF_MODULE).help)


def _function(called: Callable[..., object], told: FunctionHelp) -> Function:
    parameters = inspect.signature(called).parameters.values()
    arguments = []
    for parameter, text in zip(parameters, told.arguments, strict=True):
        kind = _kind(parameter)
        if kind == "more" and told.name in CELLS_FIRST:
            arguments.append(Argument("own", "cells", text))
        arguments.append(Argument(parameter.name, kind, text))
    rows = told.name in RETURNS_ROWS
    return Function(told.name, told.description, told.category, tuple(arguments), rows)


def _kind(parameter: inspect.Parameter) -> Kind:
    if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
        return "more"
    return "cells" if parameter.name in NEEDS_ADDRESS else "value"


def methods(functions: Sequence[Function]) -> str:
    """A method for each function, a line each."""
    return "\n".join(map(_method, functions))


def _method(function: Function) -> str:
    # Calc puts the document into a parameter of this type, and shows nobody that there is one.
    parameters = ["[in] com::sun::star::beans::XPropertySet calling"]
    # The names that staff see come from elsewhere; these must not be words of the language.
    numbered = enumerate(function.arguments, 1)
    parameters += [f"[in] {_TYPES[a.kind]} argument{number}" for number, a in numbered]
    returned = "sequence< sequence<any> >" if function.rows else "any"
    return f"    {returned} {function.name}({', '.join(parameters)});"
