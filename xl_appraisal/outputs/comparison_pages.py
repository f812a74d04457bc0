"""A comparison as pages: the windows with what changed of them, and the inputs behind it."""

from __future__ import annotations

from xl_appraisal.outputs.page import CellValue, Page, Row, column, listing
from xl_appraisal.scoring import RankedWindow
from xl_appraisal.work.comparing.changes import Comparison, WindowChange, arrow, summary

_CENTRED = ("原名次", "现名次", "升降", "原总分", "现总分")
_WHY = "使结果不同的填写、明细和规则；位置是现在的单元格，已去掉的是原来的。"


def comparison_pages(found: Comparison, *, every: bool = False) -> tuple[Page, Page]:
    """The windows of which anything differs (or all), then every input that differs."""
    title = f"{found.before} → {found.after}"
    centred = [column(name, look="centre") for name in _CENTRED]
    windows = (
        column("窗口"),
        *centred,
        column("增减", look="signed"),
        *(column(name) for name in ("原红旗", "现红旗", "变动的得分")),
    )
    why = tuple(column(name) for name in ("窗口", "变动内容", "原来", "现在", "位置"))
    rows = [_window(window) for window in (found.windows if every else found.changed)]
    return (
        listing("变动", title, summary(found), windows, rows),
        listing("原因", title, _WHY, why, [Row(cells) for cells in why_cells(found)]),
    )


def why_cells(found: Comparison) -> list[tuple[str, ...]]:
    """Window, input, content before and after, place; what concerns all windows first."""
    changes = [("（全部）", change) for change in found.common]
    changes += [(window.window, change) for window in found.windows for change in window.inputs]
    return [(name, c.what, c.before, c.after, c.where) for name, c in changes]


def _window(window: WindowChange) -> Row:
    before, after = window.before, window.after
    return Row(
        (
            window.window,
            _rank(before),
            _rank(after),
            arrow(window.moved),
            _total(before),
            _total(after),
            window.gain or None,
            *window.flags,
            _figures(window),
        )
    )


def _figures(window: WindowChange) -> str:
    if window.presence != "both":
        return {"joined": "新增窗口", "left": "不再参加"}[window.presence]
    if window.after is None or window.after.total is None:
        return ""
    return "；".join(figure.text for figure in window.figures)


def _rank(window: RankedWindow | None) -> int | None:
    return None if window is None else window.rank


def _total(window: RankedWindow | None) -> CellValue:
    if window is None:
        return None
    return "未计分" if window.total is None else window.total
