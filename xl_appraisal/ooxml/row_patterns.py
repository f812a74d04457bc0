"""Rows and cells in the form that every program writes, told apart by patterns.

What they do not know (comments, CDATA, single quotes, rich inline text, addresses left out …) is
:class:`Irregular`, and goes to :mod:`.row_parser`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import parse_a1
from xl_appraisal.ooxml.part_xml import decode, from_xstring
from xl_appraisal.ooxml.sheet_frame import PLAIN_ATTRIBUTES, PREFIXED_ATTRIBUTES

ATTRIBUTE = re.compile(rb"""\s+([^\s=<>"'/]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")


class Irregular(Exception):
    """XML that is allowed but not in the form that the patterns know."""


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
    """A ``c`` element as written: up to its attributes, those, its children."""

    lead: bytes
    attributes: bytes
    formula: bytes
    value: bytes
    rest: bytes  # what may follow the value: an extLst


class FoundCell(NamedTuple):
    """One cell with the place of its bytes in the sheet part."""

    column: int
    start: int
    end: int
    bytes: CellBytes
    raw: RawCell


class RowSpan(NamedTuple):
    """Where a row stands in the sheet part; ``body`` is -1 for ``<row/>``."""

    number: int
    start: int
    body: int
    body_end: int
    end: int
    usual: bool  # every cell is in the usual form

    def moved(self, by: int) -> RowSpan:
        """The same row so many rows further down, one right behind the other."""
        number, start, body, body_end, end, usual = self
        far = by * (end - start)
        inside = body + far if body >= 0 else body
        return RowSpan(number + by, start + far, inside, body_end + far, end + far, usual)


class Patterns(NamedTuple):
    """The elements of a sheet under one namespace prefix.

    ``row``: number, other attributes, ``/`` if empty, end tag if all cells are blank.
    ``blank``: letters, number, style of a cell that has no more.
    ``cell``: the blank cells before it, then letters, number, attributes, formula (whole,
    attributes, text), value (whole, text of ``v``, text of ``is``); or all that follows where no
    cell begins.
    """

    row: re.Pattern[bytes]
    row_end: bytes
    blank: re.Pattern[bytes]
    cell: re.Pattern[bytes]


@lru_cache(maxsize=8)
def patterns(prefix: bytes) -> Patterns:
    """The patterns for ``prefix`` (with its colon, ``b""`` for none)."""
    p = re.escape(prefix)
    names = {name: p + name for name in (b"row", b"c", b"f", b"v", b"is", b"t")}
    names[b"any"] = PREFIXED_ATTRIBUTES + rb"[ \t\r\n]*"
    names[b"a"] = PLAIN_ATTRIBUTES + rb"[ \t\r\n]*"
    names[b"at"] = rb"([A-Z]{1,3})([1-9][0-9]{0,6})"
    names[b"space"] = rb"""(?: xml:space="(?:preserve|default)")?"""
    names[b"formula"] = rb"<%(f)b(%(a)b)(?:/>|>([^<]*)</%(f)b>)" % names
    names[b"v"] = rb"<%(v)b%(space)b(?:/>|>([^<]*)</%(v)b>)" % names
    names[b"inline"] = rb"<%(is)b><%(t)b%(space)b(?:/>|>([^<]*)</%(t)b>)</%(is)b>" % names
    blank = rb'<%(c)b r="([A-Z]{1,3})([1-9][0-9]{0,6})"( s="[0-9]{1,9}")?/>' % names
    names[b"blank"] = b"(?:%b)*+" % re.sub(rb"\((?!\?)", b"(?:", blank)
    names[b"inside"] = rb"(%(formula)b)?(%(v)b|%(inline)b)?" % names
    number, end = rb'(?: r="([1-9][0-9]{0,6})")?', rb"(?:(/)>|>(?:%(blank)b(</%(row)b>))?)"
    row = rb"[ \t\r\n]*<%(row)b" + number + rb"(%(any)b)" + end
    names[b"usual"] = rb'(?: s="[0-9]{1,9}")?(?: t="[A-Za-z]{1,9}")?%(a)b' % names
    cell = rb'(?!\Z)(%(blank)b)(?:<%(c)b r="%(at)b"(%(usual)b)(?:/>|>%(inside)b</%(c)b>)|\Z|(.+))'
    return Patterns(
        re.compile(row % names),
        b"</%brow>" % prefix,
        re.compile(blank),
        re.compile(cell % names, re.DOTALL),
    )


class Columns(dict[bytes, int]):
    """Column numbers by letters, worked out when first met; :class:`Irregular` for none."""

    def __missing__(self, letters: bytes) -> int:
        try:
            column = self[letters] = parse_a1(letters.decode("ascii") + "1")[1]
        except ValueError:
            raise Irregular from None
        return column


COLUMNS = Columns()


def attributes_of(raw: bytes) -> dict[str, str]:
    """Attributes by name; :class:`Irregular` if one stands twice or declares a namespace."""
    found: dict[str, str] = {}
    for raw_name, double, single in ATTRIBUTE.findall(raw):
        name = raw_name.decode("latin-1")
        if name in found or name.startswith("xmlns"):
            raise Irregular
        found[name] = decode(double or single)
    return found


_LETTERS = re.compile(rb' r="([A-Z]+)"')


def blank_columns(run: bytes) -> tuple[int, int]:
    """First and last column of blank cells whose row number was taken out of their addresses.

    :class:`Irregular` where they are of another row or out of order.
    """
    columns = [COLUMNS[letters] for letters in _LETTERS.findall(run)]
    if len(columns) != run.count(b"<") or any(a >= b for a, b in pairwise(columns)):
        raise Irregular
    return columns[0], columns[-1]


def usual_cells(data: bytes, span: RowSpan, known: Patterns) -> Iterator[FoundCell]:
    """The cells of a row that was read as usual."""
    at = span.body if span.body >= 0 else span.body_end
    while at < span.body_end:
        cell = usual_cell(data, at, span.body_end, known)
        yield cell
        at = cell.end


def usual_cell(data: bytes, at: int, end: int, known: Patterns) -> FoundCell:
    """The cell that begins there, of a row that was read as usual."""
    match = known.blank.match(data, at, end)
    if match:
        column, attributes = COLUMNS[match[1]], match[3] or b""
        lead = data[at : match.end() - len(attributes) - 2]
        raw = RawCell("n", int(attributes[4:-1] or 0), None, None)
        return FoundCell(column, at, match.end(), CellBytes(lead, attributes, b"", b"", b""), raw)
    match = known.cell.match(data, at, end)
    if match is None or not match[2]:
        raise Irregular
    _, letters, _, attributes, formula, given, text, value, v, inline, _ = match.groups()
    raw = RawCell(
        *kind_and_style(attributes_of(attributes)),
        None if formula is None else make_formula(attributes_of(given), decode(text or b"")),
        None if value is None else decode(v or inline or b""),
    )
    written = CellBytes(data[at : match.start(4)], attributes, formula or b"", value or b"", b"")
    return FoundCell(COLUMNS[letters], at, match.end(), written, raw)


def kind_and_style(named: dict[str, str]) -> tuple[str, int]:
    """The type and the style index that a cell's attributes give (18.3.1.4)."""
    text = named.get("s", "0")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise XlsxError(f"样式编号 {text!r} 无效", remedy="请用 Excel/WPS 重新保存一次")
    return named.get("t", "n"), int(text)


def make_formula(named: dict[str, str], text: str) -> RawFormula:
    """An ``f`` element from its attributes and text (18.3.1.40)."""
    kind = named.get("t", "normal")
    if kind not in ("normal", "shared", "array", "dataTable"):
        raise XlsxError(f"不认识的公式类型 {kind!r}", remedy="请用 Excel/WPS 重新保存一次")
    if kind == "dataTable":
        text = f"TABLE({named.get('r1', '')},{named.get('r2', '')})"
    return RawFormula(kind, from_xstring(text), named.get("ref", ""), named.get("si", ""))
