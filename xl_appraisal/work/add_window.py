"""增加窗口: a window joins in the middle of a quarter, whatever the host.

What a hand would do wrongly is done whole: the row with its look and formulas, the lists, every
range.
"""

from __future__ import annotations

from decimal import Decimal

from xl_appraisal.book.new.plain.helper_block import WINDOWS as NATIVE_WINDOWS
from xl_appraisal.book.own_formulas import computes_itself, is_native
from xl_appraisal.book.read.closing_events import refuse_closed
from xl_appraisal.book.read.quarter import Quarter, read_quarter_book
from xl_appraisal.book.read.ranking_table import RankingTable
from xl_appraisal.book.read.row_words import is_note, is_signature, is_sum, is_sum_of_window
from xl_appraisal.book.read.typed_values import squeeze, text_or_empty
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.hosts.host import Host
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.listed import listed
from xl_appraisal.model.record import Record
from xl_appraisal.work.desk import Appraised, recalculate
from xl_appraisal.work.importing.source_values import is_empty

_MOST_TOLD = 20


class Changed(Record):
    """What was done, in a sentence or two, and the recalculated workbook."""

    told: str
    done: Appraised


def add_window(host: Host, name: str, *, before: str = "", after: str = "") -> Changed:
    """Give a new window a row on 名次表 and recalculate (not saved yet).

    It takes a blank row that is ready, or one put in where every range grows with it: between
    two windows.  Raises :class:`BookError`, nothing changed, for a name that is none or stands
    there already, and where no row can be had.
    """
    quarter = read_quarter_book(host.grid)
    refuse_closed(quarter.rules.closed)
    name = " ".join(name.split())
    _check_name(quarter, name)
    row, put_in = _place(quarter, before, after)
    _check_native(host, quarter, put_in)
    if put_in:
        host.insert_rows(RANKING, row, 1, row - 1 if row > quarter.table.first_row else row)
    host.write(RANKING, {(row, quarter.table.columns["window"]): name})
    done = recalculate(host)
    how = f"在“{RANKING}”插入第{row}行" if put_in else f"写在“{RANKING}”第{row}行"
    return Changed(f"已增加窗口“{name}”：{how}。", done)


def _check_name(quarter: Quarter, name: str) -> None:
    if not name:
        raise BookError("没有写窗口名称。")
    if any(test(name) for test in (is_sum, is_sum_of_window, is_note, is_signature)):
        raise BookError(f"“{name}”像是合计、备注或落款，不能作为窗口名称。")
    for known, row in quarter.rows.items():
        if squeeze(known) == squeeze(name):
            raise BookError(f"“{RANKING}”第{row}行已有窗口“{known}”，没有增加。")


def _place(quarter: Quarter, before: str, after: str) -> tuple[int, bool]:
    """The new window's row, and whether it is to be put in there."""
    table = quarter.table
    formulas = any(_computes(table, row) for row in table.rows)
    ready = [row for row in _blank(table) if _computes(table, row) or not formulas]
    last = max((*table.rows, *(ready if formulas else ())), default=0)
    if before or after:
        row = row_of(quarter, before or after) + bool(after)
        if row in ready:
            return row, False
    elif len(ready) > 1 or (ready and not formulas):
        return ready[0], False
    else:
        row = last
    if not table.first_row < row <= last:
        raise BookError(
            f"“{RANKING}”第{row}行在窗口各行之外，插在那里图表和合计不会跟着变。"
            "请插在两个窗口之间〔命令行：--before 或 --after〕；只有一个窗口的，请新建工作簿"
            "〔命令行：xl-appraisal new --from 本文件 --add 新窗口〕。"
        )
    return row, True


def _blank(table: RankingTable) -> list[int]:
    """The rows between the last one with anything typed and the remarks."""
    typed = {row for (row, _), cell in table.grid.cells.items()
             if not computes_itself(cell.formula) and not is_empty(cell)}  # fmt: skip
    last = max((row for row in typed if row < table.end), default=table.end)
    return list(range(max(last + 1, table.first_row), table.end))


def _computes(table: RankingTable, row: int) -> bool:
    cells = (table.grid[row, column] for column in table.columns.values())
    return any(computes_itself(cell.formula) for cell in cells)


def row_of(quarter: Quarter, window: str) -> int:
    """The row of a window on 名次表.  Raises :class:`BookError` where there is none, or several."""
    rows = [row for name, row in quarter.rows.items() if squeeze(name) == squeeze(window)]
    if not rows:
        known = listed(list(quarter.rows), _MOST_TOLD) or "（没有）"
        raise BookError(f"“{RANKING}”里没有窗口“{window}”；现有的窗口：{known}。")
    repeated = [
        r for r in quarter.table.rows if squeeze(name_on(quarter.table, r)) == squeeze(window)
    ]
    if len(repeated) > 1:
        raise BookError(f"窗口“{window}”在“{RANKING}”里有几行。请先只保留一行。")
    return rows[0]


def name_on(table: RankingTable, row: int) -> str:
    """The window's name as it stands on a row."""
    return text_or_empty(table.cell(row, "window"))


def _check_native(host: Host, quarter: Quarter, put_in: bool) -> None:
    """Plain formulas look at so many rows and no more."""
    helper = host.grid(NATIVE_WINDOWS) if put_in else None
    if helper is None or not any(is_native(_total(quarter.table, r)) for r in quarter.table.rows):
        return
    numbered = (row for (row, column), cell in helper.cells.items()
                if column == 1 and type(cell.value) is Decimal)  # fmt: skip
    last = max(numbered, default=0)
    if quarter.table.end > last:
        raise BookError(
            f"本工作簿的公式只看到“{RANKING}”第{last}行，放不下更多窗口。请新建工作簿，再导入数据"
            "〔命令行：xl-appraisal new --from 本文件 --add 新窗口 --formulas native〕。"
        )


def _total(table: RankingTable, row: int) -> str | None:
    return table.cell(row, "total").formula if "total" in table.columns else None
