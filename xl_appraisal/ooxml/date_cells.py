"""Dates on their way into cells: a day count where the cell shows one as a date, else text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from xl_appraisal.model.grid import Ref, Write, parse_a1
from xl_appraisal.ooxml.date_styles import DATE
from xl_appraisal.ooxml.sheet_frame import Frame, column_style

_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3}[0-9]{1,7})["']""")
_STYLE = re.compile(rb"""\ss\s*=\s*["']([0-9]{1,9})["']""")
_FIRST = {False: dt.date(1900, 3, 1), True: dt.date(1904, 1, 2)}
"""Earlier days are counted differently from program to program."""


def stored_dates(
    data: bytes,
    frame: Frame,
    writes: Mapping[Ref, Write],
    shown: Sequence[int],
    date1904: bool,
) -> dict[Ref, Write]:
    """``writes`` with each date as what its cell takes.

    A cell under a date format takes the day count; under any other it would show a bare
    number, so it takes the date as ISO text, which reads the same and sorts the same.
    """
    styles = _styles(data, frame, {ref for ref, v in writes.items() if type(v) is dt.date})
    stored = dict(writes)
    for ref, style in styles.items():
        value = writes[ref]
        if isinstance(value, dt.date):
            fits = style < len(shown) and shown[style] & DATE and value >= _FIRST[date1904]
            stored[ref] = _serial(value, date1904) if fits else value.isoformat()
    return stored


def _styles(data: bytes, frame: Frame, wanted: set[Ref]) -> dict[Ref, int]:
    """The style of each wanted cell: its own, else its column's."""
    found = {ref: column_style(frame, ref[1]) for ref in wanted}
    cell = re.compile(rb"<%bc\s[^<>]*" % re.escape(frame.prefix))
    for match in cell.finditer(data, frame.body, frame.body_end):
        address = _ADDRESS.search(match[0])
        ref = parse_a1(address[1].decode()) if address else None
        if ref in wanted:
            style = _STYLE.search(match[0])
            found[ref] = int(style[1]) if style else 0
    return found


def _serial(value: dt.date, date1904: bool) -> Decimal:
    epoch = dt.date(1904, 1, 1) if date1904 else dt.date(1899, 12, 30)
    return Decimal((value - epoch).days)
