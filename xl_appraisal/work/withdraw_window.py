"""撤出窗口: a window leaves in the middle of a quarter, and nothing is lost.

Its row goes from 名次表; its lines stay, struck, and so does what was typed on its row.
"""

from __future__ import annotations

from decimal import Decimal

from xl_appraisal.book.own_formulas import is_ours
from xl_appraisal.book.read.closing_events import refuse_closed
from xl_appraisal.book.read.list_sheets import ListTable, is_struck
from xl_appraisal.book.read.quarter import Quarter, read_quarter_book
from xl_appraisal.book.read.typed_values import is_blank, squeeze, text_or_empty
from xl_appraisal.book.sheets import LEDGER, RANKING, STAFF, STRUCK
from xl_appraisal.hosts.host import Host
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Cell, Ref, Write
from xl_appraisal.model.listed import listed
from xl_appraisal.model.record import Record
from xl_appraisal.work.add_window import Changed, name_on, row_of
from xl_appraisal.work.desk import recalculate
from xl_appraisal.work.importing.cell_changes import next_row

WHY = "窗口撤出"
"""作废原因 of a line whose window left, unless another reason is given."""

_MOST_TOLD = 20


class Withdrawal(Record):
    """What 撤出窗口 would do: nothing is written before somebody agreed."""

    window: str
    row: int
    lines: dict[str, tuple[int, ...]]
    """Rows to be struck, by list sheet."""
    typed: tuple[tuple[str, Cell, bool], ...]
    """What stands typed on the window's row: label, cell, whether it counts pieces."""

    def told(self) -> list[str]:
        """The consequences, a sentence each."""
        found = [f"“{RANKING}”第{self.row}行（{self.window}）删除，下面各行上移。"]
        for sheet, rows in self.lines.items():
            if rows:
                found.append(f"“{sheet}”{len(rows)}行的状态改为“{STRUCK}”，不再计入，但保留。")
        if self.typed:
            names = listed([label for label, _, _ in self.typed], _MOST_TOLD)
            found.append(
                f"这一行填写的{len(self.typed)}项（{names}）转记到“{LEDGER}”末尾，状态“{STRUCK}”。"
            )
        return found


def plan_withdrawal(host: Host, window: str | int) -> Withdrawal:
    """What it means that a window, named or by its row, leaves.

    Raises :class:`BookError` where it cannot.
    """
    quarter = read_quarter_book(host.grid)
    refuse_closed(quarter.rules.closed)
    if isinstance(window, int):
        names = [name for name, row in quarter.rows.items() if row == window]
        if not names:
            raise BookError(f"“{RANKING}”第{window}行不是窗口。请选中要撤出的窗口所在的行。")
        window = names[0]
    row = row_of(quarter, window)
    if len(quarter.table.rows) < 2:
        raise BookError(f"“{RANKING}”只有一个窗口，不能撤出。")
    name = name_on(quarter.table, row)
    lines = {sheet: _lines_of(quarter.lists[sheet], name) for sheet in (LEDGER, STAFF)}
    plan = Withdrawal(name, row, lines, tuple(_typed(quarter, row)))
    for sheet, rows in lines.items():
        wanted = bool(rows) or (sheet == LEDGER and bool(plan.typed))
        missing = {"status", "struck_reason"} - quarter.lists[sheet].columns.keys()
        if wanted and missing:
            raise BookError(
                f"“{sheet}”没有“状态”“作废原因”两栏（旧版工作簿），撤出的窗口的记录无处可留。"
                "请先在表头最右边补上这两栏，再撤出。"
            )
    return plan


def _lines_of(table: ListTable, window: str) -> tuple[int, ...]:
    rows = table.rows()
    return tuple(r.row for r in rows if squeeze(text_or_empty(r["window"])) == squeeze(window)
                 and not is_struck(r))  # fmt: skip


def _typed(quarter: Quarter, row: int) -> list[tuple[str, Cell, bool]]:
    layout, table = quarter.book.layout, quarter.table
    staff = quarter.book.notice.staff_id
    return [
        (layout.labels[column.id], cell, column.kind == "count")
        for column in layout.all_columns
        if (column.is_item or column.id == staff) and column.id in table.columns
        if not is_blank((cell := table.cell(row, column.id)).value) or cell.formula
        if not is_ours(cell.formula)
    ]


def withdraw_window(host: Host, plan: Withdrawal, why: str = WHY) -> Changed:
    """Do what was planned and recalculate (not saved yet).  Raises :class:`BookError`."""
    quarter = read_quarter_book(host.grid)
    for sheet, rows in plan.lines.items():
        columns = quarter.lists[sheet].columns
        struck: dict[Ref, Write] = {}
        for row in rows:
            struck |= {(row, columns["status"]): STRUCK, (row, columns["struck_reason"]): why}
        host.write(sheet, struck)
    if plan.typed:
        _keep_typed(host, quarter.lists[LEDGER], plan, why)
    host.delete_rows(RANKING, plan.row, 1)
    return Changed("\n".join([f"已撤出窗口“{plan.window}”。", *plan.told()]), recalculate(host))


def _keep_typed(host: Host, ledger: ListTable, plan: Withdrawal, why: str) -> None:
    """What was typed on the window's row as struck lines below all others."""
    first, columns = next_row(ledger), ledger.columns
    cells: dict[Ref, Write] = {}
    for row, (label, cell, counts) in enumerate(plan.typed, first):
        shown = text_or_empty(cell) + (f"（公式 ={cell.formula}）" if cell.formula else "")
        line: dict[str, Write] = {
            "window": plan.window,
            "item": label,
            "reason": f"撤出前“{RANKING}”第{plan.row}行所填：{shown}",
            "status": STRUCK,
            "struck_reason": why,
        }
        if isinstance(cell.value, Decimal):
            line["count" if counts else "points"] = Decimal(cell.value)
        cells |= {(row, columns[field]): v for field, v in line.items() if field in columns}
    header = ledger.header_row, min(columns.values())
    host.grow_table(LEDGER, header, first + len(plan.typed) - 1)
    host.write(LEDGER, cells)
