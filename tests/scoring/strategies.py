"""Random tables: rows as a clerk would note them, and the same as evidence for the product."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from tests.evidence import entry, window
from tests.plain_appraisal import Row
from tests.published import MODULES
from xl_appraisal.scoring import Entry, WindowEvidence

DEDUCTIVE = ["人员进驻", "业务规范", "窗口规范", "评价管理"]
BONUS_ITEMS = ["leadership_bonus", "item_18", "item_20", "item_22", "item_30"]
WALKS = {
    "方案": "plan_missing",
    "安排表": "schedule_missing",
    "走流程": "walk_missing",
    "报告": "report_missing",
}


def _points(most: int) -> st.SearchStrategy[Fraction]:
    return st.integers(0, most * 1000).map(lambda n: Fraction(n, 1000))


# Few values and many edges, so that ties, band starts and caps are met often.
_score = st.one_of(st.sampled_from([90, 95, 100]), st.integers(0, 1000).map(lambda n: n / 10))
_cases = st.one_of(
    st.none(),
    st.sampled_from([199, 200, 299, 300, 499, 500, 599, 600]).map(Fraction),
    st.integers(0, 7000).map(lambda n: Fraction(n, 10)),
)
_share = st.one_of(
    st.none(), st.just(Fraction(2, 3)), st.integers(0, 100).map(lambda n: Fraction(n, 100))
)

rows = st.builds(
    Row,
    staff=st.lists(_score.map(lambda s: Fraction(str(s))), min_size=1, max_size=7),
    bonuses=st.dictionaries(st.sampled_from(BONUS_ITEMS), _points(8), max_size=3),
    deductions=st.lists(st.tuples(st.sampled_from(DEDUCTIVE), _points(12)), max_size=4),
    immediate=_cases,
    promised=_cases,
    share=_share,
    lead=st.integers(0, 3),
    support=st.integers(0, 3),
    times=st.integers(0, 13),
    missing=st.dictionaries(st.sampled_from(list(WALKS)), st.integers(1, 2), max_size=4),
    extra_walks=st.integers(0, 8),
    veto=st.booleans(),
)
tables = st.lists(rows, min_size=1, max_size=12)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def as_evidence(name: str, row: Row) -> WindowEvidence:
    """The same row as the product meets it: typed cells and ledger lines."""
    typed: dict[str, object] = {item: _decimal(points) for item, points in row.bonuses.items()}
    counts = {
        "immediate_cases": row.immediate,
        "promised_cases": row.promised,
        "assisted_times": row.times,
        "veto_44": 1 if row.veto else None,
    }
    typed |= {
        column: _decimal(Fraction(count)) for column, count in counts.items() if count is not None
    }
    if row.share is not None:
        typed["platform_share"] = f"{row.share.numerator}/{row.share.denominator}"
    return window(name, typed, _entries(row), [_decimal(score) for score in row.staff])


def _entries(row: Row) -> list[Entry]:
    counts = {f"walkthrough.{WALKS[what]}": times for what, times in row.missing.items()}
    counts["walkthrough.extra_walks"] = row.extra_walks
    counts["package_services.lead"] = row.lead
    counts["package_services.support"] = row.support
    deducted = [
        entry(4, module=MODULES[module], points=_decimal(points))
        for module, points in row.deductions
    ]
    return deducted + [entry(5, item=item, count=count) for item, count in counts.items()]


def as_windows(table: list[Row]) -> list[WindowEvidence]:
    """A whole table, its windows called 窗0, 窗1 …"""
    return [as_evidence(f"窗{number}", row) for number, row in enumerate(table)]
