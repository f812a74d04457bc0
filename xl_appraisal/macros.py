"""The macros under the names that workbooks' VBA calls, for the workbook that calls."""

from __future__ import annotations

from collections.abc import Callable

from xl_appraisal.doors.buttons import BUTTONS, press
from xl_appraisal.model.commands import COMMANDS, Command


def _macro(command: Command) -> Callable[[], None]:
    def run() -> None:
        import xlwings as xw

        from xl_appraisal.hosts.excel.excel_host import XlwingsHost
        from xl_appraisal.hosts.excel.excel_screen import ExcelScreen

        host = XlwingsHost(xw.Book.caller())
        press(BUTTONS[command.function], command.label, host, ExcelScreen(host.app, host.sheets))

    run.__name__, run.__doc__ = command.function, command.supertip
    return run


globals().update({command.function: _macro(command) for command in COMMANDS})

__all__ = sorted(BUTTONS)
