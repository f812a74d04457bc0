"""The parts of a package and the workbook part: what there is, what links to what, in what order.

ECMA-376 Part 2, 6.5, 7.2 (content types, relationships) and Part 1, 18.2 (sheets, names, dates).
"""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.keeping import kept_if_short
from xl_appraisal.ooxml.part_xml import KEPT_PART, RELATIONS, Path, from_xstring, malformed, walk
from xl_appraisal.ooxml.zip_read import Archive

TYPES = "[Content_Types].xml"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    "application/vnd.ms-excel.sheet.macroenabled.main+xml",
    "application/vnd.ms-excel.template.macroenabled.main+xml",
)
_ELEMENT = rb"""<(?:[\w.-]+:)?%b(?=[\s])(?:[^<>"']|"[^"<]*"|'[^'<]*')*?\s%b\s*=\s*["']%b["']
(?:[^<>"']|"[^"<]*"|'[^'<]*')*?(?:/>|>\s*</(?:[\w.-]+:)?%b\s*>)"""


class Relationship(NamedTuple):
    """A link from one part to another; ``kind`` is the last step of its type's address."""

    id: str
    kind: str
    target: str  # part name without leading slash; empty for what lies outside the package


def content_type(archive: Archive, part: str) -> str:
    """The content type of a part as ``[Content_Types].xml`` declares it, empty if it does not."""
    found = _types(archive.read(TYPES))
    return found.get("/" + part.lower(), found.get("." + part.rpartition(".")[2].lower(), ""))


@kept_if_short(KEPT_PART, 8)
def _types(data: bytes) -> dict[str, str]:
    found: dict[str, str] = {}

    def start(path: Path, attributes: dict[str, str]) -> None:
        if path[-1] == "Default":
            named = "." + attributes.get("Extension", "")
        else:
            named = attributes.get("PartName", "")
        found[named.lower()] = attributes.get("ContentType", "")

    walk(data, TYPES, start, spaces=(_TYPES,))
    return found


def relationships_part(part: str) -> str:
    """``xl/workbook.xml -> xl/_rels/workbook.xml.rels``; the package's own for ``""``."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def relationships(archive: Archive, part: str, *, needed: bool = True) -> dict[str, Relationship]:
    """What ``part`` links to, by id; :class:`XlsxError` where an id stands twice.

    A part that links to nothing may go without; one that is ``needed`` may not.
    """
    source = relationships_part(part)
    if not needed and archive.find(source) is None:
        return {}
    return dict(_links(archive.read(source), part, source))


@kept_if_short(KEPT_PART, 32)
def _links(data: bytes, part: str, source: str) -> dict[str, Relationship]:
    found: dict[str, Relationship] = {}

    def start(path: Path, attributes: dict[str, str]) -> None:
        if path[-1] != "Relationship":
            return
        base, _, kind = attributes.get("Type", "").rpartition("/")
        target = attributes.get("Target", "")
        inside = attributes.get("TargetMode") != "External"
        link = Relationship(
            attributes.get("Id", ""),
            kind if base in RELATIONS else "",
            _resolve(part, target) if inside else "",
        )
        if found.setdefault(link.id, link) is not link:
            raise malformed(f"关系编号 {link.id!r} 重复", source)

    walk(data, source, start, spaces=(_RELATIONSHIPS,))
    return found


def _resolve(part: str, target: str) -> str:
    """The part that ``target`` names, seen from ``part``; no step leads above the package."""
    path = target.partition("#")[0].replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), path)).lstrip("/")


class WorkbookPart(NamedTuple):
    """What the workbook part and its relationships say."""

    part: str
    sheets: dict[str, str]  # part by sheet name, in order, worksheets only
    links: dict[str, Relationship]
    date1904: bool
    names: dict[str, str]  # text of defined names; those of one sheet as "sheet!name"
    hidden: frozenset[str]  # names of sheets, very hidden ones too


def read_workbook_part(archive: Archive, edited: bytes | None = None) -> WorkbookPart:
    """Find and read the workbook part; :class:`XlsxError` if this is no .xlsx or .xlsm.

    ``edited`` are the part's bytes where they were changed.
    """
    part = _main_part(archive)
    _check_type(content_type(archive, part), part)
    links = relationships(archive, part)
    reader = _Reader(part, links)
    walk(edited or archive.read(part), part, reader.start, text=reader.text)
    for name, sheet in reader.sheets.items():
        if archive.find(sheet) is None:
            raise malformed("工作表的部件不在文件里", sheet).at(sheet=name)
    names = {
        (f"{reader.order[sheet]}!{name}" if 0 <= sheet < len(reader.order) else name): text
        for (sheet, name), text in reader.names.items()
    }
    hidden = frozenset(reader.hidden)
    return WorkbookPart(part, reader.sheets, links, reader.date1904, names, hidden)


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
        self.hidden: list[str] = []
        self.date1904 = False
        self._part, self._links = part, links
        self._name = (-1, "")

    def start(self, path: Path, attributes: dict[str, str]) -> None:
        match path:
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
        if name in self.order or (link is None and any(ids)):
            raise malformed(f"工作表“{name}”重名或没有对应的部件", self._part)
        self.order.append(name)
        if attributes.get("state", "visible") != "visible":
            self.hidden.append(name)
        if link is not None and link.kind == "worksheet":  # an old VBA module has no part
            self.sheets[name] = link.target

    def text(self, path: Path, text: str) -> None:
        if path == ["workbook", "definedNames", "definedName"]:
            self.names[self._name] += text


def without_calc_chain(archive: Archive, book: WorkbookPart) -> tuple[dict[str, bytes], set[str]]:
    """New bytes of the parts that mention the chain, and the members to leave out."""
    links = [link for link in book.links.values() if link.kind == "calcChain" and link.target]
    replaced: dict[str, bytes] = {}
    removed: set[str] = set()
    for link in links:
        member = archive.find(link.target)
        if member is not None:
            removed.add(member.name)
        edits = (
            (relationships_part(book.part), b"Relationship", b"Id", link.id),
            (TYPES, b"Override", b"PartName", "/" + link.target),
        )
        for part, tag, attribute, value in edits:
            owner = archive.find(part)
            if owner is not None:
                data = replaced.get(owner.name) or archive.read(part)
                replaced[owner.name] = _without(data, tag, attribute, value)
    return replaced, removed


def _without(data: bytes, tag: bytes, attribute: bytes, value: str) -> bytes:
    named = re.escape(value.encode())
    source = _ELEMENT.replace(b"\n", b"") % (tag, attribute, named, tag)
    return re.sub(source, b"", data, count=1, flags=re.IGNORECASE)
