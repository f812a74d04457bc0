"""Put new values into the bytes of one row (ECMA-376 Part 1, 18.3.1.73)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import EMPTY, Formula, Ref, a1
from xl_appraisal.model.late_pattern import late_pattern
from xl_appraisal.ooxml.cell_values import CellReader
from xl_appraisal.ooxml.cell_write import KEEP, Edit, cell_bytes, content, edited, formula_bytes
from xl_appraisal.ooxml.row_parser import read_rows
from xl_appraisal.ooxml.row_patterns import (
    ATTRIBUTE,
    CellBytes,
    FoundCell,
    RowSpan,
    patterns,
    usual_cell,
    usual_cells,
)
from xl_appraisal.ooxml.shared_formulas import Scan
from xl_appraisal.ooxml.shared_parts import DATE
from xl_appraisal.ooxml.sheet_frame import Frame, column_style

_STYLE = late_pattern(rb"""\ss\s*=\s*["']([0-9]{1,9})["']""")
_CUSTOM = late_pattern(rb"""\scustomFormat\s*=\s*["'](?:1|true)["']""")
_DAYS = {
    False: (date(1900, 3, 1), date(1899, 12, 30)),
    True: (date(1904, 1, 2), date(1904, 1, 1)),
}
"""By date system: the first day that all programs count alike, and day 0."""
_SPANS = late_pattern(rb"""(\sspans\s*=\s*["'])([0-9: ]+)""")

Restyle: TypeAlias = Callable[[int, str], int]
"""Gives for a cell format's index and the code of a number format that of one which has it."""


class RowEditor:
    """Edits rows of one sheet part and keeps account of what that means for the rest."""

    def __init__(
        self, data: bytes, part: str, frame: Frame, found: Scan, reader: CellReader
    ) -> None:
        self.new: list[Ref] = []
        """Cells put in where there was none."""
        self.formula_gone = False
        """Some cell has no formula any more, or one of another kind."""
        self._data, self._part, self._frame = data, part, frame
        self._found, self._reader = found, reader
        self._patterns = patterns(frame.prefix)
        self._row: RowSpan | None = None
        self._cells: list[FoundCell] = []

    def create(self, row: int, edits: Sequence[Edit]) -> bytes:
        """A row that the sheet does not have yet; empty if no edit needs one."""
        cells = b"".join(self._new_cell((row, edit[0]), edit, b"") for edit in edits)
        name = self._frame.prefix + b"row"
        return b'<%b r="%d">%b</%b>' % (name, row, cells, name) if cells else b""

    def edit(self, span: RowSpan, edits: Sequence[Edit]) -> bytes:
        """The row with the edits (columns ascending) in it; empty if nothing changes."""
        data, pieces, before = self._data, list[bytes](), len(self.new)
        empty = span.body < 0
        tag = data[span.start : span.end if empty else span.body]
        at = span.body
        for edit in edits:
            found = self._find(span, edit[0])
            changed: bytes | None
            if isinstance(found, FoundCell):
                start, end = found.start, found.end
                changed = self._changed(found, (span.number, edit[0]), edit)
            else:
                start = end = found
                changed = self._new_cell((span.number, edit[0]), edit, tag)
            if changed:
                pieces += [data[at:start] if at >= 0 else b"", changed]
                at = -1 if empty else end
        if not pieces:
            return b""
        tag = _widened(tag, [column for _, column in self.new[before:]])
        if empty:
            tag = tag[: tag.rindex(b"/")].rstrip() + b">"
            return b"".join([tag, *pieces, b"</%brow>" % self._frame.prefix])
        return b"".join([tag, *pieces, data[at : span.end]])

    def restyled(
        self, row: int, span: RowSpan | None, codes: Mapping[int, str], like: Restyle
    ) -> bytes:
        """The row with other number formats by column; what is not there is put in blank."""
        prefix, name = self._frame.prefix, self._frame.prefix + b"row"
        found = {} if span is None else {cell.column: cell for cell in self.cells(span)}
        empty = span is None or span.body < 0
        tag = b'<%b r="%d">' % (name, row)
        if span is not None:
            tag = self._data[span.start : span.end if empty else span.body]
            tag = _widened(tag, sorted(codes.keys() - found.keys()))
        if span is not None and empty:
            tag = tag[: tag.rindex(b"/")].rstrip() + b">"
        pieces, at = [tag], span.body if span is not None else -1
        for column in sorted(found.keys() | codes.keys()):
            cell = found.get(column)
            if cell is not None:
                pieces.append(self._data[at : cell.start])
                at = cell.end
            if column in codes:
                style = self._style(column, tag) if cell is None else cell.raw.style
                new = like(style, codes[column])
                pieces.append(_in_style(prefix, cell, (row, column), new))
            elif cell is not None:
                pieces.append(self._data[cell.start : cell.end])
        end = b"</%b>" % name
        return b"".join([*pieces, end if span is None or empty else self._data[at : span.end]])

    def cells(self, span: RowSpan) -> list[FoundCell]:
        """Every cell of a row with its bytes."""
        if self._row != span:
            self._row, self._cells = span, self._read(span)
        return self._cells

    def _read(self, span: RowSpan) -> list[FoundCell]:
        if span.usual:
            return list(usual_cells(self._data, span, self._patterns))
        rows = read_rows(self._data, self._frame, span.start, span.end, self._part, span.number - 1)
        return rows[0].cells

    def _find(self, span: RowSpan, column: int) -> FoundCell | int:
        """The cell in that column, or where it would have to stand."""
        if span.usual and span.body >= 0:
            own = b'<%bc r="%b"' % (self._frame.prefix, a1(span.number, column).encode())
            at = self._data.find(own, span.body, span.body_end)
            if at >= 0:
                return usual_cell(self._data, at, span.body_end, self._patterns)
        after = next((cell for cell in self.cells(span) if cell.column >= column), None)
        if after is None:
            return span.body_end
        return after if after.column == column else after.start

    def _changed(self, cell: FoundCell, ref: Ref, edit: Edit) -> bytes | None:
        edit = edit[0], self._stored(edit[1], cell.raw.style), edit[2]
        shown, had = self._found.cells.get(ref, EMPTY).formula, cell.raw.formula
        try:
            new = edited(self._frame.prefix, cell, edit, shown, self._reader)
        except XlsxError as error:
            raise error.at(part=self._part, cell=a1(*ref)) from error.__cause__
        if new is None:
            return None
        if had is not None and new.formula != cell.bytes.formula:
            self.formula_gone |= had.kind in ("array", "dataTable") or not new.formula
        return cell_bytes(self._frame.prefix, new)

    def _new_cell(self, ref: Ref, edit: Edit, tag: bytes) -> bytes:
        prefix, write, formula = self._frame.prefix, edit[1], b""
        if write is None or write is KEEP:
            return b""
        part_of_array = self._found.cells.get(ref, EMPTY).formula is not None
        style = self._style(ref[1], tag)
        write = self._stored(write, style)
        try:
            if isinstance(write, Formula):
                formula, write = formula_bytes(prefix, write.text), write.value
            kind, value = content(prefix, write, bool(formula) or part_of_array)
        except XlsxError as error:
            raise error.at(part=self._part, cell=a1(*ref)) from error.__cause__
        self.new.append(ref)
        attributes = b' r="%b"' % a1(*ref).encode()
        if style:
            attributes += b' s="%d"' % style
        if kind:
            attributes += b' t="%b"' % kind
        lead = b"<%bc" % prefix
        return cell_bytes(prefix, CellBytes(lead, attributes, formula, value, b""))

    def _stored(self, write: object, style: int) -> object:
        """A date as the day count where the cell shows dates, else as ISO text.

        A bare number would say nothing; the text reads the same and sorts the same.
        """
        if type(write) is not date:
            return write
        first, epoch = _DAYS[self._reader.date1904]
        if self._reader.shown(style) & DATE and write >= first:
            return Decimal((write - epoch).days)
        return write.isoformat()

    def _style(self, column: int, tag: bytes) -> int:
        """The style that an empty cell there shows: its row's, else its column's."""
        match = _STYLE.search(tag) if _CUSTOM.search(tag) else None
        return int(match[1]) if match else column_style(self._frame, column)


def _in_style(prefix: bytes, cell: FoundCell | None, ref: Ref, style: int) -> bytes:
    if cell is None:
        return b'<%bc r="%b" s="%d"/>' % (prefix, a1(*ref).encode(), style)
    kept = b"".join(m[0] for m in ATTRIBUTE.finditer(cell.bytes.attributes) if m[1] != b"s")
    return cell_bytes(prefix, cell.bytes._replace(attributes=b'%b s="%d"' % (kept, style)))


def _widened(tag: bytes, columns: Sequence[int]) -> bytes:
    """The row's start tag, its ``spans`` widened if a new column lies outside."""
    match = _SPANS.search(tag) if columns else None
    if match is None:
        return tag
    bounds = [int(number) for number in match[2].replace(b":", b" ").split()]
    first, last = min(*bounds, *columns), max(*bounds, *columns)
    if (first, last) == (min(bounds), max(bounds)):
        return tag
    return b"%b%d:%d%b" % (tag[: match.start(2)], first, last, tag[match.end() :])
