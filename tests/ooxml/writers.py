"""Workbooks as several programs write them."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import openpyxl.chart
import openpyxl.comments
import openpyxl.formatting.rule
import openpyxl.styles
import openpyxl.worksheet.datavalidation
import openpyxl.worksheet.formula
import xlsxwriter

from tests.libreoffice.as_staff import set_up

LIMIT = 300  # seconds for LibreOffice to convert a workbook; it takes about three
SHEET = "排名 表"


def by_xlsxwriter(path: Path, **options: object) -> None:
    with xlsxwriter.Workbook(path, options) as book:
        book.add_worksheet("说明").write("A1", "第一张")
        sheet = book.add_worksheet(SHEET)
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range("A1:D1", "窗口服务评价", bold)
        for row in range(2, 8):
            sheet.write(f"A{row}", f"{row} 号窗口", bold)
            sheet.write(f"B{row}", row / 10)
            sheet.write_datetime(f"C{row}", dt.datetime(2023, 3, row), day)
            sheet.write_formula(f"D{row}", f"B{row}*2", bold, row / 5)
        sheet.write_rich_string("A9", "前", bold, "粗", "后")
        sheet.write_array_formula("E2:E4", "{=B2:B4*2}", None, 1)
        sheet.write_dynamic_array_formula("F2", "=SORT(B2:B4)", None, 1)
        sheet.conditional_format("B2:B7", {"type": "data_bar"})
        sheet.data_validation("A2:A7", {"validate": "list", "source": ["甲", "乙"]})
        sheet.add_sparkline("G2", {"range": "B2:B7"})
        sheet.write_comment("A2", "批注")
        sheet.insert_textbox("H2", "文本框")
        sheet.insert_button("H9", {"macro": "重算", "caption": "重算"})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": f"='{SHEET}'!$B$2:$B$7"})
        sheet.insert_chart("J2", chart)
        sheet.set_header('&C&"黑体"机密')
        book.define_name("总分", f"='{SHEET}'!$D$2:$D$7")


def by_xlsxwriter_inline(path: Path) -> None:
    """Rows streamed out as they come, text inline, members stored without seeking back."""
    with xlsxwriter.Workbook(path, {"constant_memory": True, "use_zip64": True}) as book:
        sheet = book.add_worksheet(SHEET)
        for row in range(9):
            sheet.write_row(row, 0, [f" {row} ", row / 10, row % 2 == 0, "x"])


def by_openpyxl(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = SHEET
    for row in range(1, 8):
        sheet.append([f"{row} 号窗口", row / 10, dt.date(2023, 3, row), f"=B{row}*2"])
    sheet["B3"].font = openpyxl.styles.Font(bold=True)
    sheet["E2"] = openpyxl.worksheet.formula.ArrayFormula("E2:E4", "=B2:B4*2")
    sheet["A2"].comment = openpyxl.comments.Comment("批注", "我")
    sheet.merge_cells("A9:D10")
    sheet.conditional_formatting.add(
        "B1:B7", openpyxl.formatting.rule.CellIsRule("greaterThan", ["0.3"])
    )
    sheet.add_data_validation(
        openpyxl.worksheet.datavalidation.DataValidation("list", '"甲,乙"', sqref="A1:A7")
    )
    sheet.freeze_panes = "B2"
    chart = openpyxl.chart.BarChart()
    chart.add_data(openpyxl.chart.Reference(sheet, range_string=f"'{SHEET}'!$B$1:$B$7"))
    sheet.add_chart(chart, "H2")
    whole = openpyxl.chart.BarChart()
    whole.add_data(openpyxl.chart.Reference(sheet, range_string=f"'{SHEET}'!$B$1:$B$7"))
    book.create_chartsheet("图").add_chart(whole)
    book.save(path)


def by_libreoffice(path: Path) -> None:
    office = shutil.which("soffice")
    assert office, "this test needs LibreOffice: soffice is not on the PATH"
    source = path.with_name("source") / path.name
    source.parent.mkdir()
    by_xlsxwriter(source)
    profile = path.with_name("profile")
    set_up(profile)
    own = f"-env:UserInstallation={profile.as_uri()}"
    command = [office, own, "--headless", "--convert-to", "xlsx"]
    log = path.with_name("log.txt")
    with log.open("wb") as output:
        subprocess.run(
            [*command, "--outdir", str(path.parent), str(source)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            timeout=LIMIT,
            check=True,
        )
    assert path.exists(), log.read_text("utf-8", "replace")


WRITERS: list[Callable[[Path], None]] = [
    by_xlsxwriter,
    by_xlsxwriter_inline,
    by_openpyxl,
    by_libreoffice,
]
