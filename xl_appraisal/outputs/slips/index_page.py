"""The covering index of a folder of slips: what came out, and which file is whose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from xl_appraisal.book.write.filling import red_flag_text
from xl_appraisal.model.quarter_name import quarter_name
from xl_appraisal.outputs.page import Block, CellValue, Heading, Page, Row, Table, Text, column
from xl_appraisal.outputs.paragraph import paragraph
from xl_appraisal.outputs.slips.slip_maker import Earlier, SlipMaker, shown_total
from xl_appraisal.outputs.slips.slip_page import SIZE
from xl_appraisal.scoring import RankedWindow

INDEX = "00-加扣分明细目录"

_COLUMNS = (
    column("名次", 8, "centre"),
    column("窗口", 22),
    column("总分", 12, "figure"),
    column("红旗窗口", 14, "centre"),
    column("提醒", 8, "centre"),
)
_EARLIER = (column("原名次", 10, "centre"), column("名次变动", 12, "centre"))
_FILE = column("文件", 46)


def index_page(maker: SlipMaker, files: Sequence[str]) -> Page:
    """The index's page; ``files`` are the windows' files in rank order."""
    quarter, appraisal, earlier = maker.quarter, maker.appraisal, maker.earlier
    named = quarter_name(quarter.quarter)
    findings = Counter(f.window for f in appraisal.findings if f.severity != "info")
    blocks: list[Block] = [Heading("一、总体情况")]
    blocks.append(Text(paragraph(quarter.book, quarter.quarter, appraisal)))
    if earlier and (gone := earlier.gone(appraisal)):
        told = f"{earlier.name}有、本季度没有的窗口（撤销或已改名）：{'、'.join(gone)}。"
        blocks.append(Text(told))
    reminded = sum(findings[window.window] > 0 for window in appraisal.windows)
    if reminded:
        blocks.append(
            Text(f"有{reminded}个窗口在“核对”表里还有错误或提醒（见“提醒”一栏），发送前请先核对。")
        )
    rows = []
    for window, file in zip(appraisal.windows, files, strict=True):
        found = findings[window.window]
        cells: list[CellValue] = [
            _rank(window),
            window.window,
            shown_total(quarter.book.notice, window) or "未计分",
            red_flag_text(window),
            f"{found}条" if found else "",
        ]
        rows.append(Row((*cells, *_change(window, earlier), file)))
    columns = (*_COLUMNS, *(_EARLIER if earlier else ()), _FILE)
    blocks += [Heading(f"二、文件（共{len(rows)}份）"), Table(columns, tuple(rows), size=SIZE)]
    return Page(f"{named}窗口加扣分明细目录", "由督查科发送各部门前使用", tuple(blocks))


def _change(window: RankedWindow, earlier: Earlier | None) -> list[CellValue]:
    """The rank of then and the movement since; nothing without an earlier quarter."""
    if earlier is None:
        return []
    before = earlier.before(window.window)
    if before is None:
        return ["新增", "—"]
    if before.rank is None or window.rank is None:
        return [_rank(before), "—"]
    places = before.rank - window.rank
    moved = f"{'升' if places > 0 else '降'}{abs(places)}位" if places else "不变"
    return [before.rank, moved]


def _rank(window: RankedWindow) -> CellValue:
    return "—" if window.rank is None else window.rank
