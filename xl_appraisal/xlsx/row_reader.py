"""The cells of a row in the form that every program writes, without a parser."""

from __future__ import annotations

from decimal import Decimal

from ..grid import EMPTY, Cell, Ref, a1, parse_a1
from .cells import (
    CellReader,
    Irregular,
    Patterns,
    RawCell,
    attributes_of,
    decoded,
    kind_and_style,
    split,
)
from .errors import XlsxError
from .found import RowSpan, Scan
from .frame import ATTRIBUTES_ONLY
from .groups import note
from .text import from_xstring


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
        if "r" in named or not ATTRIBUTES_ONLY.fullmatch(attributes):
            raise Irregular
        kind, style = kind_and_style(named)
        plain = kind == "n" and not (style and self._reader.shown(style))
        found = self[attributes] = kind, style, plain
        return found


class RowReader:
    """Reads rows of one sheet part into a :class:`~.found.Scan`.

    What a cell holds is worked out once for each distinct XML: tables repeat themselves.
    """

    def __init__(
        self, data: bytes, part: str, found: Scan, patterns: Patterns, reader: CellReader
    ) -> None:
        self._data, self._part, self._found = data, part, found
        self._patterns, self._reader = patterns, reader
        self._known: dict[bytes, Cell] = {}
        self._kinds = _Kinds(reader)
        self._numeric = patterns.numeric.fullmatch

    def read(self, span: RowSpan) -> None:
        """One row cut at every cell; :class:`Irregular` leaves it to expat."""
        known, columns = self._known, _COLUMNS
        row, last = span.number, 0
        cells: dict[int, Cell] = {}
        digits = b"%d" % row
        before, *found = self._data[span.body : span.body_end].split(self._patterns.lead)
        if before:
            raise Irregular
        for text in found:
            address, _, rest = text.partition(b'"')
            column = columns[address.removesuffix(digits)]
            if column <= last:
                raise Irregular
            last = column
            cell = known.get(rest) or self._read_cell(rest, (row, column))
            if cell is not EMPTY:
                cells[column] = cell
        if cells:
            self._found.cells.by_row[row] = cells

    def _read_cell(self, rest: bytes, ref: Ref) -> Cell:
        try:
            if (match := self._numeric(rest)) is not None:
                attributes, formula, text = match.groups()
                kind, style, plain = self._kinds[attributes]
                if plain and formula is not None:
                    return Cell(Decimal(text.decode()), formula.decode())
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
        cell = self._known[rest] = EMPTY if value is None else Cell(value)
        return cell

    def _read_unusual(self, rest: bytes, ref: Ref) -> Cell:
        try:
            raw = decoded(self._patterns, split(self._patterns, rest))
            cell = self.cell(raw, ref)
        except XlsxError as error:
            raise error.at(part=self._part, cell=a1(*ref)) from error.__cause__
        if raw.formula is None:
            self._known[rest] = cell
        return cell

    def cell(self, raw: RawCell, ref: Ref) -> Cell:
        """The cell that a decoded element makes at that place."""
        value = self._reader.value(raw.kind, raw.style, raw.text)
        if raw.formula is not None:
            return Cell(value, note(self._found, raw.formula, ref, self._part))
        return EMPTY if value is None else Cell(value)
