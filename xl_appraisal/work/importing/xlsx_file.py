"""Departments' .xlsx and .xlsm files, read by openpyxl from a clean copy of the parts needed."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model import limits
from xl_appraisal.model.grid import MAX_COLUMN, Area, Cell, CellError, Grid, Ref
from xl_appraisal.model.record import Record
from xl_appraisal.ooxml.cell_values import number
from xl_appraisal.ooxml.package_parts import Relationship, relationships, relationships_part
from xl_appraisal.ooxml.part_xml import (
    RELATIONS,
    check_encoding,
    from_xstring,
    local,
    malformed,
    parse,
)
from xl_appraisal.ooxml.sheet_frame import parse_area
from xl_appraisal.ooxml.zip_read import Archive
from xl_appraisal.work.importing.source_sheet import SourceSheet

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LIBRARY_FAILS = (
    *(ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError),
    *(SyntaxError, TypeError, ValueError, AssertionError, zipfile.BadZipFile),
)
"""What readers raise on damaged files; told as such, with the remedy."""
DAMAGED = (
    "文件已损坏（如没有下载完）或写法不常见，读不出来。"
    "请用 Excel/WPS 打开，另存为新的 .xlsx 后再导入；打不开的，请对方重新发一份"
)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DECLARATION = re.compile(rb"<!(?!\[CDATA\[)")  # DOCTYPE, ENTITY and comments
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z0-9:$]{2,30})[\"']")


def read_xlsx(name: str, data: bytes) -> list[SourceSheet]:
    """The sheets of a workbook in order.  Raises :class:`XlsxError` for one that is refused."""
    import openpyxl

    try:
        package = CleanPackage(data)
        if not package.sheets:  # chart sheets alone
            return []
        clean = package.clean()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl would not save; nothing is saved
            shown = openpyxl.load_workbook(io.BytesIO(clean), data_only=True)
            typed = openpyxl.load_workbook(io.BytesIO(clean)) if package.has_formulas else shown
        return [
            _sheet(name, *sheet)
            for sheet in zip(package.sheets, shown.worksheets, typed.worksheets, strict=True)
        ]
    except LIBRARY_FAILS as error:
        raise XlsxError(DAMAGED) from error


def _sheet(file: str, part: SheetPart, shown: Worksheet, typed: Worksheet) -> SourceSheet:
    cells: dict[Ref, Cell] = {}
    formats: dict[Ref, str] = {}
    for ref, cell in shown._cells.items():
        formula = typed._cells[ref].value if typed is not shown else None
        is_formula = typed is not shown and typed._cells[ref].data_type == "f"
        value = exact(cell.value, error=cell.data_type == "e")
        if value is None and is_formula and cell.data_type == "str":
            value = ""  # its result; of a formula without one there is no type
        if value is None and not is_formula:
            continue
        text = getattr(formula, "text", formula)  # an array formula is an object of its own
        cells[ref] = Cell(value, str(text or "").removeprefix("=") if is_formula else None)
        if cell.number_format != "General":
            formats[ref] = cell.number_format
    columns = {
        column
        for wide in shown.column_dimensions.values()
        if wide.hidden
        for column in range(wide.min or 1, min(wide.max or 1, MAX_COLUMN) + 1)
    }
    return SourceSheet(
        file,
        Grid(part.name, cells, part.merges),
        not part.visible,
        frozenset(row for row, size in shown.row_dimensions.items() if size.hidden),
        frozenset(columns),
        formats,
    )


def exact(value: Any, *, error: bool = False) -> Any:
    """A reader's value as ours: figures as the exact decimals that their cells show."""
    if error:
        return CellError(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return number(repr(value))
    if isinstance(value, dt.timedelta):  # hours counted past 24: no figure of ours
        return str(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    if isinstance(value, dt.date | dt.time):
        return value
    return from_xstring(str(value)) or None


class SheetPart(Record):
    """A worksheet as the workbook part names it, with its merges and the part that is read."""

    name: str
    visible: bool
    merges: tuple[Area, ...]
    data: bytes


class CleanPackage:
    """The parts of a workbook that are read, and the clean copy made of them.

    Of the package only the cells, the texts and the number formats go into the copy; macros,
    links, drawings, pivots and definitions never do.  Each part is checked first: its size, its
    declared encoding, and that it holds no DOCTYPE or entity.
    """

    def __init__(self, data: bytes) -> None:
        self._archive = Archive(data)
        self._room = limits.MAX_IMPORT_BYTES
        self._since_1904 = self.has_formulas = False
        links = {link.kind: link.target for link in self._links("").values()}
        book = self._part(links.get("officeDocument", ""))
        if not book:
            raise XlsxError("这个压缩包不是 Excel 工作簿", remedy="请检查是不是选错了文件")
        own = self._links(links["officeDocument"])
        links = {link.kind: link.target for link in own.values()}
        self._texts = self._part(links.get("sharedStrings", ""))
        self._styles = self._part(links.get("styles", ""))
        _at_most(self._texts, "si", limits.MAX_IMPORT_CELLS, "段文字")
        _at_most(self._styles, "xf", 100_000, "种格式")
        self.sheets = self._sheets(book, own)

    def clean(self) -> bytes:
        """A package that says the same of cells, texts and formats, in a frame of XlsxWriter's."""
        from xlsxwriter import Workbook

        frame, out = io.BytesIO(), io.BytesIO()
        with Workbook(frame, {"in_memory": True, "date_1904": self._since_1904}) as book:
            for _ in self.sheets:
                book.add_worksheet().write_string(0, 0, "there are texts")
        kept = (_element(self._styles, tag) for tag in ("numFmts", "cellStyleXfs", "cellXfs"))
        own = {f"xl/worksheets/sheet{n}.xml": sheet.data for n, sheet in enumerate(self.sheets, 1)}
        own["xl/sharedStrings.xml"] = self._texts or f'<sst xmlns="{_MAIN}"/>'.encode()
        own["xl/styles.xml"] = _root(self._styles, "styleSheet", b"".join(kept))
        with zipfile.ZipFile(frame) as empty, zipfile.ZipFile(out, "w") as made:
            for name in empty.namelist():
                made.writestr(name, own.get(name) or empty.read(name))
        return out.getvalue()

    def _sheets(self, book: bytes, links: dict[str, Relationship]) -> list[SheetPart]:
        sheets: list[SheetPart] = []

        def start(tag: str, given: dict[str, str]) -> None:
            if local(tag) == "workbookPr":
                self._since_1904 = given.get("date1904") in ("1", "true")
            elif local(tag) == "sheet":
                ids = [given[f"{space} id"] for space in RELATIONS if f"{space} id" in given]
                link = links.get(ids[0]) if ids else None
                if link and link.kind == "worksheet" and self._archive.find(link.target):
                    visible = given.get("state", "visible") == "visible"
                    sheets.append(self._cells(given.get("name", ""), visible, link.target))

        parse(book, "workbook.xml", start)
        return sheets

    def _cells(self, name: str, visible: bool, part: str) -> SheetPart:
        data = self._part(part)
        found = _MERGE.findall(data)
        if len(found) > limits.MAX_IMPORT_MERGES:
            raise XlsxError(f"有 {len(found)} 处合并单元格，太多")
        _at_most(data, "row", limits.MAX_ROWS, "行")
        _at_most(data, "c", limits.MAX_IMPORT_CELLS, "格")
        self.has_formulas |= re.search(rb"<(?:\w+:)?f[\s>/]", data) is not None
        kept = _root(data, "worksheet", _element(data, "cols") + _element(data, "sheetData"))
        return SheetPart(name, visible, tuple(parse_area(text.decode()) for text in found), kept)

    def _links(self, part: str) -> dict[str, Relationship]:
        """The relationships of a part within the package, by id."""
        known = self._archive.find(relationships_part(part))
        found = relationships(self._archive, part) if known else {}
        return {name: link for name, link in found.items() if link.target}

    def _part(self, name: str) -> bytes:
        """A part checked; empty where the package has none of that name."""
        member = self._archive.find(name) if name else None
        if member is None:
            return b""
        self._room -= member.size
        if self._room < 0:
            most = limits.MAX_IMPORT_BYTES // limits.MIB
            raise XlsxError(f"解压后超过 {most} MiB", remedy="请只保留要导入的内容")
        data = self._archive.read(name)
        check_encoding(data, name)
        if _DECLARATION.search(data):
            raise malformed("XML 含有 DOCTYPE、实体声明或注释，不接受", name)
        return data.replace(_STRICT, _MAIN.encode())


def _element(data: bytes, tag: str) -> bytes:
    """An element of a part with all that is in it, empty where there is none."""
    name = rb"(?:\w+:)?" + tag.encode()
    begin = re.search(b"<" + name + rb"(?:\s[^>]*)?>", data)
    if begin is None or begin[0].endswith(b"/>"):
        return b""
    ends = list(re.finditer(b"</" + name + rb"\s*>", data[begin.end() :]))
    if not ends:
        raise malformed(f"{tag} 没有结尾", "")
    return data[begin.start() : begin.end() + ends[-1].end()]


def _root(data: bytes, tag: str, content: bytes) -> bytes:
    """The root of a part, its names of namespaces kept, around that content."""
    begin = re.search(rb"<((?:\w+:)?" + tag.encode() + rb")((?:\s[^>]*?)?)/?>", data)
    name, rest = (begin[1], begin[2]) if begin else (tag.encode(), f' xmlns="{_MAIN}"'.encode())
    return b"<" + name + rest + b">" + content + b"</" + name + b">"


def _at_most(data: bytes, tag: str, most: int, what: str) -> None:
    count = sum(1 for _ in re.finditer(rb"<(?:\w+:)?" + tag.encode() + rb"[\s>/]", data))
    if count > most:
        raise XlsxError(f"有 {count} {what}，最多 {most}", remedy="请只保留要导入的内容")
