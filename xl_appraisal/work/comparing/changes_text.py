"""Differences in Chinese: a sentence, and rows of tables for the terminal and for .xlsx."""

from __future__ import annotations

from collections.abc import Iterator

from xl_appraisal.model.exact import plain
from xl_appraisal.scoring import RankedWindow
from xl_appraisal.work.comparing.changes import Comparison, WindowChange

HEADER = (
    "窗口", "原名次", "现名次", "升降", "原总分", "现总分", "增减", "原红旗", "现红旗", "变动的得分"
)  # fmt: skip
TEXT_COLUMNS = (0, 7, 8, 9)
"""The columns of :data:`HEADER` that hold words, not figures."""
WHY_HEADER = ("窗口", "什么", "原来", "现在", "位置")


def summary(found: Comparison) -> str:
    """Who gained and lost, how many ranks moved, red flags won and lost, in one sentence."""
    if not found.changed and not found.common:
        return "没有差别。"
    both = [w for w in found.windows if w.presence == "both"]
    moved = sum(bool(window.moved) for window in both)
    parts = [
        _named("增分", [f"{w.window}{signed(w)}" for w in both if (w.gain or 0) > 0]),
        _named("减分", [f"{w.window}{signed(w)}" for w in both if (w.gain or 0) < 0]),
        f"名次变动{moved}个窗口" if moved else "名次不变",
        _named("新增红旗", [w.window for w in found.windows if flag_turn(w) > 0]),
        _named("失去红旗", [w.window for w in found.windows if flag_turn(w) < 0]),
        _named("新增窗口", [w.window for w in found.windows if w.presence == "joined"]),
        _named("不再参加", [w.window for w in found.windows if w.presence == "left"]),
    ]
    return "；".join(part for part in parts if part) + "。"


def flag_turn(window: WindowChange) -> int:
    """1 where it won the red flag, -1 where it lost it, else 0."""
    had = bool(window.before and window.before.red_flag)
    has = bool(window.after and window.after.red_flag)
    return has - had


def signed(window: WindowChange) -> str:
    """The gain with its sign: ``+0.5``."""
    gain = window.gain
    if gain is None or gain == 0:
        return ""
    return f"+{plain(gain)}" if gain > 0 else plain(gain)


def arrow(moved: int | None) -> str:
    """``↑2``, ``↓1`` or nothing."""
    if not moved:
        return ""
    return f"↑{moved}" if moved > 0 else f"↓{-moved}"


def rows(found: Comparison, *, every: bool = False) -> Iterator[tuple[str, ...]]:
    """The windows of which anything differs (or all), as :data:`HEADER` says."""
    for window in found.windows if every else found.changed:
        yield (
            window.window,
            _rank(window.before),
            _rank(window.after),
            arrow(window.moved),
            _total(window.before),
            _total(window.after),
            signed(window),
            *window.flags,
            _figures(window),
        )


def why_rows(found: Comparison) -> Iterator[tuple[str, ...]]:
    """Every input that differs, as :data:`WHY_HEADER` says; what concerns all windows first."""
    for change in found.common:
        yield ("（全部）", change.what, change.before, change.after, change.where)
    for window in found.windows:
        for change in window.inputs:
            yield (window.window, change.what, change.before, change.after, change.where)


def _figures(window: WindowChange) -> str:
    if window.presence != "both":
        return {"joined": "新增窗口", "left": "不再参加"}[window.presence]
    if window.after is None or window.after.total is None:
        return ""
    return "；".join(figure.text for figure in window.figures)


def _rank(window: RankedWindow | None) -> str:
    return "" if window is None or window.rank is None else str(window.rank)


def _total(window: RankedWindow | None) -> str:
    if window is None:
        return ""
    return "未计分" if window.total is None else plain(window.total)


def _named(what: str, names: list[str], most: int = 8) -> str:
    if not names:
        return ""
    shown = "、".join(names[:most]) + (f"等{len(names)}个" if len(names) > most else "")
    return f"{what}：{shown}"
