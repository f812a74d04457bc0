"""Every kind of file read by its reader: values, formats, hidden parts, refusals, limits."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlwt

from xl_appraisal.model import limits
from xl_appraisal.model.errors import ImportFileError
from xl_appraisal.model.grid import Area, Cell, CellError
from xl_appraisal.work.importing.list_kinds import LEDGER_KIND, STAFF_KIND
from xl_appraisal.work.importing.list_source import read_list
from xl_appraisal.work.importing.shown_figures import shown_otherwise, shown_rounded
from xl_appraisal.work.importing.source_files import read_file_sheets

D = Decimal
XLSX_ODS = Path(__file__).parents[1] / "fixtures" / "department_files"


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


@pytest.mark.parametrize("ending", [".xls", ".et"])
def test_an_old_workbook_is_read_with_formats_and_hidden_parts(tmp_path: Path, ending: str) -> None:
    """.et is BIFF as .xls is: checked with .xls under that name."""
    first, hidden = read_file_sheets(xls(tmp_path / f"来件{ending}"))

    assert first.grid.value(1, 1) == "窗口"
    assert first.grid.value(2, 3) == D("0.95") and first.formats[2, 3] == "0%"
    assert first.grid.value(2, 4) == dt.date(2024, 3, 5)
    assert first.grid.value(3, 3) == D("0.688")
    assert first.hidden_rows == {3} and first.grid.merges == (Area(4, 1, 5, 2),)
    assert (first.hidden, hidden.hidden, hidden.name) == (False, True, "去年")


def test_an_old_workbook_under_any_name_is_known_by_its_bytes(tmp_path: Path) -> None:
    """A .xls renamed to .xlsx or .csv."""
    for name in ("a.xlsx", "a.csv"):
        assert read_file_sheets(xls(tmp_path / name))[0].name == "扣分"


def test_a_broken_or_locked_old_workbook_is_refused_with_the_remedy(tmp_path: Path) -> None:
    """Cut short, or an encrypted package."""
    whole = xls(tmp_path / "a.xls").read_bytes()
    (tmp_path / "半.xls").write_bytes(whole[: len(whole) // 2])
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0\0"
    (tmp_path / "锁.xlsx").write_bytes(locked)
    for name, part in (("半.xls", "另存为"), ("锁.xlsx", "取消打开密码")):
        with pytest.raises(ImportFileError, match=part):
            read_file_sheets(tmp_path / name)


# ── .xlsx ──


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


def test_figures_are_what_the_cell_shows_and_formulas_are_not_followed(tmp_path: Path) -> None:
    """0.1 + 0.2 is 0.3; a formula without a figure says so; an error stays an error."""
    path = tmp_path / "a.xlsx"
    book = xlsx(path)
    book.active["D2"] = "=1+1"
    book.active["E2"] = "#N/A"
    book.active["C3"].number_format = '0"分"'
    book.active.column_dimensions["B"].hidden = True
    book.save(path)
    (sheet,) = read_file_sheets(path)

    assert sheet.grid[2, 3] == Cell(D("0.3"))
    assert sheet.grid[2, 4] == Cell(None, "1+1")
    assert sheet.grid[2, 5] == Cell(CellError("#N/A"))
    assert sheet.formats == {(3, 3): '0"分"'} and sheet.hidden_columns == {2}


def test_parts_that_are_not_read_do_not_matter(tmp_path: Path) -> None:
    """A broken style and a link to a part that is not there, as other programs leave behind."""
    path = tmp_path / "a.xlsx"
    xlsx(path)
    repack(path, styles=("<fonts", "<fontz"), sheet1=("</worksheet>", '<drawing r:id="rId9" '
           'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
           "</worksheet>"))  # fmt: skip

    assert read_file_sheets(path)[0].grid.value(3, 3) == 2


@pytest.mark.parametrize(
    ("before", "after", "part"),
    [
        ("<sheetData>", '<!DOCTYPE a [<!ENTITY b "c">]><sheetData>', "DOCTYPE"),
        ("<sheetData>", "<!-- <sheetData> --><sheetData>", "注释"),
        ("</sheetData>", "</sheetDat>", "没有结尾"),
        ("</row>", "</rov>", "读不出来"),
    ],
)
def test_dangerous_or_broken_xml_is_refused(
    tmp_path: Path, before: str, after: str, part: str
) -> None:
    """Before a library sees it; with the remedy."""
    path = tmp_path / "a.xlsx"
    xlsx(path)
    repack(path, sheet1=(before, after))
    with pytest.raises(ImportFileError, match=part) as caught:
        read_file_sheets(path)
    assert "Excel/WPS" in str(caught.value)


@pytest.mark.parametrize(
    ("limit", "most"),
    [
        ("MAX_IMPORT_BYTES", 1000),
        ("MAX_ROWS", 2),
        ("MAX_IMPORT_CELLS", 8),
        ("MAX_IMPORT_MERGES", 0),
    ],
)
def test_limits_hold_before_the_library_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    """Bytes unpacked, rows, cells, merges."""
    path = tmp_path / "a.xlsx"
    book = xlsx(path)
    book.active.merge_cells("A5:B5")
    book.save(path)
    monkeypatch.setattr(limits, limit, most)
    monkeypatch.setattr(openpyxl, "load_workbook", None)

    with pytest.raises(ImportFileError, match=r"超过|最多|太多"):
        read_file_sheets(path)


def test_a_merge_over_a_million_rows_costs_nothing(tmp_path: Path) -> None:
    """It is a rectangle, not a million cells."""
    path = tmp_path / "a.xlsx"
    xlsx(path)
    merge = '</sheetData><mergeCells count="1"><mergeCell ref="H1:XFD1048576"/></mergeCells>'
    repack(path, sheet1=("</sheetData>", merge))
    (sheet,) = read_file_sheets(path)

    assert sheet.grid.merges == (Area(1, 8, 1_048_576, 16_384),)
    assert len(sheet.grid.cells) == 9


# ── .ods and .xlsb ──


def test_an_ods_file_tells_percentages_and_that_it_does_not_tell_hidden_rows() -> None:
    """Written by LibreOffice: a score of 95 % is told as in .xlsx."""
    (sheet,) = read_file_sheets(XLSX_ODS / "scores.ods")
    source = read_list(sheet, STAFF_KIND)

    assert sheet.grid.value(2, 3) == D("0.95") and sheet.blind == ".ods"
    assert any("C2：单元格显示“95%”，存的数是0.95" in line for line in source.report)
    assert any(".ods 文件读不到隐藏的行列" in line for line in source.report)


def test_an_error_value_in_an_ods_file_is_refused_with_its_row() -> None:
    """The library would give a blank cell."""
    with pytest.raises(ImportFileError, match=r"第2行有错误值"):
        read_file_sheets(XLSX_ODS / "error.ods")


def record(kind: int, data: bytes) -> bytes:
    """A record of an .xlsb part, of a kind and length below 128."""
    return bytes((kind, len(data))) + data


def row(number: int) -> bytes:
    """The record that begins a row, counted from 0."""
    return record(0, struct.pack("<I", number))


@pytest.mark.parametrize(
    ("sheet", "part"),
    [
        (
            record(0, struct.pack("<I", 4)) + record(3, struct.pack("<IIB", 1, 0, 7)),
            "第5行有错误值",
        ),
        (
            record(0, struct.pack("<I", 1_048_575)) + record(1, struct.pack("<II", 16_383, 0)),
            "太大",
        ),
    ],
)
def test_an_xlsb_file_is_looked_at_before_the_library_sees_it(
    tmp_path: Path, sheet: bytes, part: str
) -> None:
    """An error value, and one cell in the last corner that would ask for all memory."""
    path = tmp_path / "a.xlsb"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("xl/workbook.bin", b"")
        file.writestr("xl/worksheets/sheet1.bin", sheet)

    with pytest.raises(ImportFileError, match=part):
        read_file_sheets(path)


def test_a_fraction_as_a_score_is_refused_where_no_format_is_told(tmp_path: Path) -> None:
    """0.95 without a format may be 95 %."""
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    for row in (["窗口", "姓名", "考核分"], ["税务", "张三", 0.95]):
        book.active.append(row)
    book.save(path)
    (seen,) = read_file_sheets(path)
    assert read_list(seen, STAFF_KIND).lines[0].cells["score"].value == D("0.95")
    blind = type(seen)(seen.file, seen.grid, blind=".xlsb")
    with pytest.raises(ImportFileError, match=r"C2：0.95，可能是95%"):
        read_list(blind, STAFF_KIND)


# ── formats ──

FORMATS = [
    ("0.95", "0%", "95%"),
    ("0.9545", "0.0%", "95.5%"),
    ("95", '0"%"', "95%"),
    ("3", "¥#,##0.00", "¥3"),
    ("3", "[$¥-804]#,##0.00", "¥3"),
    ("3", '0"元"', "3元"),
    ("30000", '0!.0,"万"', "30000.万"),
    ("1500", "0,", "1500千"),
    ("3", ";;;", "（隐藏）3"),
    ("3", "0.00_ ", ""),
    ("3", '0.0"分"', ""),
    ("3", "#,##0.00;[Red]-#,##0.00", ""),
    ("-3", "#,##0.00;[Red]-#,##0.00", ""),
    ("3", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', ""),
    ("3", "General", ""),
]


@pytest.mark.parametrize(("value", "code", "shown"), FORMATS)
def test_a_format_that_makes_another_figure_is_seen(value: str, code: str, shown: str) -> None:
    """Percent, currency, thousands, hidden; the usual formats of points and counts are fine."""
    assert shown_otherwise(D(value), code) == shown


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [("2.5", "0", "3"), ("0.4", "0_ ", "0"), ("2.5", "0.0", ""), ("2.5", "General", "")],
)
def test_hidden_decimals_are_seen(value: str, code: str, shown: str) -> None:
    """What the cell shows instead, rounded half up as Excel does."""
    assert shown_rounded(D(value), code) == shown


def test_a_file_with_nothing_to_report_is_no_fault(tmp_path: Path) -> None:
    """A header alone: told, and the rest of the batch goes on."""
    path = tmp_path / "空.csv"
    path.write_text("窗口,模块,分值,事由\n", encoding="utf-8")
    source = read_list(read_file_sheets(path)[0], LEDGER_KIND)

    assert source.lines == []
    assert source.report[0] == "空.csv：表头下面没有明细，没有可导入的内容。"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """A FIFO as an input hung."""
    import os

    os.mkfifo(tmp_path / "管.csv")
    with pytest.raises(ImportFileError, match="没有这个文件"):
        read_file_sheets(tmp_path / "管.csv")


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    """A Word file, and an archive of files."""
    for name, member, part in (
        ("a.xlsx", "word/document.xml", "Word"),
        ("b.xlsx", "x.txt", "不是 Excel 工作簿"),
    ):
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as file:
            file.writestr(member, "x")
        (tmp_path / name).write_bytes(data.getvalue())
        with pytest.raises(ImportFileError, match=part):
            read_file_sheets(tmp_path / name)
