"""What a rule counts, and what each kind of rule knows of it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from xl_appraisal.model.record import Record


class Band(Record):
    """From ``start`` (inclusive) on, ``points`` are given; ``end`` is only the notice's word."""

    start: Decimal
    end: Decimal | None
    points: Decimal


class Measure(Record):
    """Something counted that a rule turns into points; what it has follows from the rule's kind.

    ``goal``, ``per``, ``part``: a rate's, see ``rules/rate.py``; ``weight``, ``full``: a score's;
    ``least``, ``most``: the points that may be set for each case; ``heads``: the people that a
    count is divided by; ``order``, ``to``: how it is held against the other windows' figures, see
    ``rules/place.py`` and ``rules/proportion.py``.  ``of`` is another rule's measure
    (``rule.measure``) whose count it takes: one event may count twice.
    """

    id: str
    name: str
    unit: str
    bands: tuple[Band, ...] = ()
    points: Decimal | None = None
    goal: Fraction | None = None
    per: Fraction | None = None
    part: Literal["up", "down"] = "up"
    weight: Fraction | None = None
    full: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    heads: bool = False
    order: Literal["high", "low"] = "high"
    to: Literal["highest", "lowest", "mean"] = "highest"
    of: str = ""


class Lift(Record):
    """``points`` more on each band reached where the share ``id`` reaches ``share``."""

    id: str
    name: str
    share: Fraction
    points: Decimal
