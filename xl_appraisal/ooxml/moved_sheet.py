"""A sheet part after rows came or went on it or on another sheet (ECMA-376 Part 1, 18.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import MAX_ROW, Area, Ref, a1
from xl_appraisal.ooxml.moved_ranges import Ranges
from xl_appraisal.ooxml.part_xml import element
from xl_appraisal.ooxml.row_edit import RowEditor
from xl_appraisal.ooxml.row_moves import RowMove, moved_address, moved_formula
from xl_appraisal.ooxml.row_patterns import FoundCell, RowSpan
from xl_appraisal.ooxml.shared_formulas import Scan
from xl_appraisal.ooxml.sheet_frame import ATTRIBUTES, Frame, parse_area

_ADDRESS = re.compile(rb"""(\sr\s*=\s*["'][A-Z]{1,3})[0-9]+(?=["'])""")
_NUMBER = re.compile(rb"""(\sr\s*=\s*["'])[0-9]+(?=["'])""")
_OWN = re.compile(rb"""\s(?:r|hidden|collapsed|outlineLevel)\s*=\s*(?:"[^"<]*"|'[^'<]*')""")
_REF = re.compile(rb"""(\sref\s*=\s*["'])[^"']*(?=["'])""")
_STYLE = re.compile(rb"""\ss\s*=\s*["'][0-9]{1,9}["']""")
_TAG = re.compile(rb"<[^\s<>/]+" + ATTRIBUTES + rb"\s*/?>")


class MovedSheet:
    """Makes the new bytes of one sheet part; ``like`` is the row whose look new rows have."""

    def __init__(self, data: bytes, name: str, frame: Frame, found: Scan, rows: RowEditor) -> None:
        self._data, self._name, self._frame, self._found = data, name, frame, found
        self._rows = rows
        self._formula_tag = b"<%bf" % frame.prefix

    def after(self, move: RowMove, like: int = 0) -> bytes:
        """The part after ``move``; the same object where it says nothing of that sheet.

        :class:`XlsxError` for what cannot be moved: arrays that are cut, filters whose header goes.
        """
        own, data, frame = move.sheet == self._name, self._data, self._frame
        plain = own or self._shares(move)
        pieces = list(self._moved_rows(move, plain, like if own else 0))
        ranges = Ranges(self._name, move, like)
        head, tail = data[: frame.body], data[frame.body_end :]
        new_head, new_tail = ranges.head(head), ranges.tail(tail)
        if not own and (new_head, new_tail) == (head, tail) and pieces == [self._body()]:
            return data
        return b"".join([new_head, *pieces, new_tail])

    def _body(self) -> bytes:
        return self._data[self._frame.body : self._frame.body_end]

    def _shares(self, move: RowMove) -> bool:
        """Whether a shared formula speaks of the rows: each cell then gets its own text."""
        cells = self._found.cells
        places = {*self._found.followers, *(ref for ref, _ in self._found.masters.values())}
        texts = (cells[ref].formula or "" for ref in places if ref in cells)
        return any(moved_formula(text, self._name, move) != text for text in texts)

    def _moved_rows(self, move: RowMove, plain: bool, like: int) -> Iterator[bytes]:
        own = move.sheet == self._name
        data, at = self._data, self._frame.body
        added = list(self._new_rows(move, like)) if like and move.rows > 0 else []
        for span in self._found.rows():
            if own and added and span.number >= move.at:
                yield data[at : span.start]
                at = span.start
                yield from added
                added = []
            number = move.row(span.number) if own else span.number
            if number is None and move.rows > 0:
                raise XlsxError(f"第 {span.number} 行会移出工作表", allowed=f"最多 {MAX_ROW} 行")
            changed = b"" if number is None else self._row(span, number, move, plain)
            if changed != data[span.start : span.end]:
                yield data[at : span.start]
                yield changed
                at = span.end
        yield data[at : self._frame.body_end]
        yield from added

    def _row(self, span: RowSpan, number: int, move: RowMove, plain: bool) -> bytes:
        data, stays = self._data, number == span.number
        start = data[span.start : span.end if span.body < 0 else span.body]
        pieces, at = [start if stays else _NUMBER.sub(rb"\g<1>%d" % number, start, 1)], span.body
        if not stays and not _NUMBER.search(start):
            raise XlsxError(f"第 {span.number} 行没有写行号，不能移动行")
        if span.body < 0 or (stays and data.find(self._formula_tag, span.start, span.end) < 0):
            return data[span.start : span.end] if stays else pieces[0]
        for cell in self._rows.cells(span):
            kept = data[cell.start : cell.end]
            changed = kept if cell.raw.formula is None else self._formula(span, cell, move, plain)
            if not stays:
                changed = _ADDRESS.sub(rb"\g<1>%d" % number, changed, 1)
            if changed is not kept:
                pieces += [data[at : cell.start], changed]
                at = cell.end
        return b"".join([*pieces, data[at : span.end]])

    def _formula(self, span: RowSpan, cell: FoundCell, move: RowMove, plain: bool) -> bytes:
        """The cell's bytes with its formula as it is to be."""
        raw, written, prefix = cell.raw.formula, cell.bytes.formula, self._frame.prefix
        kept, ref = self._data[cell.start : cell.end], (span.number, cell.column)
        if raw is None:
            return kept
        if raw.kind == "shared":
            if not plain:
                return kept
            new = element(prefix, b"f", self._moved(self._text(ref), ref, move))
            return kept.replace(written, new, 1)
        if raw.kind == "dataTable":
            if move.sheet == self._name:
                raise XlsxError("有模拟运算表的工作表不能增减行", cell=a1(*ref))
            return kept
        text = self._moved(raw.text, ref, move)
        tag = _TAG.match(written)
        if tag is None:
            raise XlsxError("公式的写法不能改写", cell=a1(*ref))
        opening = tag[0]
        if raw.kind == "array" and move.sheet == self._name:
            opening = _REF.sub(rb"\g<1>%b" % self._array(raw.ref, ref, move), opening, 1)
        if text == raw.text and opening == tag[0]:
            return kept
        new = opening + element(prefix, b"f", text).partition(b">")[2]
        return kept.replace(written, new, 1)

    def _text(self, ref: Ref) -> str:
        return self._found.cells[ref].formula or ""

    def _moved(self, text: str, ref: Ref, move: RowMove) -> str:
        try:
            return moved_formula(text, self._name, move)
        except XlsxError as error:
            raise error.at(sheet=self._name, cell=a1(*ref)) from None

    def _array(self, text: str, ref: Ref, move: RowMove) -> bytes:
        area = parse_area(text) if text else Area(*ref, *ref)
        if move.cuts(area):
            raise XlsxError(
                "数组公式的区域里不能增减行",
                cell=a1(*ref),
                remedy="请在 Excel/WPS 中先清除整个数组公式",
            )
        return (moved_address(area, move) or text).encode()

    def _new_rows(self, move: RowMove, like: int) -> Iterator[bytes]:
        """Rows that look as ``like`` does, with nothing in them."""
        span = next((s for s in self._found.rows() if s.number == like), None)
        if span is None or span.body < 0:
            return
        name = self._frame.prefix
        tag = _TAG.search(self._data, span.start)
        own = tag[0][len(name) + 4 : -1] if tag else b""
        for number in range(move.at, move.at + move.rows):
            cells = b"".join(
                b'<%bc r="%b"%b/>' % (name, a1(number, cell.column).encode(), style[0])
                for cell in self._rows.cells(span)
                if (style := _STYLE.search(cell.bytes.attributes))
            )
            row = name + b"row"
            yield b'<%b r="%d"%b>%b</%b>' % (row, number, _OWN.sub(b"", own), cells, row)
