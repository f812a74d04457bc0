"""What the lists say of each window: the lines that count, and what is wrong with the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from xl_appraisal.book.read.list_sheets import ListRow, ListTable
from xl_appraisal.book.read.typed_values import Unreadable, read_text, squeeze, text_or_empty
from xl_appraisal.book.sheets import STRUCK
from xl_appraisal.model.findings import Finding, Place, finding
from xl_appraisal.scoring import Entry, Given

_SHOWN = 60  # characters of a line's own words in a message


class LinesByWindow:
    """Collects lines by the window's squeezed name; ``windows`` are those that stand on 名次表.

    ``findings`` are of windows on the table, ``loose`` are those that no window can be named for.
    """

    def __init__(self, windows: Mapping[str, str]) -> None:
        self.windows = windows
        self.staff: dict[str, list[Given]] = defaultdict(list)
        self.entries: dict[str, list[Entry]] = defaultdict(list)
        self.findings: dict[str, list[Finding]] = defaultdict(list)
        self.loose: list[Finding] = []

    def tell(self, name: str, place: Place, window: str = "", /, **words: Any) -> None:
        """Keep a finding of the catalogue with its window, if it has one."""
        kept = self.findings[squeeze(window)] if window else self.loose
        kept.append(finding(name, place, window=window, **words))

    def unreadable(
        self, row: ListRow, field: str, item: str, value: Unreadable, window: str
    ) -> None:
        """Tell of a cell that stops its window."""
        found, expected = value.found, value.expected
        place = row.place(field)
        self.tell(f"{value.code}.input", place, window, item=item, found=found, expected=expected)

    def window(self, row: ListRow, line: str = "line") -> str:
        """The window's name as it stands on 名次表; empty, with a finding, for any other.

        ``line`` says what sort of line it is, ``line``, ``struck`` or ``published``: how serious
        a line of no window is.
        """
        text = read_text(row["window"])
        if isinstance(text, Unreadable):
            self.tell(f"{text.code}.window_of_{line}", row.place("window"), found=text.found)
            return ""
        known = self.windows.get(squeeze(text))
        if known is None:
            what = f"窗口“{text}”不在名次表中" if text else "此行没有写窗口"
            self.tell(f"window_unknown.{line}", row.place("window"), found=text, what=what)
            return ""
        return known

    def counts(self, row: ListRow, window: str, *fields: str) -> bool:
        """Whether a line counts: it has no 状态.  ``fields`` say what the line is about.

        A struck one is told as information, without a reason as a warning; a word in 状态 that
        is no status stops the window: counting the line and leaving it out would both be a guess.
        """
        status = _status(row)
        if not status:
            return True
        place, reason = row.place("status"), text_or_empty(row["struck_reason"])
        about = "，".join(text for f in fields if (text := text_or_empty(row[f])))[:_SHOWN]
        words = {"row": row.row, "about": about, "reason": reason, "shown": status[:_SHOWN]}
        if status != STRUCK:
            self.tell("status_unknown", place, window, found=status, **words)
        elif reason:
            self.tell("line_struck", place, window, found=STRUCK, **words)
        else:
            self.tell("struck_without_reason", place, window, **words)
        return False

    def is_whole(self, table: ListTable, row: ListRow, window: str) -> bool:
        """Whether nothing of a line is hidden under a merged area; else its window is stopped."""
        area = table.hidden_in(row.row)
        if area is not None:
            place = Place(row.sheet, area.top, area.left)
            self.tell("merged", place, window, found=area.cells)
        return area is None


def is_struck(row: ListRow) -> bool:
    """Whether a line is marked 作废 instead of deleted: it stays and counts for nothing."""
    return _status(row) == STRUCK


def _status(row: ListRow) -> str:
    text = read_text(row["status"])
    return squeeze(text.found if isinstance(text, Unreadable) else text)
