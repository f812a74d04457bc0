"""Names of functions: as Excel knows them, and as LibreOffice's interface does."""

from __future__ import annotations

from typing import Any, NamedTuple

_ENGLISH, _EXCEL = 1, 3  # com.sun.star.sheet.FormulaLanguage: ENGLISH, XL_ENGLISH
_ALL = 0x7FFFFFFF  # com.sun.star.sheet.FormulaMapGroup


class FunctionNames(NamedTuple):
    """Two ways of one dictionary; what has the same name in both is not in it."""

    to_excel: dict[str, str]
    to_calc: dict[str, str]


def function_names(document: Any) -> FunctionNames:
    """The names as the running program knows them, functions of its extensions too.

    Built-in functions are told apart by their code, those of extensions by their programmatic
    name, which stands in the token beside the code.
    """
    mapper = document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
    excel = {
        (entry.Token.OpCode, str(entry.Token.Data)): entry.Name
        for entry in mapper.getAvailableMappings(_EXCEL, _ALL)
    }
    to_excel, to_calc = {}, {}
    for entry in mapper.getAvailableMappings(_ENGLISH, _ALL):
        name = excel.get((entry.Token.OpCode, str(entry.Token.Data)), entry.Name)
        if name != entry.Name and name[:1].isalpha() and entry.Name[:1].isalpha():
            to_excel[entry.Name.upper()] = name.upper()
            to_calc[name.upper()] = entry.Name
    return FunctionNames(to_excel, to_calc)
