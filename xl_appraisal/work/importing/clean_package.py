"""The parts of a department's .xlsx that are read, and a clean copy of them for the library.

Of the package only the list of sheets, the cells, the texts and the number formats go into the
copy, under names of our own; macros, links, drawings, pivots and definitions never do.  Each
part is checked first: its size, its declared encoding, and that it holds no DOCTYPE or entity.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model import limits
from xl_appraisal.model.grid import Area, parse_a1
from xl_appraisal.ooxml.part_xml import RELATIONS, check_encoding, local, malformed, parse

LIBRARY_FAILS = (
    *(ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError),
    *(SyntaxError, TypeError, ValueError, AssertionError, zipfile.BadZipFile),
)
"""What readers raise on damaged files; told as such, with the remedy."""
DAMAGED = "文件已损坏或写法不常见，读不出来。请用 Excel/WPS 打开，另存为新的 .xlsx 后再导入"

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_DECLARATION = re.compile(rb"<!(?!\[CDATA\[)")  # DOCTYPE, ENTITY and comments
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z0-9:$]{2,30})[\"']")


def is_kind(data: bytes, *names: str) -> bool:
    """Whether a zip holds a member of one of these names (lower case)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return any(_plain_name(known) in names for known in file.namelist())
    except LIBRARY_FAILS:
        return False


class CleanPackage:
    """The parts of a workbook that are read, and the clean copy made of them."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except LIBRARY_FAILS as error:
            raise XlsxError(DAMAGED) from error
        self._members = {_plain_name(info.filename): info for info in self._zip.infolist()}
        if len(self._members) > limits.MAX_MEMBERS:
            raise XlsxError(f"压缩包内有 {len(self._members)} 个部件，太多")
        self._room = limits.MAX_IMPORT_BYTES
        self.merges: list[tuple[Area, ...]] = []
        self.has_formulas = False

    def clean(self) -> bytes:
        """A package of our own making that says the same of sheets, cells, texts and formats."""
        book = next((t for kind, t in self._links("").values() if kind == "officeDocument"), "")
        data = self._part(book)
        if not data:
            raise XlsxError("这个压缩包不是 Excel 工作簿", remedy="请检查是不是选错了文件")
        links = self._links(book)
        by_kind = dict(links.values())
        settings, sheets = self._book(data, links)
        texts = self._part(by_kind.get("sharedStrings", ""))
        styles = self._part(by_kind.get("styles", ""))
        _at_most(texts, "si", limits.MAX_IMPORT_CELLS, "段文字")
        _at_most(styles, "xf", 100_000, "种格式")
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            made.writestr("xl/sharedStrings.xml", texts or f'<sst xmlns="{_MAIN}"/>')
            kept = b"".join(_element(styles, tag) for tag in ("numFmts", "cellStyleXfs", "cellXfs"))
            made.writestr("xl/styles.xml", _root(styles, "styleSheet", kept))
            for number_, (_, _, target) in enumerate(sheets, 1):
                made.writestr(f"xl/worksheets/sheet{number_}.xml", self._cells(target))
            for path, text in _frame(settings, [(title, state) for title, state, _ in sheets]):
                made.writestr(path, text)
        return out.getvalue()

    def _cells(self, target: str) -> bytes:
        data = self._part(target)
        found = _MERGE.findall(data)
        if len(found) > limits.MAX_IMPORT_MERGES:
            raise XlsxError(f"有 {len(found)} 处合并单元格，太多")
        self.merges.append(tuple(_area(text.decode()) for text in found))
        _at_most(data, "row", limits.MAX_ROWS, "行")
        _at_most(data, "c", limits.MAX_IMPORT_CELLS, "格")
        self.has_formulas |= re.search(rb"<(?:\w+:)?f[\s>/]", data) is not None
        return _root(data, "worksheet", _element(data, "cols") + _element(data, "sheetData"))

    def _book(
        self, data: bytes, links: dict[str, tuple[str, str]]
    ) -> tuple[bool, list[tuple[str, str, str]]]:
        """Whether days count from 1904; name, state and part of each worksheet."""
        sheets: list[tuple[str, str, str]] = []
        since_1904 = False

        def start(tag: str, given: dict[str, str]) -> None:
            nonlocal since_1904
            if local(tag) == "workbookPr":
                since_1904 = given.get("date1904") in ("1", "true")
            elif local(tag) == "sheet":
                ids = [given[f"{space} id"] for space in RELATIONS if f"{space} id" in given]
                kind, target = links.get(ids[0] if ids else "", ("", ""))
                if kind == "worksheet" and target.lower() in self._members:
                    sheets.append((given.get("name", ""), given.get("state", "visible"), target))

        parse(data, "workbook.xml", start)
        return since_1904, sheets

    def _links(self, part: str) -> dict[str, tuple[str, str]]:
        """Kind and target of each relationship within the package, by id."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, given: dict[str, str]) -> None:
            if tag.endswith(" Relationship") and given.get("TargetMode") != "External":
                target = posixpath.join("/", folder, given.get("Target", "").replace("\\", "/"))
                kind = given.get("Type", "").rpartition("/")[2]
                found[given.get("Id", "")] = kind, posixpath.normpath(target).lstrip("/")

        source = posixpath.join(folder, "_rels", f"{name}.rels")
        data = self._part(source)
        if data:
            parse(data, source, start)
        return found

    def _part(self, name: str) -> bytes:
        """A part checked; empty where the package has none of that name."""
        info = self._members.get(name.lower()) if name else None
        if info is None:
            return b""
        with self._zip.open(info) as file:
            data = file.read(self._room + 1)
        self._room -= len(data)
        if self._room < 0:
            most = limits.MAX_IMPORT_BYTES // limits.MIB
            raise XlsxError(f"解压后超过 {most} MiB", remedy="请只保留要导入的内容")
        check_encoding(data, name)
        if _DECLARATION.search(data):
            raise malformed("XML 含有 DOCTYPE、实体声明或注释，不接受", name)
        return data.replace(_STRICT, _MAIN.encode())


def _plain_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


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


def _frame(since_1904: bool, sheets: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The parts that hold a package together."""
    ids = [f"rId{n}" for n in range(1, len(sheets) + 1)]
    listed = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{n}" state={quoteattr(state)} r:id="rId{n}"/>'
        for n, (title, state) in enumerate(sheets, 1)
    )
    yield (
        "xl/workbook.xml",
        (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="{since_1904:d}"/>'
            f"<sheets>{listed}</sheets></workbook>"
        ),
    )
    parts = [(i, "worksheet", f"/xl/worksheets/sheet{i[3:]}.xml") for i in ids]
    parts += [(f"rId-{kind}", kind, f"/xl/{kind}.xml") for kind in ("styles", "sharedStrings")]
    yield "xl/_rels/workbook.xml.rels", _relations(parts)
    yield "_rels/.rels", _relations([("rId1", "officeDocument", "/xl/workbook.xml")])
    kinds = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles"}
    kinds["/xl/sharedStrings.xml"] = "sharedStrings"
    kinds |= {path: "worksheet" for _, kind, path in parts if kind == "worksheet"}
    types = "".join(
        f'<Override PartName="{path}" ContentType="{_TYPE}{kind}+xml"/>'
        for path, kind in kinds.items()
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    default = f'<Default Extension="rels" ContentType="{relations}"/>'
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types">{default}{types}</Types>',
    )


def _relations(parts: list[tuple[str, str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="{i}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for i, kind, target in parts
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _area(text: str) -> Area:
    first, _, last = text.partition(":")
    return Area(*parse_a1(first), *parse_a1(last or first))
