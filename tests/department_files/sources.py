"""Small workbooks of departments, by writers that are not ours."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import xlwt


def xls(path: Path, *, name: str = "扣分") -> Path:
    """An old workbook by another writer, with a hidden sheet and row, merges and an error."""
    book = xlwt.Workbook()
    sheet = book.add_sheet(name)
    for column, text in enumerate(("窗口", "姓名", "考核分", "日期")):
        sheet.write(0, column, text)
    sheet.write(1, 0, "税务")
    sheet.write(1, 2, 0.95, xlwt.easyxf(num_format_str="0%"))
    sheet.write(1, 3, dt.date(2024, 3, 5), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    sheet.write(2, 2, 0.688)
    sheet.row(2).hidden = True
    sheet.write_merge(3, 4, 0, 1, "合计")
    book.add_sheet("去年").visibility = 1
    book.save(str(path))
    return path


def xlsx(path: Path) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in (["窗口", "模块", "分值"], ["税务", "业务规范", 0.1 + 0.2], ["残联", "业务规范", 2]):
        book.active.append(row)
    book.save(path)
    return book


def repack(path: Path, **changes: tuple[str, str]) -> None:
    """Replace a text in members of a package: ``member ending → (old, new)``."""
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in members.items():
            for ending, (before, after) in changes.items():
                if name.endswith(f"{ending}.xml"):
                    assert before.encode() in data
                    data = data.replace(before.encode(), after.encode())
            new.writestr(name, data)
