"""Stage ``points``: what each item, ledger entry and rule brings to which module."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from xl_appraisal.model.exact import ZERO, Number, plain
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.rules.kind import Derived
from xl_appraisal.rules.register import derive
from xl_appraisal.scoring.evidence import WindowEvidence
from xl_appraisal.scoring.items import settle_column
from xl_appraisal.scoring.ledger_entries import sort_entry
from xl_appraisal.scoring.points_plan import PointsPlan
from xl_appraisal.scoring.points_state import Points


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
    plan, name, lost, said = found.plan, rule.name, rule.deduction_module, result.said
    places = tuple(p for key in rule.measure_ids() for _, p in found.counts.get(key, []))
    if rule.id not in plan.derived_columns and result.points:
        found.add(rule.module, name, "derived", result.points, said, places, rule=rule)
        found.limit(rule, rule.module, name, result.points, found.window.place)
    if rule.id not in plan.deduction_columns and result.deduction and lost is not None:
        how = rule.standing_of("deduction_module")
        found.add(lost, name, "derived", result.deduction, said, places, rule=rule, standing=how)


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
