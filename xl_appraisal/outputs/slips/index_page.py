"""The covering index of a folder of slips: what came out, and which file is whose."""

from __future__ import annotations

from collections.abc import Sequence

from xl_appraisal.model.record import Record
from xl_appraisal.outputs.page import Block, CellValue, Heading, Page, Row, Table, Text, column
from xl_appraisal.outputs.slips.slip import Slip
from xl_appraisal.outputs.slips.slip_page import SIZE

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


class Entry(Record):
    """A window on the index: its figures, how many findings concern it, its file."""

    rank: int | None
    window: str
    display: str
    red_flag: str
    findings: int
    rank_before: int | None
    is_new: bool
    file: str


def entry(slip: Slip, red_flag: str, file: str, findings: int) -> Entry:
    """What the index keeps of a slip, so that the slip itself can go."""
    return Entry(
        rank=slip.window.rank,
        window=slip.window.window,
        display=slip.display,
        red_flag=red_flag,
        findings=findings,
        rank_before=slip.before.rank if slip.before else None,
        is_new=slip.is_new,
        file=file,
    )


def index_page(
    quarter: str, text: str, entries: Sequence[Entry], earlier: str, gone: Sequence[str]
) -> Page:
    """The index's page.

    ``text`` is the paragraph on the quarter; ``gone`` are the windows of the quarter ``earlier``
    that are no longer there.
    """
    blocks: list[Block] = [Heading("一、总体情况"), Text(text)]
    if gone:
        blocks.append(Text(f"{earlier}有、本季度没有的窗口（撤销或已改名）：{'、'.join(gone)}。"))
    reminded = sum(bool(found.findings) for found in entries)
    if reminded:
        blocks.append(
            Text(f"有{reminded}个窗口在“核对”表里还有错误或提醒（见“提醒”一栏），发送前请先核对。")
        )
    columns = (*_COLUMNS, *(_EARLIER if earlier else ()), _FILE)
    rows = tuple(_row(found, bool(earlier)) for found in entries)
    blocks += [Heading(f"二、文件（共{len(entries)}份）"), Table(columns, rows, size=SIZE)]
    return Page(f"{quarter}窗口加扣分明细目录", "由督查科发送各部门前使用", tuple(blocks))


def _row(found: Entry, compared: bool) -> Row:
    cells: list[CellValue] = [
        _rank(found.rank),
        found.window,
        found.display or "未计分",
        found.red_flag,
        f"{found.findings}条" if found.findings else "",
    ]
    if compared:
        cells += ["新增", "—"] if found.is_new else [_rank(found.rank_before), _moved(found)]
    return Row((*cells, found.file))


def _rank(rank: int | None) -> CellValue:
    return "—" if rank is None else rank


def _moved(found: Entry) -> str:
    if found.rank is None or found.rank_before is None:
        return "—"
    places = found.rank_before - found.rank
    return "不变" if not places else f"{'升' if places > 0 else '降'}{abs(places)}位"
