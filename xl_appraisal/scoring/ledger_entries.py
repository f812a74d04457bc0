"""The stage ``points``: where a ledger line counts, or what keeps it from counting."""

from __future__ import annotations

from xl_appraisal.model.exact import plain
from xl_appraisal.model.layout.layout import BY_ENTRY, VETO, Column
from xl_appraisal.model.notice.measure import Measure
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.rules.register import kind_of
from xl_appraisal.scoring.evidence import Entry
from xl_appraisal.scoring.points_state import Points


def sort_entry(state: Points, entry: Entry) -> None:
    """Put an entry where it counts: to its item, its measure or straight to its module."""
    column = state.plan.columns.get(entry.item)
    if column is None and entry.item:
        _count(state, entry, entry.item)
    elif column is None:
        _module_entry(state, entry)
    elif column.kind == "points":
        _points_entry(state, entry, column)
    elif column.kind in ("count", "percent"):
        _count(state, entry, column.measure or column.id)
    elif column.rule == VETO:
        state.vetoes.append((state.label(column), entry.place))
    else:
        state.refuse(entry, "entry_without_effect")


def _points_entry(state: Points, entry: Entry, column: Column) -> None:
    if column.module != BY_ENTRY and entry.module not in ("", column.module):
        own, written = state.module_name(column.module), state.module_name(entry.module)
        state.refuse(entry, "module_conflict", own=own, written=written)
        return
    measure = state.plan.single_measure(column)
    if entry.points is not None:
        state.by_item.setdefault(column.id, []).append(entry)
    elif measure is None or entry.count is None:
        state.refuse(entry, "entry_without_points")
    if measure is not None and entry.count is not None:
        state.counts.setdefault(measure, []).append((entry.count, entry.place))


def _count(state: Points, entry: Entry, measure: str) -> None:
    rule, one = state.plan.measures.get(measure, (None, None))
    if rule is not None and one is not None and kind_of(rule).given_points:
        _set_points(state, entry, rule, one)
    elif entry.count is None:
        state.refuse(entry, "entry_without_count")
    elif entry.points is not None:
        state.refuse(entry, "points_on_count", label=entry.label, points=plain(entry.points))
    elif measure in state.counts and measure in state.plan.single_figures:
        state.refuse(entry, "share_repeated", what=state.plan.single_figures[measure])
    else:
        state.counts.setdefault(measure, []).append((entry.count, entry.place))


def _set_points(state: Points, entry: Entry, rule: Rule, measure: Measure) -> None:
    """Points set at discretion: those of the line, where they are within the range."""
    if entry.points is None:
        state.refuse(entry, "entry_without_points")
        return
    allowed = kind_of(rule).outside(measure, entry.points, entry.count)
    if allowed:
        place, points = entry.place, plain(entry.points)
        told = {"found": points, "expected": allowed}
        state.tell("outside_range", place, measure.name, rule.remark, **told)
        return
    column = state.plan.set_columns.get(rule.id)
    if column is not None:  # which may hold the same points typed: they count once
        state.by_item.setdefault(column.id, []).append(entry)
        return
    words = "，".join(part for part in (entry.date, entry.reason) if part)
    state.add(rule.module, measure.name, "ledger", entry.points, words, (entry.place,), rule=rule)


def _module_entry(state: Points, entry: Entry) -> None:
    module = state.plan.modules.get(entry.module)
    if module is None or not module.sign:
        what = f"项目“{entry.label}”不在栏目中，" if entry.label else ""
        why = "没有写模块" if module is None else f"{module.name}由人员考核分计算，不能直接加扣分"
        state.refuse(entry, "unrouted", found=what + why)
    elif entry.points is None:
        state.refuse(entry, "entry_without_points")
    else:
        state.add_entry(entry, entry.label or "（未列项目）", module.id, None)
