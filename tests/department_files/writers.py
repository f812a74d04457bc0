"""Sheets written to files by libraries that are not ours, a function a format."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from pyxlsbwriter import XlsbWriter

from tests.department_files.made import Sheet


def _is_blank(value: Any) -> bool:
    return value is None or value == ""


def write_text(path: Path, sheets: Sequence[Sheet], pick: random.Random) -> None:
    """The first sheet, in some encoding, with some delimiter, at times with an empty last field."""
    out = io.StringIO(newline="")
    writer = csv.writer(
        out, delimiter=pick.choice(",,,\t;"), lineterminator=pick.choice(("\r\n", "\n"))
    )
    spare = pick.choice(([], [], [""]))
    for row in sheets[0].rows:
        writer.writerow([*("" if value is None else value for value in row), *spare])
    encoding = pick.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16"))
    path.write_bytes(out.getvalue().encode(encoding))


def write_xlsx(path: Path, sheets: Sequence[Sheet], _: random.Random) -> None:
    """By openpyxl, with formats, merges and hidden parts."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        made = book.create_sheet(sheet.name)
        for r, row in enumerate(sheet.rows, 1):
            for c, value in enumerate(row, 1):
                if not _is_blank(value):
                    made.cell(r, c, value)
        for (r, c), code in sheet.formats.items():
            made.cell(r + 1, c + 1).number_format = code
        for top, left, bottom, right in sheet.merges:
            made.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
        for r in sheet.hidden_rows:
            made.row_dimensions[r + 1].hidden = True
        made.sheet_state = "hidden" if sheet.hidden else "visible"
    book.active = next(n for n, sheet in enumerate(sheets) if not sheet.hidden)
    book.save(path)


def write_xls(path: Path, sheets: Sequence[Sheet], _: random.Random) -> None:
    """By xlwt, with formats, merges and hidden parts; .et too."""
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for sheet in sheets:
        made = book.add_sheet(sheet.name, cell_overwrite_ok=True)
        for r, row in enumerate(sheet.rows):
            for c, value in enumerate(row):
                if _is_blank(value):
                    continue
                code = sheet.formats.get((r, c))
                style = xlwt.easyxf(num_format_str=code) if code else xlwt.Style.default_style
                value = float(value) if isinstance(value, Decimal) else value
                made.write(r, c, value, day if isinstance(value, dt.date) else style)
        for top, left, bottom, right in sheet.merges:
            made.merge(top, bottom, left, right)
        for r in sheet.hidden_rows:
            made.row(r).hidden = True
        made.visibility = int(sheet.hidden)
    book.active_sheet = next(n for n, sheet in enumerate(sheets) if not sheet.hidden)
    book.save(str(path))


def write_xlsb(path: Path, sheets: Sequence[Sheet], _: random.Random) -> None:
    """By pyxlsbwriter: values and hidden sheets; it writes no formats, merges or hidden rows."""
    with XlsbWriter(str(path)) as book:
        for sheet in sheets:
            width = max(map(len, sheet.rows), default=0)
            book.add_sheet(sheet.name, hidden=sheet.hidden)
            book.write_sheet([[*row, *[None] * (width - len(row))] for row in sheet.rows])


def write_ods(path: Path, sheets: Sequence[Sheet], _: random.Random) -> None:
    """By odfpy: kinds of cells for formats, merges, hidden sheets and rows."""
    book = OpenDocumentSpreadsheet()
    unseen = Style(name="unseen", family="table")
    unseen.addElement(TableProperties(display="false"))
    book.automaticstyles.addElement(unseen)
    for sheet in sheets:
        look = {"stylename": unseen} if sheet.hidden else {}
        table = Table(name=sheet.name, **look)
        for r, row in enumerate(sheet.rows):
            made = TableRow(**({"visibility": "collapse"} if r in sheet.hidden_rows else {}))
            for c, value in enumerate(row):
                made.addElement(_ods_cell(sheet, r, c, value))
            table.addElement(made)
        book.spreadsheet.addElement(table)
    book.save(str(path))


def _ods_cell(sheet: Sheet, r: int, c: int, value: Any) -> Any:
    spans = {}
    for top, left, bottom, right in sheet.merges:
        if (r, c) == (top, left):
            rows, columns = bottom - top + 1, right - left + 1
            spans = {"numberrowsspanned": rows, "numbercolumnsspanned": columns}
        elif top <= r <= bottom and left <= c <= right:
            return CoveredTableCell()
    if _is_blank(value):
        return TableCell(**spans)
    if isinstance(value, dt.date):
        return TableCell(valuetype="date", datevalue=value.isoformat(), **spans)
    if isinstance(value, str):
        cell = TableCell(valuetype="string", **spans)
        for line in value.split("\n"):
            cell.addElement(P(text=line))
        return cell
    kind = {"%": "percentage", "¥": "currency"}
    code = sheet.formats.get((r, c), "")
    found = next((name for sign, name in kind.items() if sign in code), "float")
    return TableCell(valuetype=found, value=str(value), **spans)


WRITERS: dict[str, Callable[[Path, Sequence[Sheet], random.Random], None]] = {
    ".csv": write_text,
    ".txt": write_text,
    ".xlsx": write_xlsx,
    ".xls": write_xls,
    ".et": write_xls,
    ".xlsb": write_xlsb,
    ".ods": write_ods,
}
