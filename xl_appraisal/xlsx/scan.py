"""The rows of a sheet part: every cell's value, and where each row stands in the bytes."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from ..grid import EMPTY, MAX_ROW, Area, Cell, Ref, Value, a1, parse_a1
from .cells import (
    CellReader,
    Irregular,
    RawCell,
    RawFormula,
    attributes_of,
    decoded,
    kind_and_style,
    patterns,
    split,
)
from .errors import XlsxError
from .formulas import translate
from .frame import ATTRIBUTES_ONLY, Frame, parse_area
from .generic import GenericRow, read_rows
from .table import CellTable
from .text import from_xstring
from .xmlparts import malformed


class RowSpan(NamedTuple):
    """Where a row stands in the sheet part; ``body`` is -1 for ``<row/>``."""

    number: int
    start: int
    body: int
    body_end: int
    end: int
    quick: bool  # every cell is in the usual form


class Scan:
    """All that one pass over the rows finds."""

    __slots__ = ("arrays", "cells", "followers", "masters", "rows")

    def __init__(self) -> None:
        self.rows: list[RowSpan] = []
        self.cells = CellTable()
        self.masters: dict[str, tuple[Ref, str]] = {}
        """Shared formulas by group: where the text stands, and the text."""
        self.followers: dict[Ref, str] = {}
        """Cells that show a shared formula without holding its text, with their group."""
        self.arrays: dict[Ref, tuple[Area, str]] = {}
        """Array formulas and data tables: the area that each fills, and its text."""


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


def scan(data: bytes, part: str, frame: Frame, reader: CellReader) -> Scan:
    """Read all rows.  Every byte between them is accounted for or :class:`XlsxError` raised."""
    with paused_gc():
        return _Scanner(data, part, frame, reader).run()


@contextlib.contextmanager
def paused_gc() -> Iterator[None]:
    """No search for cycles while a million cells are made: there are none, and it costs a fifth."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


class _Scanner:
    def __init__(self, data: bytes, part: str, frame: Frame, reader: CellReader) -> None:
        self._data, self._part, self._frame, self._reader = data, part, frame, reader
        self._patterns = patterns(frame.prefix)
        self._known: dict[bytes, Cell] = {}
        self._kinds = _Kinds(reader)
        self._found = Scan()

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
                    self._read_row(span)
                self._found.rows.append(span)
            except Irregular:
                self._read_generic(span.start, span.end, row - 1)
        self._resolve()
        return self._found

    def _spans(self) -> Iterator[RowSpan]:
        """Rows one by one; from the first that cannot be told apart, the rest by expat."""
        data, frame = self._data, self._frame
        start_tag, close = self._patterns.row, self._patterns.row_end
        at, stop, row = frame.body, frame.body_end, 0
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
        named = attributes_of(attributes)
        text = named.get("r", str(before + 1))
        if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= MAX_ROW):
            raise malformed(f"行号 {text[:20]!r} 无效", self._part)
        return int(text)

    def _read_row(self, span: RowSpan) -> None:
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
            cell = known.get(rest)
            if cell is None:
                cell = self._read_cell(rest, (row, column))
            if cell is not EMPTY:
                cells[column] = cell
        if cells:
            self._found.cells.by_row[row] = cells

    def _read_cell(self, rest: bytes, ref: Ref) -> Cell:
        try:
            cell = self._simple_cell(rest)
        except (XlsxError, UnicodeDecodeError):
            cell = None
        if cell is None:
            return self._read_unusual(rest, ref)  # which says where an error stands
        if cell.formula is None:
            self._known[rest] = cell
        return cell

    def _simple_cell(self, rest: bytes) -> Cell | None:
        patterns = self._patterns
        match = patterns.numeric.fullmatch(rest) or patterns.simple.fullmatch(rest)
        if match is None:
            return None
        attributes, formula, text = match.groups()
        kind, style, plain = self._kinds[attributes]
        if plain and match.re is patterns.numeric:
            value: Value = Decimal(text.decode())
        else:
            value = self._reader.value(kind, style, text.decode())
        if formula is not None:
            return Cell(value, from_xstring(formula.decode()))
        return EMPTY if value is None else Cell(value)

    def _read_unusual(self, rest: bytes, ref: Ref) -> Cell:
        try:
            raw = decoded(self._patterns, split(self._patterns, rest))
            cell = self._cell(raw, ref)
        except XlsxError as error:
            raise error.at(part=self._part, cell=a1(*ref)) from error.__cause__
        if raw.formula is None:
            self._known[rest] = cell
        return cell

    def _cell(self, raw: RawCell, ref: Ref) -> Cell:
        value = self._reader.value(raw.kind, raw.style, raw.text)
        if raw.formula is not None:
            return Cell(value, self._formula(raw.formula, ref))
        return EMPTY if value is None else Cell(value)

    def _formula(self, formula: RawFormula, ref: Ref) -> str:
        if formula.kind == "shared":
            if (
                formula.text
                and self._found.masters.setdefault(formula.group, (ref, formula.text))[0] == ref
            ):
                return formula.text
            self._found.followers[ref] = formula.group
        elif formula.kind != "normal":
            try:
                area = parse_area(formula.ref) if formula.ref else Area(*ref, *ref)
            except ValueError as error:
                raise malformed(f"公式区域 {formula.ref!r} 无效", self._part) from error
            self._found.arrays[ref] = area, formula.text
        return formula.text

    def _read_generic(self, start: int, end: int, before: int) -> Iterator[RowSpan]:
        rows = read_rows(self._data, self._frame, start, end, self._part, before)
        return iter([self._take(row) for row in rows])

    def _take(self, row: GenericRow) -> RowSpan:
        for cell in row.cells:
            ref = row.number, cell.column
            try:
                taken = self._cell(cell.raw, ref)
            except XlsxError as error:
                raise error.at(part=self._part, cell=a1(*ref)) from error.__cause__
            if taken is not EMPTY:
                self._found.cells.put(ref, taken)
        span = RowSpan(*row[:5], False)
        self._found.rows.append(span)
        return span

    def _resolve(self) -> None:
        """Give followers of shared formulas and the cells of an array their formula's text."""
        cells = self._found.cells
        for ref, group in self._found.followers.items():
            if group not in self._found.masters:
                raise malformed(f"共享公式 {group!r} 没有主公式", self._part).at(cell=a1(*ref))
            (row, column), text = self._found.masters[group]
            moved = translate(text, ref[0] - row, ref[1] - column)
            cells.put(ref, Cell(cells.look(ref).value, moved))
        for area, text in self._found.arrays.values():
            for ref in _inside(area, cells):
                if cells.look(ref).formula is None:
                    cells.put(ref, Cell(cells.look(ref).value, text))


def _inside(area: Area, cells: CellTable) -> list[Ref]:
    """The cells of an area; of one larger than the sheet's content only those that exist."""
    height, width = area.bottom - area.top + 1, area.right - area.left + 1
    if height * width > len(cells) + 10_000:
        return [ref for ref in cells if area.covers(ref)]
    return [
        (row, column)
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    ]
