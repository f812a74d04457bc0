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

        host = XlwingsHost(xw.Book.caller())
        press(BUTTONS[name], _LABELS[name], host, ExcelScreen(host.app, host.sheets))

    run.__name__, run.__doc__ = name, BUTTONS[name].__doc__
    return run


globals().update({name: _macro(name) for name in BUTTONS})

__all__ = sorted(BUTTONS)
