"""XML of a part: what is accepted at all, and a strict parse with expat."""

from __future__ import annotations

import pyexpat
import re
from collections.abc import Callable
from typing import TypeAlias

from xl_appraisal.files.file_error import XlsxError

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

_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii")


_FORBIDDEN = (b"\0", b"]]>", "\ufffe".encode(), "\uffff".encode())
_SAYS = {4: "XML 含有不允许的字符或写法", 14: "XML 引用了不允许的字符"}
"""By expat's error code: XML_ERROR_INVALID_TOKEN and XML_ERROR_BAD_CHAR_REF."""


def holds_forbidden(data: bytes, start: int, end: int) -> bool:
    """Whether expat has to judge text that is UTF-8 without control characters (XML 1.0, 2.2)."""
    return any(data.find(odd, start, end) >= 0 for odd in _FORBIDDEN)


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


def local(name: str) -> str:
    """The local name of an element of the spreadsheet namespaces, ``""`` for others."""
    space, _, tag = name.rpartition(" ")
    return tag if space in MAIN else ""
