"""加扣分明细 read as evidence: one entry a line, its names resolved."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from xl_appraisal.book.read.days import Impossible, day_of
from xl_appraisal.book.read.lines_by_window import LinesByWindow, is_struck
from xl_appraisal.book.read.list_sheets import ListRow, ListTable
from xl_appraisal.book.read.name_index import NameIndex
from xl_appraisal.book.read.typed_values import (
    Unreadable,
    is_blank,
    read_number,
    read_share,
    read_text,
    squeeze,
    text_or_empty,
)
from xl_appraisal.model.findings import NOWHERE
from xl_appraisal.model.grid import Cell
from xl_appraisal.model.layout.layout import VETO
from xl_appraisal.model.quarter_name import Quarter, quarter_name
from xl_appraisal.model.record import replace
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring import Entry


def read_ledger(lines: LinesByWindow, table: ListTable, book: Rulebook, period: Quarter) -> None:
    """Add each window's entries; a name that cannot be resolved is a finding.

    So are a date that is none or lies outside the ``period``, a sign against the item or module,
    and a second line that says the same.
    """
    reader = _LedgerReader(lines, book, period)
    said: dict[tuple[str, Entry], int] = {}
    for row in table.rows():
        window = lines.window(row, "struck" if is_struck(row) else "line")
        about = ("item", "module", "points", "count", "reason")
        counts = bool(window) and lines.counts(row, window, *about)
        if counts and lines.is_whole(table, row, window):
            entry = reader.entry(row, window)
            if entry is not None:
                lines.entries[squeeze(window)].append(entry)
                first = said.setdefault((window, replace(entry, place=NOWHERE)), row.row)
                if first != row.row:
                    words = {"first": first, "second": row.row}
                    lines.tell("line_repeated", row.place("item"), window, **words)


class _LedgerReader:
    """Reads single lines; what it cannot read it tells, and gives no entry."""

    def __init__(self, lines: LinesByWindow, book: Rulebook, period: Quarter) -> None:
        self.lines = lines
        self.period = period
        self.book = book
        self.index = NameIndex(book.notice, book.layout)
        columns = book.layout.all_columns
        self.shares = {f"{r.id}.{r.lift.id}" for r in book.notice.rules.values() if r.lift}
        self.shares |= {c.id for c in columns if c.kind == "percent"}
        self.vetoes = {c.id for c in columns if c.rule == VETO}

    def entry(self, row: ListRow, window: str) -> Entry | None:
        module = self._module(row, window)
        if module is None:
            return None
        label = read_text(row["item"])
        if isinstance(label, Unreadable):
            self.lines.unreadable(row, "item", "项目", label, window)
            return None
        item = self._item(row, window, label, module)
        if item is None:
            return None
        points = read_number(row["points"], "不小于0的分值（加分扣分都填正数）")
        if isinstance(points, Unreadable):
            self.lines.unreadable(row, "points", "分值", points, window)
            return None
        share = item in self.shares
        count = read_share(row["count"]) if share else read_number(row["count"], "不小于0的数量")
        if isinstance(count, Unreadable):
            self.lines.unreadable(row, "count", "数量", count, window)
            return None
        if item in self.vetoes and (points if count is None else count) == 0:
            self.lines.tell("veto_of_none", row.place("count"), window, row=row.row)
            return None
        if not (self._sign(row, window, item, module) and self._day(row, window)):
            return None
        return Entry(
            place=row.place("points"),
            item=item,
            label=label,
            module=module,
            points=points if isinstance(points, Decimal) else None,
            count=count,
            date=_date(row["date"]),
            reason=text_or_empty(row["reason"]),
        )

    def _sign(self, row: ListRow, window: str, item: str, module: str) -> bool:
        """Whether points typed as +2 are of what adds points."""
        text = row["points"].value
        column = self.book.layout.by_id.get(item)
        sign = column.sign if column is not None and column.sign else ""
        known = next((m for m in self.book.notice.modules if m.id == module), None)
        sign = sign or (known.sign if known is not None else "")
        if sign != "-" or not isinstance(text, str) or not squeeze(text).startswith("+"):
            return True
        self.lines.tell("sign_against", row.place("points"), window, found=squeeze(text))
        return False

    def _day(self, row: ListRow, window: str) -> bool:
        """Whether the date is one, or blank, or words; one outside the period is told."""
        day = day_of(row["date"])
        if isinstance(day, Impossible):
            found = text_or_empty(row["date"])
            self.lines.tell("date_impossible", row.place("date"), window, found=found)
            return False
        if day is not None and not self.period.holds(day):
            period = quarter_name(f"{self.period.year}Q{self.period.number}")
            words = {"found": day.isoformat(), "row": row.row, "expected": period}
            self.lines.tell("date_outside", row.place("date"), window, **words)
        return True

    def _module(self, row: ListRow, window: str) -> str | None:
        """The module's id, empty where none is written; ``None`` where it cannot be told."""
        text = read_text(row["module"])
        if isinstance(text, Unreadable):
            self.lines.unreadable(row, "module", "模块", text, window)
            return None
        module = self.index.module(text) if text else ""
        if module is None:
            known = "、".join(m.name for m in self.book.notice.point_modules)
            place = row.place("module")
            self.lines.tell("module_unknown", place, window, found=text, expected=known)
        return module

    def _item(self, row: ListRow, window: str, label: str, module: str) -> str | None:
        """The item's id, empty for one without a column; ``None`` where it may be several."""
        if not label:
            return ""
        items = self.index.meant(label, module)
        if len(items) > 1 and not set(items) <= self.vetoes:
            labels = self.book.layout.labels
            expected = "、".join(labels.get(item, item) for item in items)
            words = {"item": label, "found": label, "expected": expected}
            self.lines.tell("item_ambiguous", row.place("item"), window, **words)
            return None
        if not items and module:
            self._tell_near(row, window, label, module)
        return items[0] if items else ""

    def _tell_near(self, row: ListRow, window: str, label: str, module: str) -> None:
        """A name that is almost an item's: it counts for the module, its cap may be another."""
        near = "、".join(f"“{name}”" for name in self.index.near(label))
        if near:
            known = next((m.name for m in self.book.notice.modules if m.id == module), module)
            words = {"item": label, "found": label, "module": known, "names": near}
            self.lines.tell("item_near", row.place("item"), window, **words)


def _date(cell: Cell) -> str:
    if is_blank(cell.value):
        return ""
    if isinstance(cell.value, dt.datetime):
        return cell.value.date().isoformat()
    return text_or_empty(cell)
