"""A comparison and the distances as pages: what changed and why, what is still to be had."""

from __future__ import annotations

from collections.abc import Sequence

from xl_appraisal.model.exact import ZERO, plain
from xl_appraisal.model.notice.awards import Award
from xl_appraisal.outputs.page import CellValue, ColumnLook, Page, Row, column, listing
from xl_appraisal.scoring import RankedWindow
from xl_appraisal.work.comparing.changes import Comparison, WindowChange, arrow, summary
from xl_appraisal.work.comparing.gap import AwardGap, Gap
from xl_appraisal.work.comparing.room_to_gain import ChanceKind

_CENTRED = ("原名次", "现名次", "升降", "原总分", "现总分")
_WHY = "使结果不同的填写、明细和规则；位置是现在的单元格，已去掉的是原来的。"
KIND_NAMES: dict[ChanceKind, str] = {
    "bonus": "加分",
    "deduction": "不被扣分",
    "staff": "人员考核",
}
NOTE = (
    "其他窗口的得分都不变时的差距，按未取舍的总分计算。“够”指单凭这一项就够；"
    "“最多”是规则的最高分，空格指规则没有上限；“还可得”不超过模块满分。"
)
_MOST_AHEAD = 3  # names in a cell; windows level with one another seldom are more
_GAP: dict[str, ColumnLook] = {
    "名次": "centre",
    "窗口": "text",
    "总分": "centre",
    "距前一名次": "centre",
    "前一名次的窗口": "text",
}
_CHANCE: dict[str, ColumnLook] = {
    "项目": "text",
    "模块": "text",
    "种类": "text",
    "现在": "centre",
    "最多": "centre",
    "还可得": "centre",
    "够前一名次": "text",
}
_CHANCES: dict[str, ChanceKind] = {"还可加分": "bonus", "已扣的分": "deduction"}


def comparison_pages(found: Comparison, *, every: bool = False) -> tuple[Page, Page]:
    """The windows of which anything differs (or all), then every input that differs."""
    title = f"{found.before} → {found.after}"
    centred = [column(name, look="centre") for name in _CENTRED]
    windows = (
        column("窗口"),
        *centred,
        column("增减", look="signed"),
        *(column(name) for name in (f"原{found.mark}", f"现{found.mark}", "变动的得分")),
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


def gap_page(found: Sequence[Gap], awards: Sequence[Award], *, chances: bool = False) -> Page:
    """Every window's distances; with ``chances`` its items in a cell for each kind."""
    more = _CHANCES if chances else {}
    columns = [column(name, look=look) for name, look in _GAP.items()]
    columns += [column(f"距{award.name}") for award in awards]
    rows = [
        Row(
            (
                *_gap(gap),
                *map(_flag, gap.awards),
                *(_chances_text(gap, kind) for kind in more.values()),
            )
        )
        for gap in found
    ]
    return listing("差距", "各窗口的差距", NOTE, (*columns, *map(column, more)), rows)


def chance_page(gap: Gap, awards: Sequence[Award]) -> Page:
    """One window's items with room, and whether one alone is enough."""
    enough = [column(f"够{award.name}") for award in awards]
    columns = (*(column(name, look=look) for name, look in _CHANCE.items()), *enough)
    rows = [
        Row(
            (
                chance.item,
                chance.module,
                KIND_NAMES[chance.kind],
                f"被扣{plain(chance.now)}" if chance.kind == "deduction" else chance.now,
                chance.limit,
                chance.room,
                "够" if gap.enough_for_rank(chance) else "",
                *("够" if one.enough(chance) else "" for one in gap.awards),
            )
        )
        for chance in gap.chances
    ]
    return listing(gap.window, f"{gap.window}还可得的分", NOTE, columns, rows)


def _gap(gap: Gap) -> tuple[CellValue, ...]:
    ahead = "、".join(gap.ahead[:_MOST_AHEAD]) + ("等" if len(gap.ahead) > _MOST_AHEAD else "")
    return (
        gap.place or "—" if gap.rank is None else gap.rank,
        gap.window,
        "未计分" if gap.total is None else gap.total,
        "—" if gap.to_next is None else gap.to_next,
        ahead or "—",
    )


def _flag(gap: AwardGap) -> str:
    """What keeps the window from being elected, or how safely it has it."""
    told = {"vetoed": "一票否决，不参评", "out": "不参评"}
    told |= {"unscored": "未计分", "no_place": "没有名额"}
    if gap.flag in told:
        return told[gap.flag]
    if gap.line is None:
        return "已评上"
    if gap.to_flag is not None:
        line = f"线为{plain(gap.line)}分" + ("，须超过" if gap.strict else "")
        return f"还差{plain(gap.to_flag)}分（{line}）"
    return f"已评上，比名额外最高（{plain(gap.line)}分）高{plain(gap.lead or ZERO)}分"


def _chances_text(gap: Gap, kind: ChanceKind) -> str:
    """All chances of a kind in one cell: each item with the points still to be had."""
    return "；".join(
        f"{chance.item}{plain(chance.room)}分" for chance in gap.chances if chance.kind == kind
    )
