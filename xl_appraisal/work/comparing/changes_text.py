"""Differences in Chinese: who gained and lost in a sentence, and marks for movements."""

from __future__ import annotations

from xl_appraisal.model.exact import plain
from xl_appraisal.model.listed import listed
from xl_appraisal.work.comparing.changes import Comparison, WindowChange

_MOST = 8  # names in a sentence


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


def _named(what: str, names: list[str]) -> str:
    return f"{what}：{listed(names, _MOST)}" if names else ""
