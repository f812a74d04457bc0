"""``place``: points by a window's place among all windows of which the count is known.

``order`` says whether the highest count or the lowest is first; equal ones share the better
place (1, 2, 2, 4).  A band's ``end`` counts here: places behind the last one get nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from xl_appraisal.model.exact import ZERO, Number, plain
from xl_appraisal.model.notice.measure import Measure
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.rules.bands import rising_starts
from xl_appraisal.rules.kind import Cells, Kind, Said


class Place(Kind):
    """See above."""

    among_all = True

    def held_against(
        self, measure: Measure, count: Number, others: Sequence[Number]
    ) -> tuple[Decimal, Said]:
        sign = 1 if measure.order == "high" else -1
        place = 1 + sum(sign * other > sign * count for other in others)
        own = _points_at(measure, place)
        return own, Said(_place_text, (measure, count, len(others), place, own))

    def points_formula(self, rule: Rule, cells: Cells) -> str:
        return "+".join(_term(measure, cells) for measure in rule.measures)

    def checks(self, rule: Rule, value: Callable[[str], str]) -> Iterator[tuple[str, str]]:
        yield from rising_starts(rule, value)

    def most(self, rule: Rule) -> Decimal:
        return sum((max(band.points for band in m.bands) for m in rule.measures), ZERO)


def _term(measure: Measure, cells: Cells) -> str:
    better = ">" if measure.order == "high" else "<"
    ahead = f'COUNTIF({cells.among(measure)},"{better}"&{cells.count(measure)})'
    place = cells.kept(f"{measure.name} 名次", f"({ahead}+1)*{cells.whole(1)}")
    points = "0"
    for number, band in enumerate(measure.bands, 1):
        start = cells.value(f"{measure.id}.{number}.from", band.start)
        gain = cells.value(f"{measure.id}.{number}.points", band.points)
        if band.end is not None:
            gain = f"IF({place}<={cells.whole(int(band.end))},{gain},0)"
        points = f"IF({place}>={start},{gain},{points})"
    return f"IF({cells.known(measure)},{points},0)"


def _points_at(measure: Measure, place: int) -> Decimal:
    reached = [band for band in measure.bands if band.start <= place]
    last = reached[-1] if reached else None
    return ZERO if last is None or (last.end is not None and place > last.end) else last.points


def _place_text(measure: Measure, count: Number, windows: int, place: int, own: Decimal) -> str:
    how = "由多到少" if measure.order == "high" else "由少到多"
    what = f"{measure.name}{plain(count)}{measure.unit}"
    return f"{what}，{windows}个窗口{how}第{place}名，{plain(own)}分"
