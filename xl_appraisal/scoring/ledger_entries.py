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
        found.entry_finding(
            entry, "entry_without_effect", "此项目不是加扣分项目", "加扣分项目或模块"
        )


def _points_entry(found: Points, entry: Entry, column: Column) -> None:
    if column.module != BY_ENTRY and entry.module not in ("", column.module):
        found.entry_finding(
            entry,
            "module_conflict",
            f"项目计入{found.module_name(column.module)}，明细却写{found.module_name(entry.module)}",
            f"模块写{found.module_name(column.module)}或留空",
        )
        return
    measure = found.plan.single_measure(column)
    if entry.points is not None:
        found.by_item.setdefault(column.id, []).append(entry)
    elif measure is None or entry.count is None:
        found.entry_finding(entry, "entry_without_points", "没有分值", "填写分值（正数）")
    if measure is not None and entry.count is not None:
        found.counts.setdefault(measure, []).append((entry.count, entry.place))


def _count(found: Points, entry: Entry, measure: str) -> None:
    if entry.count is None:
        found.entry_finding(entry, "entry_without_count", "没有数量", "填写数量")
    elif entry.points is not None:
        what = f"“{entry.label}”是计数项目，写了分值{plain(entry.points)}"
        found.entry_finding(entry, "points_on_count", what, "只填数量；加扣分另写项目")
    elif measure in found.counts and measure in found.plan.share_measures:
        found.entry_finding(entry, "share_repeated", "同一窗口的比例填了不止一次", "只填一次")
    else:
        found.counts.setdefault(measure, []).append((entry.count, entry.place))


def _module_entry(found: Points, entry: Entry) -> None:
    module = found.plan.modules.get(entry.module)
    if module is None or module.method == "mean":
        what = f"项目“{entry.label}”不在栏目中，" if entry.label else ""
        why = "没有写模块" if module is None else f"{module.name}由人员考核分计算，不能直接加扣分"
        found.entry_finding(entry, "unrouted", what + why, "写明栏目中的项目，或加扣分的模块")
    elif entry.points is None:
        found.entry_finding(entry, "entry_without_points", "没有分值", "填写分值（正数）")
    else:
        found.add_entry(entry, entry.label or "（未列项目）", module.id, "")
