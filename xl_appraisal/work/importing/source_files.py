"""Files to be imported, read as sheets of one kind whatever their format."""

from __future__ import annotations

from pathlib import Path

from xl_appraisal.files.disk import read_file
from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model import limits
from xl_appraisal.model.grid import Grid
from xl_appraisal.ooxml.package_parts import check_zip
from xl_appraisal.ooxml.zip_read import Archive
from xl_appraisal.work.importing.refusal import refused
from xl_appraisal.work.importing.source_sheet import SourceSheet
from xl_appraisal.work.importing.text_file import read_text_file

_WORKBOOKS = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".et", ".ods"))
SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods")
"""What a folder is looked through for."""
_ZIP, _OLE = b"PK\3\4", b"\xd0\xcf\x11\xe0"
_BIFF = ("Workbook", "Book")


def read_file_sheets(path: str | Path) -> list[SourceSheet]:
    """The sheets of a file; a text file is one sheet of texts, ``=1+1`` too.

    What a file is, its first bytes say, whatever it is called.  Raises
    :class:`ImportFileError` with every fault of a file that cannot be read.
    """
    path = Path(path)
    start = _start(path)
    if path.suffix.lower() not in _WORKBOOKS and not start.startswith((_ZIP, _OLE)):
        return [SourceSheet(path.name, read_text_file(path))]
    try:
        return _workbook(path)
    except XlsxError as error:
        raise refused(path.name, [str(error)]) from error


def read_table(path: str | Path) -> Grid:
    """The cells of a file's first visible sheet that holds anything."""
    sheets = read_file_sheets(path)
    shown = [sheet for sheet in sheets if not sheet.hidden and not sheet.is_blank]
    return (shown or sheets)[0].grid


def _workbook(path: Path) -> list[SourceSheet]:
    from xl_appraisal.work.importing.old_workbooks import read_blind, read_xls
    from xl_appraisal.work.importing.xlsx_file import read_xlsx

    data = read_file(str(path))[0]
    if len(data) > limits.MAX_TEXT_FILE_BYTES:
        most = limits.MAX_TEXT_FILE_BYTES // limits.MIB
        raise XlsxError(f"文件超过 {most} MiB", remedy="请只保留要导入的内容")
    if data.startswith(_OLE) and any(
        name.encode("utf-16-le") + b"\0\0" in data for name in (*_BIFF, "EncryptedPackage")
    ):
        sheets = read_xls(path.name, data)
    else:
        check_zip(data)
        holds = Archive(data).find
        if holds("xl/workbook.bin"):
            sheets = read_blind(path.name, data, ".xlsb")
        elif holds("content.xml"):
            sheets = read_blind(path.name, data, ".ods")
        elif holds("word/document.xml") or holds("ppt/presentation.xml"):
            raise XlsxError("这是 Word 或 PowerPoint 文件，不是工作簿")
        else:
            sheets = read_xlsx(path.name, data)
    if not sheets:
        raise XlsxError("工作簿里没有工作表")
    return sheets


def _start(path: Path) -> bytes:
    try:
        if not path.is_file():  # a pipe would be waited for
            return b""
        with path.open("rb") as file:
            return file.read(4)
    except OSError:  # told by whoever reads it
        return b""
