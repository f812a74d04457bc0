"""A slip laid out as a page: its figures, its place, every line, the remarks they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xl_appraisal.book.write.chart_figures import CUTS
from xl_appraisal.model.exact import ZERO, plain
from xl_appraisal.model.notice.notice import STANDING_NAMES, Module
from xl_appraisal.outputs.page import Block, CellValue, Heading, Page, Row, Table, Text, column
from xl_appraisal.outputs.slips.slip_maker import Slip
from xl_appraisal.outputs.slips.slip_standing import place_sentences
from xl_appraisal.scoring import Line
from xl_appraisal.scoring.result import SOURCE_NAMES

NAME = "窗口量化考核情况及加扣分明细"
"""By remark 8: 窗口量化考核情况及具体加扣分明细同步发送部门."""

SIZE = 10
"""Points of a slip's tables."""

_LINES = (
    column("项目", 21),
    column("数量", 14),
    column("加扣分", 11, "signed"),
    column("累计", 10, "figure"),
    column("事由或算法", 27),
    column("依据", 17, "centre"),
)
_FIGURES = (
    column("考核模块", 24, "centre"),
    column("满分", 14, "figure"),
    column("得分", 20, "figure"),
)
_CUT = column("封顶或保底调整", 18, "signed")
_CHANGE = column("增减", 14, "signed")


def slip_page(slip: Slip) -> Page:
    """The page of one window's slip."""
    faults = [f.message for f in slip.window.score.findings if f.severity == "error"]
    blocks: list[Block] = [Heading("一、考核情况")]
    if faults:
        blocks.append(Text("本窗口的数据有下列问题，暂不计分、不排名："))
        blocks.extend(Text(fault) for fault in faults)
    elif slip.window.total is None:
        blocks.append(Text("本季度的规则或数据有误，本窗口暂不计分、不排名。"))
    else:
        blocks.append(_figures(slip, slip.window.total))
    blocks.extend(Text(sentence) for sentence in place_sentences(slip))
    if slip.modules:
        rows = (row for module in slip.modules for row in _module_lines(slip, module))
        blocks += [Heading("二、加扣分明细"), Table(_LINES, tuple(rows), size=SIZE)]
    if slip.remarks:
        blocks.append(Heading("三、依据的备注" if slip.modules else "二、依据的备注"))
        blocks.extend(Text(f"{r.number}.{r.text}", small=True) for r in slip.remarks)
    return Page(f"{slip.quarter}{NAME}", f"窗口：{slip.window.window}", tuple(blocks))


def _figures(slip: Slip, total: Decimal) -> Table:
    """Modules and total; what limits cut and the earlier quarter only where there is any."""
    now = [*map(slip.score, slip.modules), total]
    exact = "" if total == Decimal(slip.display) else f"（{plain(total)}）"
    columns = [*_FIGURES]
    rows: list[list[CellValue]] = [[m.name, m.maximum, slip.score(m)] for m in slip.modules]
    rows.append(["总分", slip.notice.maximum, slip.display + exact])
    cuts = [*map(slip.cut, slip.modules), ZERO]
    if any(cuts):
        columns.append(_CUT)
        rows = [[*row, cut or ""] for row, cut in zip(rows, cuts, strict=True)]
    if slip.before is not None:
        columns += [column(slip.earlier, 18, "figure"), _CHANGE]
        scores = slip.before.score.modules
        then = [*(scores.get(module.id) for module in slip.modules), slip.before.total]
        changes = map(_change, now, then)
        rows = [[*row, *change] for row, change in zip(rows, changes, strict=True)]
    last = Row(tuple(rows.pop()), "total")
    return Table(tuple(columns), (*(Row(tuple(row)) for row in rows), last), size=SIZE)


def _change(now: Decimal, then: Decimal | None) -> list[CellValue]:
    return ["—", "—"] if then is None else [then, now - then]


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
