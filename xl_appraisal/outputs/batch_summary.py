"""One summary of the batch: a workbook for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from xl_appraisal.files.write_file import write_whole
from xl_appraisal.model.limits import MAX_TEXT_UNITS
from xl_appraisal.model.record import as_dict, replace
from xl_appraisal.outputs.page import CellValue, ColumnLook, Page, Row, column, listing
from xl_appraisal.outputs.page_excel import pages_xlsx
from xl_appraisal.work.batch.book_job import STATE_NAMES, Outcome
from xl_appraisal.work.batch.find_books import SUMMARY as BOOK

JSON = "批量计算汇总.json"

_CUT = "……（太长，全文见 JSON）"
_COLUMNS: tuple[tuple[str, str, ColumnLook], ...] = (
    ("工作簿", "source", "text"),
    ("状态", "state", "centre"),
    ("期间", "quarter", "centre"),
    ("窗口数", "windows", "centre"),
    ("有得分", "scored", "centre"),
    ("错误", "errors", "centre"),
    ("提醒", "warnings", "centre"),
    ("名额", "quota", "centre"),
    ("第一名", "first", "text"),
    ("第一名总分", "first_total", "centre"),
    ("评上的窗口", "red_flags", "text"),
    ("说明", "message", "text"),
    ("存为", "target", "text"),
)


def write_summary(outcomes: Sequence[Outcome], folder: Path) -> tuple[Path, Path]:
    """Write both files, each whole or not at all; returns their paths.

    Raises :class:`BookError` where one is open elsewhere or cannot be written.
    """
    book, data = folder / BOOK, folder / JSON
    told = {"workbooks": [as_dict(outcome) for outcome in outcomes]}
    # A file name that is not UTF-8 (an old zip's GBK) comes out as the escapes JSON has for it.
    text = json.dumps(told, ensure_ascii=False, indent=1)
    write_whole(data, text.encode("utf-8", "backslashreplace"))
    write_whole(book, pages_xlsx([summary_page(outcomes)]))
    return book, data


def summary_page(outcomes: Sequence[Outcome]) -> Page:
    """A row a workbook; those that failed or have errors in red."""
    rows = [
        Row(
            tuple(_shown(outcome, field) for _, field, _ in _COLUMNS),
            "cut" if outcome.state == "failed" or outcome.errors else "plain",
        )
        for outcome in outcomes
    ]
    columns = tuple(column(title, look=look) for title, _, look in _COLUMNS)
    return replace(listing("汇总", "", "", columns, rows), filtered=True)


def _shown(outcome: Outcome, field: str) -> CellValue:
    if field == "state":
        return STATE_NAMES[outcome.state]
    value = "、".join(outcome.red_flags) if field == "red_flags" else getattr(outcome, field)
    if isinstance(value, int):
        return "" if outcome.state == "failed" else value
    text: str = value.encode("utf-8", "backslashreplace").decode("utf-8")
    most = MAX_TEXT_UNITS - len(_CUT)
    return text if len(text) <= most else text[:most] + _CUT
