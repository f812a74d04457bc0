"""The whole appraisal a second time, straight from the remarks' words, in plain fractions.

Shares no code and no data with the product: every number below is copied from the notice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction as F


@dataclass
class Row:
    """A window's quarter as a clerk would note it down."""

    staff: Sequence[F] = ()
    bonuses: Mapping[str, F] = field(default_factory=dict)  # typed items of 重点加分
    deductions: Sequence[tuple[str, F]] = ()  # module, points
    immediate: F | None = None
    promised: F | None = None
    share: F | None = None
    lead: int = 0
    support: int = 0
    times: int = 0
    missing: Mapping[str, int] = field(default_factory=dict)  # what 局长走流程 lacks
    extra_walks: int = 0
    veto: bool = False


def modules(row: Row) -> dict[str, F]:
    """Remarks 1 to 6."""
    mean = sum(row.staff, F(0)) / len(row.staff)
    full = {"人员进驻": F(10), "业务规范": F(30), "窗口规范": F(15), "评价管理": F(15)}
    for module, points in row.deductions:
        full[module] -= points
    unkept = {"方案": F(1), "安排表": F(1, 2), "走流程": F(1), "报告": F(1)}
    full["业务规范"] -= sum((unkept[what] * times for what, times in row.missing.items()), F(0))
    reward = sum(row.bonuses.values(), F(0))
    reward += min(F(row.extra_walks, 2), F(3)) + case_volume(row)
    reward += min(F(2 * row.lead + row.support), F(5)) + assisted(row.times)
    deductive = {module: max(points, F(0)) for module, points in full.items()}
    staff = min(thousandths(mean * 30 / 100), F(30))  # its full mark, were a score above 100
    return {"窗口人员表现": staff, **deductive, "奖励分": min(reward, F(20))}


def thousandths(points: F) -> F:
    """Half-up to three places."""
    return F((points * 1000 + F(1, 2)) // 1, 1000)


def case_volume(row: Row) -> F:
    """Remark 4."""
    now = row.immediate or F(0)
    later = row.promised or F(0)
    points = F(2) if now >= 600 else F(1) if now >= 300 else F(0)
    points += F(5, 2) if later >= 500 else F(3, 2) if later >= 200 else F(0)
    bands = (now >= 300) + (later >= 200)
    lifted = row.share is not None and row.share >= F(2, 3)
    return points + F(bands, 2) * lifted


def assisted(times: int) -> F:
    """Remark 6."""
    return F((times >= 1) + (times >= 6) + (times >= 11))


def ranking(totals: Sequence[F]) -> list[int]:
    """Remark 1: one more than the number of windows above."""
    return [1 + sum(other > total for other in totals) for total in totals]


def red_flags(rows: Sequence[Row], totals: Sequence[F]) -> tuple[int, set[int]]:
    """Remarks 1 and 7: 30 % half-up of all windows; of those without √, all with a place."""
    quota = int((F(3 * len(rows), 10) + F(1, 2)) // 1)
    fit = [i for i, row in enumerate(rows) if not row.veto]
    return quota, {i for i in fit if sum(totals[j] > totals[i] for j in fit) < quota}
