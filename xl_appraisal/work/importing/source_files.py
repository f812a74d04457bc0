"""Files to be imported: which are meant, read as sheets of one kind whatever their format."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from xl_appraisal.files.disk import read_file
from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.files.patience import patiently
from xl_appraisal.model import limits
from xl_appraisal.model.grid import Grid
from xl_appraisal.ooxml.zip_read import Archive
from xl_appraisal.work.importing.source_sheet import SourceSheet, refused
from xl_appraisal.work.importing.text_file import read_text_file

_WORKBOOKS = frozenset((".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".et", ".ods"))
SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods")
"""What a folder is looked through for."""
_ZIP, _OLE = b"PK\3\4", b"\xd0\xcf\x11\xe0"
_OTHER_OFFICE = ("WordDocument", "PowerPoint Document")
_NO_BOOK = "这是 Word 或 PowerPoint 文件，不是工作簿"
_SAVE_AS = "请用 Excel/WPS 打开，另存为 .xlsx 后再导入"
Gathered = tuple[list[Path], list[str]]


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
    if data.startswith(_OLE):
        if any(name.encode("utf-16-le") + b"\0\0" in data for name in _OTHER_OFFICE):
            raise XlsxError(_NO_BOOK)
        sheets = read_xls(path.name, data)
    else:
        _check_start(path, data)
        archive = Archive(data)
        holds = archive.find
        if holds("xl/workbook.bin"):
            sheets = read_blind(path.name, archive, ".xlsb")
        elif holds("content.xml"):
            sheets = read_blind(path.name, archive, ".ods")
        elif holds("word/document.xml") or holds("ppt/presentation.xml"):
            raise XlsxError(_NO_BOOK)
        else:
            sheets = read_xlsx(path.name, data)
    if not sheets:
        raise XlsxError("工作簿里没有工作表")
    return sheets


def _check_start(path: Path, data: bytes) -> None:
    """Refuse what is called a workbook and is none by its first bytes."""
    if data.startswith(_ZIP):
        return
    if not data:
        raise XlsxError("文件是空的（0 字节）", remedy="请对方重新发一份")
    if data.lstrip()[:1] == b"<":
        raise XlsxError("这是网页或 XML 文件，只是扩展名像工作簿", remedy=_SAVE_AS)
    raise XlsxError(
        f"扩展名是 {path.suffix}，内容却不是工作簿：可能已损坏，或是别的文件改了扩展名",
        remedy=f"{_SAVE_AS}；打不开的，请对方重新发一份",
    )


def _start(path: Path) -> bytes:
    try:
        if not path.is_file():  # a pipe would be waited for
            return b""
        with patiently(lambda: path.open("rb")) as file:
            return file.read(4)
    except OSError:  # told by whoever reads it
        return b""


def gather(paths: Iterable[str | Path], book: Path | None = None) -> Gathered:
    """The files named and those in the folders named, each once, and what was left aside.

    Of a folder the tables are taken, by name; its subfolders, other files and ``book`` itself
    are told.  Raises :class:`ImportFileError` for a folder without any.
    """
    files: dict[Path, Path] = {}
    told: list[str] = []
    for path in map(Path, paths):
        found = _in_folder(path, book, told) if path.is_dir() else [path]
        for file in found:
            files.setdefault(file.resolve(), file)
    return list(files.values()), told


def _in_folder(folder: Path, book: Path | None, told: list[str]) -> list[Path]:
    own = book.resolve() if book is not None else None
    taken: list[Path] = []
    left: list[str] = []
    for file in sorted(folder.iterdir()):
        if file.name.startswith((".", "~$")):  # marks of programs that have a file open
            continue
        suited = file.is_file() and file.suffix.lower() in SUFFIXES and file.resolve() != own
        if suited:
            taken.append(file)
        else:
            left.append(file.name + ("（文件夹）" if file.is_dir() else ""))
    if not taken:
        wanted = "、".join(SUFFIXES)
        raise refused(str(folder), [f"文件夹里没有可导入的文件（{wanted}）。请检查路径。"])
    told.append(f"文件夹 {folder.name}：读取{len(taken)}个文件。")
    if left:
        told.append(f"文件夹 {folder.name} 里没有读取：{'、'.join(left)}。")
    return taken
