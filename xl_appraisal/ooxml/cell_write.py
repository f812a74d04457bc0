"""The new bytes of one cell (ECMA-376 Part 1, 18.3.1.4)."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import CellError, Formula
from xl_appraisal.model.limits import MAX_DIGITS, MAX_FORMULA_UNITS
from xl_appraisal.ooxml.cell_values import CellReader
from xl_appraisal.ooxml.part_xml import element
from xl_appraisal.ooxml.row_patterns import ATTRIBUTE, CellBytes, FoundCell, RawCell

Edit: TypeAlias = tuple[int, object, str | None]
"""Column; a ``Write``, or :data:`KEEP` for the value as it is; the formula to give instead of
the one kept (a follower of a shared formula whose first cell goes gets its own text).
"""

KEEP = object()
_LARGEST = 308  # places before the point of the largest double


def content(prefix: bytes, value: object, for_formula: bool) -> tuple[bytes, bytes]:
    """Type attribute and value element: ``(b"b", b"<v>1</v>")``; nothing for ``None``.

    Numbers are written as plain decimals, never through a binary float.  Text of a formula is
    of type ``str``; other text stands in the cell (``inlineStr``), so that sharedStrings.xml,
    and with it every other sheet, stays as it is.  :class:`XlsxError` if Excel cannot hold it.
    """
    tag = prefix + b"v"
    match value:
        case None:
            return b"", b""
        case bool():
            return b"b", b"<%s>%d</%s>" % (tag, value, tag)
        case Decimal():
            return b"", b"<%s>%s</%s>" % (tag, digits(value), tag)
        case CellError():
            return b"e", element(prefix, b"v", value)
        case str() if for_formula:
            return b"str", element(prefix, b"v", value)
        case str():
            inside = element(prefix, b"t", value)
            return b"inlineStr", b"<%sis>%s</%sis>" % (prefix, inside, prefix)
    raise TypeError(f"cannot write a {type(value).__name__} into a cell")


def not_writable(value: Decimal) -> XlsxError:
    """A number that no cell can hold."""
    return XlsxError(f"数值 {value} 不能写入", allowed=f"只接受小于 1E{_LARGEST} 的有限小数")


def digits(value: Decimal) -> bytes:
    """A finite number as plain decimal text; :class:`XlsxError` if a cell cannot hold it."""
    if not value:
        return b"0"
    text = str(value).encode()
    if b"E" in text:
        if not -MAX_DIGITS < value.adjusted() < _LARGEST:
            raise not_writable(value)
        text = format(value, "f").encode()
    if len(text) > MAX_DIGITS:
        raise XlsxError(f"数值有 {len(text)} 位", allowed=f"最多 {MAX_DIGITS} 位")
    return text


@lru_cache(maxsize=4096)
def retyped(attributes: bytes, kind: bytes, same_formula: bool) -> bytes:
    """The attributes with type ``kind``, all others as they were written.

    Metadata that describes the old value (``vm``), or an old formula (``cm``), goes.
    """
    drop = {b"t", b"vm"} if same_formula else {b"t", b"vm", b"cm"}
    kept = b"".join(m[0] for m in ATTRIBUTE.finditer(attributes) if m[1] not in drop)
    return kept + b' t="%s"' % kind if kind else kept


def cell_bytes(prefix: bytes, cell: CellBytes) -> bytes:
    """The whole element."""
    inside = cell.formula + cell.value + cell.rest
    if not inside:
        return b"%s%s/>" % (cell.lead, cell.attributes)
    return b"%s%s>%s</%sc>" % (cell.lead, cell.attributes, inside, prefix)


def formula_bytes(prefix: bytes, text: str) -> bytes:
    """A plain ``f`` element; :class:`XlsxError` for a text that Excel would not take."""
    if not text or text.startswith("="):
        raise XlsxError(f"公式 {text[:40]!r} 无效", allowed="公式不能为空，也不带开头的等号")
    return element(prefix, b"f", text, MAX_FORMULA_UNITS)


def edited(
    prefix: bytes, found: FoundCell, edit: Edit, shown: str | None, reader: CellReader
) -> CellBytes | None:
    """The cell after ``edit``, or ``None`` if it already holds just that.

    ``shown`` is the formula text that the cell shows now, ``None`` if it has no formula.
    """
    (_, write, instead), cell, raw = edit, found.bytes, found.raw
    if write is None:
        if not (cell.formula or cell.value):
            return None
        attributes = retyped(cell.attributes, b"", False)
        return CellBytes(cell.lead, attributes, b"", b"", cell.rest)
    formula, own = cell.formula, bool(cell.formula)
    if instead is not None:
        formula = formula_bytes(prefix, instead)
    if isinstance(write, Formula):
        if write.text != shown:  # a part of an array shows the array's, and has none of its own
            formula, own = formula_bytes(prefix, write.text), False
        write = write.value
    if write is KEEP or _holds(raw, write, reader):
        if formula == cell.formula:
            return None
        if write is KEEP or raw.kind not in ("s", "inlineStr"):
            kept = b"" if raw.kind == "n" else raw.kind.encode()
            return cell._replace(attributes=retyped(cell.attributes, kept, own), formula=formula)
    kind, value = content(prefix, write, shown is not None or bool(formula))
    attributes = retyped(cell.attributes, kind, own)
    return CellBytes(cell.lead, attributes, formula, value, cell.rest)


def _holds(raw: RawCell, write: object, reader: CellReader) -> bool:
    """Whether the cell's stored value is that value already, of the same type."""
    stored = None if raw.text is None else reader.stored(raw.kind, raw.text)
    return type(stored) is type(write) and stored == write
