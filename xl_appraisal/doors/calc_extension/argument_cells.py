"""Cells given to a function, read in as few calls as there can be.

Each object that UNO hands to Python costs more than all the values in it; asking for the number
formats of a row makes dozens.  The text of a constant tells a date or a truth from a number as
well, and which formulas give one was seen when the workbook was read.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import xlwings as xw

from xl_appraisal.hosts.addresses import parse_address
from xl_appraisal.model.grid import EMPTY, Ref

_NUMBER = re.compile(r"-?\d[\d.,]*(?:E[+-]?\d+)?%?", re.IGNORECASE)

SPECIAL: dict[tuple[str, str], set[Ref]] = {}
"""Formula cells that gave a date or a truth when last read, by workbook and sheet."""


class GivenCells(xw.Range):
    """Cells as Calc gave them."""

    def __init__(self, book: Any, found: Any) -> None:
        name, _, cells = found.AbsoluteName.rpartition(".")
        name = name.removeprefix("$").removeprefix("'").removesuffix("'").replace("''", "'")
        self._book, self._found, self._name = book, found, name
        self._place = cells
        self._area = parse_address(cells)[1]

    @property
    def sheet(self) -> Any:
        return SimpleNamespace(book=self._book)

    def get_address(self, *_: Any, **__: Any) -> str:
        """As Excel writes it, with the sheet."""
        quoted = self._name.replace("'", "''")
        return f"'{quoted}'!{self._place}"

    @property  # type: ignore[misc]
    def raw_value(self) -> Any:
        data = self._found.getDataArray()
        if self._plain(data):
            return data
        area = self._area
        read = self._book.host._content.read(self._found.Spreadsheet, area)
        return [
            [read.get((row, column), EMPTY).value for column in range(area.left, area.right + 1)]
            for row in range(area.top, area.bottom + 1)
        ]

    def _plain(self, data: Any) -> bool:
        """Whether every number of the cells is meant as one, and none is an error."""
        special = SPECIAL.get((str(self._book.document.RuntimeUID), self._name), ())
        pairs = zip(data, self._found.getFormulaArray(), strict=True)
        for row, (line, texts) in enumerate(pairs, self._area.top):
            for column, (value, text) in enumerate(zip(line, texts, strict=True), self._area.left):
                if value is None or (row, column) in special:
                    return False
                if type(value) is float and not (text[:1] in "={" or _NUMBER.fullmatch(text)):
                    return False
        return True
