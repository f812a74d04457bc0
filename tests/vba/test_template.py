"""The committed template is what the sources build, and what its readers expect."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl

from xl_appraisal.book.new.macros.macro_book import template_bytes
from xl_appraisal.book.own_formulas import NAMES
from xl_appraisal.book.read.quarter import read_quarter_book
from xl_appraisal.book.sheets import SHEETS
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.commands import ON_SHEET

TEMPLATE = Path(__file__).parents[2] / "workbook_template.xlsm"


def parts(package: bytes) -> dict[str, bytes]:
    """Every part in order; compression may differ between machines, contents may not."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_committed_template_is_what_the_sources_build() -> None:
    """``python -m xl_appraisal.tools.vba`` was run after the last change."""
    assert parts(template_bytes()) == parts(TEMPLATE.read_bytes())


def test_two_builds_give_the_same_bytes() -> None:
    """Nothing of the machine or the moment gets in."""
    assert template_bytes() == template_bytes()


def test_the_template_has_all_sheets_and_opens_as_a_quarter() -> None:
    """30 rows wait for windows; nobody is appraised yet."""
    book = openpyxl.load_workbook(TEMPLATE, keep_vba=True)
    quarter = read_quarter_book(FileHost(TEMPLATE).grid)

    assert tuple(book.sheetnames) == (*SHEETS, "xlwings.conf")
    assert quarter.quarter == "2023Q1"
    assert quarter.windows == ()
    assert len(quarter.book.layout.columns) == 49


def test_the_settings_sheet_keeps_the_workbooks_folder_out_of_python() -> None:
    """Names in A, values in B as xlwings' ``GetConfigFromSheet`` reads them; nothing else."""
    sheet = openpyxl.load_workbook(TEMPLATE)["xlwings.conf"]

    assert [tuple(cell.value for cell in row) for row in sheet.rows] == [
        ("ADD_WORKBOOK_TO_PYTHONPATH", "false")
    ]
    assert sheet.sheet_state == "veryHidden"


def test_computed_cells_call_known_functions_over_the_windows_own_items() -> None:
    """The range form: no function reads the cell it stands in."""
    sheet = openpyxl.load_workbook(TEMPLATE)["名次表"]
    formulas = {cell.coordinate: cell.value for cell in sheet[7] if cell.data_type == "f"}

    data = "通报数据!$X$1:$X$2"
    assert formulas["I7"] == f"=WINDOW_TOTAL($J7:$AX7,$B7:$C7,$J$3:$AX$3,{data})"
    assert formulas["A7"] == f"=WINDOW_RANK($J7:$AX7,$I$3:$I$37,$B$3:$B$37,{data})"
    assert set(formulas) == {*(f"{column}7" for column in "ACDEFGHI"), "AY7"}
    called = {match for f in formulas.values() for match in re.findall(r"([A-Z_]{4,})\(", f)}
    assert called <= set(NAMES)


def test_every_command_of_the_sheet_has_its_button() -> None:
    """The drawing of the sheet names each macro once."""
    drawing = next(v for name, v in parts(TEMPLATE.read_bytes()).items() if "vmlDrawing" in name)

    for command in ON_SHEET:
        assert drawing.decode().count(f"!{command.procedure}<") == 1


def test_opening_does_not_force_a_recalculation() -> None:
    """A machine without the add-in shows the figures that are stored."""
    workbook = parts(TEMPLATE.read_bytes())["xl/workbook.xml"].decode()

    assert "fullCalcOnLoad" not in workbook
    assert re.search(r'calcId="(\d+)"', workbook)


def test_none_of_xlwings_own_code_is_in_the_template() -> None:
    """Only wrappers that its generator wrote; its module would bring its licence along."""
    project = parts(TEMPLATE.read_bytes())["xl/vbaProject.bin"]

    assert b"XLWINGS_VERSION" not in project
