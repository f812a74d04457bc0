"""A window's place in sentences: rank, red flag, distances, change against an earlier quarter."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xl_appraisal.model.exact import plain
from xl_appraisal.model.listed import listed
from xl_appraisal.outputs.slips.slip_maker import Slip
from xl_appraisal.scoring import RankedWindow
from xl_appraisal.work.comparing.gap import Gap

_MOST_NAMES = 3


def place_sentences(slip: Slip) -> Iterator[str]:
    """Each a whole sentence; a window without a score has only its veto and its change."""
    for line in slip.window.lines:
        if line.figure in ("rank", "red_flag"):
            yield f"{line.text}。"
    if slip.window.rank is not None:
        yield _to_next(slip.gap)
        yield from _to_flag(slip.gap)
    if slip.earlier and slip.before is None:
        yield f"{slip.earlier}没有此窗口（新增或已改名），没有可比的数。"
    elif slip.before is not None:
        yield _change(slip, slip.before)


def _to_next(gap: Gap) -> str:
    if gap.to_next is None:
        return "得分最高，前面没有其他窗口。"
    names = listed(gap.ahead, _MOST_NAMES)
    return f"距前一名次（第{gap.next_rank}名{names}）{plain(gap.to_next)}分。"


def _to_flag(gap: Gap) -> Iterator[str]:
    """The red-flag line as the election of this quarter drew it, all others as they are."""
    if gap.flag == "vetoed" or gap.line is None:
        return
    if gap.to_flag is not None:
        more = "，且须超过该分值" if gap.strict else ""
        yield f"红旗窗口入选线{plain(gap.line)}分，还差{plain(gap.to_flag)}分{more}。"
    elif gap.lead == 0:
        yield f"与名额以外的最高分{plain(gap.line)}分相同。"
    elif gap.lead is not None:
        yield f"比名额以外的最高分{plain(gap.line)}分高{plain(gap.lead)}分。"


def _change(slip: Slip, before: RankedWindow) -> str:
    window = slip.window
    start = f"与{slip.earlier}相比："
    if before.total is None or before.rank is None:
        return f"{start}当时没有得分。"
    then = f"当时总分{plain(before.total)}分、第{before.rank}名"
    flag = "、红旗窗口" if before.red_flag else ""
    if window.total is None or window.rank is None:
        return f"{start}{then}{flag}；本季度暂不计分。"
    moved = _moved(window.rank - before.rank)
    return f"{start}{then}{flag}；总分{_more(window.total - before.total)}，名次{moved}。"


def _more(points: Decimal) -> str:
    if not points:
        return "不变"
    return f"{'增加' if points > 0 else '减少'}{plain(abs(points))}分"


def _moved(places: int) -> str:
    if not places:
        return "不变"
    return f"{'下降' if places > 0 else '上升'}{abs(places)}位"
