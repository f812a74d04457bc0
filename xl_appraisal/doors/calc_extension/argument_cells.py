"""Cells given to a function, read in as few calls as there can be.

Each object that UNO hands to Python costs more than all the values in it; asking for the number
formats of a row makes dozens.  The text of a constant tells a date or a truth from a number as
well, and which formulas give one was seen when the workbook was read.
"""

from __future__ import annotations

import re
from typing import Any

from xl_appraisal.hosts.calc.calc_addresses import Area
from xl_appraisal.hosts.calc.calc_content import Block
from xl_appraisal.hosts.calc.calc_ranges import CalcRange
from xl_appraisal.hosts.calc.calc_sheets import CalcSheet
from xl_appraisal.model.grid import Ref

_NUMBER = re.compile(r"-?\d[\d.,]*(?:E[+-]?\d+)?%?", re.IGNORECASE)
_FORMULA = "="

SPECIAL: dict[tuple[str, str], set[Ref]] = {}
"""Formula cells that gave a date or a truth when last read, by workbook and sheet."""


class GivenCells(CalcRange):
    """Cells as Calc gave them."""

    def __init__(self, sheet: CalcSheet, area: Area, found: Any, name: str) -> None:
        super().__init__(sheet, area)
        self.__dict__["block"] = _GivenBlock(sheet, area, found, name)


class _GivenBlock(Block):
    def __init__(self, sheet: CalcSheet, area: Area, found: Any, name: str) -> None:
        self.document, self.sheet, self.area = sheet.document, sheet.xl, area
        self.cells = found
        self._name = name

    def _give_meaning(self, rows: list[list[Any]]) -> None:
        special = SPECIAL.get((self.document.uid, self._name), ())
        for row, (line, texts) in enumerate(
            zip(rows, self.cells.getFormulaArray(), strict=True), self.area.top
        ):
            for column, (value, text) in enumerate(zip(line, texts, strict=True), self.area.left):
                if type(value) is not float:
                    continue
                if (row, column) in special or not (
                    text.startswith(_FORMULA) or _NUMBER.fullmatch(text)
                ):
                    super()._give_meaning(rows)
                    return
