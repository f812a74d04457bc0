"""What ribbon, buttons and menus do: a door to the desk, with no arithmetic in it.

Each takes a live host and a screen and returns what to tell; :func:`press` runs one, whatever
the program.
"""

from __future__ import annotations

from xl_appraisal.doors.buttons.annex_buttons import generate_annex
from xl_appraisal.doors.buttons.begin_buttons import begin_next_quarter, check_notice_file
from xl_appraisal.doors.buttons.button_support import Button, press
from xl_appraisal.doors.buttons.closing_buttons import reopen_quarter, seal_quarter, verify_quarter
from xl_appraisal.doors.buttons.compare_buttons import compare_books, show_gaps, sum_up_year
from xl_appraisal.doors.buttons.figure_buttons import check, explain, recalculate
from xl_appraisal.doors.buttons.import_buttons import import_lines
from xl_appraisal.doors.buttons.self_check import self_check
from xl_appraisal.doors.buttons.slip_buttons import generate_slips
from xl_appraisal.doors.buttons.trial_buttons import try_out

BUTTONS: dict[str, Button] = {
    button.__name__: button
    for button in (
        begin_next_quarter,
        check,
        check_notice_file,
        compare_books,
        explain,
        generate_annex,
        generate_slips,
        import_lines,
        recalculate,
        reopen_quarter,
        seal_quarter,
        self_check,
        show_gaps,
        sum_up_year,
        try_out,
        verify_quarter,
    )
}
"""By the names that :mod:`xl_appraisal.model.commands` gives them."""

__all__ = ["BUTTONS", "Button", "press"]
