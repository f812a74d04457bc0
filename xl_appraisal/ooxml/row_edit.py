"""Put new values into the bytes of one row (ECMA-376 Part 1, 18.3.1.73)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import Formula, Ref, a1, parse_a1
from xl_appraisal.ooxml.cell_read import CellBytes, CellReader, RawCell, decoded, patterns, split
from xl_appraisal.ooxml.cell_write import KEEP, Edit, cell_bytes, content, edited, formula_bytes
from xl_appraisal.ooxml.row_parser import read_rows
from xl_appraisal.ooxml.row_renumber import Renumberer
from xl_appraisal.ooxml.scan_result import RowSpan, Scan
from xl_appraisal.ooxml.sheet_frame import Frame, column_style

_STYLE = re.compile(rb"""\ss\s*=\s*["']([0-9]{1,9})["']""")
_CUSTOM = re.compile(rb"""\scustomFormat\s*=\s*["'](?:1|true)["']""")
_SPANS = re.compile(rb"""(\sspans\s*=\s*["'])([0-9: ]+)""")


class _Place(NamedTuple):
    """Where a cell stands, or (``raw`` is ``None``) where it is to be put in."""

    start: int
    end: int
    lead: bytes
    bytes: CellBytes
    raw: RawCell | None


_NOTHING = CellBytes(b"", b"", b"", b"")


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
        self._renumber = Renumberer(data, self._patterns)

    def create(self, row: int, edits: Sequence[Edit]) -> bytes:
        """A row that the sheet does not have yet; empty if no edit needs one."""
        cells = b"".join(self._new_cell((row, edit[0]), edit, b"") for edit in edits)
        name = self._frame.prefix + b"row"
        return b'<%b r="%d">%b</%b>' % (name, row, cells, name) if cells else b""

    def edit(self, span: RowSpan, edits: Sequence[Edit]) -> bytes:
        """The row with the edits (columns ascending) in it; empty if nothing changes."""
        if span.quick and (new := self._renumber.row(span, edits)):
            return new
        data = self._data
        empty = span.body < 0
        tag = data[span.start : span.end if empty else span.body]
        at, before = span.body, len(self.new)
        pieces: list[bytes] = []
        changed: bytes | None
        places = self._generic_places(span, edits) if not span.quick else None
        for index, edit in enumerate(edits):
            ref = span.number, edit[0]
            place = places[index] if places else self._quick_place(span, ref, max(at, 0))
            if place.raw is None:
                changed = self._new_cell(ref, edit, tag)
            else:
                changed = self._changed(place, place.raw, ref, edit)
            if changed:
                pieces += [data[at : place.start], changed]
                at = place.end
        if not pieces:
            return b""
        tag = _widened(tag, [column for _, column in self.new[before:]])
        if empty:
            tag = tag[: tag.rindex(b"/")].rstrip() + b">"
            return b"".join([tag, *pieces, b"</%brow>" % self._frame.prefix])
        return b"".join([tag, *pieces, data[at : span.end]])

    def _quick_place(self, span: RowSpan, ref: Ref, start: int) -> _Place:
        """Find a cell of a row in the usual form, where no ``<c r=`` stands in text."""
        if span.body < 0:
            return _Place(-1, -1, b"", _NOTHING, None)
        lead = b'%b%b"' % (self._patterns.lead, a1(*ref).encode())
        at = self._data.find(lead, start, span.body_end)
        if at < 0:
            at = self._place_for(span, ref[1], start)
            return _Place(at, at, b"", _NOTHING, None)
        end = self._data.find(self._patterns.lead, at + 1, span.body_end)
        end = span.body_end if end < 0 else end
        parts = split(self._patterns, self._data[at + len(lead) : end])
        return _Place(at, end, lead, parts, decoded(self._patterns, parts))

    def _place_for(self, span: RowSpan, column: int, at: int) -> int:
        """Where a cell that the row does not have is to be put in."""
        data, lead = self._data, self._patterns.lead
        while (at := data.find(lead, at, span.body_end)) >= 0:
            address = at + len(lead)
            if parse_a1(data[address : data.index(b'"', address)].decode())[1] > column:
                return at
            at = address
        return span.body_end

    def _generic_places(self, span: RowSpan, edits: Sequence[Edit]) -> list[_Place]:
        rows = read_rows(self._data, self._frame, span.start, span.end, self._part, span.number - 1)
        cells = iter(rows[0].cells)
        cell, lead, places = next(cells, None), b"<%bc" % self._frame.prefix, []
        for column, _, _ in edits:
            while cell is not None and cell.column < column:
                cell = next(cells, None)
            if cell is not None and cell.column == column:
                places.append(_Place(cell.start, cell.end, lead, cell.bytes, cell.raw))
            else:
                at = span.body_end if cell is None else cell.start
                at = -1 if span.body < 0 else at
                places.append(_Place(at, at, b"", _NOTHING, None))
        return places

    def _changed(self, place: _Place, raw: RawCell, ref: Ref, edit: Edit) -> bytes | None:
        shown = self._found.cells.look(ref).formula
        try:
            new = edited(self._frame.prefix, place.bytes, raw, edit, shown, self._reader)
        except XlsxError as error:
            raise error.at(part=self._part, cell=a1(*ref)) from error.__cause__
        if new is None:
            return None
        if raw.formula is not None and new.formula != place.bytes.formula:
            other = raw.formula.kind in ("array", "dataTable")
            self.formula_gone |= other or not new.formula
        return cell_bytes(self._frame.prefix, place.lead, new)

    def _new_cell(self, ref: Ref, edit: Edit, tag: bytes) -> bytes:
        prefix, write, formula = self._frame.prefix, edit[1], b""
        if write is None or write is KEEP:
            return b""
        part_of_array = self._found.cells.look(ref).formula is not None
        try:
            if isinstance(write, Formula):
                formula, write = formula_bytes(prefix, write.text), write.value
            kind, value = content(prefix, write, bool(formula) or part_of_array)
        except XlsxError as error:
            raise error.at(part=self._part, cell=a1(*ref)) from error.__cause__
        self.new.append(ref)
        attributes = b' r="%b"' % a1(*ref).encode()
        if style := self._style(ref[1], tag):
            attributes += b' s="%d"' % style
        if kind:
            attributes += b' t="%b"' % kind
        return cell_bytes(prefix, b"<%bc" % prefix, CellBytes(attributes, formula, value, b""))

    def _style(self, column: int, tag: bytes) -> int:
        """The style that an empty cell there shows: its row's, else its column's."""
        match = _STYLE.search(tag) if _CUSTOM.search(tag) else None
        return int(match[1]) if match else column_style(self._frame, column)


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
