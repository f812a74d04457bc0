"""The macros under the names that workbooks' VBA calls, for the workbook that calls."""

from __future__ import annotations

from collections.abc import Callable

from xl_appraisal.doors.buttons import BUTTONS, press
from xl_appraisal.model.commands import COMMANDS

_LABELS = {command.function: command.label for command in COMMANDS}


def _macro(name: str) -> Callable[[], None]:
    def run() -> None:
        import xlwings as xw

        from xl_appraisal.hosts.excel.excel_host import XlwingsHost
        from xl_appraisal.hosts.excel.excel_screen import ExcelScreen

        book = xw.Book.caller()
        press(BUTTONS[name], _LABELS[name], XlwingsHost(book), ExcelScreen(book))

    run.__name__, run.__doc__ = name, BUTTONS[name].__doc__
    return run


begin_next_quarter = _macro("begin_next_quarter")
check = _macro("check")
check_notice_file = _macro("check_notice_file")
compare_books = _macro("compare_books")
explain = _macro("explain")
generate_annex = _macro("generate_annex")
generate_slips = _macro("generate_slips")
import_lines = _macro("import_lines")
recalculate = _macro("recalculate")
reopen_quarter = _macro("reopen_quarter")
seal_quarter = _macro("seal_quarter")
self_check = _macro("self_check")
show_gaps = _macro("show_gaps")
sum_up_year = _macro("sum_up_year")
try_out = _macro("try_out")
verify_quarter = _macro("verify_quarter")

__all__ = sorted(BUTTONS)
