"""The ranges around the rows of a sheet part after rows came or went: merges, lists, tints, panes.

Lists (validations) and tints (conditional formats) go on over rows put in below their last one,
as both Excel and Calc have it: such rows are made like the row above them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import Area
from xl_appraisal.ooxml.part_xml import decode, to_xstring
from xl_appraisal.ooxml.row_moves import RowMove, moved_address, moved_formula
from xl_appraisal.ooxml.shared_formulas import translate
from xl_appraisal.ooxml.sheet_frame import ATTRIBUTES, parse_area

_PREFIX = rb"(?:[A-Za-z_][\w.-]*:)?"
_FORMULA = re.compile(
    rb"(<(%b(?:formula[12]?|f))(?:\s[^<>]*)?>)([^<]*)(?=</\2\s*>)" % _PREFIX, re.DOTALL
)
_ANYWHERE = re.compile(
    rb"(<(%b(?:formula[12]?|f|calculatedColumnFormula|totalsRowFormula|definedName))"
    rb"(?:\s[^<>]*)?>)([^<]*)(?=</\2\s*>)" % _PREFIX,
    re.DOTALL,
)
_XM_SQREF = re.compile(rb"(<%bsqref(?:\s[^<>]*)?>)([^<]*)" % _PREFIX)
_VALUE = re.compile(rb"""(<%bcfvo\s[^<>]*?\sval\s*=\s*["'])([^"'<]*)""" % _PREFIX)
_LOCATION = re.compile(rb"""(\slocation\s*=\s*["'])([^"']*)""")
_RULED = (b"conditionalFormatting", b"dataValidation", b"sparkline")
_DROPPED = (b"mergeCell", b"hyperlink", b"protectedRange", b"ignoredError", b"cellWatch")
_CONTAINERS = (
    (b"mergeCells", b"mergeCell"),
    (b"dataValidations", b"dataValidation"),
    (b"hyperlinks", b"hyperlink"),
    (b"protectedRanges", b"protectedRange"),
    (b"ignoredErrors", b"ignoredError"),
    (b"cellWatches", b"cellWatch"),
)
_NO_SUCH = ("<!--", "<![CDATA[")


def _whole(name: bytes) -> re.Pattern[bytes]:
    """An element with all that is in it; none of those asked for holds another of its name."""
    return re.compile(
        rb"<(%b%b)(%b)\s*(?:/>|>(.*?)</\1\s*>)" % (_PREFIX, name, ATTRIBUTES), re.DOTALL
    )


def _attribute(name: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"""(\s%b\s*=\s*["'])([^"']*)""" % name)


_SQREF, _REF, _R = _attribute(b"sqref"), _attribute(b"ref"), _attribute(b"r")


class Ranges:
    """Head and tail of the sheet ``here`` after a move on it, or on another that it names."""

    def __init__(self, here: str, move: RowMove, like: int = 0) -> None:
        self._here, self._move, self._like = here, move, like
        self._own = here == move.sheet

    def head(self, data: bytes) -> bytes:
        """What stands before the rows: the area used and the frozen panes."""
        if not self._own:
            return data
        data = self._each(data, b"dimension", lambda m: self._ranged(m[0], _REF))
        return self._each(data, b"pane", self._pane)

    def tail(self, data: bytes) -> bytes:
        """What stands behind the rows.  :class:`XlsxError` for what cannot be moved."""
        for odd in _NO_SUCH:
            if odd.encode() in data:
                raise XlsxError(f"工作表里有不认识的写法 {odd}，不能增减行", sheet=self._here)
        if not self._own:
            return self.formulas(self._each(data, b"hyperlink", lambda m: self._located(m[0])))
        for name in _RULED:
            data = self._each(data, name, self._ruled)
        for name in _DROPPED:
            data = self._each(data, name, self._listed)
        for name in (b"autoFilter", b"sortState", b"sortCondition"):
            data = self._each(data, name, lambda m: self._kept(m[0]))
        data = self._each(data, b"brk", self._break)
        if re.search(rb"<%b(?:scenarios|dataConsolidate|customSheetView)\b" % _PREFIX, data):
            raise XlsxError("工作表里有方案、合并计算或自定义视图，不能增减行", sheet=self._here)
        for container, item in _CONTAINERS:
            data = self._each(data, container, lambda m, item=item: _counted(m[0], item))  # type: ignore[misc]
        return data

    def formulas(self, data: bytes) -> bytes:
        """Every formula in a part that names its sheets: lists, names, charts, tables."""

        def new(match: re.Match[bytes]) -> bytes:
            return match[1] + self.formula(match[3])

        return _ANYWHERE.sub(new, data)

    def _each(self, data: bytes, name: bytes, change: Callable[[re.Match[bytes]], bytes]) -> bytes:
        return _whole(name).sub(change, data)

    def formula(self, raw: bytes) -> bytes:
        """One formula as it is written in a part."""
        text = decode(raw)
        moved = moved_formula(text, self._here, self._move)
        return raw if moved == text else to_xstring(moved, len(moved) + 1).encode()

    def _ranged(self, tag: bytes, attribute: re.Pattern[bytes]) -> bytes:
        """The element with its ranges moved; empty where none is left."""
        match = attribute.search(tag)
        if match is None:
            return tag
        moved = [moved_address(parse_area(part), self._move) for part in _parts(match[2])]
        left = " ".join(part for part in moved if part)
        return tag[: match.start(2)] + left.encode() + tag[match.end(2) :] if left else b""

    def _listed(self, match: re.Match[bytes]) -> bytes:
        """A merge, a link …: gone with its rows, and a merge of one cell is none."""
        tag = match[0]
        name = match[1].rpartition(b":")[2]
        attribute = _REF if name in (b"mergeCell", b"hyperlink") else _SQREF
        moved = self._ranged(tag, _R if name == b"cellWatch" else attribute)
        if name == b"mergeCell" and moved:
            found = _REF.search(moved)
            return moved if found and b":" in found[2] else b""
        return self._located(moved)

    def _located(self, tag: bytes) -> bytes:
        """A link to a place in the workbook."""
        match = _LOCATION.search(tag)
        if match is None or b"!" not in match[2]:
            return tag
        return tag[: match.start(2)] + self.formula(match[2]) + tag[match.end(2) :]

    def _kept(self, tag: bytes) -> bytes:
        moved, found = self._ranged(tag, _REF), _REF.search(tag)
        header = parse_area(found[2].decode()).top if found is not None else 1
        if b"autoFilter" in tag and self._move.row(header) is None:
            raise XlsxError("筛选的表头所在的行不能删除", sheet=self._here)
        return moved

    def _break(self, match: re.Match[bytes]) -> bytes:
        """A page break by hand stands below a row."""
        tag = match[0]
        found = _attribute(b"id").search(tag)
        column = _attribute(b"max").search(tag)
        if found is None or (column is not None and int(column[2]) > 16_383):
            return tag  # between columns
        row = self._move.row(int(found[2]) + 1)
        return tag if row is None else b"%b%d%b" % (
            tag[: found.start(2)], row - 1, tag[found.end(2) :]
        )  # fmt: skip

    def _pane(self, match: re.Match[bytes]) -> bytes:
        """Frozen rows are frozen after the move too."""
        tag = match[0]
        rows = re.search(rb"""(\sySplit\s*=\s*["'])([0-9]+)(?=["'])""", tag)
        if rows is None or b"frozen" not in tag:
            return tag
        span = self._move.span(1, int(rows[2]))
        last = span[1] if span is not None else 1
        by = last - int(rows[2])
        tag = tag[: rows.start(2)] + b"%d" % last + tag[rows.end(2) :]
        top = re.search(rb"""(\stopLeftCell\s*=\s*["'][A-Z]+)([0-9]+)""", tag)
        return tag if top is None else b"%b%d%b" % (
            tag[: top.start(2)], max(1, int(top[2]) + by), tag[top.end(2) :]
        )  # fmt: skip

    # ── ranges with formulas that count from their first cell ──

    def _ruled(self, match: re.Match[bytes]) -> bytes:
        """A tint, a list: its ranges, and its formulas as they are from its first cell."""
        whole = match[0]
        found = (_SQREF.search(match[2]) and _SQREF.search(whole)) or _XM_SQREF.search(whole)
        if found is None:
            return whole
        areas = [parse_area(part) for part in _parts(found[2])]
        left = [(area, moved) for area in areas if (moved := self._grown(area)) is not None]
        if not left:
            return b""
        ranges = " ".join(moved for _, moved in left).encode()
        done = whole[: found.start(2)] + ranges + whole[found.end(2) :]
        if match[1].endswith(b"sparkline"):
            return self.formulas(done)
        first, move = left[0][0], self._move
        start = first.top if move.row(first.top) is not None else move.at - move.rows
        rows, columns = start - areas[0].top, first.left - areas[0].left
        fixed_only = move.row(start) == start and any(map(move.cuts, areas))

        def formula(m: re.Match[bytes]) -> bytes:
            text = decode(m[m.lastindex or 0])
            based = translate(text, rows, columns)
            moved = moved_formula(based, self._here, move, fixed_only=fixed_only)
            return m[0] if moved == text else m[1] + to_xstring(moved).encode()

        return _VALUE.sub(formula, _FORMULA.sub(formula, done))

    def _grown(self, area: Area) -> str | None:
        move = self._move
        if move.rows > 0 and area.bottom == move.at - 1 and area.top <= self._like <= area.bottom:
            area = area._replace(bottom=area.bottom + move.rows)
            return moved_address(area, move._replace(at=area.bottom + 1))
        return moved_address(area, move)


def _parts(raw: bytes) -> list[str]:
    return raw.decode("latin-1").split()


def _counted(whole: bytes, item: bytes) -> bytes:
    """A list of elements with their number; gone where none is left."""
    number = len(re.findall(rb"<%b%b[\s/>]" % (_PREFIX, item), whole))
    if not number:
        return b""
    tag, _, rest = whole.partition(b">")
    return re.sub(rb"""(\scount\s*=\s*["'])[0-9]+""", rb"\g<1>%d" % number, tag) + b">" + rest
