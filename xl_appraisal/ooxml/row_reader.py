"""The cells of a row in the form that every program writes, without a parser."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import EMPTY, Cell, Ref, a1, parse_a1
from xl_appraisal.ooxml.cell_read import (
    CellReader,
    Irregular,
    Patterns,
    RawCell,
    attributes_of,
    decoded,
    kind_and_style,
    split,
)
from xl_appraisal.ooxml.formula_groups import note
from xl_appraisal.ooxml.scan_result import RowSpan, Scan
from xl_appraisal.ooxml.sheet_frame import PLAIN_ATTRIBUTES_ONLY
from xl_appraisal.ooxml.xml_text import from_xstring


class _Columns(dict[bytes, int]):
    """Column numbers by letters, worked out when first met.

    Anything but letters (another row's number is left on them) is irregular.
    """

    def __missing__(self, letters: bytes) -> int:
        if not (letters.isalpha() and letters.isupper()):
            raise Irregular
        try:
            column = self[letters] = parse_a1(letters.decode("ascii") + "1")[1]
        except ValueError:
            raise Irregular from None
        return column


_COLUMNS = _Columns()


class _Kinds(dict[bytes, tuple[str, int, bool]]):
    """Type, style index and whether that is a plain number, by the attributes as written."""

    def __init__(self, reader: CellReader) -> None:
        self._reader = reader

    def __missing__(self, attributes: bytes) -> tuple[str, int, bool]:
        named = attributes_of(attributes)
        if "r" in named or not PLAIN_ATTRIBUTES_ONLY.fullmatch(attributes):
            raise Irregular
        kind, style = kind_and_style(named)
        plain = kind == "n" and not (style and self._reader.shown(style))
        found = self[attributes] = kind, style, plain
        return found


_OWN = b'\0"'
"""Stands for the row's own number before a quote while a row is read: the same cells of two
rows are then the same bytes.  No XML holds a NUL."""


_Filled: TypeAlias = tuple[int, int, Cell]
"""A cell with content: the first column of the blank run before it, its own, what it holds."""


class RowReader:
    """Reads rows of one sheet part into a :class:`~.found.Scan`.

    What a cell holds is worked out once for each distinct XML, and so is a run of blank cells:
    tables repeat themselves, and most of their cells are blank.
    """

    def __init__(
        self, data: bytes, part: str, found: Scan, patterns: Patterns, reader: CellReader
    ) -> None:
        self._data, self._part, self._found = data, part, found
        self._patterns, self._reader = patterns, reader
        self._known: dict[bytes, Cell] = {}
        self._blanks: dict[bytes, tuple[int, int]] = {}
        self._empty: set[bytes] = set()
        self._seen: dict[bytes, _Filled] = {}
        self._kinds = _Kinds(reader)
        self._numeric = patterns.numeric.fullmatch

    def read(self, span: RowSpan) -> None:
        """One row cut after every cell with content; :class:`Irregular` leaves it to expat."""
        seen, last, cells = self._seen, 0, dict[int, Cell]()
        number = b'%d"' % span.number
        body = self._data[span.body : span.body_end].replace(number, _OWN)
        *filled, tail = body.split(self._patterns.end)
        for text in filled:
            first, column, cell = seen.get(text) or self._read_filled(text, span.number)
            if first <= last:
                raise Irregular
            last = column
            if cell is not EMPTY:
                cells[column] = cell
        if tail and (self._blanks.get(tail) or self._read_blanks(tail, span.number))[0] <= last:
            raise Irregular
        if cells:
            self._found.cells.by_row[span.number] = cells

    def _read_filled(self, text: bytes, row: int) -> _Filled:
        """A run of blank cells and the cell with content that ends it."""
        before, lead, own = text.rpartition(self._patterns.lead)
        letters, _, rest = own.partition(_OWN)
        column, end = _COLUMNS[letters], self._patterns.end
        first, last = column, 0
        if before:
            first, last = self._blanks.get(before) or self._read_blanks(before, row)
        if not lead or column <= last:
            raise Irregular
        cell = self._known.get(rest)
        if cell is None:
            whole = rest.replace(_OWN, b'%d"' % row) + end
            cell = self._read_cell(whole, (row, column))
            if cell.formula is not None or _OWN in rest:
                return first, column, cell
            self._known[rest] = cell
        if not before or before in self._blanks:
            self._seen[text] = first, column, cell
        return first, column, cell

    def _read_blanks(self, run: bytes, row: int) -> tuple[int, int]:
        """The first and the last column of a run of cells without content."""
        before, *found = run.split(self._patterns.lead)
        columns = [_COLUMNS[text.partition(_OWN)[0]] for text in found]
        if before or not columns or columns != sorted(set(columns)):
            raise Irregular
        for column, text in zip(columns, found, strict=True):
            rest = text.partition(_OWN)[2]
            if rest in self._empty:
                continue
            if self._read_cell(rest.replace(_OWN, b'%d"' % row), (row, column)) is not EMPTY:
                raise Irregular
            if _OWN not in rest:
                self._empty.add(rest)
        ends = columns[0], columns[-1]
        if run.count(_OWN) == len(found):  # else an attribute ends like the row's number
            self._blanks[run] = ends
        return ends

    def _read_cell(self, rest: bytes, ref: Ref) -> Cell:
        try:
            if (match := self._numeric(rest)) is not None:
                attributes, formula, text = match.groups()
                kind, style, plain = self._kinds[attributes]
                if plain:
                    own = None if formula is None else formula.decode()
                    return Cell(Decimal(text.decode()), own)
            elif (match := self._patterns.simple.fullmatch(rest)) is not None:
                attributes, formula, text = match.groups()
                kind, style, _ = self._kinds[attributes]
            else:
                return self._read_unusual(rest, ref)
            value = self._reader.value(kind, style, text.decode())
            if formula is not None:
                return Cell(value, from_xstring(formula.decode()))
        except (XlsxError, UnicodeDecodeError):
            return self._read_unusual(rest, ref)  # which says where
        return EMPTY if value is None else Cell(value)

    def _read_unusual(self, rest: bytes, ref: Ref) -> Cell:
        try:
            return self.cell(decoded(self._patterns, split(self._patterns, rest)), ref)
        except XlsxError as error:
            raise error.at(part=self._part, cell=a1(*ref)) from error.__cause__

    def cell(self, raw: RawCell, ref: Ref) -> Cell:
        """The cell that a decoded element makes at that place."""
        value = self._reader.value(raw.kind, raw.style, raw.text)
        if raw.formula is not None:
            return Cell(value, note(self._found, raw.formula, ref, self._part))
        return EMPTY if value is None else Cell(value)
