"""Formulas with our functions, which Calc's import of Excel files leaves without a meaning.

The importer does not ask an extension for its names; the same formula entered once more finds
them.  A window named by its row number is given as a cell of that row, for Calc hands an
extension either cells or values, and a number could not say which workbook it speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from xl_appraisal.book.function_names import NAMES, calls_function
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.doors.calc_extension.marking import unmarked

_ONE = r"(?:\$?(?:'(?:[^']|'')+'|[^\W\d][\w.]*)\.)?\$?[A-Z]{1,3}\$?\d+"
_RANGE = re.compile(rf"\s*{_ONE}:\$?[A-Z]{{1,3}}\$?\d+\s*", re.IGNORECASE)
_COUNTED = re.compile(rf"COUNTA\(({_RANGE.pattern})\)", re.IGNORECASE)
FORMULA = 16  # com.sun.star.sheet.CellFlags
OF_WINDOW = frozenset(
    ("EXPLAIN_SCORE", "MODULE_SCORE", "MODULE_SCORES", "RED_FLAG", "WINDOW_RANK", "WINDOW_TOTAL")
)
"""Functions whose first argument names a window."""

FOLLOWS = {
    "MODULE_SCORE": 2, "MODULE_SCORES": 1, "RANKING_TABLE": 1, "RED_FLAG": 1,
    "WINDOW_RANK": 1, "WINDOW_TOTAL": 1,
}  # fmt: skip
"""How many arguments a function reads; it only follows the cells that come after them."""

_OURS = "|".join(NAMES)
_CALL = re.compile(
    rf'("(?:[^"]|"")*")|(?<![\w.])(?:_xll\.|XLAPPRAISAL\.CELLFUNCTIONS\.)?({_OURS})(\s*\()',
    re.IGNORECASE,
)
_CELLS = re.compile(
    rf"\s*{_ONE}"
    r"(?::\$?[A-Z]{1,3}\$?\d+)?\s*(?=[;)])"
    r"|\s*[^\W\d][\w.]*\s*(?=[;)])"  # a name given to cells
    r"|\s*(?:INDEX|OFFSET|INDIRECT|CHOOSE|IF)\s*\(",  # functions that give cells
    re.IGNORECASE,
)


def formula_blocks(document: Any) -> Iterator[tuple[Any, Any]]:
    """Each sheet with each rectangle of formulas in it."""
    sheets = document.Sheets
    for sheet in (sheets.getByIndex(number) for number in range(sheets.Count)):
        found = sheet.queryContentCells(FORMULA)
        for number in range(found.Count):
            yield sheet, found.getByIndex(number)


def relink(document: Any) -> int:
    """Enter every formula that calls one of our functions anew; how many there were.

    Calculation stands still meanwhile, and the workbook counts as changed only if it did before.
    """
    automatic = document.isAutomaticCalculationEnabled()
    with unmarked(document):
        document.lockControllers()
        document.enableAutomaticCalculation(False)
        try:
            return sum(_relink_block(block) for _, block in list(formula_blocks(document)))
        finally:
            document.enableAutomaticCalculation(automatic)
            document.unlockControllers()


def _relink_block(block: Any) -> int:
    formulas = block.getFormulaArray()
    ours = [
        (row, column, text)
        for row, line in enumerate(formulas)
        for column, text in enumerate(line)
        if calls_function(text)
    ]
    done: set[str] = set()
    for row, column, text in ours:
        cell = block.getCellByPosition(column, row)
        if text.startswith("{"):
            _enter_array(block, cell, text, done)
        else:
            cell.setFormula(entered(text))
    return len(ours)


def _enter_array(block: Any, cell: Any, text: str, done: set[str]) -> None:
    """An array formula as a whole, once for all its cells."""
    cursor = block.Spreadsheet.createCursorByRange(cell)
    cursor.collapseToCurrentArray()
    if cursor.AbsoluteName not in done:
        done.add(cursor.AbsoluteName)
        cursor.setArrayFormula(entered(text[1:-1]))


def entered(formula: str) -> str:
    """A formula of Calc's interface as it is to be entered.

    Names plain, row numbers as cells, and cells that a figure only follows counted: Calc would
    hand over each of them at every call, thousands for a ledger, and nobody reads them.

    >>> entered("=window_total(5;C5:H5)+1")
    "=WINDOW_TOTAL(INDEX($'名次表'.$A:$A;5);COUNTA(C5:H5))+1"
    """
    return _each_call(formula, _entered_argument)


def as_written(formula: str) -> str:
    """The same formula with the cells that it follows themselves, as it is written elsewhere.

    >>> as_written("=WINDOW_TOTAL(J5:AX5;COUNTA(C5:H5))")
    '=WINDOW_TOTAL(J5:AX5;C5:H5)'
    """
    return _each_call(formula, _written_argument)


def _each_call(formula: str, argument: Callable[[str, int, str], str]) -> str:
    """The formula with each argument of our functions, told by its number, made another."""
    pieces = []
    position = 0
    for match in _CALL.finditer(formula):
        if match[1] or match.start() < position:
            continue
        name = match[2].upper()
        pieces += [formula[position : match.start()], name, match[3]]
        position = match.end()
        for number in count():
            end = _argument_end(formula, position)
            text = _each_call(formula[position:end], argument)
            pieces.append(argument(name, number, text))
            position = end
            if formula[end : end + 1] != ";":
                break
            pieces.append(";")
            position += 1
    return "".join([*pieces, formula[position:]])


def _entered_argument(name: str, number: int, text: str) -> str:
    if number >= FOLLOWS.get(name, number + 1) and _RANGE.fullmatch(text):
        return f"COUNTA({text})"
    if number == 0 and name in OF_WINDOW and text.strip() and not _CELLS.match(f"{text};"):
        return f"INDEX($'{RANKING}'.$A:$A;{text})"
    return text


def _written_argument(name: str, number: int, text: str) -> str:
    counted = _COUNTED.fullmatch(text)
    return counted[1] if counted and number >= FOLLOWS.get(name, number + 1) else text


def _argument_end(formula: str, start: int) -> int:
    """Where the argument that begins at ``start`` ends."""
    depth, quoted = 0, ""
    for place in range(start, len(formula)):
        sign = formula[place]
        if quoted:
            quoted = "" if sign == quoted else quoted
        elif sign in "\"'":  # a text, or the name of a sheet
            quoted = sign
        elif sign in "({":
            depth += 1
        elif sign in ")}" and depth:
            depth -= 1
        elif sign in ");" and not depth:
            return place
    return len(formula)
