"""One summary of the batch: a workbook for people, JSON for programs."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path

from xl_appraisal.files.new_files import write_whole
from xl_appraisal.work.batch.book_job import STATE_NAMES, Outcome

BOOK = "批量计算汇总.xlsx"
JSON = "批量计算汇总.json"

_CUT = "……（太长，全文见 JSON）"
_MOST = 32_767 - len(_CUT)
"""Characters that a cell holds."""

_COLUMNS = (
    ("工作簿", 60, "source"),
    ("状态", 9, "state"),
    ("季度", 9, "quarter"),
    ("窗口数", 8, "windows"),
    ("有得分", 8, "scored"),
    ("错误", 7, "errors"),
    ("提醒", 7, "warnings"),
    ("名额", 7, "quota"),
    ("第一名", 24, "first"),
    ("第一名总分", 12, "first_total"),
    ("红旗窗口", 60, "red_flags"),
    ("说明", 60, "message"),
    ("存为", 60, "target"),
)


def write_summary(outcomes: Sequence[Outcome], folder: Path) -> tuple[Path, Path]:
    """Write both files, each whole or not at all; returns their paths.

    Raises :class:`BookError` where one is open elsewhere or cannot be written.
    """
    book, data = folder / BOOK, folder / JSON
    told = {"workbooks": [outcome.as_json() for outcome in outcomes]}
    # A file name that is not UTF-8 (an old zip's GBK) comes out as the escapes JSON has for it.
    text = json.dumps(told, ensure_ascii=False, indent=1)
    write_whole(data, text.encode("utf-8", "backslashreplace"))
    write_whole(book, _book(outcomes))
    return book, data


def _book(outcomes: Sequence[Outcome]) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("汇总")
        head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
        wrong = book.add_format({"font_color": "#C00000"})
        for column, (title, width, _) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, head)
        for row, outcome in enumerate(outcomes, start=1):
            form = wrong if outcome.state == "failed" or outcome.errors else None
            for column, (_, _, field) in enumerate(_COLUMNS):
                value = _shown(outcome, field)
                if isinstance(value, int):
                    sheet.write_number(row, column, value, form)
                else:  # never as a formula, whatever a file or window is called
                    sheet.write_string(row, column, value, form)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(outcomes), 1), len(_COLUMNS) - 1)
    return buffer.getvalue()


def _shown(outcome: Outcome, field: str) -> str | int:
    if field == "state":
        return STATE_NAMES[outcome.state]
    value = "、".join(outcome.red_flags) if field == "red_flags" else getattr(outcome, field)
    if isinstance(value, int):
        return "" if outcome.state == "failed" else value
    text: str = value.encode("utf-8", "backslashreplace").decode("utf-8")
    return text if len(text) <= _MOST else text[:_MOST] + _CUT
