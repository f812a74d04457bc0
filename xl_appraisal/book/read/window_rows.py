"""The window rows of 名次表 read as evidence: a value or a finding for every cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from xl_appraisal.book.own_formulas import (
    calls_function,
    is_as_written,
    is_edited_native,
    is_listed,
    is_native,
)
from xl_appraisal.book.read.ranking_table import RankingTable, is_data
from xl_appraisal.book.read.typed_values import (
    Read,
    Unreadable,
    is_blank,
    read_flag,
    read_number,
    read_share,
    read_text,
    squeeze,
    text_or_empty,
)
from xl_appraisal.model.exact import plain
from xl_appraisal.model.findings import Finding, Place, finding
from xl_appraisal.model.grid import Cell
from xl_appraisal.model.layout.layout import GROUP, Column
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.rules.register import cap, derive
from xl_appraisal.scoring import Given
from xl_appraisal.scoring.evidence import Words

_EXPECTED = {"count": "不小于0的数量", "points": "不小于0的分值"}


class WindowRow:
    """One window's row: its name, what was typed, and what could not be read."""

    def __init__(self, name: str, row: int, place: Place) -> None:
        self.name = name
        self.row = row
        self.place = place
        self.given: dict[str, Given] = {}
        self.texts: dict[str, Words] = {}
        self.findings: list[Finding] = []

    def tell(self, name: str, place: Place, /, **words: Any) -> None:
        """Keep a finding of the catalogue with the window."""
        self.findings.append(finding(name, place, window=self.name, **words))


def read_windows(table: RankingTable, book: Rulebook) -> list[WindowRow]:
    """All window rows from the top, each with its typed values and findings."""
    reader = RowReader(table, book)
    rows = [reader.read(row) for row in table.rows]
    _find_repeated(rows)
    _find_merges(table, rows)
    _find_unknown_columns(table, book, rows)
    return rows


class RowReader:
    """Reads single rows of 名次表; what only shows across rows is found by ``read_windows``."""

    def __init__(self, table: RankingTable, book: Rulebook) -> None:
        self.table = table
        self.book = book
        self.labels = book.layout.labels
        self.columns = [
            (table.columns[c.id], c)
            for c in book.layout.all_columns
            if c.is_item and c.id in table.columns
        ]
        self.staff = book.layout.by_id.get(book.notice.staff_id)
        self.maxima = {m.id: m.maximum for m in book.notice.modules}
        self.highest = book.notice.maximum
        self.deciding = {GROUP, *(one.id for one in book.notice.exclusions)}
        """The rules of columns whose texts say who takes part, and in which group."""

    def read(self, row: int) -> WindowRow:
        """The window on that row, with its typed values and its own findings."""
        place = self.table.place(row, "window")
        name = read_text(self.table.cell(row, "window"))
        window = WindowRow(name if isinstance(name, str) else "", row, place)
        window.name = " ".join(window.name.split())
        if isinstance(name, Unreadable):
            window.tell(f"{name.code}.window", place, value=name.found)
        elif not name:
            window.tell("window_missing", place, row=row)
        cells = self.table.cells_by_row[row]
        for number, column in self.columns:
            cell = cells.get(number)
            if cell is not None and not (cell.value is None and cell.formula is None):
                self._item(window, column, cell, number)
        for number, column in self.columns:  # functions last: they go by the counts
            cell = cells.get(number)
            if cell is not None and column.kind == "points" and calls_function(cell.formula):
                self._function(window, column, cell, number)
        self._staff_performance(window)
        return window

    def _item(self, window: WindowRow, column: Column, cell: Cell, number: int) -> None:
        place = Place(self.table.grid.name, window.row, number)
        if column.kind == "text":
            self._text(window, column, cell, place)
        elif is_edited_native(cell.formula):
            words = {"item": self.labels[column.id], "found": text_or_empty(cell)[:40]}
            window.tell("formula_edited", place, **words)
        elif column.kind != "points" and (is_listed(cell.formula) or is_native(cell.formula)):
            return  # what the ledger knows, which is read there
        elif column.kind != "points" or cell.formula is None:
            self._figure(window, column, cell, place)  # a copy of ours that staff made, too
        elif not (calls_function(cell.formula) or is_as_written(cell.formula)):
            self._figure(window, column, cell, place)

    def _figure(self, window: WindowRow, column: Column, cell: Cell, place: Place) -> None:
        self._take(window, column, _read(column, cell), place)

    def _take(self, window: WindowRow, column: Column, value: Read, place: Place) -> None:
        """Keep what a cell says; tell where it cannot be read or is more than there is to get."""
        if isinstance(value, Unreadable):
            self._unreadable(window, column, value, place)
        elif value is not None:
            window.given[column.id] = Given(value, place)
            most = self.maxima.get(column.module, self.highest)
            points = column.kind == "points" or column is self.staff
            if points and isinstance(value, Decimal) and value > most:
                words = {"found": plain(value), "expected": plain(most)}
                window.tell("over_maximum", place, item=self.labels[column.id], **words)

    def _function(self, window: WindowRow, column: Column, cell: Cell, number: int) -> None:
        """A function of ours among the items counts as what it shows.

        Where the row has the counts of the column's rule, the rule gives what the function would:
        it may be behind, or unknown to the program that saved the file.
        """
        place = Place(self.table.grid.name, window.row, number)
        rule = self.book.notice.rules.get(column.rule)
        counts = {c.measure: window.given[c.id].value for _, c in self.columns
                  if c.measure and c.id in window.given}  # fmt: skip
        result = derive(rule, counts) if rule is not None else None
        if rule is None or result is None:
            self._figure(window, column, cell, place)
            return
        gives = column.sign == "+" or rule.caps_deductions
        due = cap(rule, result.points) if gives else result.deduction
        shown = _read(column, cell)
        if isinstance(shown, Decimal) and shown != due:
            words = {"item": self.labels[column.id], "found": plain(shown), "expected": plain(due)}
            window.tell("rule_applied", place, **words, remark=rule.remark, how=result.text)

    def _text(self, window: WindowRow, column: Column, cell: Cell, place: Place) -> None:
        label = self.labels[column.id]
        text = read_text(cell)
        if isinstance(text, Unreadable):
            self._unreadable(window, column, text, place)
        elif column.rule in self.deciding:
            window.texts[column.id] = Words(text, place)
        elif isinstance(cell.value, Decimal):
            window.tell("number_in_text", place, item=label, found=plain(cell.value))

    def _unreadable(
        self, window: WindowRow, column: Column, value: Unreadable, place: Place
    ) -> None:
        counts = column.kind not in ("percent", "text") or bool(column.measure)
        counts = counts or column.rule in self.deciding
        words = {"item": self.labels[column.id], "found": value.found, "expected": value.expected}
        window.tell(f"{value.code}.{'input' if counts else 'idle'}", place, **words)

    def _staff_performance(self, window: WindowRow) -> None:
        """窗口人员表现 may be typed; our own formula there is not."""
        staff = self.staff
        if staff is None or staff.id not in self.table.columns:
            return
        cell = self.table.cell(window.row, staff.id)
        ours = is_as_written(cell.formula) or calls_function(cell.formula)
        if not ours and not (is_blank(cell.value) and cell.formula is None):
            place = self.table.place(window.row, staff.id)
            value = read_number(cell, f"0 到 {plain(self.maxima[staff.id])} 分")
            self._take(window, staff, value, place)


def _read(column: Column, cell: Cell) -> Read:
    if column.kind == "flag":
        return read_flag(cell)
    if column.kind == "percent":
        return read_share(cell)
    return read_number(cell, _EXPECTED[column.kind])


_MOST_NAMED = 20
"""Rows that a message names: thousands in each of thousands would be the harm itself."""


def _find_repeated(rows: Sequence[WindowRow]) -> None:
    by_name: dict[str, list[WindowRow]] = defaultdict(list)
    for row in rows:
        by_name[squeeze(row.name)].append(row)
    for same in by_name.values():
        if not same[0].name or len(same) == 1:
            continue
        numbers = "、".join(str(row.row) for row in same[:_MOST_NAMED])
        numbers += f"等{len(same)}" if len(same) > _MOST_NAMED else ""
        for row in same:
            row.tell("window_repeated", row.place, rows=numbers)


def _find_merges(table: RankingTable, rows: Sequence[WindowRow]) -> None:
    known = set(table.columns.values())
    for area in table.merges_among_windows():
        if not known & set(range(area.left, area.right + 1)):
            continue
        place = Place(table.grid.name, area.top, area.left)
        for row in rows:
            if area.top <= row.row <= area.bottom:
                row.tell("merged", place, found=area.cells)


def _find_unknown_columns(table: RankingTable, book: Rulebook, rows: Iterable[WindowRow]) -> None:
    unknown = table.unknown_columns(book.layout.by_id)
    for row in rows:
        cells = table.cells_by_row[row.row]
        for column in unknown:
            if column in cells and is_data(cells[column]):
                row.tell("column_unknown.cell", Place(table.grid.name, row.row, column))


def rows_not_scored(table: RankingTable, notice: Notice) -> list[Finding]:
    """Windows added below the remarks, where they are no part of the table, and totals on it."""
    told = []
    marks = "、".join(award.mark for award in notice.window_awards)
    also = f"、不计入{marks}名额" if marks else ""
    for row in table.sums:
        texts = (read_text(table.grid[row, c]) for c in (table.columns["window"], 1))
        words = next((text for text in texts if isinstance(text, str) and text), "")
        told.append(
            finding("row_of_sums", table.place(row, "window"), found=words, row=row, also=also)
        )
    for row in table.below:
        text = read_text(table.grid[table.ref(row, "window")])
        name = text.found if isinstance(text, Unreadable) else " ".join(text.split())
        place = table.place(row, "window")
        told.append(finding("window_below_remarks", place, window=name, row=row))
    return told
