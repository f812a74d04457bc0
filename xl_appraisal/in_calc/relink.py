"""Formulas with our functions, which Calc's import of Excel files leaves without a meaning.

The importer does not ask an extension for its names; the same formula entered once more finds
them.  A window named by its row number is given as a cell of that row, for Calc hands an
extension either cells or values, and a number could not say which workbook it speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from xl_appraisal.in_calc.marking import unmarked
from xl_appraisal.workbook.functions import NAMES, calls_function
from xl_appraisal.workbook.sheets import RANKING

FORMULA = 16  # com.sun.star.sheet.CellFlags
OF_WINDOW = frozenset(
    ("EXPLAIN_SCORE", "MODULE_SCORE", "MODULE_SCORES", "RED_FLAG", "WINDOW_RANK", "WINDOW_TOTAL")
)
"""Functions whose first argument names a window."""

_OURS = "|".join(NAMES)
_CALL = re.compile(
    rf'("(?:[^"]|"")*")|(?<![\w.])(?:_xll\.|XLAPPRAISAL\.CELLFUNCTIONS\.)?({_OURS})(\s*\()',
    re.IGNORECASE,
)
_CELLS = re.compile(
    r"\s*(?:\$?(?:'(?:[^']|'')+'|[^\W\d][\w.]*)\.)?\$?[A-Z]{1,3}\$?\d+"
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
    """A formula of Calc's interface as it is to be entered: names plain, row numbers as cells.

    >>> entered("=window_total(5)+1")
    "=WINDOW_TOTAL(INDEX($'名次表'.$A:$A;5))+1"
    """
    pieces = []
    position = 0
    for match in _CALL.finditer(formula):
        if match[1] or match.start() < position:
            continue
        pieces += [formula[position : match.start()], match[2].upper(), match[3]]
        position = match.end()
        if match[2].upper() in OF_WINDOW and not _CELLS.match(formula, position):
            end = _argument_end(formula, position)
            number = formula[position:end]
            pieces.append(f"INDEX($'{RANKING}'.$A:$A;{entered(number)})" if number.strip() else "")
            position = end
    return "".join([*pieces, formula[position:]])


def _argument_end(formula: str, start: int) -> int:
    """Where the argument that begins at ``start`` ends."""
    depth, quoted = 0, False
    for place in range(start, len(formula)):
        sign = formula[place]
        if sign == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif sign in "({":
            depth += 1
        elif sign in ")}" and depth:
            depth -= 1
        elif sign in ");" and not depth:
            return place
    return len(formula)
