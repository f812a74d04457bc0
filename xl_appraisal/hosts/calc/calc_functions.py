"""Names of functions: as Excel knows them, and as LibreOffice's interface does."""

from __future__ import annotations

import re
from typing import Any

_ENGLISH, _EXCEL = 1, 3  # com.sun.star.sheet.FormulaLanguage: ENGLISH, XL_ENGLISH
_ALL = 0x7FFFFFFF  # com.sun.star.sheet.FormulaMapGroup
_CALLED = re.compile(r"[^\W\d][\w.]*(?=\()")


class FunctionNames:
    """The names as the running program knows them, functions of its extensions too.

    They are asked for once, and again where a function of an extension turns up that was not
    there then.
    """

    def __init__(self) -> None:
        self._to_excel: dict[str, str] = {}
        self._to_calc: dict[str, str] = {}
        self._unknown: set[str] = set()

    def load(self, document: Any) -> FunctionNames:
        """Ask any workbook of the program, if nothing is known yet."""
        if not self._to_excel:
            self._read(document)
        return self

    def knows(self, formula: str, document: Any) -> None:
        """Ask again if the formula names an extension's function that is not known."""
        for called in _CALLED.findall(formula):
            name = called.upper()
            if name.count(".") > 2 and name not in self._to_excel and name not in self._unknown:
                self._unknown.add(name)
                self._read(document)

    def excel(self, name: str) -> str:
        """The name in Excel; LibreOffice writes names that it does not know in small letters."""
        return self._to_excel.get(name.upper(), name.upper())

    def calc(self, name: str) -> str:
        """The name in LibreOffice's interface."""
        return self._to_calc.get(name.upper(), name)

    def _read(self, document: Any) -> None:
        # Built-in functions are told apart by their code, those of extensions by their
        # programmatic name, which stands in the token beside the code.
        mapper = document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
        excel = {
            (entry.Token.OpCode, str(entry.Token.Data)): entry.Name
            for entry in mapper.getAvailableMappings(_EXCEL, _ALL)
        }
        for entry in mapper.getAvailableMappings(_ENGLISH, _ALL):
            name = excel.get((entry.Token.OpCode, str(entry.Token.Data)), entry.Name)
            if name != entry.Name and name[:1].isalpha() and entry.Name[:1].isalpha():
                self._to_excel[entry.Name.upper()] = name.upper()
                self._to_calc[name.upper()] = entry.Name
