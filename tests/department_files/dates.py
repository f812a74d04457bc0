"""Dates as departments write them, with the day that is meant."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

FIRST, LAST = "2023-01-01", "2023-03-31"  # of the quarter that the files are for
WAYS = (
    *("{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y%m%d}", "{0.year}-{0.month}-{0.day}"),
    *("{0.year}.{0.month}.{0.day}", "{0.year}年{0.month}月{0.day}日"),
)
NONE = ("2023-02-30", "2023/2/29", "2023年2月30日", 20230230, "20231301", "2023.13.1", 44990)


def dated(pick: random.Random, *, texts: bool) -> tuple[str, Any]:
    """A day in the quarter, at times outside it or only a word for it: as meant, as written."""
    if pick.random() < 0.1:
        return "3月上旬", "3月上旬"
    day = dt.date(2023, 1, 1) + dt.timedelta(pick.randrange(90))
    if pick.random() < 0.1:
        day = pick.choice((dt.date(2022, 12, 31), dt.date(2023, 4, 1), dt.date(2022, 2, 28)))
    forms: list[Any] = [pick.choice(WAYS).format(day)]
    if not texts:
        forms += [day, day, int(f"{day:%Y%m%d}")]
    return day.isoformat(), pick.choice(forms)


def outside(meant: str) -> bool:
    """Whether a day is of another quarter; words are not."""
    return meant[:1] == "2" and not FIRST <= meant <= LAST


def spoiled(pick: random.Random) -> Any:
    """A day that the calendar does not have, or a number that is none."""
    return pick.choice(NONE)
