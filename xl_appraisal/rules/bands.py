"""``bands``: each measure gives the points of the highest band it reaches.

With a ``lift``, each band reached gives more where a share reaches its limit.  Starts and the
limit are above 0, so that a count that is not known reaches none.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from decimal import Decimal

from xl_appraisal.model.exact import ZERO, Number, percent, plain, reaches
from xl_appraisal.model.notice.measure import Band, Lift, Measure
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.rules.kind import Cells, Counts, Derived, Kind, Said, path


class Bands(Kind):
    """See above."""

    def derive(self, rule: Rule, known: list[Measure], counts: Counts) -> Derived:
        points, parts, bands = ZERO, [], 0
        for measure in known:
            count = counts[path(rule, measure)]
            reached = [band for band in measure.bands if count >= band.start]
            band = reached[-1] if reached else None
            points += band.points if band else ZERO
            bands += band is not None
            parts.append(Said(_band_text, (measure, count, band)))
        lift = rule.lift
        share = counts.get(path(rule, lift)) if lift else None
        if lift is not None and share is not None and bands:
            lifted = reaches(share, lift.share)
            points += lift.points * bands if lifted else ZERO
            parts.append(Said(_lift_text, (lift, share, lifted, bands)))
        return Derived(points, ZERO, tuple(parts))

    def points_formula(self, rule: Rule, cells: Cells) -> str:
        return "+".join(_measure_formula(rule, measure, cells) for measure in rule.measures)

    def checks(self, rule: Rule, value: Callable[[str], str]) -> Iterator[tuple[str, str]]:
        yield from rising_starts(rule, value)
        if rule.lift is not None:
            yield f"{rule.lift.name} 达到", f"{value('lift.share')}>0"

    def most(self, rule: Rule) -> Decimal:
        lift = rule.lift.points if rule.lift else ZERO
        return sum((max(b.points for b in m.bands) + lift for m in rule.measures), ZERO)


def rising_starts(rule: Rule, value: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """That each measure's bands start above 0 and rise: see :meth:`Kind.checks`."""
    for measure in rule.measures:
        starts = [value(f"{measure.id}.{n}.from") for n in range(1, len(measure.bands) + 1)]
        rising = [f"{one}<{other}" for one, other in itertools.pairwise(starts)]
        yield f"{measure.name} 各档起点", f"AND({','.join([f'{starts[0]}>0', *rising])})"


def _measure_formula(rule: Rule, measure: Measure, cells: Cells) -> str:
    count, points = cells.count(measure), "0"
    starts = [
        cells.value(f"{measure.id}.{number}.from", band.start)
        for number, band in enumerate(measure.bands, 1)
    ]
    for number, band in enumerate(measure.bands, 1):
        gain = cells.value(f"{measure.id}.{number}.points", band.points)
        points = f"IF({count}>={starts[number - 1]},{gain},{points})"
    if rule.lift is not None:
        limit = cells.value("lift.share", rule.lift.share)
        gain = cells.value("lift.points", rule.lift.points)
        lifted = f"AND({count}>={starts[0]},{cells.count(rule.lift)}>={limit})"
        points += f"+IF({lifted},{gain},0)"
    return cells.step(measure.name, points)


def _band_text(measure: Measure, count: Number, band: Band | None) -> str:
    what = f"{measure.name}{plain(count)}{measure.unit}"
    if band is None:
        return f"{what}，未达{plain(measure.bands[0].start)}{measure.unit}，不加分"
    end = f"{plain(band.start)}{measure.unit}以上"
    if band.end is not None:
        end = f"{plain(band.start)}-{plain(band.end)}{measure.unit}"
    return f"{what}，在{end}区间，{plain(band.points)}分"


def _lift_text(lift: Lift, share: Number, lifted: bool, bands: int) -> str:
    verb = "达到" if lifted else "未达"
    gain = f"，{bands}个区间各加{plain(lift.points)}分" if lifted else ""
    return f"{lift.name}{percent(share)}，{verb}{plain(lift.share)}{gain}"
