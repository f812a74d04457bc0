"""What a workbook is of: a month, a quarter, a half-year or a year.

The kinds are data (``period_kinds.tsv``): how many make a year, their words, how one is written.
A notice says which kind its periods are of.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from xl_appraisal.model.errors import BookError
from xl_appraisal.model.late_pattern import late_pattern
from xl_appraisal.model.record import Record
from xl_appraisal.model.text_table import read_table

PeriodKind: TypeAlias = Literal["month", "quarter", "half", "year"]
HALVES = "上下"
_MONTHS = 12
_NUMERALS = {"十二": "12", "十一": "11", "十": "10"} | dict(
    zip("一二三四五六七八九", "123456789", strict=True)
)
_NUMERAL = late_pattern("|".join(_NUMERALS))


class PeriodWords(Record):
    """A kind's row: of months ``this`` is 本月, ``last`` 上月, ``each`` 各月, ``several`` 个月.

    ``example`` says what is allowed; ``pattern`` is the code, ``spellings`` what people write.
    """

    kind: PeriodKind
    per_year: str
    word: str
    this: str
    last: str
    next: str
    each: str
    several: str
    then: str
    example: str
    code: str
    name: str
    short: str
    pattern: str
    spellings: str


@cache
def period_words(kind: PeriodKind) -> PeriodWords:
    """The words of that kind of period."""
    rows = read_table(Path(__file__).with_name("period_kinds.tsv"))
    return {row[0]: PeriodWords(*row) for row in rows}[kind]  # type: ignore[arg-type]


def every_kind() -> tuple[PeriodWords, ...]:
    """The words of all kinds, the shortest period first."""
    return tuple(map(period_words, get_args(PeriodKind)))


class Period(Record):
    """A period of the calendar; ``number`` is its own within the year, from 1."""

    kind: PeriodKind
    year: int
    number: int

    @property
    def words(self) -> PeriodWords:
        return period_words(self.kind)

    @property
    def per_year(self) -> int:
        """How many periods of the kind a year has."""
        return int(self.words.per_year)

    @property
    def code(self) -> str:
        """As workbooks and layouts have it: ``2024-03``, ``2024Q1``, ``2024H1``, ``2024``."""
        return self._filled(self.words.code)

    @property
    def name(self) -> str:
        """As people write it: ``2024年3月``."""
        return self._filled(self.words.name)

    @property
    def short(self) -> str:
        """Within its year: ``3月``."""
        return self._filled(self.words.short)

    @property
    def first_day(self) -> dt.datetime:
        return dt.datetime(self.year, _MONTHS // self.per_year * (self.number - 1) + 1, 1)

    @property
    def months(self) -> range:
        """Its months, counted on from the year 0."""
        length = _MONTHS // self.per_year
        start = self.year * _MONTHS + length * (self.number - 1)
        return range(start, start + length)

    def covers(self, other: Period) -> bool:
        """Whether another period lies within it."""
        return other.months.start >= self.months.start and other.months.stop <= self.months.stop

    @property
    def following(self) -> Period:
        """The next of its kind."""
        turned = self.number == self.per_year
        return Period(self.kind, self.year + turned, 1 if turned else self.number + 1)

    def holds(self, day: dt.date) -> bool:
        """Whether a day lies in the period."""
        number = (day.month - 1) // (_MONTHS // self.per_year) + 1
        return (day.year, number) == (self.year, self.number)

    def is_before(self, other: Period) -> bool:
        """Whether it is an earlier one of the same kind."""
        earlier = (self.year, self.number) < (other.year, other.number)
        return self.kind == other.kind and earlier

    def _filled(self, text: str) -> str:
        half = HALVES[self.number - 1 : self.number]
        return text.format(year=self.year, number=self.number, half=half)


def filled_by(periods: Collection[Period]) -> Period | None:
    """The longer period below a year that those make up exactly; ``None`` where there is none."""
    months = sorted(month for period in periods for month in period.months)
    for words in every_kind()[:-1]:
        length = _MONTHS // int(words.per_year)
        year, month = divmod(months[0], _MONTHS)
        whole = Period(words.kind, year, month // length + 1)
        if list(whole.months) == months and whole not in periods:
            return whole
    return None


def parse_period(text: str, kind: PeriodKind | None = None) -> Period:
    """The period of a code such as ``2024Q1``, ``2024-03`` or ``2024M03``.

    Raises :class:`ValueError` (Chinese, what is allowed) for anything else, and for a period of
    another kind than ``kind``.
    """
    kinds = every_kind() if kind is None else (period_words(kind),)
    for words in kinds:
        if match := re.fullmatch(words.pattern, text, re.ASCII):
            return _period(words, match)
    raise ValueError(f"期间写作“{text}”；应为{'；或'.join(words.example for words in kinds)}。")


def spelled_period(text: str, kind: PeriodKind) -> Period | None:
    """The period that people mean: ``2024年三月份``, ``2024-3``; ``None`` where it is none.

    ``text`` has no spaces and no full-width forms.
    """
    words = period_words(kind)
    digits = _NUMERAL.sub(lambda m: _NUMERALS[m[0]], text.upper().replace("-", ""))
    digits = re.sub(f"[{HALVES}](?=半年)", lambda m: str(HALVES.index(m[0]) + 1), digits)
    match = re.fullmatch(words.spellings, digits, re.ASCII)
    return None if match is None else _period(words, match)


def check_earlier(earlier: str, now: str) -> str:
    """The name of a period to compare with.

    Raises :class:`BookError` where it is no earlier one of the same kind as ``now``.
    """
    before, after = parse_period(earlier), parse_period(now)
    if before.is_before(after):
        return before.name
    reason = "不早于" if before.kind == after.kind else "种类不同于"
    raise BookError(
        f"用来比较的工作簿是{before.name}，{reason}本工作簿的{after.name}；"
        f"没有生成。请给出更早{after.words.word}的工作簿〔命令行：--previous〕。"
    )


def period_name(code: str) -> str:
    """A period's code as people write it."""
    return parse_period(code).name


def _period(words: PeriodWords, match: re.Match[str]) -> Period:
    year, number = (*match.groups(), "1")[:2]
    return Period(words.kind, int(year), int(number))
