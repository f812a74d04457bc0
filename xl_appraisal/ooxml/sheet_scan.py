"""The rows of a sheet part: every cell's value, and where each row stands in the bytes."""

from __future__ import annotations

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import EMPTY, MAX_ROW, Cell, Ref, a1
from xl_appraisal.ooxml.cell_values import CellReader
from xl_appraisal.ooxml.part_xml import decode, holds_forbidden, malformed
from xl_appraisal.ooxml.row_parser import GenericRow, read_rows
from xl_appraisal.ooxml.row_patterns import (
    ATTRIBUTE,
    COLUMNS,
    Irregular,
    RowSpan,
    attributes_of,
    blank_columns,
    kind_and_style,
    make_formula,
    patterns,
)
from xl_appraisal.ooxml.shared_formulas import Scan, note, resolve
from xl_appraisal.ooxml.sheet_frame import Frame, bound_prefixes

_REPEATED = 20  # bytes: longer ones are hardly met twice
_MOST_ALIKE = 10_000


def scan(data: bytes, part: str, frame: Frame, reader: CellReader) -> Scan:
    """Read all rows.  Every byte between them is accounted for or :class:`XlsxError` raised.

    Rows without content (prepared for entries, styles only) are passed over as one pattern.
    """
    return _Scanner(data, part, frame, reader).run()


class _Scanner:
    def __init__(self, data: bytes, part: str, frame: Frame, reader: CellReader) -> None:
        self._data, self._part, self._frame, self._reader = data, part, frame, reader
        self._patterns = patterns(frame.prefix)
        self._found = Scan()
        self._prefixes = bound_prefixes(data, frame)
        self._sound: set[bytes] = set()
        self._kinds = _Kinds(reader)
        self._blanks: dict[bytes, tuple[int, int]] = {}

    def run(self) -> Scan:
        at, row = self._frame.body, 0
        if not holds_forbidden(self._data, at, self._frame.body_end):  # else expat says where
            at, row = self._read_usual()
        if self._data[at : self._frame.body_end].strip(b" \t\r\n"):
            self._read_generic(at, self._frame.body_end, row)
        resolve(self._found, self._part)
        return self._found

    def _read_usual(self) -> tuple[int, int]:
        """Rows one by one up to the first that cannot be told apart: its place, the last row."""
        data, stop, sound = self._data, self._frame.body_end, self._sound
        start_tag, close = self._patterns.row.match, self._patterns.row_end
        at, row = self._frame.body, 0
        while match := start_tag(data, at, stop):
            number, attributes, empty, blank = match.groups()
            tag_end = match.end(2) + (2 if empty else 1)
            end = match.end()
            if not (empty or blank):
                end = data.find(close, end, stop) + len(close)
            if end < match.end():
                break
            try:
                usual = number and attributes in sound
                following = int(number) if usual else self._row_number(number, attributes, row)
            except Irregular:
                break
            if following <= row:
                raise malformed(f"行号 {following} 没有递增", self._part)
            start = data.index(b"<", match.start())
            body_end = end if empty else end - len(close)
            span = RowSpan(following, start, -1 if empty else tag_end, body_end, end, True)
            try:
                if empty or blank:
                    span = self._pass_blank(span)
                else:
                    self._read_cells(span)
            except Irregular:
                self._read_generic(span.start, span.end, row)
            at, row = span.end, span.number
        return at, row

    def _row_number(self, number: bytes | None, attributes: bytes, before: int) -> int:
        if attributes not in self._sound:
            if not self._is_sound(attributes, *((b"r",) if number else ())):
                raise Irregular
            if number:  # rows repeat each other
                self._sound.add(attributes)
        text = number.decode() if number else attributes_of(attributes).get("r", str(before + 1))
        if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= MAX_ROW):
            raise malformed(f"行号 {text[:20]!r} 无效", self._part)
        return int(text)

    def _is_sound(self, attributes: bytes, *others: bytes) -> bool:
        """Whether they are well-formed beside those others, though nobody asks what they say."""
        names = [*others, *(match[1] for match in ATTRIBUTE.finditer(attributes))]
        prefixes = {name.partition(b":")[0] for name in names if b":" in name}
        return (
            len(names) == len(set(names)) and b"xmlns" not in names and prefixes <= self._prefixes
        )

    def _read_cells(self, span: RowSpan) -> None:
        row, last, kinds = span.number, 0, self._kinds
        cells: dict[Ref, Cell] = {}
        number = b"%d" % row
        found = self._patterns.cell.findall(self._data, span.body, span.body_end)
        for blank, letters, own, attributes, formula, given, text, holds, v, inline, rest in found:
            if blank:
                first, final = self._blank_columns(blank, number)
                if first <= last:
                    raise Irregular
                last = final
            if not letters and not rest:  # the last cells are blank
                break
            column = COLUMNS[letters] if own == number else 0
            if column <= last:
                raise Irregular
            last = column
            try:
                alike = kinds[attributes]
                if inline if b"inlineStr" not in attributes else v:  # the parser says what is wrong
                    raise Irregular
                cell = alike[v or inline] if holds else None
                if formula:
                    raw = make_formula(attributes_of(given), decode(text))
                    value = cell.value if cell else None
                    cell = Cell(value, note(self._found, raw, (row, column), self._part))
            except XlsxError as error:
                raise error.at(part=self._part, cell=a1(row, column)) from error.__cause__
            if cell is not None:
                cells[row, column] = cell
        self._found.take_row(span)
        self._found.cells.update(cells)

    def _blank_columns(self, blank: bytes, number: bytes) -> tuple[int, int]:
        """First and last column of blank cells; rows repeat each other's."""
        run = blank.replace(number + b'"', b'"')
        columns = self._blanks.get(run)
        if columns is None:
            columns = self._blanks[run] = blank_columns(run)
        return columns

    def _pass_blank(self, span: RowSpan) -> RowSpan:
        """The last of the rows that are this blank one over again under their own numbers.

        Raises :class:`Irregular` where its cells are out of order.
        """
        data, number, length = self._data, span.number, span.end - span.start
        if 0 <= span.body < span.body_end:
            self._blank_columns(data[span.body : span.body_end], b"%d" % number)
        between, end = data[span.start : span.end].split(b'%d"' % number), span.end
        while True:
            following = (b'%d"' % (number + 1)).join(between)
            if len(following) != length or not data.startswith(following, end):
                self._found.take_row(span, number - span.number)
                return span.moved(number - span.number)
            number, end = number + 1, end + length

    def _read_generic(self, start: int, end: int, before: int) -> None:
        for row in read_rows(self._data, self._frame, start, end, self._part, before):
            self._take(row)

    def _take(self, row: GenericRow) -> None:
        for found in row.cells:
            ref, raw = (row.span.number, found.column), found.raw
            try:
                value = self._reader.value(raw.kind, raw.style, raw.text)
                cell = EMPTY if value is None else Cell(value)
                if raw.formula is not None:
                    cell = Cell(cell.value, note(self._found, raw.formula, ref, self._part))
            except XlsxError as error:
                raise error.at(part=self._part, cell=a1(*ref)) from error.__cause__
            if cell is not EMPTY:
                self._found.cells[ref] = cell
        self._found.take_row(row.span)


class _Kinds(dict[bytes, dict[bytes, Cell | None]]):
    """Cells of each type and style, by their attributes, worked out when first met.

    :class:`Irregular` for attributes that are no cell's.
    """

    def __init__(self, reader: CellReader) -> None:
        self._reader = reader

    def __missing__(self, attributes: bytes) -> dict[bytes, Cell | None]:
        named = attributes_of(attributes)
        if "r" in named:
            raise Irregular
        kind, style = kind_and_style(named)
        alike = self._reader.texts if kind == "s" else _Alike(self._reader, kind, style)
        self[attributes] = alike
        return alike


class _Alike(dict[bytes, Cell | None]):
    """Cells of one type and style without a formula, by the bytes of what they hold.

    Sheets say the same few texts and figures over and over.
    """

    def __init__(self, reader: CellReader, kind: str, style: int) -> None:
        self._reader, self._kind, self._style = reader, kind, style

    def __missing__(self, raw: bytes) -> Cell | None:
        value = self._reader.written(self._kind, self._style, raw)
        # not by its name: twice as quick, and it is made so often
        cell = None if value is None else tuple.__new__(Cell, (value, None))
        if len(raw) <= _REPEATED and len(self) < _MOST_ALIKE:
            self[raw] = cell
        return cell
