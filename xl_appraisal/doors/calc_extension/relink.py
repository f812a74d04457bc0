"""Formulas with our functions, which Calc's import of Excel files leaves without a meaning.

The importer does not ask an extension for its names; the same formula entered once more finds
them.  A window named by its row number is given as the cells of that row, with all that its
figure depends on: Calc makes no call anew that depends on nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from xl_appraisal.book.own_formulas import NAMES, calls_function
from xl_appraisal.doors.calc_extension.completed_calls import OF_WINDOW, Completer, Completing
from xl_appraisal.doors.calc_extension.marking import unmarked
from xl_appraisal.hosts.calc.calc_undo import no_undo
from xl_appraisal.hosts.calc.calculation import calculation_stands_still

FORMULA = 16  # com.sun.star.sheet.CellFlags
_OURS = "|".join(NAMES)
_CALL = re.compile(
    rf'("(?:[^"]|"")*")|(?<![\w.])(?:_xll\.|XLAPPRAISAL\.CELLFUNCTIONS\.)?({_OURS})(\s*\()',
    re.IGNORECASE,
)
_BY_NUMBER = re.compile(
    r"INDEX\(\$'?(?:名次表)'?\.\$[A-Z]{1,3}:\$[A-Z]{1,3};(.*);0\)", re.IGNORECASE | re.DOTALL
)
"""A window's cells found by its row number, as :func:`entered` writes it."""


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
    with unmarked(document):
        document.lockControllers()
        try:
            with calculation_stands_still(document):
                complete = Completing(document)
                blocks = list(formula_blocks(document))
                return sum(_relink_block(block, complete) for _, block in blocks)
        finally:
            document.unlockControllers()


def complete_calls(document: Any) -> None:
    """Enter what calls in the whole workbook lack; what hands all over is not touched."""
    complete = Completing(document)
    for _, block in list(formula_blocks(document)):
        complete_block(block, complete, str)


def _relink_block(block: Any, complete: Completing) -> int:
    return complete_block(block, complete, str, all_of_them=True)


def complete_block(
    block: Any, complete: Completing, last: Callable[[str], str], *, all_of_them: bool = False
) -> int:
    """Enter the formulas of ours in a block that hand too little over, or ``all_of_them``.

    ``last`` is asked for the text that is to be entered.  How many formulas of ours there are.
    """
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
        is_array = text.startswith("{")
        plain = text[1:-1] if is_array else text
        wanted = last(entered(plain, complete.standing_at(cell)))
        if not all_of_them and wanted == entered(plain, _as_given):
            continue
        if is_array:
            _enter_array(complete.document, block, cell, wanted, done)
        else:
            with no_undo(complete.document):
                cell.setFormula(wanted)
    return len(ours)


def _enter_array(document: Any, block: Any, cell: Any, formula: str, done: set[str]) -> None:
    """An array formula as a whole, once for all its cells."""
    cursor = block.Spreadsheet.createCursorByRange(cell)
    cursor.collapseToCurrentArray()
    if cursor.AbsoluteName not in done:
        done.add(cursor.AbsoluteName)
        with no_undo(document):
            cursor.setArrayFormula(formula)


def _as_given(_name: str, arguments: list[str]) -> list[str]:
    return arguments


def entered(formula: str, complete: Completer) -> str:
    """A formula of Calc's interface as it is to be entered.

    Names plain; ``complete`` gives a call that hands too little over what it lacks, so that it
    follows all that its figure depends on, a bare row number too.
    """
    return _each_call(formula, complete)


def as_written(formula: str) -> str:
    """The same formula as it is written elsewhere: a row number as such.

    >>> as_written("=WINDOW_TOTAL(INDEX($'名次表'.$J:$AX;7;0);INDEX($'名次表'.$B:$C;7;0);$X$1)")
    '=WINDOW_TOTAL(7)'
    """
    return _each_call(formula, _by_number)


def _by_number(name: str, arguments: list[str]) -> list[str]:
    found = _BY_NUMBER.fullmatch(arguments[0].strip()) if name in OF_WINDOW and arguments else None
    if found is None:
        return arguments
    takes_module = name in ("MODULE_SCORE", "EXPLAIN_SCORE")
    return [found[1], *(a for a in arguments[1 : 1 + takes_module] if a != '""')]


def _each_call(formula: str, change: Completer) -> str:
    """The formula with the arguments of each call of our functions changed."""
    pieces = []
    position = 0
    for match in _CALL.finditer(formula):
        if match[1] or match.start() < position:
            continue
        name = match[2].upper()
        pieces += [formula[position : match.start()], name, match[3]]
        position = match.end()
        arguments = []
        while True:
            end = _argument_end(formula, position)
            arguments.append(_each_call(formula[position:end], change))
            position = end
            if formula[end : end + 1] != ";":
                break
            position += 1
        given = [] if arguments == [""] else arguments
        pieces.append(";".join(change(name, given)))
    return "".join([*pieces, formula[position:]])


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
