"""The days that people type: as dates, as text in several forms, as 20240305."""

from __future__ import annotations

import datetime as dt
import re

from xl_appraisal.book.read.typed_values import clean, text_or_empty
from xl_appraisal.model.grid import Cell
from xl_appraisal.model.late_pattern import late_pattern

_DATE = late_pattern(
    r"([12]\d{3})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]?\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|(\d{4})(\d{2})(\d{2})",
    re.ASCII,
)


class Impossible:
    """A date that the calendar does not have: 2024-02-30, 20240230."""


def day_of(cell: Cell) -> dt.date | Impossible | None:
    """The day that a cell names with its year, typed as a date, as text or as 20240305.

    ``None`` for a blank, for words (3月上旬) and for any other number.
    """
    if isinstance(cell.value, dt.datetime):
        return cell.value.date()
    if isinstance(cell.value, dt.date):
        return cell.value
    match = _DATE.fullmatch("".join(clean(text_or_empty(cell)).split()))
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return Impossible()
