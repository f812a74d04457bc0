"""Make a workbook XlsxWriter is building a macro workbook: project, names, buttons, ribbon."""

from __future__ import annotations

import io
from collections.abc import Callable

from xl_appraisal.book.new.macros.module import Bridge
from xl_appraisal.book.new.macros.project import WORKBOOK_CODE_NAME, build_vba_project
from xl_appraisal.book.new.macros.ribbon import add_ribbon
from xl_appraisal.book.new.macros.sources import project_modules
from xl_appraisal.book.new.xlsx_writer import Book, Sheet, workbook_bytes
from xl_appraisal.model.commands import ON_SHEET

BUTTON_WIDTH = 96  # pixels; five Chinese characters of the button's 11 point font
BUTTON_HEIGHT = 28
_GAP = 8


def macro_workbook(fill: Callable[[Book], None], bridge: Bridge = "addin") -> bytes:
    """The .xlsm that ``fill`` makes of an empty XlsxWriter workbook, with macros and ribbon.

    The same calls give the same bytes, where ``fill`` sets the time of creation.  Raises
    :class:`~xl_appraisal.book.new.macros.module.VbaError` where the installation lacks a source.
    """

    def fill_and_attach(book: Book) -> None:
        fill(book)
        _attach_project(book, bridge)

    return add_ribbon(workbook_bytes(fill_and_attach))


def _attach_project(book: Book, bridge: Bridge) -> None:
    """Add the VBA project, and code names for the workbook and every sheet.

    A sheet without one is called ``Sheet1``, ``Sheet2`` … by its place.  The project's document
    modules bear just these names, as Excel demands.
    """
    for place, sheet in enumerate(book.worksheets(), start=1):
        sheet.set_vba_name(sheet.vba_codename or f"Sheet{place}")
    book.set_vba_name(WORKBOOK_CODE_NAME)
    code_names = [sheet.vba_codename for sheet in book.worksheets()]
    project = build_vba_project(project_modules(bridge), code_names, bridge)
    book.add_vba_project(io.BytesIO(project), is_stream=True)


def add_buttons(sheet: Sheet, row: int, column: int) -> None:
    """Lay a row of buttons on ``sheet`` from that cell (from 0) rightwards: those ``on_sheet``."""
    for place, command in enumerate(ON_SHEET):
        options = {
            "macro": command.procedure,
            "caption": command.label,
            "width": BUTTON_WIDTH,
            "height": BUTTON_HEIGHT,
            "x_offset": place * (BUTTON_WIDTH + _GAP),
            "description": command.screentip,
        }
        sheet.insert_button(row, column, options)
