"""Calls that hand too little over, completed: what 重新计算 writes into a formula in Excel.

A bare row number, the cells of a window alone, a rule asked for without the data: Calc would
compute such a call once and never again.  Completed it follows all that it depends on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeAlias

from xl_appraisal.book.figure_formulas import FigureFormulas
from xl_appraisal.book.read.quarter import Quarter, read_quarter_book
from xl_appraisal.book.sheets import RANKING, SOURCE
from xl_appraisal.book.write.formula_renewal import formulas_of
from xl_appraisal.doors.calc_extension.uno_cells import used_cells
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Grid

Completer: TypeAlias = Callable[[str, list[str]], list[str]]
"""Makes of a function's name and its arguments the arguments that it is to have."""

OF_WINDOW = frozenset(
    ("EXPLAIN_SCORE", "MODULE_SCORE", "MODULE_SCORES", "RED_FLAG", "WINDOW_RANK", "WINDOW_TOTAL")
)
"""Functions whose first argument names a window."""

_RULES = {
    "ASSIST_BONUS": 1, "CASE_VOLUME_BONUS": 3, "PACKAGE_BONUS": 2, "STAFF_SCORE": 1,
    "WALKTHROUGH_POINTS": 5, "RULE_POINTS": 0,
}  # fmt: skip
"""Functions that ask for a rule, and how many arguments come before the data (0: any)."""

EXAMPLES = {
    "EXPLAIN_SCORE": "窗口在名次表中的行号，如 EXPLAIN_SCORE(7)",
    "MODULE_SCORE": '窗口在名次表中的行号和模块，如 MODULE_SCORE(7;"业务规范")',
    "MODULE_SCORES": "窗口在名次表中的行号，如 MODULE_SCORES(7)",
    "RED_FLAG": "窗口在名次表中的行号，如 RED_FLAG(7)",
    "WINDOW_RANK": "窗口在名次表中的行号，如 WINDOW_RANK(7)",
    "WINDOW_TOTAL": "窗口在名次表中的行号，如 WINDOW_TOTAL(7)",
    "ASSIST_BONUS": "帮代办次数，如 ASSIST_BONUS(6)",
    "CASE_VOLUME_BONUS": "即办件、承诺件和平台占比，如 CASE_VOLUME_BONUS(630;470;2/3)",
    "PACKAGE_BONUS": "牵头、配合的件数，如 PACKAGE_BONUS(1;2)",
    "RULE_POINTS": '规则名称和各个数量，如 RULE_POINTS("规则名称";2;1)',
    "STAFF_SCORE": "考核分所在的单元格，如 STAFF_SCORE(C4:C9)",
    "WALKTHROUGH_POINTS": "走流程的五个数，如 WALKTHROUGH_POINTS(0;0;0;0;3)",
}
"""What a call of each function must say at least; shown where it says nothing."""

_ROW = re.compile(
    r"(\$?(?:'[^']+'|[^\W\d]\w*)\.)?\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)", re.IGNORECASE
)

_ONE = r"(?:\$?(?:'(?:[^']|'')+'|[^\W\d][\w.]*)\.)?\$?[A-Z]{1,3}\$?\d+"
_CELLS = re.compile(
    rf"\s*{_ONE}"
    r"(?::\$?[A-Z]{1,3}\$?\d+)?\s*(?=[;)])"
    r"|\s*[^\W\d][\w.]*\s*(?=[;)])"  # a name given to cells
    r"|\s*(?:INDEX|OFFSET|INDIRECT|CHOOSE|IF)\s*\(",  # functions that give cells
    re.IGNORECASE,
)


class Completing:
    """Completes the calls of one document; what it needs to know is looked up when first asked."""

    def __init__(self, document: Any) -> None:
        self.document = document

    def standing_at(self, cell: Any) -> Completer:
        """For the formula of that cell: on a window's row a call without arguments means it."""
        if cell.Spreadsheet.Name != RANKING:
            return self

        def completed(name: str, arguments: list[str]) -> list[str]:
            row = cell.CellAddress.Row + 1
            if name in OF_WINDOW and not arguments and self._formulas and self._has_window(row):
                arguments = [self._formulas.across(row)]
            return self(name, arguments)

        return completed

    def __call__(self, name: str, arguments: list[str]) -> list[str]:
        """The arguments as they are to be; as they were where nothing can be added."""
        if name in _RULES:
            return self._with_data(name, arguments)
        if name not in OF_WINDOW or not arguments or not arguments[0].strip():
            return arguments
        first = 1 + (name in ("MODULE_SCORE", "EXPLAIN_SCORE"))
        row = _ROW.fullmatch(arguments[0].strip())
        by_number = row is None and _CELLS.match(f"{arguments[0]};") is None
        named = name == "RED_FLAG" and arguments[-1].strip().startswith('"')
        award = arguments[-1:] if named else []  # stays the last
        enough = len(arguments) - len(award) > first and not by_number
        if enough or (not by_number and row is None) or self._formulas is None:
            return arguments
        module = arguments[1:first] or ['""'] * (first - 1)
        if row is not None:
            handed = self._formulas.handed(name, int(row[3])) if row[3] == row[5] else []
            return [arguments[0], *module, *map(_in_calc, handed), *award]
        return [*self._by_number(name, arguments[0], module), *award]

    @property
    def has_data(self) -> bool:
        """Whether the workbook carries the data that calls rest on: plain formulas need none."""
        return self._formulas is not None

    def _by_number(self, name: str, number: str, module: Sequence[str]) -> list[str]:
        assert self._formulas is not None
        handed = [_in_calc(text) for text in self._formulas.handed(name, 1)]
        if name not in ("RED_FLAG", "WINDOW_RANK"):
            handed[0] = _at_row(self._formulas.handed(name, 1)[0], number)
            if len(self._formulas.own(1, True)) > 1:
                handed[1] = _at_row(self._formulas.handed(name, 1)[1], number)
        return [_at_row(self._formulas.across(1), number), *module, *handed]

    def _with_data(self, name: str, arguments: list[str]) -> list[str]:
        most = _RULES[name]
        if not most and self._formulas is not None:
            if _in_calc(self._formulas.data) in map(str.strip, arguments):
                return arguments
            most = len(arguments)
        if len(arguments) > most or not arguments or self._formulas is None:
            return arguments
        return [*arguments, *[""] * (most - len(arguments)), _in_calc(self._formulas.data)]

    @cached_property
    def _quarter(self) -> Quarter | None:
        try:
            return read_quarter_book(self._grid)
        except BookError:
            return None

    @cached_property
    def _formulas(self) -> FigureFormulas | None:
        """The formulas of this workbook; none where it carries no data."""
        source = self._grid(SOURCE)
        if source is None or self._quarter is None:
            return None
        return formulas_of(self._quarter, source)

    def _has_window(self, row: int) -> bool:
        return self._quarter is not None and row in self._quarter.table.rows

    def _grid(self, name: str) -> Grid | None:
        cells = used_cells(self.document, name)
        return None if cells is None else cells.grid(name, cells.area if name == RANKING else None)


def _in_calc(text: str) -> str:
    """A reference of Excel's as Calc's interface writes it; one without a sheet is on 名次表."""
    sheet, _, cells = text.rpartition("!")
    return f"$'{sheet or RANKING}'.{cells}"


def _at_row(reference: str, number: str) -> str:
    """Cells of row 1 as those of a row given by its number."""
    letters = re.findall(r"\$([A-Z]+)", reference)
    left, right = letters[0], letters[-1]
    return f"INDEX($'{RANKING}'.${left}:${right};{number};0)"
