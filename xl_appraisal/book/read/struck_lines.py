"""Struck lines: marked 作废 with a reason instead of deleted; they stay and count for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from xl_appraisal.book.read.list_sheets import ListRow
from xl_appraisal.book.read.typed_values import Unreadable, read_text, squeeze
from xl_appraisal.book.sheets import STRUCK
from xl_appraisal.model.grid import Cell

if TYPE_CHECKING:
    from xl_appraisal.book.read.list_entries import ByWindow

Standing = Literal["counts", "struck", "unclear"]
_SHOWN = 60  # characters of a line's own words in a message


def is_struck(row: ListRow) -> bool:
    """Whether the line is marked 作废."""
    return _status(row) == STRUCK


def standing(found: ByWindow, row: ListRow, window: str, about: str) -> Standing:
    """Whether a line counts, with the findings that belong to it.

    ``about`` says what the line is about.  A struck one is told as information, without a
    reason as a warning; a word in 状态 that is no status stops the window: counting the line
    and leaving it out would both be a guess.
    """
    status = _status(row)
    if not status:
        return "counts"
    place = row.place("status")
    if status != STRUCK:
        expected = f"留空（计入），或“{STRUCK}”（不计入）"
        message = f"{window}：状态为“{status[:_SHOWN]}”；应{expected}。此窗口暂不计分。"
        found.note(window, "error", "status_unknown", message, place, "状态", status, expected)
        return "unclear"
    what = f"{window}：第{row.row}行已作废，不计入（{about}）"
    reason = _words(row["struck_reason"])
    if reason:
        found.note(window, "info", "line_struck", f"{what}；原因：{reason}。", place, found=STRUCK)
    else:
        message = f"{what}，但没有写作废原因。请填写“作废原因”一栏。"
        found.note(
            window, "warning", "struck_without_reason", message, place, "作废原因", "空白", "原因"
        )
    return "struck"


def about_line(row: ListRow, *fields: str) -> str:
    """The line's own words in these fields, for a message."""
    return "，".join(text for text in (_words(row[field]) for field in fields) if text)[:_SHOWN]


def _status(row: ListRow) -> str:
    text = read_text(row["status"])
    return squeeze(text.found if isinstance(text, Unreadable) else text)


def _words(cell: Cell) -> str:
    text = read_text(cell)
    return "" if isinstance(text, Unreadable) else text
