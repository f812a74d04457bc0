"""差距, 试算, 比较 and 年度汇总: figures held against each other and against others'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from xl_appraisal.book.sheets import LEDGER, RANKING
from xl_appraisal.doors.buttons.button_support import (
    WORKBOOKS,
    Made,
    appraised_files,
    behind_working_sheets,
    place_of,
    show_rows,
)
from xl_appraisal.hosts import FileHost, LiveHost, Screen
from xl_appraisal.model.grid import Grid, Ref, Write
from xl_appraisal.model.period import Period, filled_by, parse_period
from xl_appraisal.model.wording import for_window
from xl_appraisal.scoring import RankedWindow
from xl_appraisal.work import desk
from xl_appraisal.work.comparing.changes import Comparison, compare, side, summary
from xl_appraisal.work.comparing.whatif import laid_over, typed_over
from xl_appraisal.work.desk import Appraised

GAPS, CHANGES, OUTCOME = "差距", "比较", "试算结果"
"""The sheets that they fill, made anew each time."""

TRIAL = "试算"
"""The copy of 名次表 that staff may change as they like."""

_PUBLISHED = "published_differs"  # a trial is bound to differ from what was published


def show_gaps(host: LiveHost, screen: Screen) -> str:
    """差距: how far each window is from the next rank and the red flag, and what could bring it."""
    from xl_appraisal.outputs.comparison_pages import NOTE, gap_page
    from xl_appraisal.outputs.page import page_rows
    from xl_appraisal.work.comparing.gap import gaps

    done = desk.appraise_host(host)
    found = gaps(done.quarter.book, done.appraisal)
    page = gap_page(found, done.quarter.book.notice.window_awards, chances=True)
    rows: list[list[Any]] = [["各窗口的差距"], [NOTE], *page_rows([page])]
    show_rows(host, screen, GAPS, rows)
    return f"已列出{len(found)}个窗口的差距，见工作表“{GAPS}”。"


def compare_books(host: LiveHost, screen: Screen) -> str:
    """比较: what differs from another workbook, chosen in a dialog; neither is changed."""
    files = screen.choose_files("选择原来的工作簿（如改动前的备份、上一期的）", *WORKBOOKS)
    if not files:
        return "没有选择工作簿，没有比较。"
    screen.status("正在读取和计算……")
    before = desk.appraise_host(FileHost(files[0]))
    after = desk.appraise_host(host)
    found = compare(
        side(files[0].name, before),
        side(host.name, after),
    )
    show_rows(host, screen, CHANGES, [["与另一个工作簿比较"], *comparison_rows(found)])
    return f"与 {files[0].name} 比：{summary(found)}"


def comparison_rows(found: Comparison, *, every: bool = False) -> list[list[Any]]:
    """A comparison as rows of cells: the sentence, the windows, then every differing input."""
    from xl_appraisal.outputs.comparison_pages import comparison_pages
    from xl_appraisal.outputs.page import page_rows

    windows, why = comparison_pages(found, every=every)
    sentence = f"{found.before} → {found.after}：{windows.subtitle}"
    return [[sentence], *page_rows([windows, why])]


def sum_up_year(host: LiveHost, screen: Screen) -> str:
    """年度汇总: this workbook and the other quarters' that are chosen, into a new one beside it."""
    from xl_appraisal.outputs.drawing import check_new, write_tables
    from xl_appraisal.outputs.year_book import title, year_pages
    from xl_appraisal.work.year.summarise import summarise
    from xl_appraisal.work.year.year_model import GivenQuarter
    from xl_appraisal.work.year.year_notes import RENAMED_HINT

    place = place_of(host, "年度汇总")
    chosen = screen.choose_files("选择其他各期的工作簿（可以选几个；本工作簿会算在内）", *WORKBOOKS)
    others = [path for path in chosen if not _same(path, place)]
    if not others:
        return "没有选择其他各期的工作簿，没有汇总。"
    screen.status("正在读取和计算……")
    read = [(host.name, desk.appraise_host(host))]
    with screen.working() as go_on:
        read += appraised_files(others, go_on)
    given = [
        GivenQuarter(done.quarter.quarter, name, done.quarter.book, done.appraisal)
        for name, done in read
    ]
    whole = _asked_whole(screen, [one.quarter for one in given])
    year = summarise(given, whole=whole)
    if any(RENAMED_HINT in note for note in year.notes):
        asked = "有窗口改了名吗？写“旧名=新名”，几个之间用分号隔开；没有就留空。\n"
        told = screen.ask_text(
            asked + for_window("\n".join(note for note in year.notes if RENAMED_HINT in note))
        )
        if told is None:
            return "已取消，没有汇总。"
        year = summarise(given, filter(None, map(str.strip, re.split("[;；]", told))), whole)
    out = place.with_name(f"{title(year)}{'度' if whole is None else ''}汇总.xlsx")
    check_new(out)
    write_tables(out, year_pages(year))
    several = f"{len(given)}{given[0].words.several}"
    return Made.of(f"已汇总{several}、{len(year.windows)}个窗口，在 {out}", out)


def _asked_whole(screen: Screen, codes: Sequence[str]) -> Period | None:
    """The quarter or half-year that the workbooks make up, where staff want that alone."""
    try:
        whole = filled_by([parse_period(code) for code in dict.fromkeys(codes)])
    except ValueError:  # told where the periods are read
        return None
    if whole is None:
        return None
    asked = f"这几期正好是{whole.name}。\n是：只汇总{whole.name}；否：按全年汇总，没有的期写“缺”。"
    return whole if screen.confirm(asked) else None


def _same(path: Path, other: Path) -> bool:
    return path.exists() and other.exists() and path.samefile(other)


def try_out(host: LiveHost, screen: Screen) -> str:
    """试算: make the copy; or, where it is there, appraise it and compare it with 名次表."""
    now = desk.appraise_host(host)
    if TRIAL not in host.sheet_names:
        host.copy_sheet(RANKING, TRIAL, _figures(now), behind_working_sheets(host))
        screen.show(TRIAL)
        return f"已把{RANKING}复制为“{TRIAL}”：在里面改数，再点“试算”看结果；{RANKING}不受影响。"
    screen.status("正在试算……")
    trial = host.grid(TRIAL)
    lines = typed_over(now.quarter, trial) if trial is not None else {}

    def sheets(name: str) -> Grid | None:
        if name == RANKING:
            return trial
        return laid_over(host.grid(name), lines if name == LEDGER else {})

    tried = desk.appraise_sheets(sheets)
    figures = _figures(tried)
    formulas = [ref for ref in figures if tried.quarter.table.grid[ref].formula is not None]
    host.write(TRIAL, dict.fromkeys(formulas))
    host.write(TRIAL, figures)
    found = compare(side(RANKING, now), side(TRIAL, tried))
    rows = [["试算结果"], *comparison_rows(found, every=True)]
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
    staff = done.quarter.book.notice.staff_id
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
        return (window.unranked or None) if window.rank is None else Decimal(window.rank)
    if column in window.awards:
        return window.awards[column].text or None
    return window.total if column == "total" else window.score.modules.get(module)
