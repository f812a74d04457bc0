"""Files that are not read: damaged, locked, too large or of another kind, each with its remedy."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwt

from tests.department_files.sources import repack, xls, xlsx
from xl_appraisal.model import limits
from xl_appraisal.model.errors import ImportFileError
from xl_appraisal.work.importing.source_files import read_file_sheets

ODS = Path(__file__).parents[1] / "fixtures" / "department_files"


@pytest.mark.parametrize("kept", [9, 512, 1536, 3000, 5000])
def test_an_old_workbook_cut_short_is_called_damaged(tmp_path: Path, kept: int) -> None:
    """Within its head, its cells or its directory; never that it is of a kind that is not taken."""
    path = xls(tmp_path / "半.xls")
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ImportFileError, match=r"已损坏.*另存为.*重新发一份") as caught:
        read_file_sheets(path)
    assert ".xlsm" not in str(caught.value)


def locked_xls(path: Path) -> None:
    """With a record FILEPASS (2.4.117 of [MS-XLS]) behind the first, as a password leaves it."""
    book = xlwt.Workbook()
    book.add_sheet("扣分")
    stream = book.get_biff_data()
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    lock = struct.pack("<HHHHH", 0x2F, 6, 0, 1, 2)
    xlwt.CompoundDoc.XlsDoc().save(str(path), stream[:first] + lock + stream[first:])


def test_a_locked_workbook_is_refused_with_the_remedy(tmp_path: Path) -> None:
    """Old or new, whatever it is called."""
    locked_xls(tmp_path / "旧.xls")
    package = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0\0"
    (tmp_path / "新.xlsx").write_bytes(package)
    for name in ("旧.xls", "新.xlsx"):
        with pytest.raises(ImportFileError, match="取消打开密码"):
            read_file_sheets(tmp_path / name)


OTHER_KINDS: dict[str, tuple[bytes, str]] = {
    # called .xls: its bytes, what is said
    "a web page": (b"<html><table><tr><td>1</td></tr></table></html>", "网页或 XML"),
    "a text": ("窗口\t模块\t分值\n税务\t业务规范\t1\n".encode(), "扩展名是 .xls，内容却不是"),
    "a Word file": (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le") + b"\0\0", "Word"),
    "nothing": (b"", "文件是空的"),
}


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_what_is_no_workbook_is_refused_as_what_it_is(tmp_path: Path, kind: str) -> None:
    """And nobody is told that only newer workbooks are taken."""
    data, part = OTHER_KINDS[kind]
    (tmp_path / "来件.xls").write_bytes(data)
    with pytest.raises(ImportFileError, match=part) as caught:
        read_file_sheets(tmp_path / "来件.xls")
    assert ".xlsm" not in str(caught.value)


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


def test_an_error_value_in_an_ods_file_is_refused_with_its_row() -> None:
    """The library would give a blank cell."""
    with pytest.raises(ImportFileError, match=r"第2行有错误值"):
        read_file_sheets(ODS / "error.ods")


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
