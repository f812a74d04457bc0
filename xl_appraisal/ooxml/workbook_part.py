"""The workbook part: sheets in order, names, the date system (ECMA-376 Part 1, 18.2)."""

from __future__ import annotations

from typing import NamedTuple

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.ooxml.package import TYPES, ContentTypes, Relationship, relationships
from xl_appraisal.ooxml.xml_parts import RELATIONS, local, malformed, parse
from xl_appraisal.ooxml.xml_text import from_xstring
from xl_appraisal.ooxml.zip_archive import Archive

_MAIN_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    "application/vnd.ms-excel.sheet.macroenabled.main+xml",
    "application/vnd.ms-excel.template.macroenabled.main+xml",
)


class WorkbookPart(NamedTuple):
    """What the workbook part and its relationships say."""

    part: str
    sheets: dict[str, str]  # part by sheet name, in order, worksheets only
    links: dict[str, Relationship]
    date1904: bool
    names: dict[str, str]  # text of defined names; those of one sheet as "sheet!name"


def read_workbook_part(archive: Archive) -> WorkbookPart:
    """Find and read the workbook part; :class:`XlsxError` if this is no .xlsx or .xlsm."""
    types = ContentTypes(archive.read(TYPES))
    part = _main_part(archive)
    _check_type(types.of(part), part)
    links = relationships(archive, part)
    reader = _Reader(part, links)
    parse(archive.read(part), part, reader.start, reader.end, reader.text)
    for name, sheet in reader.sheets.items():
        if archive.find(sheet) is None:
            raise malformed("工作表的部件不在文件里", sheet).at(sheet=name)
    names = {
        (f"{reader.order[sheet]}!{name}" if 0 <= sheet < len(reader.order) else name): text
        for (sheet, name), text in reader.names.items()
    }
    return WorkbookPart(part, reader.sheets, links, reader.date1904, names)


def _main_part(archive: Archive) -> str:
    mains = [link for link in relationships(archive, "").values() if link.kind == "officeDocument"]
    if len(mains) != 1 or not mains[0].target:
        raise malformed("找不到工作簿主部件，这不是 Excel 工作簿", "_rels/.rels")
    return mains[0].target


def _check_type(kind: str, part: str) -> None:
    if kind.lower() in _MAIN_TYPES:
        return
    found = f"主部件的类型是 {kind or '未声明'}"
    if "sheet.binary" in kind:
        found = "这是二进制工作簿（.xlsb）"
    elif "wordprocessing" in kind or "presentation" in kind:
        found = "这是 Word 或 PowerPoint 文件，不是工作簿"
    raise XlsxError(
        found,
        part=part,
        allowed="只接受 .xlsx 和 .xlsm",
        remedy="请用 Excel/WPS 另存为 .xlsx 或 .xlsm 后再试",
    )


class _Reader:
    def __init__(self, part: str, links: dict[str, Relationship]) -> None:
        self.sheets: dict[str, str] = {}
        self.order: list[str] = []  # all sheets, chart sheets too, as localSheetId counts
        self.names: dict[tuple[int, str], str] = {}
        self.date1904 = False
        self._part, self._links = part, links
        self._path: list[str] = []
        self._name = (-1, "")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(local(name))
        match self._path:
            case ["workbook", "workbookPr"]:
                self.date1904 = attributes.get("date1904") in ("1", "true")
            case ["workbook", "sheets", "sheet"]:
                self._sheet(attributes)
            case ["workbook", "definedNames", "definedName"]:
                sheet = attributes.get("localSheetId", "-1")
                number = int(sheet) if sheet.isascii() and sheet.isdigit() else -1
                self._name = (number, attributes.get("name", ""))
                self.names[self._name] = ""

    def _sheet(self, attributes: dict[str, str]) -> None:
        name = from_xstring(attributes.get("name", ""))
        ids = [attributes[f"{space} id"] for space in RELATIONS if f"{space} id" in attributes]
        link = self._links.get(ids[0]) if ids else None
        if link is None or name in self.order:
            raise malformed(f"工作表“{name}”重名或没有对应的部件", self._part)
        self.order.append(name)
        if link.kind == "worksheet":
            self.sheets[name] = link.target

    def text(self, text: str) -> None:
        if self._path == ["workbook", "definedNames", "definedName"]:
            self.names[self._name] += text

    def end(self, _: str) -> None:
        self._path.pop()
