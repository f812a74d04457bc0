"""Stage ``points``: what each item, ledger entry and rule brings to which module.

Of an item column a typed figure goes before the ledger, the ledger before a rule.  Where two of
them disagree the finding shows both; what was typed stays, unless the rules of the notice are to
be applied.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xl_appraisal.model.exact import ZERO, Number, as_decimal, plain
from xl_appraisal.model.findings import Place
from xl_appraisal.model.layout.layout import BY_ENTRY, Column
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.rules.kind import Derived, Said
from xl_appraisal.rules.register import cap, derive
from xl_appraisal.scoring.evidence import Entry, Given, WindowEvidence
from xl_appraisal.scoring.known_counts import (
    known_counts,
    listed_counts,
    refuse_alone,
    refuse_counts,
    refuse_unknown,
    refuse_unset,
)
from xl_appraisal.scoring.ledger_entries import sort_entry
from xl_appraisal.scoring.points_state import Points, PointsPlan
from xl_appraisal.scoring.result import ItemPoints, Source, Words


def points_of(plan: PointsPlan, window: WindowEvidence, *, apply_rules: bool = False) -> Points:
    """The points of one window; ``apply_rules`` lets the notice's rules go before typed ones."""
    state = Points(plan, window, apply_rules)
    for entry in window.entries:
        sort_entry(state, entry)
    counts = known_counts(state)
    refuse_counts(state, counts)
    derived = {
        rule.id: result
        for rule, measures in plan.deriving
        if not measures.isdisjoint(counts)
        and (result := derive(rule, counts, plan.among)) is not None
    }
    for column in plan.points_columns:
        if column.id in window.given or column.id in state.by_item or column.rule in derived:
            _settle_column(state, column, derived)
    for rule_id, result in derived.items():
        _beside_columns(state, plan.rules[rule_id], result)
    for limit in plan.book.notice.limits:
        state.limit_together(limit)
    refuse_alone(state, counts)
    refuse_unknown(state, counts)
    refuse_unset(state)
    _targets(state, counts)
    _vetoes(state)
    state.listed = listed_counts(state)
    return state


def _beside_columns(state: Points, rule: Rule, result: Derived) -> None:
    """What a rule gives that no column shows: its points, or its deduction."""
    name, lost = rule.name, rule.deduction_module
    given = state.plan.modules[rule.module].method == "given"  # where nought is a score too
    if rule.id not in state.plan.derived_columns and (result.points or given):
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
    listed = {entry.item for entry in state.window.entries}  # such a line says why
    for column in state.plan.flag_columns:
        flag = state.window.given.get(column.id)
        if flag is not None and flag.value and not listed & {column.id}:
            state.vetoes.append((state.label(column), flag.place))


# ── item columns ──


def _settle_column(state: Points, column: Column, derived: Mapping[str, Derived]) -> None:
    """Settle what one points column counts with, and where those points go."""
    typed = state.window.given.get(column.id)
    entries = state.by_item.get(column.id, [])
    rule = state.plan.rule_of(column)
    result = _derived_for(state, column, derived)
    if typed is None and not entries and result is None:
        return
    ledger = _total(entries) if entries else None
    if typed is not None and ledger is not None and ledger != typed.value:
        state.two_sources(column, typed, ledger, "ledger_disagrees")
    if column.module == BY_ENTRY:
        _by_entry(state, column, typed, entries, ledger)
        return
    chosen = as_decimal(typed.value) if typed is not None else ledger
    if rule is not None and result is not None and _rule_wins(state, column, rule, chosen, result):
        chosen, typed, entries = None, None, []
    _contribute(state, column, rule, chosen, typed, entries, result)


def _derived_for(state: Points, column: Column, derived: Mapping[str, Derived]) -> Derived | None:
    """What the column's rule derives for it: the points given, or the points deducted."""
    result = derived.get(column.rule)
    if result is None or state.plan.derived_columns.get(column.rule) is column:
        return result
    if state.plan.deduction_columns.get(column.rule) is column:
        return Derived(result.deduction, ZERO, result.parts)
    return None


def _limited(column: Column, rule: Rule, points: Decimal) -> Decimal:
    """Points within the rule's cap, which limits what is added and never a deduction."""
    return cap(rule, points) if rule.caps(column.sign) else points


def _rule_wins(
    state: Points, column: Column, rule: Rule, chosen: Decimal | None, result: Derived
) -> bool:
    """Compare what stands there with the rule; whether the rule is to be taken instead."""
    due = _limited(column, rule, result.points)
    if chosen is None or _limited(column, rule, chosen) == due:
        return False
    by_notice = rule.standing == "notice"
    applied = state.apply_rules and by_notice
    typed = state.window.given.get(column.id)
    state.tell(
        "rule_applied" if applied else "rule_disagrees" if by_notice else "rule_disagrees.inferred",
        typed.place if typed else state.by_item[column.id][0].place,
        state.label(column),
        rule.remark,
        found=plain(chosen),
        expected=plain(due),
        rule=rule.name,
        how=result.text,
    )
    return applied


def _contribute(
    state: Points,
    column: Column,
    rule: Rule | None,
    chosen: Decimal | None,
    typed: Given | None,
    entries: list[Entry],
    result: Derived | None,
) -> None:
    module, label = column.module, state.label(column)
    points = chosen if chosen is not None else (result.points if result else ZERO)
    source: Source = "typed" if typed else ("ledger" if entries else "derived")
    if entries and _total(entries) == points:
        for entry in entries:
            state.add_entry(entry, label, module, column)
    else:
        text: Words = ""
        if result is not None and source == "derived":
            text = result.said
        elif result is not None and points == result.points:
            text = Said(_agreed, (result,))
        state.add(module, label, source, points, text, (typed.place,) if typed else (), column)
    if rule is not None and (column.sign == "+" or rule.caps(column.sign)):
        place = typed.place if typed else state.window.place
        points = state.limit(rule, module, label, points, place, column)
    state.items[column.id] = ItemPoints(points, source)


def _total(entries: list[Entry]) -> Decimal:
    return sum((entry.points or ZERO for entry in entries), ZERO)


def _agreed(result: Derived) -> str:
    return f"与规则相符：{result.text}"


def _by_entry(
    state: Points, column: Column, typed: Given | None, entries: list[Entry], ledger: Decimal | None
) -> None:
    """A deduction column without a module of its own: the ledger says where each part goes."""
    modules = {entry.module for entry in entries}
    label = state.label(column)
    for entry in entries:
        module = state.plan.modules.get(entry.module)
        if module is None or module.sign != "-":
            state.refuse(entry, "unrouted.entry", label=label)
            return
    points = as_decimal(typed.value) if typed is not None else (ledger or ZERO)
    state.items[column.id] = ItemPoints(points, "typed" if typed else "ledger")
    if ledger == points:
        for entry in entries:
            state.add_entry(entry, label, entry.module, column)
    elif typed is not None and len(modules) == 1:
        text, place = "模块依加扣分明细", (typed.place,)
        state.add(modules.pop(), label, "typed", points, text, place, column, standing="inferred")
    elif typed is not None and points:
        remark = state.plan.items_remark
        state.tell("unrouted.typed", typed.place, label, remark, found=plain(points))
