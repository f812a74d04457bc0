"""Stage ``points``: what each item, ledger entry and rule brings to which module."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from xl_appraisal.model.exact import ZERO, Number, plain
from xl_appraisal.model.findings import Place
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.rules.kind import Derived
from xl_appraisal.rules.register import derive
from xl_appraisal.scoring.evidence import WindowEvidence
from xl_appraisal.scoring.items import settle_column
from xl_appraisal.scoring.points_plan import PointsPlan
from xl_appraisal.scoring.points_state import Points, sort_entry


def points_of(plan: PointsPlan, window: WindowEvidence, *, apply_rules: bool = False) -> Points:
    """The points of one window; ``apply_rules`` lets the notice's rules go before typed ones."""
    state = Points(plan, window, apply_rules)
    for entry in window.entries:
        sort_entry(state, entry)
    counts = _measures(state)
    derived = {
        rule.id: result
        for rule, measures in plan.deriving
        if not measures.isdisjoint(counts) and (result := derive(rule, counts)) is not None
    }
    for column in plan.points_columns:
        if column.id in window.given or column.id in state.by_item or column.rule in derived:
            settle_column(state, column, derived)
    for rule_id, result in derived.items():
        _beside_columns(state, plan.rules[rule_id], result)
    _targets(state, counts)
    _vetoes(state)
    return state


def _measures(state: Points) -> dict[str, Number]:
    """Every measure that is known: typed in its column, else summed from the ledger."""
    totals = {measure: _sum(count for count, _ in known) for measure, known in state.counts.items()}
    for column in state.plan.count_columns:
        typed, measure = state.window.given.get(column.id), column.measure or column.id
        if typed is None:
            continue
        if measure in totals and totals[measure] != typed.value:
            state.two_sources(column, typed, totals[measure], "count_disagrees")
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


def _beside_columns(state: Points, rule: Rule, result: Derived) -> None:
    """What a rule gives that no column shows: its points, or its deduction."""
    name, lost = rule.name, rule.deduction_module
    if rule.id not in state.plan.derived_columns and result.points:
        said, places = result.said, _counted(state, rule)
        state.add(rule.module, name, "derived", result.points, said, places, rule=rule)
        state.limit(rule, rule.module, name, result.points, state.window.place)
    if result.deduction and lost is not None and rule.id not in state.plan.deduction_columns:
        said, places, how = result.said, _counted(state, rule), rule.standing_of("deduction_module")
        state.add(lost, name, "derived", result.deduction, said, places, rule=rule, standing=how)


def _counted(state: Points, rule: Rule) -> tuple[Place, ...]:
    """Where the ledger's counts of a rule stand."""
    return tuple(place for key in rule.measure_ids() for _, place in state.counts.get(key, []))


def _targets(state: Points, counts: Mapping[str, Number]) -> None:
    """Point out judged points that contradict the target set for them (it scores nothing)."""
    for rule, target, measure in state.plan.targets:
        visits = counts.get(measure)
        if visits is None:
            continue
        columns = [c for c in state.plan.points_columns if c.rule == rule.id]
        given = {c.sign for c in columns if c.id in state.items and state.items[c.id].points}
        reached = visits >= target
        wrong = "-" if reached else "+"
        if wrong not in given:
            continue
        sign = "扣分" if wrong == "-" else "加分"
        goal = "已达" if reached else "未达"
        words = {"found": sign, "state": goal, "times": plain(visits), "target": plain(target)}
        state.tell("target_contradicted", state.window.place, rule.name, rule.remark, **words)


def _vetoes(state: Points) -> None:
    for column in state.plan.flag_columns:
        flag = state.window.given.get(column.id)
        if flag is not None and flag.value:
            state.vetoes.append((state.label(column), flag.place))
