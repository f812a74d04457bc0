"""A notice as frozen values: remarks, modules, settings and rules.

Every value knows the remark that it comes from, the stage that it feeds and its standing:
``notice`` (the notice's own word), ``inferred`` (worked out from the published table) or
``default`` (left open by the notice; our stated choice).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias, TypeVar

from xl_appraisal.model.fields import Path
from xl_appraisal.model.notice.kinds import SIGNS, MethodKind, RuleKind, Sign
from xl_appraisal.model.record import Record

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

TITLE_WORDS = re.compile(r"\{(?:year|quarter)\}")
"""The words of a title that stand for the quarter's year and number."""


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
    """

    id: str
    name: str
    maximum: Decimal
    remark: int
    method: MethodKind
    method_remark: int

    @property
    def sign(self) -> Sign:
        """What points do to it: add, take off, or nothing where people's scores make it."""
        return SIGNS[self.method]


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


class Band(Record):
    """From ``start`` (inclusive) on, ``points`` are given; ``end`` is only the notice's word."""

    start: Decimal
    end: Decimal | None
    points: Decimal


class Measure(Record):
    """Something counted that a rule turns into points."""

    id: str
    name: str
    unit: str
    bands: tuple[Band, ...] = ()
    points: Decimal | None = None


class Lift(Record):
    """``points`` more on each band reached where the share ``id`` reaches ``share``."""

    id: str
    name: str
    share: Fraction
    points: Decimal


class Rule(Record):
    """How the counts of one item become points.

    ``bands``: each measure gives the points of the highest band it reaches.  ``tally``: each
    measure gives its points times its count; what is negative is a deduction and goes to
    ``deduction_module``.  ``judged``: the section gives the points; ``target`` only serves to
    point out contradictions.  ``cap`` limits the points added, never a deduction.
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

    def standing_of(self, value: str) -> Standing:
        """The standing of one of the rule's values, such as ``cap``."""
        return self.standings.get(value, self.standing)

    def measure_ids(self) -> tuple[str, ...]:
        """All that the rule takes in, the lift's share included, as ``rule.measure``."""
        own = [f"{self.id}.{measure.id}" for measure in self.measures]
        return (*own, f"{self.id}.{self.lift.id}") if self.lift else tuple(own)


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

    ``places`` tell where its parts (``rule.case_volume``) stood in the document.
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

    def titled(self, year: int, quarter: int) -> str:
        """The title of that quarter's table: its words filled in, no other text looked into."""
        words = {"{year}": str(year), "{quarter}": str(quarter)}
        return TITLE_WORDS.sub(lambda word: words[word[0]], self.title)

    def module(self, module_id: str) -> Module:
        """The module of that id; :class:`KeyError` if there is none."""
        return {module.id: module for module in self.modules}[module_id]

    @property
    def staff_module(self) -> Module:
        """The module that people's scores make; staff may type its figure where there are none."""
        return next(module for module in self.modules if not module.sign)

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
        return sum((module.maximum for module in self.modules), Decimal(0))

    def reading_pairs(self) -> Iterator[tuple[int, Stage]]:
        """Every ``(remark, stage)`` for which the notice file has a reading."""
        yield from ((reading.remark, reading.stage) for reading in self.readings)
        yield from ((setting.remark, setting.stage) for setting in self.settings.values())
        yield from ((rule.remark, rule.stage) for rule in self.rules.values())
