"""Make a workbook XlsxWriter is building a macro workbook: project, names, buttons, ribbon."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from xl_appraisal.book.new.macros.module import Bridge, VbaError, check_name
from xl_appraisal.book.new.macros.project import WORKBOOK_CODE_NAME, build_vba_project
from xl_appraisal.book.new.macros.ribbon import add_ribbon
from xl_appraisal.book.new.macros.sources import project_modules
from xl_appraisal.model.commands import ON_SHEET

BUTTON_WIDTH = 96  # pixels; five Chinese characters of the button's 11 point font
BUTTON_HEIGHT = 28
_GAP = 8
_CREATED = dt.datetime(2024, 1, 1)  # a fixed date: the file must depend on its contents alone


def macro_workbook(fill: Callable[[Workbook], None], bridge: Bridge = "addin") -> bytes:
    """The .xlsm that ``fill`` makes of an empty XlsxWriter workbook, with macros and ribbon.

    ``fill`` adds the sheets, sets their code names if it cares, and may call
    :func:`add_buttons`.  The same calls give the same bytes.  Raises
    :class:`~xl_appraisal.book.new.macros.module.VbaError` as :func:`attach_project` does.
    """
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    workbook.set_properties({"created": _CREATED})
    fill(workbook)
    attach_project(workbook, bridge)
    workbook.close()
    return add_ribbon(buffer.getvalue())


def attach_project(workbook: Workbook, bridge: Bridge = "addin") -> None:
    """Add the VBA project to ``workbook`` and give code names to it and to every sheet.

    Call it when all sheets are there: a sheet keeps a code name that it has, one without is
    called ``Sheet1``, ``Sheet2`` … by its place.  The project's document modules bear just
    these names, as Excel demands.  Raises ``VbaError`` for a
    code name that is no VBA name or occurs twice.
    """
    code_names = []
    for place, sheet in enumerate(workbook.worksheets(), start=1):
        name = sheet.vba_codename or f"Sheet{place}"
        check_name(name)
        sheet.set_vba_name(name)
        code_names.append(name)
    if not code_names:
        raise VbaError("工作簿中还没有工作表")
    workbook.set_vba_name(WORKBOOK_CODE_NAME)
    project = build_vba_project(project_modules(bridge), code_names, bridge)
    workbook.add_vba_project(io.BytesIO(project), is_stream=True)


def add_buttons(worksheet: Worksheet, cell: str) -> None:
    """Lay a row of buttons on ``worksheet`` from ``cell`` rightwards: those ``on_sheet``."""
    row, column = xl_cell_to_rowcol(cell)
    for place, command in enumerate(ON_SHEET):
        options = {
            "macro": command.procedure,
            "caption": command.label,
            "width": BUTTON_WIDTH,
            "height": BUTTON_HEIGHT,
            "x_offset": place * (BUTTON_WIDTH + _GAP),
            "description": command.screentip,
        }
        worksheet.insert_button(row, column, options)
