"""A slip laid out as a page: its figures, its place, every line, the remarks they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xl_appraisal.book.write.chart_figures import CUTS
from xl_appraisal.model.exact import ZERO, plain
from xl_appraisal.model.listed import listed
from xl_appraisal.model.notice.awards import Award
from xl_appraisal.model.notice.notice import STANDING_NAMES, Module
from xl_appraisal.model.record import replace
from xl_appraisal.outputs.page import Block, CellValue, Heading, Page, Row, Table, Text, column
from xl_appraisal.outputs.slips.slip_maker import Slip
from xl_appraisal.outputs.slips.slip_picture import distances, share_bar
from xl_appraisal.scoring import Line, RankedWindow
from xl_appraisal.scoring.outcome import places_gained
from xl_appraisal.scoring.result import SOURCE_NAMES
from xl_appraisal.work.comparing.gap import AwardGap, Gap

NAME = "窗口量化考核情况及加扣分明细"

SIZE = 10
"""Points of a slip's tables."""

_LINES = (
    column("项目", 21),
    column("加扣分", 11, "signed"),
    column("累计", 10, "figure"),
    column("事由或算法", 41),
    column("依据", 17, "centre"),
)
_COUNT = column("数量", 14)
_FIGURES = (
    column("考核模块", 24, "centre"),
    column("满分", 14, "figure"),
    column("得分", 20, "figure"),
)
_SHOWN = column("图示", 26)
_CUT = column("封顶或保底调整", 18, "signed")
_CHANGE = column("增减", 14, "signed")
_MOST_NAMES = 3  # of windows in a sentence


def slip_page(slip: Slip) -> Page:
    """The page of one window's slip."""
    faults = [f.message for f in slip.window.score.findings if f.severity == "error"]
    blocks: list[Block] = [Heading("一、考核情况")]
    if faults:
        blocks.append(Text("本窗口的数据有下列问题，暂不计分、不排名："))
        blocks.extend(Text(fault) for fault in faults)
    elif slip.window.total is None:
        blocks.append(Text(f"{slip.notice.words.this}的规则或数据有误，本窗口暂不计分、不排名。"))
    else:
        blocks.append(_figures(slip, slip.window.total))
    blocks.extend(Text(sentence) for sentence in _place_sentences(slip))
    compared = [*_distances(slip)]
    if compared:
        blocks.append(distances(compared, SIZE))
    if slip.modules:
        blocks += [Heading("二、加扣分明细"), _lines(slip)]
    if slip.remarks:
        blocks.append(Heading("三、依据的备注" if slip.modules else "二、依据的备注"))
        blocks.extend(Text(f"{r.number}.{r.text}", small=True) for r in slip.remarks)
    return Page(
        f"{slip.quarter}{NAME}{slip.notice.part}", f"窗口：{slip.window.window}", tuple(blocks)
    )


def _figures(slip: Slip, total: Decimal) -> Table:
    """Modules and total; what limits cut and the earlier quarter only where there is any."""
    now = [*map(slip.score, slip.modules), total]
    exact = "" if total == Decimal(slip.display) else f"（{plain(total)}）"
    columns = [*_FIGURES]
    rows: list[list[CellValue]] = [[m.name, m.maximum, slip.score(m)] for m in slip.modules]
    base = f"（含起评{plain(slip.notice.base)}分）" if slip.notice.base else ""
    rows.append([f"总分{base}", slip.notice.maximum, slip.display + exact])
    uncapped = slip.notice.added_up(map(slip.score, slip.modules))
    cuts = [*map(slip.cut, slip.modules), total - uncapped]
    if any(cuts):
        columns.append(_CUT)
        rows = [[*row, cut or ""] for row, cut in zip(rows, cuts, strict=True)]
    if slip.before is not None:
        columns += [column(slip.earlier, 18, "figure"), _CHANGE]
        scores = slip.before.score.modules
        then = [*(scores.get(module.id) for module in slip.modules), slip.before.total]
        changes = map(_change, now, then)
        rows = [[*row, *change] for row, change in zip(rows, changes, strict=True)]
    columns.append(_SHOWN)
    wholes = [*(module.maximum for module in slip.modules), slip.notice.maximum]
    shares = map(share_bar, (*map(slip.score, slip.modules), total), wholes)
    rows = [[*row, share] for row, share in zip(rows, shares, strict=True)]
    last = Row(tuple(rows.pop()), "total")
    return Table(tuple(columns), (*(Row(tuple(row)) for row in rows), last), size=SIZE)


def _change(now: Decimal, then: Decimal | None) -> list[CellValue]:
    return ["—", "—"] if then is None else [then, now - then]


def _distances(slip: Slip) -> Iterator[tuple[str, Decimal]]:
    """Whom the window's total is held against, and what it has more than that one."""
    gap, total = slip.gap, slip.window.total
    if gap.to_next is not None:
        yield f"前一名次（{listed(gap.ahead, _MOST_NAMES)}）", -gap.to_next
    for award, asked in zip(slip.notice.window_awards, gap.awards, strict=True):
        if asked.to_flag is not None and asked.flag not in ("vetoed", "out"):
            yield f"{award.name}入选线", -asked.to_flag
        elif asked.lead is not None:
            which = award.name if len(gap.awards) > 1 else ""
            yield f"{which}名额以外的最高分", asked.lead
    if slip.before is not None and slip.before.total is not None and total is not None:
        yield slip.earlier, total - slip.before.total


def _lines(slip: Slip) -> Table:
    """Every line; what was counted only where anything was, so that reasons have the room."""
    rows = [row for module in slip.modules for row in _module_lines(slip, module)]
    counted = any(row.look != "group" and row.cells[1] for row in rows)
    if counted:
        item, *between, reason, basis = _LINES
        reason = replace(reason, width=reason.width - _COUNT.width)
        return Table((item, _COUNT, *between, reason, basis), tuple(rows), size=SIZE)
    bare = (row if row.look == "group" else _without_count(row) for row in rows)
    return Table(_LINES, tuple(bare), size=SIZE)


def _without_count(row: Row) -> Row:
    return replace(row, cells=(row.cells[0], *row.cells[2:]))


def _module_lines(slip: Slip, module: Module) -> Iterator[Row]:
    score = plain(slip.score(module))
    yield Row((f"{module.name}（满分{plain(module.maximum)}分，得{score}分）",), "group")
    for line in slip.lines(module):
        cells = (
            line.item,
            slip.count(line),
            line.points or ZERO,
            line.after or ZERO,
            line.text or SOURCE_NAMES[line.source],
            _basis(line),
        )
        yield Row(cells, "cut" if line.source in CUTS else "plain")


def _basis(line: Line) -> str:
    """The remark, and what of it is not the notice's own word."""
    standing = "" if line.standing == "notice" else f"（{STANDING_NAMES[line.standing]}）"
    return f"备注{line.remark}{standing}"


def _place_sentences(slip: Slip) -> Iterator[str]:
    """Each a whole sentence; a window without a score has only its veto and its change."""
    for line in slip.window.lines:
        if line.figure in ("rank", "grade", *slip.window.awards):
            yield f"{line.text}。"
    yield from (sentence for _, sentence in slip.honours)
    if slip.window.rank is not None:
        yield _to_next(slip.gap)
        for award, gap in zip(slip.notice.window_awards, slip.gap.awards, strict=True):
            which = f"{award.name}：" if len(slip.gap.awards) > 1 else ""
            yield from _to_flag(gap, award, which)
    if slip.earlier and slip.before is None:
        yield f"{slip.earlier}没有此窗口（新增或已改名），没有可比的数。"
    elif slip.before is not None:
        yield _change_sentence(slip, slip.before)


def _to_next(gap: Gap) -> str:
    if gap.to_next is None:
        return "名次第一。"
    names = listed(gap.ahead, _MOST_NAMES)
    return f"距前一名次（第{gap.next_rank}名{names}）{plain(gap.to_next)}分。"


def _to_flag(gap: AwardGap, award: Award, which: str) -> Iterator[str]:
    """The award's line as the election of this period drew it, all others as they are."""
    if gap.flag in ("vetoed", "out") or gap.line is None:
        return
    if gap.to_flag is not None:
        more = "，且须超过该分值" if gap.strict else ""
        yield f"{award.name}入选线{plain(gap.line)}分，还差{plain(gap.to_flag)}分{more}。"
    elif gap.lead == 0:
        yield f"{which}与名额以外的最高分{plain(gap.line)}分相同。"
    elif gap.lead is not None:
        yield f"{which}比名额以外的最高分{plain(gap.line)}分高{plain(gap.lead)}分。"


def _change_sentence(slip: Slip, before: RankedWindow) -> str:
    window = slip.window
    start = f"与{slip.earlier}相比："
    if before.total is None:
        return f"{start}当时没有得分。"
    then = f"当时总分{plain(before.total)}分、{before.place_told}"
    won = (a for a in slip.notice.window_awards if before.has(a))
    flag = "".join(f"、{award.name}" for award in won)
    if window.total is None:
        return f"{start}{then}{flag}；{slip.notice.words.this}暂不计分。"
    gained = places_gained(before, window)
    moved = "" if gained is None else f"，名次{_moved(-gained)}"
    return f"{start}{then}{flag}；总分{_more(window.total - before.total)}{moved}。"


def _more(points: Decimal) -> str:
    if not points:
        return "不变"
    return f"{'增加' if points > 0 else '减少'}{plain(abs(points))}分"


def _moved(places: int) -> str:
    if not places:
        return "不变"
    return f"{'下降' if places > 0 else '上升'}{abs(places)}位"
