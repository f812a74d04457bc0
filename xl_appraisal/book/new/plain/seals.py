"""算式设置, at its right: whether every helper is as it was made, and what stops all windows.

A seal is the first reason why the figures so far cannot be trusted, or an empty text; each later
one holds the earlier ones.  What shows a figure asks the seal of all that the figure rests on.
"""

from __future__ import annotations

from collections.abc import Iterable

from xl_appraisal.book.new.plain.helper_block import NUMBER, VALUES, Area
from xl_appraisal.book.new.plain.typed_cells import first_text, quoted
from xl_appraisal.book.new.xlsx_writer import Sheet, write_text
from xl_appraisal.model.grid import column_name

_MOST = 40
"""Reasons in one formula: Excel takes 64 levels."""
_MADE = "请用“撤销”退回，或用改动前的副本"


class Seals:
    """Cells in the columns from ``left`` on, from row 1: title, formula, number of formulas."""

    def __init__(self, left: int) -> None:
        self._left = left
        self._rows: list[tuple[str, str, str]] = []
        self._last = ""

    def cell(self, title: str, formula: str, counted: str = "") -> str:
        """A further cell; ``counted`` is a second formula, which stands beside it."""
        self._rows.append((title, formula, counted))
        return f"{VALUES}!${column_name(self._left + 1)}${len(self._rows)}"

    def number(self, title: str, formula: str) -> tuple[str, Area]:
        """A cell with a number, and the area that it is."""
        cell = self.cell(title, formula)
        return cell, Area(cell, 1, NUMBER, 0)

    def whole(self, title: str, condition: str, reason: str) -> str:
        """A cell with the reason where the condition does not hold, or is an error."""
        return self.cell(title, f'IF(IFERROR({condition},FALSE),"",{quoted(reason)})')

    def seal(self, areas: Iterable[Area], reasons: Iterable[str] = ()) -> str:
        """The cell that holds the first reason: earlier ones, ``reasons``, or a spoiled area."""
        cells = [self._last] if self._last else []
        cells += [self.cell("停计原因", reason) for reason in reasons]
        cells += map(self._area, areas)
        self._last = cells[0]
        for start in range(1, len(cells), _MOST):
            told = first_text(self._last, *cells[start : start + _MOST])
            self._last = self.cell("停计", told)
        return self._last

    def _area(self, area: Area) -> str:
        sheet, cells = area.cells.split("!")
        counted = f"{VALUES}!${column_name(self._left + 2)}${len(self._rows) + 1}"
        told = f"隐藏表“{sheet}”的{cells.replace('$', '')}被改动或算错，全部停计：{_MADE}"
        condition = f"AND({counted}={area.number},{area.sound})"
        formula = f'IF(IFERROR({condition},FALSE),"",{quoted(told)})'
        return self.cell(cells.replace("$", ""), formula, area.formulas)

    def write(self, sheet: Sheet) -> None:
        for row, (title, formula, counted) in enumerate(self._rows):
            write_text(sheet, row, self._left - 1, title)
            sheet.write_formula(row, self._left, f"={formula}", None, "")
            if counted:
                sheet.write_formula(row, self._left + 1, f"={counted}", None, "")
