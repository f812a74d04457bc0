"""The macro workbook of a quarter: the sheets with cell functions, the VBA project, the ribbon."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from xl_appraisal.book.new.home_sheet import BUTTON_ROW
from xl_appraisal.book.new.macros.project import build_vba_project
from xl_appraisal.book.new.macros.sources import WORKBOOK_CODE_NAME, Bridge, project_modules
from xl_appraisal.book.new.new_book import populate
from xl_appraisal.book.new.xlsx_writer import Book, Sheet, workbook_bytes
from xl_appraisal.book.sheets import ANNEX_ROW, HOME, RANKING, SETTINGS, SETTINGS_SHEET
from xl_appraisal.model.commands import ON_SHEET, TAB_ID, TAB_LABEL, Command, grouped
from xl_appraisal.model.rulebook import Rulebook, load_rulebook

_BUTTONS_BESIDE = 2  # columns to the right of the window's name, above the title
BUTTON_WIDTH = 96  # pixels; five Chinese characters of the button's 11 point font
BUTTON_HEIGHT = 28
_GAP = 8
PART = "customUI/customUI14.xml"
NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
_RELS, _END = "_rels/.rels", b"</Relationships>"
_RELATIONSHIP = (
    b'<Relationship Id="xlAppraisalRibbon" Type="http://schemas.microsoft.com/office/2007/'
    b'relationships/ui/extensibility" Target="customUI/customUI14.xml"/>'
)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip member can bear
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def macro_workbook_bytes(
    rulebook: Rulebook,
    windows: Sequence[str],
    *,
    quarter: str,
    bridge: Bridge = "addin",
    spare_rows: int = 0,
) -> bytes:
    """The .xlsm of ``quarter`` (``2023Q1``) for these windows; the same arguments, the same bytes.

    Raises :class:`ValueError` for a quarter that is none and ``VbaError`` where xlwings does not
    fit.
    """

    def fill(book: Any) -> None:
        sheets = populate(
            book, rulebook, windows, quarter=quarter, spare_rows=spare_rows, functions=True
        )
        column = rulebook.layout.positions["window"] + _BUTTONS_BESIDE
        add_buttons(sheets[RANKING], ANNEX_ROW - 1, column - 1)
        add_buttons(sheets[HOME], BUTTON_ROW - 1, 0)
        settings = book.add_worksheet(SETTINGS_SHEET)
        for row, setting in enumerate(SETTINGS.items()):
            settings.write_row(row, 0, setting)
        settings.very_hidden()

    return macro_workbook(fill, bridge)


def template_bytes() -> bytes:
    """The template that comes with the product: the bundled layout, blank rows for windows."""
    rulebook = load_rulebook()
    return macro_workbook_bytes(rulebook, (), quarter=rulebook.layout.quarter)


def macro_workbook(fill: Callable[[Book], None], bridge: Bridge = "addin") -> bytes:
    """The .xlsm that ``fill`` makes of an empty XlsxWriter workbook, with macros and ribbon.

    The same calls give the same bytes, where ``fill`` sets the time of creation.  Raises
    :class:`~xl_appraisal.book.new.macros.sources.VbaError` where the installation lacks a source.
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


def ribbon_xml() -> bytes:
    """``customUI14.xml`` with a tab of all commands in their groups (MS-CUSTOMUI2)."""
    root = ET.Element("customUI", xmlns=NAMESPACE)
    tabs = ET.SubElement(ET.SubElement(root, "ribbon"), "tabs")
    tab = ET.SubElement(tabs, "tab", id=TAB_ID, label=TAB_LABEL)
    for group, commands in grouped():
        element = ET.SubElement(tab, "group", id=group.id, label=group.label)
        for command in commands:
            ET.SubElement(element, "button", _button(command))
    ET.indent(root)
    return _DECLARATION + bytes(ET.tostring(root, "utf-8")) + b"\n"


def add_ribbon(package: bytes) -> bytes:
    """The .xlsm that XlsxWriter made, with the ribbon tab in it.

    Every other part keeps its bytes and its place.  All members are stored anew with one
    fixed time and system, so that the result depends on the contents alone.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in (*old.namelist(), PART):
            data = ribbon_xml() if name == PART else old.read(name)
            if name == _RELS:
                data = data.replace(_END, _RELATIONSHIP + _END)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = 0  # the same on every system that builds
            new.writestr(info, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _button(command: Command) -> dict[str, str]:
    return {
        "id": command.id,
        "label": command.label,
        "size": "large",
        "imageMso": command.image,
        "screentip": command.screentip,
        "supertip": command.supertip,
        "onAction": command.callback,
    }
