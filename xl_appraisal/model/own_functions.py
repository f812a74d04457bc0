"""The names of the cell functions, and which formulas call one.

Light on purpose: reading a workbook needs the names, not xlwings.  ``xl_appraisal.udfs`` defines
the functions themselves; a test holds the two lists together.
"""

from __future__ import annotations

import re

from xl_appraisal.model.late_pattern import late_pattern

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
    "RULE_POINTS",
    "STAFF_SCORE",
    "WALKTHROUGH_POINTS",
    "WINDOW_RANK",
    "WINDOW_TOTAL",
)

_CALL = late_pattern(rf"(?<!\w)(?:{'|'.join(NAMES)})\s*\(", re.IGNORECASE)
_TEXT = late_pattern(r'"[^"]*"')


def calls_function(formula: str | None) -> bool:
    """Whether a formula (without ``=``) calls one of our functions.

    A name counts with any prefix that ends in a dot or ``!``: ``_xll.``, ``xl_appraisal.``,
    ``'2023Q1.xlsm'!``; and in any case, as a program shows a function it does not know.

    >>> calls_function("_xll.window_total(J7:AY7)"), calls_function('"WINDOW_TOTAL("&A1')
    (True, False)
    """
    return formula is not None and _CALL.search(_TEXT.sub('""', formula)) is not None
