"""差距, 比较 and 年度汇总: the workbook's figures held against each other and against others'."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from xl_appraisal.doors.buttons.button_support import WORKBOOKS, place_of, show_rows
from xl_appraisal.hosts import FileHost, LiveHost, Screen
from xl_appraisal.work import desk
from xl_appraisal.work.comparing.changes import Comparison, compare, side

GAPS, CHANGES = "差距", "比较"
"""The sheets that they fill, made anew each time."""


def show_gaps(host: LiveHost, screen: Screen) -> str:
    """差距: how far each window is from the next rank and the red flag, and what could bring it."""
    from xl_appraisal.outputs.gap_pages import NOTE, gap_page
    from xl_appraisal.outputs.page_cells import page_rows
    from xl_appraisal.work.comparing.gap import gaps

    done = desk.appraise_host(host)
    found = gaps(done.quarter.book, done.appraisal)
    rows: list[list[Any]] = [[NOTE], *page_rows([gap_page(found, chances=True)])]
    show_rows(host, screen, GAPS, rows)
    return f"已列出{len(found)}个窗口的差距，见工作表“{GAPS}”。"


def compare_books(host: LiveHost, screen: Screen) -> str:
    """比较: what differs from another workbook, chosen in a dialog; neither is changed."""
    from xl_appraisal.work.comparing.changes_text import summary

    files = screen.choose_files("选择原来的工作簿（如改动前的备份、上季度的）", *WORKBOOKS)
    if not files:
        return "没有选择工作簿，没有比较。"
    screen.status("正在读取和计算……")
    before = desk.appraise_host(FileHost(files[0]))
    after = desk.appraise_host(host)
    found = compare(
        side(files[0].name, before),
        side(host.name, after),
    )
    show_rows(host, screen, CHANGES, comparison_rows(found))
    return f"与 {files[0].name} 比：{summary(found)}"


def comparison_rows(found: Comparison, *, every: bool = False) -> list[list[Any]]:
    """A comparison as rows of cells: the sentence, the windows, then every differing input."""
    from xl_appraisal.outputs.comparison_pages import comparison_pages
    from xl_appraisal.outputs.page_cells import page_rows

    windows, why = comparison_pages(found, every=every)
    sentence = f"{found.before} → {found.after}：{windows.subtitle}"
    return [[sentence], *page_rows([windows, why])]


def sum_up_year(host: LiveHost, screen: Screen) -> str:
    """年度汇总: this workbook and the other quarters' that are chosen, into a new one beside it."""
    from xl_appraisal.outputs.tables import check_new
    from xl_appraisal.outputs.year.year_book import title, write_year
    from xl_appraisal.work.year.summarise import summarise
    from xl_appraisal.work.year.year_model import GivenQuarter
    from xl_appraisal.work.year.year_notes import RENAMED_HINT

    place = place_of(host, "年度汇总")
    chosen = screen.choose_files("选择其他季度的工作簿（可以选几个；本工作簿会算在内）", *WORKBOOKS)
    others = [path for path in chosen if not _same(path, place)]
    if not others:
        return "没有选择其他季度的工作簿，没有汇总。"
    screen.status("正在读取和计算……")
    read = [(host.name, desk.appraise_host(host))]
    read += [(path.name, desk.appraise_host(FileHost(path))) for path in others]
    given = [
        GivenQuarter(done.quarter.quarter, name, done.quarter.book, done.appraisal)
        for name, done in read
    ]
    year = summarise(given)
    if any(RENAMED_HINT in note for note in year.notes):
        asked = "有窗口改了名吗？写“旧名=新名”，几个之间用分号隔开；没有就留空。\n"
        told = screen.ask_text(
            asked + "\n".join(note for note in year.notes if RENAMED_HINT in note)
        )
        year = summarise(given, filter(None, map(str.strip, re.split("[;；]", told))))
    out = place.with_name(f"{title(year)}度汇总.xlsx")
    check_new(out)
    write_year(out, year)
    return f"已汇总{len(given)}个季度、{len(year.windows)}个窗口，在 {out}"


def _same(path: Path, other: Path) -> bool:
    return path.exists() and other.exists() and path.samefile(other)
