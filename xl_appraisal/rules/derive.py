"""From counts to points: the kinds of rule that a notice can hold.

Nothing here knows a number of any notice; bands, points, caps and shares all come in.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xl_appraisal.model.exact import ZERO, Number, plain, reaches
from xl_appraisal.model.notice.notice import Band, Lift, Measure, Rule
from xl_appraisal.model.record import Record
from xl_appraisal.rules.said import Said


class Derived(Record):
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


def derive(rule: Rule, counts: Mapping[str, Number]) -> Derived | None:
    """The points that ``rule`` gives for ``counts`` (measure path → count), before its cap.

    ``None`` where the rule derives nothing: a judged one, or none of its counts is known.  A
    count that is not known counts as none, for a share: as not reached.
    """
    known = [measure for measure in rule.measures if _path(rule, measure) in counts]
    if rule.kind == "judged" or not known:
        return None
    if rule.kind == "bands":
        return _bands(rule, known, counts)
    return _tally(rule, known, counts)


def cap(rule: Rule, points: Decimal) -> Decimal:
    """``points`` within the rule's upper limit, if it has one."""
    return points if rule.cap is None else min(points, rule.cap)


def reached_band(measure: Measure, count: Number) -> Band | None:
    """The highest band whose start ``count`` reaches."""
    reached = [band for band in measure.bands if count >= band.start]
    return reached[-1] if reached else None


def _bands(rule: Rule, known: list[Measure], counts: Mapping[str, Number]) -> Derived:
    points, parts, bands = ZERO, [], 0
    for measure in known:
        count = counts[_path(rule, measure)]
        band = reached_band(measure, count)
        points += band.points if band else ZERO
        bands += band is not None
        parts.append(Said(_band_text, (measure, count, band)))
    lift = rule.lift
    share = counts.get(f"{rule.id}.{lift.id}") if lift else None
    if lift is not None and share is not None and bands:
        lifted = reaches(share, lift.share)
        points += lift.points * bands if lifted else ZERO
        parts.append(Said(_lift_text, (lift, share, lifted, bands)))
    return Derived(points, ZERO, tuple(parts))


def _lift_text(lift: Lift, share: Number, lifted: bool, bands: int) -> str:
    verb = "达到" if lifted else "未达"
    gain = f"，{bands}个区间各加{plain(lift.points)}分" if lifted else ""
    return f"{lift.name}{percent(share)}，{verb}{plain(lift.share)}{gain}"


def _band_text(measure: Measure, count: Number, band: Band | None) -> str:
    what = f"{measure.name}{plain(count)}{measure.unit}"
    if band is None:
        return f"{what}，未达{plain(measure.bands[0].start)}{measure.unit}，不加分"
    end = f"{plain(band.start)}{measure.unit}以上"
    if band.end is not None:
        end = f"{plain(band.start)}-{plain(band.end)}{measure.unit}"
    return f"{what}，在{end}区间，{plain(band.points)}分"


def _tally(rule: Rule, known: list[Measure], counts: Mapping[str, Number]) -> Derived:
    gain, loss, parts = ZERO, ZERO, []
    for measure in known:
        each = measure.points or ZERO
        count = counts[_path(rule, measure)]
        points = each * as_decimal(count)
        gain += max(points, ZERO)
        loss -= min(points, ZERO)
        parts.append(Said(_tally_text, (measure, count, each)))
    return Derived(gain, loss, tuple(parts))


def _tally_text(measure: Measure, count: Number, each: Decimal) -> str:
    return f"{measure.name}{plain(count)}{measure.unit}×{plain(each)}分"


def as_decimal(value: Number) -> Decimal:
    """A count as a decimal; shares, which may not terminate, never come here."""
    if isinstance(value, Decimal):
        return value
    if value.denominator != 1:
        raise ValueError(f"a count that is not a decimal: {value}")
    return Decimal(value.numerator)


def percent(share: Number) -> str:
    """A share as people write it: ``70%``, or ``2/3`` where a percentage would not be exact."""
    text = plain(share * 100)
    return plain(share) if "/" in text else f"{text}%"


def _path(rule: Rule, measure: Measure) -> str:
    return f"{rule.id}.{measure.id}"
