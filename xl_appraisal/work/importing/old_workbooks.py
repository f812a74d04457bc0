"""Departments' .xls and .et files, read by xlrd, and .xlsb and .ods files, read by calamine.

xlrd tells number formats, hidden rows and error values.  calamine tells none of them and makes a
table as large as the outermost cells ask for, so the places of an .xlsb's or .ods's cells are
looked at first: too large a table, or an error value anywhere, is refused.
"""

from __future__ import annotations

import io
import struct
from typing import Any

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model import limits
from xl_appraisal.model.grid import Area, Cell, CellError, Grid, Ref
from xl_appraisal.model.record import Record
from xl_appraisal.ooxml.part_xml import parse
from xl_appraisal.ooxml.zip_read import Archive
from xl_appraisal.work.importing.source_sheet import SourceSheet
from xl_appraisal.work.importing.xlsx_file import DAMAGED, LIBRARY_FAILS, exact

_SAVE_AS = "请在 Excel/WPS 中改正，或另存为 .xlsx 后再导入"
_ENCRYPTED = "工作簿设有打开密码（已加密）"
_ODS_FORMATS = {"percentage": "0.##########%", "currency": "¥0.##########"}
_ERROR_CELLS, _LAST_CELL = (3, 11), 11  # BrtCellError, BrtFmlaError; cell records are 1 to 11


def read_xls(name: str, data: bytes) -> list[SourceSheet]:
    """The sheets of a BIFF workbook (.xls, WPS's .et).  :class:`XlsxError` if refused."""
    import xlrd

    if len(data) > limits.MAX_XLS_BYTES:
        raise XlsxError(f"文件超过 {limits.MAX_XLS_BYTES // limits.MIB} MiB", remedy=_SAVE_AS)
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise XlsxError(_ENCRYPTED, remedy="请在 Excel/WPS 中取消打开密码后再试")
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        return [_xls_sheet(name, book, sheet) for sheet in book.sheets()]
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError, struct.error, *LIBRARY_FAILS) as error:
        if "encrypt" in str(error).lower():
            raise XlsxError(_ENCRYPTED, remedy="请在 Excel/WPS 中取消打开密码后再试") from error
        raise XlsxError(DAMAGED) from error


def _xls_sheet(file: str, book: Any, sheet: Any) -> SourceSheet:
    cells: dict[Ref, Cell] = {}
    formats: dict[Ref, str] = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            value = _xls_value(book, sheet.cell(row, column))
            if value is None:
                continue
            cells[row + 1, column + 1] = Cell(value, None if value != "" else "")
            style = book.xf_list[sheet.cell_xf_index(row, column)]
            code = book.format_map[style.format_key].format_str
            if code.lower() != "general":
                formats[row + 1, column + 1] = code
    return SourceSheet(
        file,
        Grid(
            sheet.name,
            cells,
            tuple(Area(top + 1, left + 1, b, r) for top, b, left, r in sheet.merged_cells),
        ),
        bool(sheet.visibility),
        frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
        frozenset(column + 1 for column, info in sheet.colinfo_map.items() if info.hidden),
        formats,
    )


def _xls_value(book: Any, cell: Any) -> Any:
    import xlrd

    match cell.ctype:
        case xlrd.XL_CELL_ERROR:
            return CellError(xlrd.error_text_from_code.get(cell.value, "#N/A"))
        case xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        case xlrd.XL_CELL_DATE:
            try:
                return exact(xlrd.xldate_as_datetime(cell.value, book.datemode))
            except (OverflowError, ValueError, xlrd.XLDateError):
                return exact(cell.value)
        case xlrd.XL_CELL_EMPTY | xlrd.XL_CELL_BLANK:
            return None
        case xlrd.XL_CELL_TEXT if cell.value == "":  # a formula's result, or that it has none
            return ""
    return exact(cell.value)


def read_blind(name: str, archive: Archive, kind: str) -> list[SourceSheet]:
    """The sheets of an .xlsb or .ods workbook; ``kind`` is ``.xlsb`` or ``.ods``."""
    import python_calamine as calamine

    try:
        if sum(member.size for member in archive.members) > limits.MAX_IMPORT_BYTES:
            most = limits.MAX_IMPORT_BYTES // limits.MIB
            raise XlsxError(f"解压后超过 {most} MiB", remedy="请只保留要导入的内容")
        looked = _check_xlsb(archive) if kind == ".xlsb" else _check_ods(archive)
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(archive.data))
        visible = calamine.SheetVisibleEnum.Visible
        return [
            _blind_sheet(
                name,
                kind,
                book.get_sheet_by_name(sheet.name),
                sheet.visible != visible,
                looked.get(sheet.name, Looked({}, set())),
            )
            for sheet in book.sheets_metadata
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    except (calamine.CalamineError, struct.error, *LIBRARY_FAILS) as error:
        raise XlsxError(DAMAGED) from error


class Looked(Record):
    """What a look of our own finds of a sheet: number formats, and which cells are formulas."""

    formats: dict[Ref, str]
    formulas: set[Ref]


def _blind_sheet(file: str, kind: str, sheet: Any, hidden: bool, looked: Looked) -> SourceSheet:
    cells = {
        (row, column): Cell(exact(value)) if value != "" else Cell("", "")
        for row, values in enumerate(sheet.to_python(skip_empty_area=False), 1)
        for column, value in enumerate(values, 1)
        if value != "" or (row, column) in looked.formulas
    }
    merges = tuple(
        Area(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    return SourceSheet(
        file, Grid(sheet.name, cells, merges), hidden, formats=looked.formats, blind=kind
    )


def _check_area(rows: int, columns: int) -> None:
    if rows * columns > limits.MAX_IMPORT_CELLS:
        raise XlsxError(
            f"表格有 {rows} 行、{columns} 列，太大",
            remedy="请删去表格下面和右边的空行空列，或另存为 .xlsx 后再导入",
        )


def _check_xlsb(archive: Archive) -> dict[str, Looked]:
    """The records of each sheet ([MS-XLSB] 2.1.4): where its cells are, and no error value.

    Nothing is told of the cells.
    """
    for name in (member.name for member in archive.members):
        if not name.lower().startswith("xl/worksheets/") or not name.lower().endswith(".bin"):
            continue
        data, at, row, rows, columns = archive.read(name), 0, 0, 0, 0
        while at < len(data):
            kind, at = _variable(data, at, 2)
            size, at = _variable(data, at, 4)
            if kind <= _LAST_CELL and size >= 4:
                (place,) = struct.unpack_from("<I", data, at)
                if kind == 0:  # BrtRowHdr
                    row = place
                else:
                    rows, columns = max(rows, row + 1), max(columns, place + 1)
                if kind in _ERROR_CELLS:
                    raise XlsxError(f"第{row + 1}行有错误值（如 #DIV/0!）", remedy=_SAVE_AS)
            at += size
        _check_area(rows, columns)
    return {}


def _variable(data: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where the next begins."""
    value = 0
    for place in range(most):
        value |= (data[at] & 0x7F) << 7 * place
        at += 1
        if data[at - 1] < 0x80:
            break
    return value, at


def _check_ods(archive: Archive) -> dict[str, Looked]:
    """What an OpenDocument table's cells name themselves, by sheet.

    :class:`XlsxError` for a cell too far out, or an error value.
    """
    looked: dict[str, Looked] = {}
    here = {"row": 0, "rows": 1, "column": 0}
    sheet = [""]

    def start(tag: str, given: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        values = {key.rpartition(" ")[2]: text for key, text in given.items()}
        if name == "table":
            sheet[0] = values.get("name", "")
            here.update(row=0)
        elif name == "table-row":
            here.update(rows=int(values.get("number-rows-repeated", 1)), column=0)
        elif name in ("table-cell", "covered-table-cell"):
            first = here["column"] + 1
            here["column"] += int(values.get("number-columns-repeated", 1))
            kind = values.get("value-type", "")  # calcext's own, where there is one
            if kind or "formula" in values:
                _check_area(here["row"] + here["rows"], here["column"])
            if kind == "error":
                place = f"工作表“{sheet[0]}”第{here['row'] + 1}行"
                raise XlsxError(f"{place}有错误值（如 #DIV/0!）", remedy=_SAVE_AS)
            if kind in _ODS_FORMATS or "formula" in values:
                rows = range(here["row"] + 1, here["row"] + here["rows"] + 1)
                columns = range(first, here["column"] + 1)
                refs = [(row, column) for row in rows for column in columns]
                known = looked.setdefault(sheet[0], Looked({}, set()))
                known.formats.update(
                    dict.fromkeys(refs, _ODS_FORMATS[kind]) if kind in _ODS_FORMATS else {}
                )
                known.formulas.update(refs if "formula" in values else ())

    def end(tag: str) -> None:
        if tag.rpartition(" ")[2] == "table-row":
            here["row"] += here["rows"]

    parse(archive.read("content.xml"), "content.xml", start, end)
    return looked
