"""New numbers in a row whose cells are all of the commonest form: most of all writing.

Nine in ten edits are a number that replaces a number or text in a cell ``r, s, t`` with or
without a formula.  Such a row is spliced without taking its cells apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import column_name
from xl_appraisal.ooxml.cell_read import Patterns
from xl_appraisal.ooxml.cell_write import Edit, digits, retyped
from xl_appraisal.ooxml.scan_result import RowSpan


class Letters(dict[int, bytes]):
    """``lead`` and the column's letters by column number, worked out when first needed."""

    def __init__(self, lead: bytes) -> None:
        self._lead = lead

    def __missing__(self, column: int) -> bytes:
        found = self[column] = self._lead + column_name(column).encode()
        return found


class Renumberer:
    """Splices numbers into rows of one sheet part."""

    def __init__(self, data: bytes, patterns: Patterns) -> None:
        self._data, self._refresh = data, patterns.refresh
        self._leads = Letters(patterns.lead)

    def row(self, span: RowSpan, edits: Sequence[Edit]) -> bytes:
        """The row with the edits in it; empty if some edit is not of this kind."""
        data, leads, refresh = self._data, self._leads, self._refresh.match
        pieces: list[bytes] = []
        at, end, number = span.start, span.body_end, b'%d"' % span.number
        for column, write, formula in edits:
            lead = leads[column] + number
            start = data.find(lead, at, end)
            match = refresh(data, start + len(lead)) if start >= 0 else None
            if match is None or type(write) is not Decimal or formula is not None:
                return b""
            attributes, kept = match[1], retyped(match[1], b"", bool(match[2]))
            if attributes != kept:
                pieces += (data[at : match.start(1)], kept)
                at = match.end(1)
            try:
                pieces += (data[at : match.start(3)], digits(write))
            except XlsxError:
                return b""  # the longer way says which cell
            at = match.end(3)
        pieces.append(data[at : span.end])
        return b"".join(pieces)
