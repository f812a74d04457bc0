"""The macros behind ribbon, buttons and menus: a door to the desk, with no arithmetic in it.

Written once against the xlwings API.  Every macro works on :meth:`xlwings.Book.caller`, puts
screen updating, calculation mode and selection back whatever happens, and says what it did in
the status bar; what goes wrong is told in Chinese in a message.
"""

from __future__ import annotations

from xl_appraisal.doors.buttons.annex_buttons import generate_annex
from xl_appraisal.doors.buttons.begin_buttons import begin_next_quarter, check_notice_file
from xl_appraisal.doors.buttons.closing_buttons import reopen_quarter, seal_quarter, verify_quarter
from xl_appraisal.doors.buttons.compare_buttons import compare_books, show_gaps, sum_up_year
from xl_appraisal.doors.buttons.figure_buttons import check, explain, recalculate
from xl_appraisal.doors.buttons.import_buttons import import_lines
from xl_appraisal.doors.buttons.self_check import self_check
from xl_appraisal.doors.buttons.slip_buttons import generate_slips
from xl_appraisal.doors.buttons.trial_buttons import try_out

__all__ = [
    "begin_next_quarter",
    "check",
    "check_notice_file",
    "compare_books",
    "explain",
    "generate_annex",
    "generate_slips",
    "import_lines",
    "recalculate",
    "reopen_quarter",
    "seal_quarter",
    "self_check",
    "show_gaps",
    "sum_up_year",
    "try_out",
    "verify_quarter",
]
