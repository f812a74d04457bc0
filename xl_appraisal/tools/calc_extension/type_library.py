"""The extension's type library: the methods behind the cell functions, as IDL.

LibreOffice compiles the text itself when the extension is installed.  The methods bear the
functions' own names, so that a file that Calc saved still shows them in its formulas.
"""

from __future__ import annotations

from collections.abc import Sequence

from xl_appraisal.tools.calc_extension.function_list import Function, Kind

SERVICE = "xlappraisal.CellFunctions"

_TYPES: dict[Kind, str] = {
    "cells": "com::sun::star::table::XCellRange",
    "value": "any",
    "more": "sequence<any>",
}


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
