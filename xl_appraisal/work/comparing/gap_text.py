"""The distances in Chinese, as rows of a table: for the terminal and for the sheet 差距."""

from __future__ import annotations

from collections.abc import Iterable

from xl_appraisal.model.exact import ZERO, plain
from xl_appraisal.work.comparing.gap import Gap
from xl_appraisal.work.comparing.room_to_gain import ChanceKind

GAP_HEADER = ("名次", "窗口", "总分", "距前一名次", "前一名次的窗口", "距红旗窗口")
CHANCE_HEADER = ("项目", "模块", "种类", "现在", "最多", "还可得", "够前一名次", "够红旗窗口")
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


def gap_row(gap: Gap) -> tuple[str, ...]:
    """One window as :data:`GAP_HEADER` says."""
    ahead = "、".join(gap.ahead[:_MOST_AHEAD]) + ("等" if len(gap.ahead) > _MOST_AHEAD else "")
    return (
        "—" if gap.rank is None else str(gap.rank),
        gap.window,
        "未计分" if gap.total is None else plain(gap.total),
        "—" if gap.to_next is None else plain(gap.to_next),
        ahead or "—",
        flag_text(gap),
    )


def flag_text(gap: Gap) -> str:
    """What keeps the window from its red flag, or how safely it has it."""
    if gap.flag == "vetoed":
        return "一票否决，不参评"
    if gap.flag == "unscored":
        return "未计分"
    if gap.flag == "no_place":
        return "没有名额"
    if gap.line is None:
        return "已评上"
    if gap.to_flag is not None:
        line = f"线为{plain(gap.line)}分" + ("，须超过" if gap.strict else "")
        return f"还差{plain(gap.to_flag)}分（{line}）"
    return f"已评上，比名额外最高（{plain(gap.line)}分）高{plain(gap.lead or ZERO)}分"


def chance_rows(gap: Gap) -> Iterable[tuple[str, ...]]:
    """The window's chances as :data:`CHANCE_HEADER` says."""
    for chance in gap.chances:
        yield (
            chance.item,
            chance.module,
            KIND_NAMES[chance.kind],
            f"被扣{plain(chance.now)}" if chance.kind == "deduction" else plain(chance.now),
            "" if chance.limit is None else plain(chance.limit),
            plain(chance.room),
            "够" if gap.enough_for_rank(chance) else "",
            "够" if gap.enough_for_flag(chance) else "",
        )


def chances_text(gap: Gap, kind: ChanceKind) -> str:
    """All chances of a kind in one cell: each item with the points still to be had."""
    return "；".join(
        f"{chance.item}{plain(chance.room)}分" for chance in gap.chances if chance.kind == kind
    )
