"""差距, 比较 and 年度汇总: the workbook's figures held against each other and against others'."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import xlwings as xw

from xl_appraisal.doors.buttons.button_support import (
    WORKBOOKS,
    ask_files,
    ask_text,
    fill_sheet,
    macro,
    place_of,
    show_status,
)
from xl_appraisal.hosts import FileHost
from xl_appraisal.hosts.excel.excel_host import XlwingsHost
from xl_appraisal.work import desk
from xl_appraisal.work.comparing.changes import Comparison, compare, side

GAPS, CHANGES = "差距", "比较"
"""The sheets that they fill, made anew each time."""


@macro
def show_gaps(book: xw.Book) -> str:
    """差距: how far each window is from the next rank and the red flag, and what could bring it."""
    from xl_appraisal.outputs.gap_pages import NOTE, gap_page
    from xl_appraisal.outputs.page_cells import page_rows
    from xl_appraisal.work.comparing.gap import gaps

    done = desk.appraise_host(XlwingsHost(book))
    found = gaps(done.quarter.book, done.appraisal)
    rows: list[list[Any]] = [[NOTE], *page_rows([gap_page(found, chances=True)])]
    fill_sheet(book, GAPS, rows)
    return f"已列出{len(found)}个窗口的差距，见工作表“{GAPS}”。"


@macro
def compare_books(book: xw.Book) -> str:
    """比较: what differs from another workbook, chosen in a dialog; neither is changed."""
    from xl_appraisal.work.comparing.changes_text import summary

    files = ask_files(
        book, "选择原来的工作簿（如改动前的备份、上季度的）", WORKBOOKS, command="diff"
    )
    if not files:
        return "没有选择工作簿，没有比较。"
    show_status(book, "正在读取和计算……")
    before = desk.appraise_host(FileHost(files[0]))
    after = desk.appraise_host(XlwingsHost(book))
    found = compare(
        side(files[0].name, before.quarter, before.appraisal),
        side(book.name, after.quarter, after.appraisal),
    )
    fill_sheet(book, CHANGES, comparison_rows(found))
    return f"与 {files[0].name} 比：{summary(found)}"


def comparison_rows(found: Comparison, *, every: bool = False) -> list[list[Any]]:
    """A comparison as rows of cells: the sentence, the windows, then every differing input."""
    from xl_appraisal.outputs.comparison_pages import comparison_pages
    from xl_appraisal.outputs.page_cells import page_rows

    windows, why = comparison_pages(found, every=every)
    sentence = f"{found.before} → {found.after}：{windows.subtitle}"
    return [[sentence], *page_rows([windows, why])]


@macro
def sum_up_year(book: xw.Book) -> str:
    """年度汇总: this workbook and the other quarters' that are chosen, into a new one beside it."""
    from xl_appraisal.outputs.tables import check_new
    from xl_appraisal.outputs.year.year_book import title, write_year
    from xl_appraisal.work.year.summarise import summarise
    from xl_appraisal.work.year.year_model import GivenQuarter
    from xl_appraisal.work.year.year_notes import RENAMED_HINT

    place = place_of(book, "年度汇总")
    chosen = ask_files(
        book, "选择其他季度的工作簿（可以选几个；本工作簿会算在内）", WORKBOOKS, command="year"
    )
    others = [path for path in chosen if not _same(path, place)]
    if not others:
        return "没有选择其他季度的工作簿，没有汇总。"
    show_status(book, "正在读取和计算……")
    read = [(book.name, desk.appraise_host(XlwingsHost(book)))]
    read += [(path.name, desk.appraise_host(FileHost(path))) for path in others]
    given = [
        GivenQuarter(done.quarter.quarter, name, done.quarter.book, done.appraisal)
        for name, done in read
    ]
    year = summarise(given)
    if any(RENAMED_HINT in note for note in year.notes):
        asked = "有窗口改了名吗？写“旧名=新名”，几个之间用分号隔开；没有就留空。\n"
        told = ask_text(
            book, asked + "\n".join(note for note in year.notes if RENAMED_HINT in note)
        )
        year = summarise(given, filter(None, map(str.strip, re.split("[;；]", told))))
    out = place.with_name(f"{title(year)}度汇总.xlsx")
    check_new(out)
    write_year(out, year)
    return f"已汇总{len(given)}个季度、{len(year.windows)}个窗口，在 {out}"


def _same(path: Path, other: Path) -> bool:
    return path.exists() and other.exists() and path.samefile(other)
