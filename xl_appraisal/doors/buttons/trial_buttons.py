"""试算: what if, on a copy of 名次表 that staff may change as they like."""

from __future__ import annotations

from decimal import Decimal

from xl_appraisal.book.sheets import RANKING
from xl_appraisal.book.write.filling import red_flag_text
from xl_appraisal.doors.buttons.button_support import show_rows
from xl_appraisal.doors.buttons.compare_buttons import comparison_rows
from xl_appraisal.hosts import LiveHost, Screen
from xl_appraisal.model.grid import Grid, Ref, Write
from xl_appraisal.scoring import RankedWindow
from xl_appraisal.work import desk
from xl_appraisal.work.comparing.changes import compare, side
from xl_appraisal.work.comparing.changes_text import summary
from xl_appraisal.work.desk import Appraised

TRIAL, OUTCOME = "试算", "试算结果"
"""The copy that is changed, and what comes of it."""

_PUBLISHED = "published_differs"  # a trial is bound to differ from what was published


def try_out(host: LiveHost, screen: Screen) -> str:
    """试算: make the copy; or, where it is there, appraise it and compare it with 名次表."""
    now = desk.appraise_host(host)
    if TRIAL not in host.sheet_names:
        host.copy_sheet(RANKING, TRIAL, _figures(now))
        screen.show(TRIAL)
        return f"已把{RANKING}复制为“{TRIAL}”：在里面改数，再点“试算”看结果；{RANKING}不受影响。"
    screen.status("正在试算……")

    def sheets(name: str) -> Grid | None:
        return host.grid(TRIAL if name == RANKING else name)

    tried = desk.appraise_sheets(sheets)
    figures = _figures(tried)
    formulas = [ref for ref in figures if tried.quarter.table.grid[ref].formula is not None]
    host.write(TRIAL, dict.fromkeys(formulas))
    host.write(TRIAL, figures)
    found = compare(side(RANKING, now), side(TRIAL, tried))
    rows = comparison_rows(found, every=True)
    known = {finding.message for finding in now.appraisal.findings}
    fresh = [f for f in tried.appraisal.findings if f.message not in known and f.code != _PUBLISHED]
    if fresh:
        rows += [[], ["位置", "发现"], *([finding.where, finding.message] for finding in fresh)]
    rows += [[], [f"只是试算，{RANKING}没有改动。要重新开始，删去工作表“{TRIAL}”再点“试算”。"]]
    show_rows(host, screen, OUTCOME, rows)
    return f"试算：{summary(found)}"


def _figures(done: Appraised) -> dict[Ref, Write]:
    """Ranks, modules, totals and red flags of every row.

    窗口人员表现 keeps what it holds: it may be typed, and is an input then.
    """
    table = done.quarter.table
    staff = done.quarter.book.notice.staff_module.id
    computed = [
        column
        for column in done.quarter.book.layout.all_columns
        if column.id in table.columns and column.kind == "computed"
        if column.id != "window" and column.module != staff
    ]
    by_row = {w.score.place.row: w for w in done.appraisal.windows}
    rows = range(table.rows[0], table.rows[-1] + 1) if table.rows else ()
    return {
        (row, table.columns[column.id]): _figure(by_row.get(row), column.id, column.module)
        for row in rows
        for column in computed
    }


def _figure(window: RankedWindow | None, column: str, module: str) -> Decimal | str | None:
    if window is None:
        return None
    if column == "rank":
        return None if window.rank is None else Decimal(window.rank)
    if column == "red_flag":
        return red_flag_text(window) or None
    return window.total if column == "total" else window.score.modules.get(module)
