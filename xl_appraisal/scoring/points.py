"""Stage ``points``: what each item, ledger entry and rule brings to which module."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from xl_appraisal.model.exact import ZERO, Number, plain
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.rules.kind import Derived
from xl_appraisal.rules.register import cap, derive
from xl_appraisal.scoring.evidence import WindowEvidence
from xl_appraisal.scoring.items import settle_column
from xl_appraisal.scoring.ledger_entries import sort_entry
from xl_appraisal.scoring.points_plan import PointsPlan
from xl_appraisal.scoring.points_state import Points
from xl_appraisal.scoring.result import Source, Words


def points_of(plan: PointsPlan, window: WindowEvidence, *, apply_rules: bool = False) -> Points:
    """The points of one window; ``apply_rules`` lets the notice's rules go before typed ones."""
    found = Points(plan, window, apply_rules)
    for entry in window.entries:
        sort_entry(found, entry)
    counts = _measures(found)
    derived = {
        rule.id: result
        for rule, measures in plan.deriving
        if not measures.isdisjoint(counts) and (result := derive(rule, counts)) is not None
    }
    for column in plan.points_columns:
        if column.id in window.given or column.id in found.by_item or column.rule in derived:
            settle_column(found, column, derived)
    for rule_id, result in derived.items():
        _beside_columns(found, plan.rules[rule_id], result)
    _targets(found, counts)
    _vetoes(found)
    return found


def _measures(found: Points) -> dict[str, Number]:
    """Every measure that is known: typed in its column, else summed from the ledger."""
    totals = {measure: _sum(count for count, _ in known) for measure, known in found.counts.items()}
    for column in found.plan.count_columns:
        typed, measure = found.window.given.get(column.id), column.measure or column.id
        if typed is None:
            continue
        if measure in totals and totals[measure] != typed.value:
            found.two_sources(column, typed, totals[measure], "count_disagrees")
        totals[measure] = typed.value
    return totals


def _sum(numbers: Iterable[Number]) -> Number:
    total: Number = ZERO
    for number in numbers:
        if isinstance(total, Decimal) and isinstance(number, Decimal):
            total = total + number
        else:
            total = Fraction(total) + Fraction(number)
    return total


def _beside_columns(found: Points, rule: Rule, result: Derived) -> None:
    """What a rule gives that no column shows: its points, or its deduction."""
    if rule.id not in found.plan.derived_columns and result.points:
        limited = cap(rule, result.points)
        _beside(found, rule, rule.module, "derived", result.points, result.said)
        if limited < result.points:
            text = f"{rule.name}加分上限{plain(limited)}分"
            _beside(found, rule, rule.module, "cap", limited - result.points, text)
            _tell_cut(found, rule, result.points, limited)
    shown = rule.id in found.plan.deduction_columns
    if result.deduction and rule.deduction_module is not None and not shown:
        _beside(found, rule, rule.deduction_module, "derived", result.deduction, result.said)


def _beside(
    found: Points, rule: Rule, module: str, source: Source, points: Decimal, text: Words
) -> None:
    places = [place for key in rule.measure_ids() for _, place in found.counts.get(key, [])]
    standing = rule.standing
    if module == rule.deduction_module:
        standing = rule.standing_of("deduction_module")
    found.add(module, rule.name, source, points, text, tuple(places), rule=rule, standing=standing)


def _tell_cut(found: Points, rule: Rule, points: Decimal, limited: Decimal) -> None:
    words = {"found": plain(points), "expected": plain(limited)}
    how = f"加分上限{plain(limited)}分"
    found.tell("cap_cut", found.window.place, rule.name, rule.remark, how=how, **words)


def _targets(found: Points, counts: Mapping[str, Number]) -> None:
    """Point out judged points that contradict the target set for them (it scores nothing)."""
    for rule, target, measure in found.plan.targets:
        visits = counts.get(measure)
        if visits is None:
            continue
        columns = [c for c in found.plan.points_columns if c.rule == rule.id]
        given = {c.sign for c in columns if c.id in found.items and found.items[c.id].points}
        reached = visits >= target
        wrong = "-" if reached else "+"
        if wrong not in given:
            continue
        sign = "扣分" if wrong == "-" else "加分"
        state = "已达" if reached else "未达"
        words = {"found": sign, "state": state, "times": plain(visits), "target": plain(target)}
        found.tell("target_contradicted", found.window.place, rule.name, rule.remark, **words)


def _vetoes(found: Points) -> None:
    for column in found.plan.flag_columns:
        flag = found.window.given.get(column.id)
        if flag is not None and flag.value:
            found.vetoes.append((found.label(column), flag.place))
