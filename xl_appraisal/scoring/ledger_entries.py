"""Ledger entries put where they count: an item, a measure, a module or a veto."""

from __future__ import annotations

from xl_appraisal.model.exact import plain
from xl_appraisal.model.layout.layout import BY_ENTRY, VETO, Column
from xl_appraisal.scoring.evidence import Entry
from xl_appraisal.scoring.points_state import Points


def sort_entry(found: Points, entry: Entry) -> None:
    """Put an entry where it counts: to its item, its measure or straight to its module."""
    column = found.plan.columns.get(entry.item)
    if column is None and entry.item:
        _count(found, entry, entry.item)
    elif column is None:
        _module_entry(found, entry)
    elif column.kind == "points":
        _points_entry(found, entry, column)
    elif column.kind in ("count", "percent"):
        _count(found, entry, column.measure or column.id)
    elif column.rule == VETO:
        found.vetoes.append((found.label(column), entry.place))
    else:
        found.refuse(entry, "entry_without_effect")


def _points_entry(found: Points, entry: Entry, column: Column) -> None:
    if column.module != BY_ENTRY and entry.module not in ("", column.module):
        own, written = found.module_name(column.module), found.module_name(entry.module)
        found.refuse(entry, "module_conflict", own=own, written=written)
        return
    measure = found.plan.single_measure(column)
    if entry.points is not None:
        found.by_item.setdefault(column.id, []).append(entry)
    elif measure is None or entry.count is None:
        found.refuse(entry, "entry_without_points")
    if measure is not None and entry.count is not None:
        found.counts.setdefault(measure, []).append((entry.count, entry.place))


def _count(found: Points, entry: Entry, measure: str) -> None:
    if entry.count is None:
        found.refuse(entry, "entry_without_count")
    elif entry.points is not None:
        found.refuse(entry, "points_on_count", label=entry.label, points=plain(entry.points))
    elif measure in found.counts and measure in found.plan.share_measures:
        found.refuse(entry, "share_repeated")
    else:
        found.counts.setdefault(measure, []).append((entry.count, entry.place))


def _module_entry(found: Points, entry: Entry) -> None:
    module = found.plan.modules.get(entry.module)
    if module is None or not module.sign:
        what = f"项目“{entry.label}”不在栏目中，" if entry.label else ""
        why = "没有写模块" if module is None else f"{module.name}由人员考核分计算，不能直接加扣分"
        found.refuse(entry, "unrouted", found=what + why)
    elif entry.points is None:
        found.refuse(entry, "entry_without_points")
    else:
        found.add_entry(entry, entry.label or "（未列项目）", module.id, None)
