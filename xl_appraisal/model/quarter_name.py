"""A quarter such as ``2023Q1``."""

from __future__ import annotations

import datetime as dt
import re

from xl_appraisal.model.record import Record

_QUARTER = re.compile(r"([12][0-9]{3})Q([1-4])")


class Quarter(Record):
    """A calendar quarter; ``number`` is 1 to 4."""

    year: int
    number: int

    @property
    def first_day(self) -> dt.datetime:
        return dt.datetime(self.year, 3 * self.number - 2, 1)

    def holds(self, day: dt.date) -> bool:
        """Whether a day lies in the quarter."""
        return (day.year, (day.month + 2) // 3) == (self.year, self.number)


def parse_quarter(text: str) -> Quarter:
    """``2023Q1`` as a quarter; :class:`ValueError` (Chinese) for anything else."""
    match = _QUARTER.fullmatch(text)
    if match is None:
        raise ValueError(f"季度写作 {text!r}；应如 2023Q1。")
    return Quarter(int(match[1]), int(match[2]))


def quarter_name(quarter: str) -> str:
    """``2023Q1`` as people write it: ``2023年第1季度``."""
    year, number = quarter.split("Q")
    return f"{year}年第{number}季度"
