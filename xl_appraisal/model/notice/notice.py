"""A notice as frozen values: remarks, modules, settings and rules.

Long because all that a notice may say is named in one place.

Every value knows the remark that it comes from, the stage that it feeds and its standing:
``notice`` (the notice's own word), ``inferred`` (worked out from the published table) or
``default`` (left open by the notice; our stated choice).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias, TypeVar

from xl_appraisal.model.fields import Path
from xl_appraisal.model.notice.awards import FIRST_COLUMN, Award, Exclusion, Group
from xl_appraisal.model.notice.kinds import SIGNS, MethodKind, RuleKind, Sign
from xl_appraisal.model.notice.measure import Lift, Measure
from xl_appraisal.model.period import HALVES, Period, PeriodKind, PeriodWords, period_words
from xl_appraisal.model.record import NOTHING, Record

Standing: TypeAlias = Literal["notice", "inferred", "default"]
STANDING_NAMES: dict[Standing, str] = {
    "notice": "通报原文",
    "inferred": "推断",
    "default": "默认",
}
Stage: TypeAlias = Literal[
    "points",
    "staff_performance",
    "deductions",
    "reward",
    "total",
    "ranking",
    "red_flag",
    "slips",
]
SettingKind: TypeAlias = Literal["points", "integer", "share", "choice"]
SettingValue: TypeAlias = Decimal | Fraction | str | None
Sort = TypeVar("Sort", Decimal, Fraction, str)

TITLE_WORDS = re.compile(r"\{(?:year|quarter|month|half)\}")
"""The words of a title that stand for a period's year and its number in it (a half's: 上, 下)."""
Gathering: TypeAlias = Literal["mean", "sum", "last"]
"""How a longer period's figure follows from the totals of the shorter ones."""
NEWEST_FORM = 2
"""The form of notice files that this version writes and reads, as it does all before it."""


ELECTION = "评选"
OFFICE = "考核部门"
"""Who is asked to decide or to send out, where the notice names nobody."""


class Reading(Record):
    """What we take a remark to say, for one stage."""

    id: str
    stage: Stage
    standing: Standing
    text: str
    remark: int


class Module(Record):
    """One of the modules a total is made of; ``maximum`` in points.

    ``method`` says how its score comes about and ``method_remark`` which remark says so.
    ``settings`` maps ``floor``, ``weight``, ``full`` and ``places`` to the ids of the notice's
    settings that hold them for this module; what it has none for does not apply.
    """

    id: str
    name: str
    maximum: Decimal
    remark: int
    method: MethodKind
    method_remark: int
    settings: Mapping[str, str] = NOTHING

    @property
    def sign(self) -> Sign:
        """What points do to it: add, take off, or nothing where people's scores make it."""
        return SIGNS[self.method]


class Grade(Record):
    """A word for totals from ``start`` (inclusive) on, below the next better grade's start."""

    name: str
    start: Decimal
    remark: int
    standing: Standing


class Setting(Record):
    """A single value that staff may change: a number, a share or one of ``choices``.

    ``value`` is ``None`` where an optional setting is left unset.
    """

    id: str
    name: str
    kind: SettingKind
    value: SettingValue
    stage: Stage
    standing: Standing
    reading: str
    remark: int
    choices: Mapping[str, str]
    optional: bool
    minimum: Decimal | None
    maximum: Decimal | None


class Rule(Record):
    """How the counts of one item become points.

    ``bands``: each measure gives the points of the highest band it reaches.  ``tally``: each
    measure gives its points times its count; what is negative is a deduction and goes to
    ``deduction_module``.  ``judged``: the section gives the points; ``target`` only serves to
    point out contradictions.  ``cap`` limits the points added, and
    deductions only where ``caps_deductions`` (of a deducting module, from the second form on).
    """

    id: str
    name: str
    kind: RuleKind
    stage: Stage
    standing: Standing
    standings: Mapping[str, Standing]
    reading: str
    remark: int
    module: str
    deduction_module: str | None
    measures: tuple[Measure, ...]
    cap: Decimal | None
    target: Decimal | None
    lift: Lift | None
    caps_deductions: bool = False

    def caps(self, sign: str) -> bool:
        """Whether ``cap`` limits points of that sign."""
        return self.cap is not None and (sign == "+" or self.caps_deductions)

    def standing_of(self, value: str) -> Standing:
        """The standing of one of the rule's values, such as ``cap``."""
        return self.standings.get(value, self.standing)

    @property
    def own_measures(self) -> tuple[Measure, ...]:
        """Those whose count is no other rule's."""
        return tuple(measure for measure in self.measures if not measure.of)

    def share_ids(self) -> tuple[str, ...]:
        """Those of :meth:`measure_ids` that are shares: they are compared, never added up."""
        lift = (f"{self.id}.{self.lift.id}",) if self.lift else ()
        rates = self.own_measures if self.kind == "rate" else ()
        return (*(f"{self.id}.{measure.id}" for measure in rates), *lift)

    def measure_ids(self) -> tuple[str, ...]:
        """All that the rule takes in, the lift's share included, as ``rule.measure``."""
        own = [f"{self.id}.{measure.id}" for measure in self.own_measures]
        return (*own, f"{self.id}.{self.lift.id}") if self.lift else tuple(own)


class Limit(Record):
    """The most that several rules together bring to their module; the setting holds it."""

    id: str
    name: str
    remark: int
    rules: tuple[str, ...]
    setting: str


class Situation(Record):
    """One of the situations in which a window may not be elected."""

    number: int
    text: str


class Remark(Record):
    """One remark of the notice: its number and its own words."""

    number: int
    text: str


class Notice(Record):
    """A whole notice.  Obtain one from :func:`xl_appraisal.model.notice.build_notice`.

    ``places`` tell where its parts (``rule.visits``) stood in the document.
    """

    id: str
    plan: str
    annex: str
    title: str
    stages: tuple[Stage, ...]
    remarks: tuple[Remark, ...]
    readings: tuple[Reading, ...]
    modules: tuple[Module, ...]
    settings: Mapping[str, Setting]
    rules: Mapping[str, Rule]
    situations: tuple[Situation, ...]
    places: Mapping[str, Path]
    awards: tuple[Award, ...] = ()
    groups: tuple[Group, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    grades: tuple[Grade, ...] = ()
    limits: tuple[Limit, ...] = ()
    form: int = 1
    period: PeriodKind = "quarter"
    partial: bool = False
    source: str = ""
    gather: Gathering = "mean"
    last_in_a_row: int = 0
    office: str = OFFICE

    def titled(self, period: Period) -> str:
        """The title of a period's table: its words filled in, no other text looked into.

        A notice known in part says so here.
        """
        number = HALVES[period.number - 1] if period.kind == "half" else str(period.number)
        words = {f"{{{self.period}}}": number, "{year}": str(period.year)}
        title = TITLE_WORDS.sub(lambda word: words.get(word[0], word[0]), self.title)
        return f"{title}{self.part}"

    @property
    def part(self) -> str:
        """What every output's title ends with where only a part of the notice is known."""
        return "（节选）" if self.partial else ""

    @property
    def words(self) -> PeriodWords:
        """The words of its kind of period, such as 本月."""
        return period_words(self.period)

    @property
    def figure_names(self) -> dict[str, str]:
        """What people call each figure that lines lead to: the modules, then the outcome."""
        names = {module.id: module.name for module in self.modules}
        names |= {"total": "总分", "rank": "名次", "grade": "等次"}
        names |= {FIRST_COLUMN: ELECTION}
        return names | {award.column: award.name for award in self.window_awards}

    @property
    def window_awards(self) -> tuple[Award, ...]:
        """What windows are elected to, each with a column on the ranking table."""
        return tuple(award for award in self.awards if award.of == "windows")

    @property
    def award_names(self) -> str:
        """All that windows are elected to, in one phrase; empty where there is nothing."""
        return "、".join(award.name for award in self.window_awards)

    @property
    def award(self) -> Award | None:
        """The first thing that windows are elected to; ``None`` where there is nothing."""
        return next(iter(self.window_awards), None)

    def grade_of(self, total: Decimal) -> Grade | None:
        """The best grade whose start a total reaches; ``None`` where there is none."""
        reached = [grade for grade in self.grades if total >= grade.start]
        return max(reached, key=lambda grade: grade.start, default=None)

    def setting_of(self, part: Module | Award, key: str) -> Setting | None:
        """A module's or an award's own value, such as ``floor``; ``None`` where it has none."""
        return self.settings.get(part.settings.get(key, ""))

    def module(self, module_id: str) -> Module:
        """The module of that id; :class:`KeyError` if there is none."""
        return {module.id: module for module in self.modules}[module_id]

    @property
    def staff_module(self) -> Module | None:
        """The module that people's scores make; staff may type its figure where there are none."""
        return next((module for module in self.modules if not module.sign), None)

    @property
    def staff_id(self) -> str:
        """The id of :attr:`staff_module`, empty where the notice has none."""
        return "" if self.staff_module is None else self.staff_module.id

    @property
    def staff_full(self) -> Decimal:
        """The full mark of a person's score; 100 where no module follows from such scores."""
        return self.number("staff_score_max") if self.staff_id else Decimal(100)

    @property
    def point_modules(self) -> tuple[Module, ...]:
        """The modules that points add to or are taken off."""
        return tuple(module for module in self.modules if module.sign)

    @property
    def deducting_modules(self) -> dict[str, str]:
        """Id → name of the modules that points are taken off."""
        return {module.id: module.name for module in self.modules if module.sign == "-"}

    def remark_of(self, stage: Stage) -> int:
        """The first remark that feeds a stage."""
        feeding = [remark for remark, fed in self.reading_pairs() if fed == stage]
        return (feeding or [self.remarks[0].number])[0]

    def remark(self, number: int) -> Remark:
        """The remark of that number; :class:`KeyError` if there is none."""
        return {remark.number: remark for remark in self.remarks}[number]

    def value(self, setting_id: str) -> SettingValue:
        return self.settings[setting_id].value

    def number(self, setting_id: str) -> Decimal:
        """The value of a numeric setting that is not optional."""
        return self._of_sort(setting_id, Decimal)

    def share(self, setting_id: str) -> Fraction:
        """The value of a share setting that is not optional."""
        return self._of_sort(setting_id, Fraction)

    def choice(self, setting_id: str) -> str:
        """The value of a choice setting."""
        return self._of_sort(setting_id, str)

    def _of_sort(self, setting_id: str, sort: type[Sort]) -> Sort:
        value = self.value(setting_id)
        if not isinstance(value, sort):
            raise TypeError(f"{setting_id} is no {sort.__name__}: {value!r}")
        return value

    @property
    def maximum(self) -> Decimal:
        """The highest total there can be, in points."""
        return self.within_cap(self.added_up(module.maximum for module in self.modules))

    @property
    def base(self) -> Decimal:
        """What a total starts from, before any module's score."""
        return self._head_points("base") or Decimal(0)

    @property
    def total_cap(self) -> Decimal | None:
        """The most that a total may come to; ``None`` where only the modules limit it."""
        return self._head_points("total_cap")

    def added_up(self, scores: Iterable[Decimal]) -> Decimal:
        """The total that modules' scores come to, before its cap."""
        return sum(scores, self.base)

    def within_cap(self, total: Decimal) -> Decimal:
        return total if self.total_cap is None else min(total, self.total_cap)

    def _head_points(self, setting_id: str) -> Decimal | None:
        known = self.settings.get(setting_id) if self.form > 1 else None
        return known.value if known and isinstance(known.value, Decimal) else None

    def reading_pairs(self) -> Iterator[tuple[int, Stage]]:
        """Every ``(remark, stage)`` for which the notice file has a reading."""
        yield from ((reading.remark, reading.stage) for reading in self.readings)
        yield from ((setting.remark, setting.stage) for setting in self.settings.values())
        yield from ((rule.remark, rule.stage) for rule in self.rules.values())
