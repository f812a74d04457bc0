"""The values of a year: quarters as given, a window's standing in each, its averages."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from xl_appraisal.model.exact_json import exact_json, fields_json
from xl_appraisal.model.notice.awards import FIRST_COLUMN
from xl_appraisal.model.notice.notice import Gathering
from xl_appraisal.model.period import Period, PeriodWords
from xl_appraisal.model.record import NOTHING, Record, as_dict
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring import Appraisal

State: TypeAlias = Literal["scored", "unscored", "absent", "missing"]
STATE_NAMES: dict[State, str] = {
    "scored": "",
    "unscored": "未计分",
    "absent": "不在",
    "missing": "缺",
}
"""What stands in place of a figure: no score, not in that quarter's table, no workbook given."""


GATHERED: dict[Gathering, str] = {"mean": "平均", "sum": "合计", "last": "期末"}
"""What a figure of the whole is called, by how it follows from those of its periods."""


class GivenQuarter(Record):
    """One quarter's workbook, appraised; ``source`` is the name of its file."""

    quarter: str
    source: str
    book: Rulebook
    appraisal: Appraisal

    @property
    def words(self) -> PeriodWords:
        """The words of its kind of period."""
        return self.book.notice.words


class Standing(Record):
    """A window in one quarter; figures are ``None`` and marks false unless it was scored.

    ``name`` is what it was called then; ``moved`` how many ranks it went up since the quarter
    given before (negative for down), ``None`` where it had no rank in one of the two.
    """

    quarter: str
    state: State
    name: str = ""
    rank: int | None = None
    total: Decimal | None = None
    moved: int | None = None
    red_flag: bool = False
    substituted: bool = False
    vetoed: bool = False
    group: str = ""
    unranked: str = ""
    further: Mapping[str, bool] = NOTHING
    """Awards beside the first that it had, by their column, and whether by substitution."""

    def had(self, award: str) -> bool | None:
        """Whether it had the award by substitution; ``None`` where it had it not."""
        if award == FIRST_COLUMN:
            return self.substituted if self.red_flag else None
        return self.further.get(award)

    def as_json(self) -> dict[str, object]:
        """Its fields; a group, what stands for a rank, further awards only where there are any."""
        told = {key: exact_json(value) for key, value in as_dict(self).items()}
        return {k: v for k, v in told.items() if v or k not in ("group", "unranked", "further")}


class WindowYear(Record):
    """A window over the year, under its latest name.

    ``average`` and ``modules`` (module id → average) are exact and gathered as the notice says:
    the mean or sum over the ``counted`` quarters in which it was scored, or the last quarter's
    figure; ``None`` or empty where there are none.  ``average_rank`` is a mean always.  ``group``
    is that of its newest quarter, ``place`` its place in it by average among the windows scored
    in every given quarter, or in the last one where that decides (equal averages share one);
    ``None`` for the others.
    """

    window: str
    standings: tuple[Standing, ...]
    counted: int
    average: Fraction | None
    average_rank: Fraction | None
    modules: Mapping[str, Fraction]
    place: int | None
    group: str = ""

    @property
    def moved(self) -> int | None:
        """Ranks gained from the first quarter with a rank to the last; ``None`` with fewer."""
        ranks = [one.rank for one in self.standings if one.rank is not None]
        return ranks[0] - ranks[-1] if len(ranks) > 1 else None

    def awarded(self, award: str) -> tuple[str, ...]:
        """The quarters in which it had the award of that column."""
        return tuple(one.quarter for one in self.standings if one.had(award) is not None)

    @property
    def red_flags(self) -> tuple[str, ...]:
        """The quarters with the first award."""
        return self.awarded(FIRST_COLUMN)

    @property
    def vetoes(self) -> tuple[str, ...]:
        """The quarters with a veto."""
        return tuple(one.quarter for one in self.standings if one.vetoed)

    @property
    def earlier_names(self) -> tuple[str, ...]:
        """What it was called before its present name."""
        names = dict.fromkeys(one.name for one in self.standings if one.name)
        return tuple(name for name in names if name != self.window)

    def as_json(self) -> dict[str, object]:
        """Averages exact, as strings: a fraction such as ``301/3`` where no decimal is."""
        head = ("window", "earlier_names", "place", "counted", "average", "average_rank")
        marks = fields_json(self, *head, "modules", "moved", "red_flags", "vetoes")
        return {**marks, "quarters": exact_json(self.standings)}


class PersonYear(Record):
    """Somebody elected to an award of people: in which periods, of which window (latest name)."""

    award: str
    name: str
    window: str
    quarters: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        return fields_json(self, "award", "name", "window", "quarters")


class Year(Record):
    """The whole: ``quarters`` in order, those without a workbook included.

    ``whole`` is the longer period that was asked for, if any.  ``windows`` come by average, those
    not scored in every quarter after the others; ``modules`` are names by id; ``notes`` are
    Chinese sentences on what is missing or not alike; ``people`` are those elected to awards.
    """

    quarters: tuple[str, ...]
    given: tuple[GivenQuarter, ...]
    windows: tuple[WindowYear, ...]
    modules: Mapping[str, str]
    notes: tuple[str, ...]
    whole: Period | None = None
    people: tuple[PersonYear, ...] = ()

    @property
    def gathered(self) -> str:
        """What its figures are called: 平均, 合计 or 期末."""
        return GATHERED[self.given[-1].book.notice.gather]

    def as_json(self) -> dict[str, object]:
        sources = {one.quarter: one.source for one in self.given}
        return {
            "quarters": [{"quarter": q, "source": sources.get(q)} for q in self.quarters],
            **fields_json(self, "modules", "windows", "notes"),
            **(fields_json(self, "people") if self.people else {}),
        }
