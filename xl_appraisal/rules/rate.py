"""``rate``: points for each part by which a share falls short of its goal; negative ones deduct.

``part`` says whether a part begun counts as a whole one (``up``) or not at all (``down``).  A share
of 0 is refused, so that a formula may take a blank cell, which reads as 0, for one not known.  A
window of which a share is not known has no score.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from xl_appraisal.model.exact import ZERO, Number, percent, plain
from xl_appraisal.model.notice.measure import Measure
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.rules.kind import Cells, Counts, Derived, Kind, Said, path


class Rate(Kind):
    """See above."""

    def derive(self, rule: Rule, known: list[Measure], counts: Counts) -> Derived:
        gain, loss, parts = ZERO, ZERO, []
        for measure in known:
            share, each = counts[path(rule, measure)], measure.points or ZERO
            short = _parts_short(measure, Fraction(share))
            gain += max(each * short, ZERO)
            loss -= min(each * short, ZERO)
            parts.append(Said(_rate_text, (measure, share, short)))
        return Derived(gain, loss, tuple(parts))

    def points_formula(self, rule: Rule, cells: Cells) -> str:
        return "+".join(_term(m, cells) for m in rule.measures if (m.points or ZERO) >= 0) or "0"

    def deduction_formula(self, rule: Rule, cells: Cells) -> str:
        losing = [m for m in rule.measures if (m.points or ZERO) < 0]
        return "-".join(["0", *(_term(measure, cells) for measure in losing)])

    def needed(self, given: bool, known: int, every: int) -> str:
        return "比例" if known < every else ""

    def refusal(self, measure: Measure, count: Number) -> str:
        return "" if 0 < count <= 1 else "大于0、不大于100%的比例"

    def refused(self, measure: Measure, count: str, full: str) -> str:
        return f"OR({count}<=0,{count}>1)"

    def checks(self, rule: Rule, value: Callable[[str], str]) -> Iterator[tuple[str, str]]:
        for measure in rule.measures:
            yield f"{measure.name} 每差", f"{value(f'{measure.id}.per')}>0"


def _parts_short(measure: Measure, share: Fraction) -> int:
    if measure.goal is None or measure.per is None or share >= measure.goal:
        return 0
    parts = (measure.goal - share) / measure.per
    return math.ceil(parts) if measure.part == "up" else math.floor(parts)


def _term(measure: Measure, cells: Cells) -> str:
    share, own = cells.count(measure), measure.id
    goal = cells.value(f"{own}.goal", measure.goal or Fraction(0))
    per = cells.value(f"{own}.per", measure.per or Fraction(1))
    each = cells.value(f"{own}.points", measure.points or ZERO)
    whole = "ROUNDUP" if measure.part == "up" else "ROUNDDOWN"
    parts = cells.parts(measure, f"{goal}-{share}", per, whole)
    return cells.step(measure.name, f"IF({share}=0,0,IF({share}>={goal},0,{parts}*{each}))")


def _rate_text(measure: Measure, share: Number, short: int) -> str:
    what = f"{measure.name}{percent(share)}"
    goal, per = percent(measure.goal or ZERO), percent(measure.per or ZERO)
    if not short:
        return (
            f"{what}，比{goal}不差一个{per}"
            if share < (measure.goal or 0)
            else f"{what}，达到{goal}"
        )
    points = abs(Decimal(measure.points or 0))
    return f"{what}，比{goal}差{short}个{per}×{plain(points)}分"
