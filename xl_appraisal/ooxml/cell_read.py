"""One cell: its raw XML taken apart, and the value it holds (ECMA-376 Part 1, 18.3.1.4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import CellError, Value
from xl_appraisal.ooxml.sheet_frame import ATTRIBUTES, PLAIN_ATTRIBUTES
from xl_appraisal.ooxml.stored_values import SHORT, from_iso, from_serial, number
from xl_appraisal.ooxml.xml_text import decode, from_xstring

ATTRIBUTE = re.compile(rb"""\s+([^\s=<>"'/]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")


class Irregular(Exception):
    """XML that is allowed but not in the form that the quick patterns know."""


class RawFormula(NamedTuple):
    """An ``f`` element: kind ``normal``, ``shared``, ``array`` or ``dataTable``."""

    kind: str
    text: str
    ref: str  # area of a shared (master), array or dataTable formula
    group: str  # of a shared formula


class RawCell(NamedTuple):
    """A ``c`` element decoded: type, style index, formula, text of ``v`` or ``is``."""

    kind: str
    style: int
    formula: RawFormula | None
    text: str | None


class CellBytes(NamedTuple):
    """A ``c`` element as written: attributes (after ``r`` if that stands first), children."""

    attributes: bytes
    formula: bytes
    value: bytes
    rest: bytes  # what may follow the value: an extLst


class Patterns(NamedTuple):
    """The elements of a sheet under one namespace prefix.

    ``rest`` of a cell is what follows the quote after its address, up to the next cell.
    """

    row: re.Pattern[bytes]  # start tag: attributes, "/" if empty
    row_end: bytes
    lead: bytes  # a cell up to its address
    end: bytes  # the end tag of a cell
    rest: re.Pattern[bytes]  # attributes, formula, value
    numeric: re.Pattern[bytes]  # the same where the formula needs no decoding, v is a SHORT number
    simple: re.Pattern[bytes]  # attributes, text of a plain formula, text of v: the common rest
    refresh: re.Pattern[bytes]  # attributes, formula as written, text of v
    formula: re.Pattern[bytes]  # attributes, text
    value: re.Pattern[bytes]  # text of v, text of is


@lru_cache(maxsize=8)
def patterns(prefix: bytes) -> Patterns:
    """The patterns for ``prefix`` (with its colon, ``b""`` for none)."""
    p = re.escape(prefix)
    tags = {name: p + name for name in (b"row", b"c", b"f", b"v", b"is", b"t")}
    names = {**tags, b"text": rb"[^<&\x00-\x1f]*", b"n": SHORT.encode()}
    names[b"any"], names[b"a"] = ATTRIBUTES + rb"\s*", PLAIN_ATTRIBUTES + rb"[ \t\r\n]*"
    names[b"space"] = rb"""(?: xml:space="(?:preserve|default)")?"""
    names[b"formula"] = rb"<%(f)b(?:%(a)b/>|%(a)b>[^<]*</%(f)b>)" % names
    names[b"value"] = rb"<%(v)b(?:%(space)b/>|%(space)b>[^<]*</%(v)b>)" % names
    names[b"inline"] = rb"<%(is)b><%(t)b%(space)b>[^<]*</%(t)b></%(is)b>" % names
    sources = (
        rb"(%(a)b)(?:/|>(%(formula)b)?(%(value)b|%(inline)b)?</%(c)b)>",
        rb"([^<>/]*)>(?:<%(f)b>([^<&_\x00-\x1f\x80-\xff]*)</%(f)b>)?<%(v)b>(%(n)b)</%(v)b></%(c)b>",
        rb"([^<>/]*)>(?:<%(f)b>(%(text)b)</%(f)b>)?<%(v)b>(%(text)b)</%(v)b></%(c)b>",
        rb"([^<>/]*)>(<%(f)b[^<]*(?:</%(f)b>)?)?<%(v)b>([^<]*)</%(v)b></%(c)b>",
        rb"<%(f)b(%(a)b)(?:/>|>([^<]*)</%(f)b>)",
        rb"<%(v)b%(space)b(?:/>|>([^<]*)</%(v)b>)|<%(is)b><%(t)b%(space)b>([^<]*)</%(t)b></%(is)b>",
    )
    return Patterns(
        re.compile(rb"[ \t\r\n]*<%(row)b(%(any)b)(/?)>" % names),
        b"</%brow>" % prefix,
        b'<%bc r="' % prefix,
        b"</%bc>" % prefix,
        *(re.compile(source % names) for source in sources),
    )


def attributes_of(raw: bytes) -> dict[str, str]:
    """Attributes by name; :class:`Irregular` if one stands twice or declares a namespace."""
    found: dict[str, str] = {}
    for raw_name, double, single in ATTRIBUTE.findall(raw):
        name = raw_name.decode("latin-1")
        if name in found or name.startswith("xmlns"):
            raise Irregular
        found[name] = decode(double or single)
    return found


def split(pattern: Patterns, rest: bytes) -> CellBytes:
    """Take the rest of a cell apart; :class:`Irregular` if it is not in the usual form."""
    match = pattern.rest.fullmatch(rest)
    if match is None:
        raise Irregular
    return CellBytes(match[1], match[2] or b"", match[3] or b"", b"")


def decoded(pattern: Patterns, cell: CellBytes) -> RawCell:
    """The cell's attributes and children decoded."""
    named = attributes_of(cell.attributes) if cell.attributes else {}
    if "r" in named:
        raise Irregular
    formula, text = None, None
    if cell.formula:
        formula = _formula(pattern, cell.formula)
    if cell.value:
        match = pattern.value.fullmatch(cell.value)
        if match is None:
            raise Irregular
        text = decode(match[1] or match[2] or b"")
    return RawCell(*kind_and_style(named), formula, text)


def kind_and_style(named: dict[str, str]) -> tuple[str, int]:
    """The type and the style index that a cell's attributes give (18.3.1.4)."""
    return named.get("t", "n"), style_number(named.get("s", "0"))


def _formula(pattern: Patterns, raw: bytes) -> RawFormula:
    match = pattern.formula.fullmatch(raw)
    if match is None:
        raise Irregular
    named = attributes_of(match[1]) if match[1] else {}
    return make_formula(named, decode(match[2] or b""))


def make_formula(named: dict[str, str], text: str) -> RawFormula:
    """An ``f`` element from its attributes and text (18.3.1.40)."""
    kind = named.get("t", "normal")
    if kind not in ("normal", "shared", "array", "dataTable"):
        raise XlsxError(f"不认识的公式类型 {kind!r}", remedy="请用 Excel/WPS 重新保存一次")
    if kind == "dataTable":
        text = f"TABLE({named.get('r1', '')},{named.get('r2', '')})"
    return RawFormula(kind, from_xstring(text), named.get("ref", ""), named.get("si", ""))


def style_number(text: str) -> int:
    """A style index; :class:`XlsxError` if it is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise XlsxError(f"样式编号 {text!r} 无效", remedy="请用 Excel/WPS 重新保存一次")
    return int(text)


class CellReader:
    """Turns decoded cells into values; shared strings and styles are fetched when needed."""

    def __init__(
        self,
        strings: Callable[[], Sequence[str]],
        shown: Callable[[], Sequence[int]],
        date1904: bool,
    ) -> None:
        self._strings, self._shown, self._date1904 = strings, shown, date1904

    def value(self, kind: str, style: int, text: str | None) -> Value:
        """What a cell holds; a number under a date format as a date (18.18.11)."""
        if text is None:
            return None
        value = self.stored(kind, text)
        if style and type(value) is Decimal and (shown := self.shown(style)):
            return from_serial(value, shown, self._date1904)
        return value

    def shown(self, style: int) -> int:
        """Whether that cell format shows a date, a time, both or (0) a plain number."""
        shown = self._shown()
        return shown[style] if style < len(shown) else 0

    def stored(self, kind: str, text: str) -> Value:
        """The value of a cell of that type with that text, before any date format."""
        if kind == "n":
            return number(text) if text.strip(" \t\r\n") else None
        match kind:
            case "s":
                return self._shared(text)
            case "str" | "inlineStr":
                return from_xstring(text)
            case "b" if text in ("0", "1", "false", "true"):
                return text in ("1", "true")
            case "e":
                return CellError(text)
            case "d":
                return from_iso(text)
        raise XlsxError(
            f"单元格类型 {kind!r} 的内容 {text[:40]!r} 不认识",
            remedy="请在 Excel/WPS 中重新输入这个单元格",
        )

    def _shared(self, text: str) -> str:
        strings = self._strings()
        if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) < len(strings)):
            raise XlsxError(
                f"共享文字的编号 {text[:40]!r} 不存在", remedy="请用 Excel/WPS 打开并重新保存一次"
            )
        return strings[int(text)]
