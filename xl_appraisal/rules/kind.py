"""What every kind of rule has: its exact points, words for them and its plain formula.

A kind is a file of its own with one subclass of :class:`Kind`; :mod:`register` lists them.
Nothing in this room knows a number of any notice: bands, points, caps and shares all come in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from xl_appraisal.model.exact import ZERO, Number
from xl_appraisal.model.notice.measure import Lift, Measure
from xl_appraisal.model.notice.notice import Rule

PLACES = 3
"""Decimals that points are rounded to, half up, where a division need not end."""
Counts = Mapping[str, Number]
"""Measure (``rule.measure``) → its count, or its share."""
Among = Mapping[str, Sequence[Number]]
"""Measure → the counts of all windows of which it is known."""


class Derived(NamedTuple):
    """What a rule makes of its counts: ``points`` before any cap, ``deduction`` (positive)."""

    points: Decimal
    deduction: Decimal
    parts: tuple[Said, ...]

    @property
    def said(self) -> Said:
        """How it came about, in words."""
        return Said(_joined, self.parts)

    @property
    def text(self) -> str:
        return _joined(*self.parts)


def _joined(*parts: Said) -> str:
    return "；".join(map(str, parts))


class Cells(Protocol):
    """How one sort of workbook writes the parts of a rule's formula.

    Points and counts stand there in one unit, whatever it is, and shares as they are.
    """

    def count(self, measure: Measure | Lift) -> str:
        """The count or share of the formula's own window, 0 where it is not known."""

    def value(self, path: str, value: Number) -> str:
        """One of the rule's values; ``path`` is that of its parameter, without the rule."""

    def times(self, measure: Measure, each: str) -> str:
        """The measure's count times points, in points."""

    def product(self, one: str, other: str) -> str:
        """A count times points, in points."""

    def weighed(self, measure: Measure, weight: str) -> str:
        """The measure's score times its weight, in points."""

    def divided(self, title: str, above: str, below: str) -> str:
        """Points divided by a count, rounded half up to :data:`PLACES` decimals of a point."""

    def whole(self, number: int) -> str:
        """A number of our own, as counts stand there."""

    def parts(self, measure: Measure, short: str, per: str, function: str) -> str:
        """How many parts of ``per`` a share is short of, made whole by that function."""

    def known(self, measure: Measure) -> str:
        """Whether the own window's count is known, as a condition."""

    def among(self, measure: Measure) -> str:
        """The cells with the counts of all windows of which it is known."""

    def step(self, title: str, formula: str) -> str:
        """A formula's part."""

    def kept(self, title: str, formula: str) -> str:
        """A part that is used several times, in a helper cell where the workbook has them."""


class Kind:
    """A kind of rule; a subclass overrides what it has."""

    derives = True
    """Whether points follow from counts alone."""
    among_all = False
    """Whether points follow from the other windows' counts too: see :meth:`derive_among`."""
    given_points = False
    """Whether somebody sets the points of each case in the ledger."""

    def derive(self, rule: Rule, known: list[Measure], counts: Counts) -> Derived:
        """The exact points for those counts, of which the ``known`` measures have one.

        A count that is not known counts as none, for a share: as not reached.
        """
        raise NotImplementedError

    def derive_among(
        self, rule: Rule, known: list[Measure], counts: Counts, among: Among
    ) -> Derived:
        """As :meth:`derive`, held against all windows, the own one among them."""
        keys = [path(rule, measure) for measure in known]
        held = [
            self.held_against(measure, counts[key], among[key])
            for measure, key in zip(known, keys, strict=True)
        ]
        points = sum((own for own, _ in held), ZERO)
        return Derived(points, ZERO, tuple(said for _, said in held))

    def held_against(
        self, measure: Measure, count: Number, others: Sequence[Number]
    ) -> tuple[Decimal, Said]:
        """A measure's points among all windows' counts, and how they came about."""
        raise NotImplementedError

    def points_formula(self, rule: Rule, cells: Cells) -> str:
        """A formula, without ``=``, for the points given before the cap."""
        raise NotImplementedError

    def deduction_formula(self, rule: Rule, cells: Cells) -> str:
        """A formula, without ``=``, for what is deducted."""
        return "0"

    def checks(self, rule: Rule, value: Callable[[str], str]) -> Iterator[tuple[str, str]]:
        """What must hold between values as the notice's reader has it: a name and a condition.

        ``value`` gives the cell of a parameter's path, without the rule.
        """
        return iter(())

    def refusal(self, measure: Measure, count: Number) -> str:
        """What would be allowed instead of a count that has no meaning here; else empty."""
        return ""

    def refused(self, measure: Measure, count: str, full: str) -> str:
        """The condition under which :meth:`refusal` says something; empty where it never does.

        ``count`` and ``full`` are formulas for the count and for its full mark, if it has one.
        """
        return ""

    def needed(self, given: bool, known: int, every: int) -> str:
        """What the rule cannot do without where only ``known`` of ``every`` measure are there.

        ``given`` says whether its module must be given by somebody.  Empty where none may do.
        """
        return ""

    def outside(self, measure: Measure, points: Decimal, cases: Number | None) -> str:
        """What would be allowed instead of points that somebody set; else empty."""
        return ""

    def most(self, rule: Rule) -> Decimal | None:
        """The most that the rule can give before its cap; ``None`` where nothing limits it."""
        return None


def path(rule: Rule, measure: Measure | Lift) -> str:
    """The measure's key in :data:`Counts`: that of the measure whose count it takes."""
    return (measure.of if isinstance(measure, Measure) else "") or f"{rule.id}.{measure.id}"


class Said(NamedTuple):
    """Words that are put together only when somebody reads them: of 10,000 windows few are."""

    words: Callable[..., str]
    about: tuple[Any, ...]

    def __str__(self) -> str:
        return self.words(*self.about)
