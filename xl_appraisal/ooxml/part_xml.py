"""XML of a part and text in it: what is accepted at all, a strict parse, text to and from bytes.

Text of cells is ST_Xstring (ECMA-376 Part 1, 22.9.2.19).
"""

from __future__ import annotations

import pyexpat
import re
from collections.abc import Callable, Collection
from functools import partial
from typing import Any, TypeAlias

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.late_pattern import late_pattern
from xl_appraisal.model.limits import MAX_TEXT_UNITS

_REFERENCE = late_pattern(r"&(?:#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6})|([A-Za-z]{1,32}));|&")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_BAD = late_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPED = late_pattern("_x([0-9A-Fa-f]{4})_")
_LOOKS_ESCAPED = late_pattern("_(?=x[0-9A-Fa-f]{4}_)")
_NEEDS_ESCAPE = late_pattern("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_SURROGATE = late_pattern("[\ud800-\udfff]")
KEPT_PART = 200_000
"""Bytes of a part of which a process keeps what it says: programs write many just alike."""
_EDGE = (" ", "\t", "\n")


def decode(raw: bytes) -> str:
    """Character data as written in a part, references resolved; :class:`XlsxError` if bad."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise XlsxError("文字不是 UTF-8 编码", remedy="请用 Excel/WPS 重新保存一次") from error
    if "\r" in text:  # XML 1.0, 2.11
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = resolved(text)
    if not text.isprintable() and _BAD.search(text):
        raise XlsxError("文字含有 XML 不允许的字符", remedy="请用 Excel/WPS 重新保存一次")
    return text


def resolved(text: str) -> str:
    """Text with its references resolved; :class:`XlsxError` for one that means nothing."""
    return _REFERENCE.sub(_resolve, text)


def _resolve(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name in _NAMED:
        return _NAMED[name]
    code = int(decimal or 0) if decimal else int(hexadecimal or "0", 16)
    if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        raise XlsxError(f"文字含有不认识的实体 {match[0]!r}", remedy="请用 Excel/WPS 重新保存一次")
    return chr(code)


def from_xstring(text: str) -> str:
    r"""``a_x000D_b`` as ``a\rb``: characters that XML cannot hold, each a UTF-16 unit."""
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def to_xstring(text: str, limit: int = MAX_TEXT_UNITS) -> str:
    """The inverse of :func:`from_xstring`, with ``& < >`` escaped as well.

    :class:`XlsxError` for a text longer than ``limit`` UTF-16 units or with half a character.
    """
    if len(text) * 2 > limit and len(text.encode("utf-16-le", "surrogatepass")) > 2 * limit:
        raise XlsxError(f"文字有 {len(text)} 个字符", allowed=f"一个单元格最多 {limit} 个")
    if not text.isprintable() and _SURROGATE.search(text):
        raise XlsxError("文字含有不完整的字符（半个代理对）", remedy="请改写这段文字")
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    if not text.isprintable():
        text = _NEEDS_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def element(prefix: bytes, tag: bytes, text: str, limit: int = MAX_TEXT_UNITS) -> bytes:
    """``<v>text</v>``, with ``xml:space="preserve"`` where a space or line break counts."""
    content = to_xstring(text, limit)
    keep = b""
    if content.startswith(_EDGE) or content.endswith(_EDGE) or "\n" in content:
        keep = b' xml:space="preserve"'
    name = prefix + tag
    return b"<%s%s>%s</%s>" % (name, keep, content.encode(), name)


MAIN = frozenset(
    (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",  # ECMA-376 strict
    )
)
RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)

Start: TypeAlias = Callable[[str, dict[str, str]], None]
End: TypeAlias = Callable[[str], None]
Text: TypeAlias = Callable[[str], None]
Path: TypeAlias = list[str]
"""The local names from the root down to an element, ``""`` for those of other namespaces."""

_DECLARED = late_pattern(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii")


_NO_CHARACTER = late_pattern(b"\xef\xbf[\xbe\xbf]")  # U+FFFE and U+FFFF
_SAYS = {4: "XML 含有不允许的字符或写法", 14: "XML 引用了不允许的字符"}
"""By expat's error code: XML_ERROR_INVALID_TOKEN and XML_ERROR_BAD_CHAR_REF."""


def holds_forbidden(data: bytes, start: int, end: int) -> bool:
    """Whether expat has to judge text that is UTF-8 without control characters (XML 1.0, 2.2)."""
    section = data.find(b"]", start, end)  # one byte is found far sooner than three
    if section >= 0:
        section = data.find(b"]]>", section, end)
    is_odd = section >= 0 or data.find(b"\0", start, end) >= 0
    return is_odd or _NO_CHARACTER.search(data, start, end) is not None


def check_encoding(data: bytes, part: str) -> None:
    """Pass UTF-8 with or without BOM; anything else would be misread byte by byte."""
    declared = _DECLARED.match(data)
    name = declared[1].decode("latin-1") if declared else ""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]:
        name = "UTF-16/UTF-32"
    if name and name.lower().encode() not in _ENCODINGS:
        raise XlsxError(
            f"XML 的编码是 {name}",
            part=part,
            allowed="只接受 UTF-8",
            remedy="请用 Excel/WPS 重新保存一次",
        )


def malformed(found: str, part: str) -> XlsxError:
    """XML that does not say what the standard lets it say."""
    return XlsxError(found, part=part, remedy="请用 Excel/WPS 打开并重新保存一次")


def make_parser(part: str) -> pyexpat.XMLParserType:
    """An expat parser that names elements ``{namespace} {local}`` and takes no DOCTYPE."""

    def refuse(*_: object) -> None:
        raise malformed("XML 含有 DOCTYPE 或实体声明，不接受", part)

    parser = pyexpat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def run(
    parser: pyexpat.XMLParserType, data: bytes, part: str, near: Callable[[], str] | None = None
) -> None:
    """Feed the whole document; :class:`XlsxError` when it is not well-formed.

    ``near`` says where that is when the document is not the part itself.
    """
    try:
        parser.Parse(data, True)
    except pyexpat.ExpatError as error:
        place = near() if near else f"第 {error.lineno} 行第 {error.offset + 1} 列"
        says = _SAYS.get(error.code, "XML 不完整或有错")
        raise malformed(f"{says}（{place}）", part) from error


def parse(
    data: bytes, part: str, start: Start, end: End | None = None, text: Text | None = None
) -> None:
    """Check encoding and well-formedness of a small part and call back for what it holds."""
    check_encoding(data, part)
    parser = make_parser(part)
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    run(parser, data, part)


def walk(
    data: bytes, part: str, start: Callable[[Path, dict[str, str]], None], **more: Any
) -> None:
    """:func:`parse` with the path of each element in place of its name; see :func:`path_parser`."""
    check_encoding(data, part)
    run(path_parser(part, start, **more), data, part)


def path_parser(
    part: str,
    start: Callable[[Path, dict[str, str]], None],
    end: Callable[[Path], None] | None = None,
    text: Callable[[Path, str], None] | None = None,
    spaces: Collection[str] = MAIN,
) -> pyexpat.XMLParserType:
    """A parser that calls back with paths: of elements of ``spaces``, others without a name."""
    path: Path = []

    def started(name: str, attributes: dict[str, str]) -> None:
        path.append(local(name, spaces))
        start(path, attributes)

    def ended(_: str) -> None:
        if end is not None:
            end(path)
        path.pop()

    parser = make_parser(part)
    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = None if text is None else partial(text, path)
    return parser


def local(name: str, spaces: Collection[str] = MAIN) -> str:
    """The local name of an element of the spreadsheet namespaces (or ``spaces``), else ``""``."""
    space, _, tag = name.rpartition(" ")
    return tag if space in spaces else ""
