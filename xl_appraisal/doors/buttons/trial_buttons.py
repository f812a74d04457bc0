"""试算: what if, on a copy of 名次表 that staff may change as they like."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import xlwings as xw

from xl_appraisal.book.sheets import RANKING
from xl_appraisal.book.write.filling import red_flag_text
from xl_appraisal.doors.buttons.annex_sheet import delete_sheet, runs
from xl_appraisal.doors.buttons.button_support import fill_sheet, macro, show, show_status
from xl_appraisal.doors.buttons.compare_buttons import comparison_rows
from xl_appraisal.hosts.excel.excel_host import XlwingsHost, told_as
from xl_appraisal.hosts.excel.excel_values import to_program
from xl_appraisal.model.grid import Grid
from xl_appraisal.scoring import RankedWindow
from xl_appraisal.work import desk
from xl_appraisal.work.comparing.changes import compare, side
from xl_appraisal.work.comparing.changes_text import summary
from xl_appraisal.work.desk import Appraised

TRIAL, OUTCOME = "试算", "试算结果"
"""The copy that is changed, and what comes of it."""

_PUBLISHED = "published_differs"  # a trial is bound to differ from what was published
_UNFINISHED = "试算（复制中）"


@macro
def try_out(book: xw.Book) -> str:
    """试算: make the copy; or, where it is there, appraise it and compare it with 名次表."""
    host = XlwingsHost(book)
    now = desk.appraise_host(host)
    if TRIAL not in [sheet.name for sheet in book.sheets]:
        with told_as(f"工作表“{TRIAL}”没有生成"):
            _copy(book, now)
        return f"已把{RANKING}复制为“{TRIAL}”：在里面改数，再点“试算”看结果；{RANKING}不受影响。"
    show_status(book, "正在试算……")

    def sheets(name: str) -> Grid | None:
        return host.grid(TRIAL if name == RANKING else name)

    tried = desk.appraise_sheets(sheets)
    _write_figures(book.sheets[TRIAL], tried)
    found = compare(
        side(RANKING, now.quarter, now.appraisal), side(TRIAL, tried.quarter, tried.appraisal)
    )
    rows = comparison_rows(found, every=True)
    known = {finding.message for finding in now.appraisal.findings}
    fresh = [f for f in tried.appraisal.findings if f.message not in known and f.code != _PUBLISHED]
    rows += [[], *([finding.where, finding.message] for finding in fresh)] if fresh else []
    rows += [[], [f"只是试算，{RANKING}没有改动。要重新开始，删去工作表“{TRIAL}”再点“试算”。"]]
    fill_sheet(book, OUTCOME, rows)
    return f"试算：{summary(found)}"


def _copy(book: xw.Book, now: Appraised) -> None:
    """名次表 as it stands without its buttons, its computed figures as values."""
    source = book.sheets[RANKING]
    delete_sheet(book, _UNFINISHED)
    sheet = source.copy(after=source, name=_UNFINISHED)
    try:
        for shape in list(sheet.shapes):
            shape.delete()
        _write_figures(sheet, now)
        sheet.name = TRIAL
    except BaseException:
        with suppress(Exception):
            delete_sheet(book, _UNFINISHED)
        raise
    show(sheet)


def _write_figures(sheet: xw.Sheet, done: Appraised) -> None:
    """Ranks, modules, totals and red flags, a block for each run of columns.

    窗口人员表现 keeps what it holds: it may be typed, and is an input then.
    """
    table = done.quarter.table
    if not table.rows:
        return
    means = {done.quarter.book.notice.staff_module.id}
    columns = [c for c in done.quarter.book.layout.all_columns if c.id in table.columns]
    computed = {
        table.columns[c.id]: c
        for c in columns
        if c.kind == "computed" and c.id != "window" and c.module not in means
    }
    by_row = {w.score.place.row: w for w in done.appraisal.windows}
    guarded = sheet.book.app.engine.name == "excel"
    for left, right in runs(sorted(computed)):
        sheet.range((table.rows[0], left), (table.rows[-1], right)).raw_value = [
            [
                to_program(_figure(by_row.get(row), computed[place].id, computed[place].module),
                           guarded=guarded)
                for place in range(left, right + 1)
            ]
            for row in range(table.rows[0], table.rows[-1] + 1)
        ]  # fmt: skip


def _figure(window: RankedWindow | None, column: str, module: str) -> Decimal | str | None:
    if window is None:
        return None
    if column == "rank":
        return None if window.rank is None else Decimal(window.rank)
    if column == "red_flag":
        return red_flag_text(window) or None
    return window.total if column == "total" else window.score.modules.get(module)
