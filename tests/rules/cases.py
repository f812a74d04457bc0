"""Random rules of every kind, a notice and a layout made of them, and counts for its windows."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.evidence import LAYOUT_TEXT, NOTICE_TEXT
from xl_appraisal.model.exact import Number, plain
from xl_appraisal.model.layout import build_layout
from xl_appraisal.model.notice import build_notice
from xl_appraisal.model.rulebook import Rulebook

RuleData = dict[str, Any]
Counts = Mapping[str, Number]
"""Column id → the count or share typed there; what is not there is blank."""

_COLUMN = {"standing": "sure", "width": 6}
_FIGURES = {"rank", "window", "total", "red_flag"}


def decimals(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, places=places, allow_nan=False, allow_infinity=False)


POINTS = decimals("0", "9", 3) | st.integers(0, 5).map(Decimal)
LIMITS = st.sampled_from([Fraction(2, 3), Fraction(1, 3), Fraction(1)]) | decimals(
    "0.0001", "1", 4
).map(Fraction)


@st.composite
def bands(draw: st.DrawFn) -> RuleData:
    """One to three measures of one to four bands each, at times with a lift."""
    starts = st.lists(decimals("0.001", "999", 3), min_size=1, max_size=4, unique=True)
    measures = [
        {"bands": [{"from": start, "points": draw(POINTS)} for start in sorted(draw(starts))]}
        for _ in range(draw(st.integers(1, 3)))
    ]
    rule: RuleData = {"measures": measures}
    if draw(st.booleans()):
        share, points = plain(draw(LIMITS)), draw(POINTS)
        rule["lift"] = {"id": "share", "name": "占比", "share": share, "points": points}
    return rule


@st.composite
def tally(draw: st.DrawFn) -> RuleData:
    """One to four measures that give points or take some."""
    each = POINTS | POINTS.map(lambda points: -points)
    count = draw(st.integers(1, 4))
    return {
        "deduction_module": "business_conduct",
        "measures": [{"points": draw(each)} for _ in range(count)],
    }


@st.composite
def rate(draw: st.DrawFn) -> RuleData:
    """A share that shall reach a goal, with points for each part short of it, begun or whole."""
    measure = {
        "goal": plain(draw(decimals("0.5", "1", 3))),
        "per": draw(st.sampled_from(["1%", "0.5%", "10%", "0.25"])),
        "points": draw(POINTS | POINTS.map(lambda points: -points)),
        "part": draw(st.sampled_from(["up", "down"])),
    }
    return {"deduction_module": "business_conduct", "measures": [measure]}


@st.composite
def score(draw: st.DrawFn) -> RuleData:
    """One to three scores up to their full mark, each with the weight that counts."""
    weights = st.sampled_from(["30%", "20%", "0.05", "1", "12.5%"])
    full = st.integers(2, 1200)
    count = draw(st.integers(1, 3))
    return {"measures": [{"weight": draw(weights), "full": draw(full)} for _ in range(count)]}


@st.composite
def per_head(draw: st.DrawFn) -> RuleData:
    """One or two counts with points, divided by people."""
    count = draw(st.integers(1, 2))
    return {"measures": [{"heads": True}, *({"points": draw(POINTS)} for _ in range(count))]}


RULES: dict[str, st.SearchStrategy[RuleData]] = {
    "bands": bands(),
    "tally": tally(),
    "rate": rate(),
    "score": score(),
    "average": score(),
    "per_head": per_head(),
}
"""Kind → rules of that kind, without what all kinds have.  A new kind needs a line here, unless
it holds windows against each other, which no formula of a row does."""


@st.composite
def rulebooks(draw: st.DrawFn, kind: str) -> Rulebook:
    """The notice of 2023 with one rule of that kind instead of its own, and a column for all."""
    rule = {
        **draw(RULES[kind]),
        "id": "r",
        "name": "规则甲",
        "kind": kind,
        "module": "reward",
        "standing": "notice",
        "reading": "随机的规则",
        "cap": draw(st.just("") | POINTS),
    }
    for number, measure in enumerate(rule["measures"], 1):
        measure |= {"id": f"m{number}", "name": f"计数{number}", "unit": "件"}
    return rulebook_of(rule)


def rulebook_of(rule: RuleData) -> Rulebook:
    """The notice of 2023 with that rule instead of its own, and a layout that shows it."""
    notice_data = tomllib.loads(NOTICE_TEXT, parse_float=Decimal)
    for remark in notice_data["remark"]:
        remark.pop("rule", None)
    notice_data["remark"][2]["rule"] = [rule]
    notice = build_notice("通报文件", notice_data)
    layout = tomllib.loads(LAYOUT_TEXT, parse_float=Decimal)
    del layout["rule"]
    kept = _FIGURES | {module.id for module in notice.modules}
    for block in ("column", "working"):
        layout[block] = [column for column in layout[block] if column["id"] in kept]
    (made,) = notice.rules.values()
    for path in made.measure_ids():
        kind = "percent" if path in made.share_ids() else "count"
        layout["column"].append(
            {"id": path.replace(".", "_"), "header": [path], "kind": kind, "measure": path}
            | _COLUMN
        )
    signs = {"points": ("+", made.module), "lost": ("-", made.deduction_module)}
    for column, (sign, module) in signs.items():
        if module is not None:
            shown = {"id": column, "header": [column], "kind": "points", "rule": "r"}
            layout["column"].append(shown | {"sign": sign, "module": module} | _COLUMN)
    return Rulebook(notice, build_layout("栏目文件", layout, notice), "", "")


def counts_for(book: Rulebook) -> st.SearchStrategy[Counts]:
    """Counts for one window; often just at, or a hair beside, what the rule asks for.

    None lies between 0 and 1: plain formulas take those for percents (``tests/native``).
    """
    (rule,) = book.notice.rules.values()
    columns: dict[str, st.SearchStrategy[Number]] = {}
    for measure in rule.measures:
        if measure.goal is not None:
            at = [measure.goal, *(measure.goal - n * (measure.per or 1) for n in range(1, 5))]
            fit = st.sampled_from([share for share in at if share > 0])
            columns[f"r_{measure.id}"] = fit | decimals("0.0001", "1", 4).map(Fraction)
            continue
        if measure.full is not None:
            columns[f"r_{measure.id}"] = decimals("0", "1", 3).map(
                lambda n, m=measure: 1 + n * (m.full - 1)
            )
            continue
        edges = [band.start for band in measure.bands] or [Decimal(1)]
        beside = st.sampled_from([Decimal("-0.001"), Decimal(0), Decimal("0.001")])
        near = st.builds(
            lambda edge, by: max(edge + by, Decimal(0)), st.sampled_from(edges), beside
        )
        counts = near | decimals("0", "1200", 3)
        columns[f"r_{measure.id}"] = counts.map(lambda count: count + 1 if 0 < count < 1 else count)
    if rule.lift is not None:
        ratios = st.sampled_from([Fraction(2, 3), Fraction(399, 600), Fraction(1, 3), Fraction(1)])
        shares = ratios | st.just(rule.lift.share) | decimals("0", "1", 4).map(Fraction)
        columns[f"r_{rule.lift.id}"] = shares
    return st.fixed_dictionaries({}, optional=columns)
