"""Reading a workbook while Calc is computing its formulas.

Asking Calc for the figure of a cell that is still to be computed computes it.  A cell function
that reads its workbook would so call all others of its kind from within itself, one inside the
other.  Their figures are no input, so they are not asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, TypeAlias

from xl_appraisal.book.function_names import calls_function
from xl_appraisal.doors.calc_extension.argument_cells import SPECIAL
from xl_appraisal.hosts.calc.calc_formats import cells_of
from xl_appraisal.hosts.calc.calc_host import CalcHost, used_area
from xl_appraisal.hosts.program_calls import SheetRead
from xl_appraisal.hosts.refusals import check_size
from xl_appraisal.model.grid import Area, Cell, Ref, Value

Runs: TypeAlias = tuple[tuple[int, int], ...]


class ComputingHost(CalcHost):
    """A workbook as a cell function reads it: our functions' cells without their figures."""

    def __init__(self, book: Any, merges: object = None) -> None:
        super().__init__(book.impl.document)

    def _cells(self, sheet: str) -> SheetRead:
        found = self._sheet(sheet)
        used = used_area(found)
        check_size(sheet, used)
        formulas = cells_of(found, used).getFormulaArray()
        cells: dict[Ref, Cell] = {}
        for area in _without_ours(formulas, used):
            cells |= self._content.read(found, area)
        for row, line in enumerate(formulas, used.top):
            for column, text in enumerate(line, used.left):
                if calls_function(text):
                    formula = self._content.formula_to_excel(text).removeprefix("=")
                    cells[row, column] = Cell(None, formula)
        SPECIAL[str(self.document.RuntimeUID), sheet] = {
            ref for ref, cell in cells.items() if cell.formula and _is_special(cell.value)
        }
        return SheetRead(used, cells)


def _is_special(value: Value) -> bool:
    return isinstance(value, bool | dt.date | dt.time)


def _without_ours(formulas: Sequence[Sequence[str]], used: Area) -> Iterator[Area]:
    """Rectangles that together hold every cell but those with our functions.

    Columns whose rows are divided alike go together, so that there are few.
    """
    columns: list[Runs] = [
        tuple(_runs([not calls_function(line[column]) for line in formulas]))
        for column in range(used.right - used.left + 1)
    ]
    left = used.left
    for runs, group in groupby(columns):
        width = len(list(group))
        for start, end in runs:
            yield Area(used.top + start, left, used.top + end, left + width - 1)
        left += width


def _runs(wanted: Sequence[Any]) -> Iterator[tuple[int, int]]:
    """First and last place of each unbroken run of true values."""
    place = 0
    for true, group in groupby(wanted):
        size = len(list(group))
        if true:
            yield place, place + size - 1
        place += size
