"""The cell functions by name, as data: what makes a formula one of ours.

Light on purpose: reading a workbook needs the names, not xlwings.  ``xl_appraisal.udfs`` defines
the functions themselves; a test holds the two lists together.
"""

from __future__ import annotations

import re

NAMES = (
    "ASSIST_BONUS",
    "CASE_VOLUME_BONUS",
    "EXPLAIN_SCORE",
    "FIGURE_DATA",
    "MODULE_SCORE",
    "MODULE_SCORES",
    "PACKAGE_BONUS",
    "RANKING_TABLE",
    "RED_FLAG",
    "STAFF_SCORE",
    "WALKTHROUGH_POINTS",
    "WINDOW_RANK",
    "WINDOW_TOTAL",
)

NATIVE_MARK = 'N("由公式计算")'
"""Adds nothing, and tells a plain formula that computes for itself, in a workbook made of such."""

_CALL = re.compile(rf"(?<!\w)(?:{'|'.join(NAMES)})\s*\(", re.IGNORECASE)
_TEXT = re.compile(r'"[^"]*"')


def calls_function(formula: str | None) -> bool:
    """Whether a formula (without ``=``) calls one of our functions.

    A name counts with any prefix that ends in a dot or ``!``: ``_xll.``, ``xl_appraisal.``,
    ``'2023Q1.xlsm'!``; and in any case, as a program shows a function it does not know.

    >>> calls_function("_xll.window_total(J7:AY7)"), calls_function('"WINDOW_TOTAL("&A1')
    (True, False)
    """
    return formula is not None and _CALL.search(_TEXT.sub('""', formula)) is not None


def is_native(formula: str | None) -> bool:
    """Whether a formula is one of a workbook of plain formulas."""
    return formula is not None and NATIVE_MARK in formula


def computes_itself(formula: str | None) -> bool:
    """Whether a cell's formula stays whatever is recalculated: a cell function, or a plain one."""
    return formula is not None and (is_native(formula) or calls_function(formula))
