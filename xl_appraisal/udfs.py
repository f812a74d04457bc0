"""The cell functions under the name that workbooks and ``xlwings.conf`` call; nothing else here."""

from xl_appraisal.doors.cell_functions.cell_functions import (
    EXPLAIN_SCORE,
    FIGURE_DATA,
    MODULE_SCORE,
    MODULE_SCORES,
    RANKING_TABLE,
    RED_FLAG,
    STAFF_SCORE,
    WINDOW_RANK,
    WINDOW_TOTAL,
)
from xl_appraisal.doors.cell_functions.first_notice_functions import (
    ASSIST_BONUS,
    CASE_VOLUME_BONUS,
    PACKAGE_BONUS,
    WALKTHROUGH_POINTS,
)
from xl_appraisal.doors.cell_functions.rule_functions import RULE_POINTS

__all__ = [
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
]
