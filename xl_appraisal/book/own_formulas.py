"""Which formulas are ours: those that call cell functions, and what is written into items."""

from __future__ import annotations

import re

from xl_appraisal.model.late_pattern import late_pattern
from xl_appraisal.model.own_functions import NAMES as NAMES
from xl_appraisal.model.own_functions import calls_function as calls_function

NATIVE_MARK = 'N("由公式计算")'
"""Adds nothing, and tells a plain formula that computes for itself, in a workbook made of such."""

MARK = 'N("由程序填写")'
"""Adds nothing, and tells our formulas from those that staff write themselves."""

_INSIDE = r'(?:[^()"]|"[^"]*")*'
_LISTED = late_pattern(
    rf'IF\(COUNTIFS\({_INSIDE}\)\+{re.escape(MARK)}>0[,;]"√"[,;]""\)'
    rf'|IF\(COUNTIFS\({_INSIDE}\)=0[,;]""[,;]SUMIFS\({_INSIDE}\)\+{re.escape(MARK)}\)'
    rf'|IF\({re.escape(MARK)}=0[,;].+[,;]""\)'
)
"""What the ledger knows of a count, a share or a tick."""

_QUOTED = late_pattern(r"\"[^\"]*\"|'[^']*'")
_BRACKET = late_pattern("[()]")
_LIMIT = late_pattern("[,;]")
_NATIVE = late_pattern(
    rf'IF\(ISNUMBER\((.+)\)[,;]\1(?:/\d+)?\+{re.escape(NATIVE_MARK)}[,;]""\)'
    rf'|IF\({re.escape(NATIVE_MARK)}=0[,;].+[,;]""\)'
)
_TERM_ENDS = late_pattern(r"(?<!\*)[-+]")
_NUMBER = late_pattern(r"\d+(?:\.\d+)?")
_REFERENCE = late_pattern(r"[^@*/^&\s]*\$?[A-Z]{1,3}\$?\d+")
_VALUE = rf"(?:-?{_NUMBER.pattern}|{_REFERENCE.pattern})"
_TERM = late_pattern(rf"(?:SUMIFS|IF|ROUND|MIN|N|)@|(?:N|IF|)@\*{_VALUE}")
"""A term of ours; ``@`` stands for brackets and what is in them."""


def is_native(formula: str | None) -> bool:
    """Whether a formula is one of a workbook of plain formulas."""
    return formula is not None and NATIVE_MARK in formula


def computes_itself(formula: str | None) -> bool:
    """Whether a cell's formula stays whatever is recalculated: a cell function, or a plain one."""
    return formula is not None and (is_native(formula) or calls_function(formula))


def is_ours(formula: str | None) -> bool:
    """Whether a formula is one of those that the program writes, or one that computes itself."""
    return formula is not None and (MARK in formula or computes_itself(formula))


def is_listed(formula: str | None) -> bool:
    """Whether a formula is just what the program writes into a cell of counts, shares or ticks."""
    return formula is not None and _LISTED.fullmatch(formula.rstrip()) is not None


def is_as_written(formula: str | None) -> bool:
    """Whether a formula is just what the program writes, or a plain one that computes itself.

    One of ours with something added to it is somebody's own: the mark comes last, and a number
    is no term beside others (0 apart, from which deductions are taken).
    """
    if formula is None or is_native(formula):
        return formula is not None
    if is_listed(formula):
        return True
    text = formula.rstrip()
    return text.endswith(f"+{MARK}") and _is_sum_of_ours(_QUOTED.sub("", text[: -len(MARK) - 1]))


def is_edited_native(formula: str | None) -> bool:
    """Whether a plain formula that computes itself is not as the program wrote it."""
    return formula is not None and is_native(formula) and not _NATIVE.fullmatch(formula)


def _is_sum_of_ours(text: str) -> bool:
    if text.startswith("MIN(") and text.endswith(")"):  # up to a cap, or the full mark
        text, *limit = _LIMIT.split(_folded(text[4:-1]))
    else:
        text, limit = _folded(text), []
    terms = [term.strip() for term in _TERM_ENDS.split(text)]
    alone = len(terms) == 1 and _NUMBER.fullmatch(terms[0])
    return len(limit) < 2 and bool(
        alone or all(t == "0" or _TERM.fullmatch(t) or _REFERENCE.fullmatch(t) for t in terms)
    )


def _folded(text: str) -> str:
    """The text with ``@`` in place of each outermost pair of brackets."""
    kept, depth, start = [], 0, 0
    for bracket in _BRACKET.finditer(text):
        if bracket[0] == "(":
            if not depth:
                kept.append(text[start : bracket.start()])
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                kept.append("@")
                start = bracket.end()
    return "".join(kept) + ("" if depth else text[start:])
