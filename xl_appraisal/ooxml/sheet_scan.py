"""The rows of a sheet part: every cell's value, and where each row stands in the bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.gc_pause import paused_gc
from xl_appraisal.model.grid import EMPTY, MAX_ROW, a1
from xl_appraisal.ooxml.cell_read import ATTRIBUTE, CellReader, Irregular, attributes_of, patterns
from xl_appraisal.ooxml.formula_groups import resolve
from xl_appraisal.ooxml.row_parser import GenericRow, read_rows
from xl_appraisal.ooxml.row_reader import RowReader
from xl_appraisal.ooxml.scan_result import RowSpan, Scan
from xl_appraisal.ooxml.sheet_frame import PREFIXED_ATTRIBUTES_ONLY, Frame, bound_prefixes
from xl_appraisal.ooxml.xml_parts import holds_forbidden, malformed

_ROW_NUMBER = re.compile(rb' r="([1-9][0-9]{0,5})"(.*)', re.DOTALL)


def scan(data: bytes, part: str, frame: Frame, reader: CellReader) -> Scan:
    """Read all rows.  Every byte between them is accounted for or :class:`XlsxError` raised."""
    with paused_gc():
        return _Scanner(data, part, frame, reader).run()


class _Scanner:
    def __init__(self, data: bytes, part: str, frame: Frame, reader: CellReader) -> None:
        self._data, self._part, self._frame = data, part, frame
        self._patterns = patterns(frame.prefix)
        self._found = Scan()
        self._rows = RowReader(data, part, self._found, self._patterns, reader)
        self._prefixes = bound_prefixes(data, frame)
        self._sound: set[bytes] = set()

    def run(self) -> Scan:
        row = 0
        for span in self._spans():
            if span.number <= row:
                raise malformed(f"行号 {span.number} 没有递增", self._part)
            row = span.number
            if not span.quick:
                continue
            try:
                if span.body >= 0:
                    self._rows.read(span)
                self._found.rows.append(span)
            except Irregular:
                self._read_generic(span.start, span.end, row - 1)
        resolve(self._found, self._part)
        return self._found

    def _spans(self) -> Iterator[RowSpan]:
        """Rows one by one; from the first that cannot be told apart, the rest by expat."""
        data, frame = self._data, self._frame
        start_tag, close = self._patterns.row, self._patterns.row_end
        at, stop, row = frame.body, frame.body_end, 0
        if holds_forbidden(data, at, stop):  # expat says where; the quick reader relies on none
            yield from self._read_generic(at, stop, row)
            return
        while match := start_tag.match(data, at, stop):
            attributes, empty = match.groups()
            end = body_end = match.end()
            if not empty:
                body_end = data.find(close, end, stop)
                end = body_end + len(close)
            if body_end < 0:
                break
            try:
                row = self._row_number(attributes, row)
            except Irregular:
                break
            body = -1 if empty else match.end()
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            yield RowSpan(row, start, body, body_end, end, True)
            at = end
        if data[at:stop].strip(b" \t\r\n"):
            yield from self._read_generic(at, stop, row)

    def _row_number(self, attributes: bytes, before: int) -> int:
        usual = _ROW_NUMBER.fullmatch(attributes)
        if usual is not None and (usual[2] in self._sound or self._is_sound(usual[2], b"r")):
            self._sound.add(usual[2])  # rows repeat each other
            return int(usual[1])
        if not self._is_sound(attributes):
            raise Irregular
        named = attributes_of(attributes)
        text = named.get("r", str(before + 1))
        if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= MAX_ROW):
            raise malformed(f"行号 {text[:20]!r} 无效", self._part)
        return int(text)

    def _is_sound(self, attributes: bytes, *others: bytes) -> bool:
        """Whether they are well-formed beside those others, though nobody asks what they say."""
        if not PREFIXED_ATTRIBUTES_ONLY.fullmatch(attributes):
            return False
        names = [*others, *(match[1] for match in ATTRIBUTE.finditer(attributes))]
        prefixes = {name.partition(b":")[0] for name in names if b":" in name}
        return (
            len(names) == len(set(names)) and b"xmlns" not in names and prefixes <= self._prefixes
        )

    def _read_generic(self, start: int, end: int, before: int) -> Iterator[RowSpan]:
        rows = read_rows(self._data, self._frame, start, end, self._part, before)
        return iter([self._take(row) for row in rows])

    def _take(self, row: GenericRow) -> RowSpan:
        for cell in row.cells:
            ref = row.number, cell.column
            try:
                taken = self._rows.cell(cell.raw, ref)
            except XlsxError as error:
                raise error.at(part=self._part, cell=a1(*ref)) from error.__cause__
            if taken is not EMPTY:
                self._found.cells.put(ref, taken)
        span = RowSpan(*row[:5], False)
        self._found.rows.append(span)
        return span
