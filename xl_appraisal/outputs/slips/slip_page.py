"""A slip laid out as a page: its figures, its place, every line, the remarks they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xl_appraisal.book.write.chart_figures import CUTS
from xl_appraisal.model.exact import plain
from xl_appraisal.model.notice.notice import STANDING_NAMES
from xl_appraisal.outputs.page import Block, CellValue, Heading, Page, Row, Table, Text, column
from xl_appraisal.outputs.slips.slip import Slip, SlipLine, SlipModule
from xl_appraisal.outputs.slips.slip_standing import place_sentences
from xl_appraisal.scoring import RankedWindow
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
    blocks: list[Block] = [Heading("一、考核情况")]
    if slip.faults:
        blocks.append(Text("本窗口的数据有下列问题，暂不计分、不排名："))
        blocks.extend(Text(fault) for fault in slip.faults)
    elif slip.window.total is None:
        blocks.append(Text("本季度的规则或数据有误，本窗口暂不计分、不排名。"))
    else:
        blocks.append(_figures(slip))
    blocks.extend(Text(sentence) for sentence in place_sentences(slip))
    if slip.modules:
        blocks += [Heading("二、加扣分明细"), _lines(slip)]
    if slip.remarks:
        blocks.append(Heading("三、依据的备注" if slip.modules else "二、依据的备注"))
        blocks.extend(Text(f"{r.number}.{r.text}", small=True) for r in slip.remarks)
    return Page(f"{slip.quarter}{NAME}", f"窗口：{slip.window.window}", tuple(blocks))


def _figures(slip: Slip) -> Table:
    """Modules and total; what limits cut and the earlier quarter only where there is any."""
    with_cuts = any(module.cut for module in slip.modules)
    columns = [*_FIGURES, *([_CUT] if with_cuts else [])]
    if slip.before is not None:
        columns += [column(slip.earlier, 18, "figure"), _CHANGE]
    rows = [_module_row(module, slip.before, with_cuts) for module in slip.modules]
    return Table(tuple(columns), (*rows, _total_row(slip, with_cuts)), size=SIZE)


def _module_row(module: SlipModule, before: RankedWindow | None, with_cuts: bool) -> Row:
    cells: list[CellValue] = [module.name, module.maximum, module.score]
    if with_cuts:
        cells.append(module.cut or "")
    if before is not None:
        cells += _change(module.score, before.score.modules.get(module.id))
    return Row(tuple(cells))


def _total_row(slip: Slip, with_cuts: bool) -> Row:
    total = slip.window.total
    cells: list[CellValue] = ["总分", slip.maximum, slip.display, *([""] if with_cuts else [])]
    if total is not None and total != Decimal(slip.display):
        cells[2] = f"{slip.display}（{plain(total)}）"
    if slip.before is not None and total is not None:
        cells += _change(total, slip.before.total)
    return Row(tuple(cells), "total")


def _change(now: Decimal, then: Decimal | None) -> list[CellValue]:
    return ["—", "—"] if then is None else [then, now - then]


def _lines(slip: Slip) -> Table:
    rows = tuple(row for module in slip.modules for row in _module_lines(module))
    return Table(_LINES, rows, size=SIZE)


def _module_lines(module: SlipModule) -> Iterator[Row]:
    head = f"{module.name}（满分{plain(module.maximum)}分，得{plain(module.score)}分）"
    yield Row((head,), "group")
    for line in module.lines:
        cells = (
            line.item,
            line.count,
            line.points,
            line.balance,
            _reason(line),
            _basis(line),
        )
        yield Row(cells, "cut" if line.source in CUTS else "plain")


def _reason(line: SlipLine) -> str:
    """The reason, or where the figure was written if there is none."""
    return line.reason or SOURCE_NAMES[line.source]


def _basis(line: SlipLine) -> str:
    """The remark, and what of it is not the notice's own word."""
    standing = "" if line.standing == "notice" else f"（{STANDING_NAMES[line.standing]}）"
    return f"备注{line.remark}{standing}"
