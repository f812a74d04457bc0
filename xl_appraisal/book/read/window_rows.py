"""The window rows of 名次表 read as evidence: a value or a finding for every cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from xl_appraisal.book.read.ranking_table import RankingTable
from xl_appraisal.book.read.typed_values import (
    Read,
    Unreadable,
    is_blank,
    read_flag,
    read_number,
    read_share,
    read_text,
    squeeze,
)
from xl_appraisal.book.write.item_formulas import is_ours
from xl_appraisal.model.exact import plain
from xl_appraisal.model.findings import Finding, Place, Severity
from xl_appraisal.model.grid import Cell, a1
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring import Given

_EXPECTED = {"count": "不小于0的数量", "points": "不小于0的分值"}


class WindowRow:
    """One window's row: its name, what was typed, and what could not be read."""

    def __init__(self, name: str, row: int, place: Place) -> None:
        self.name = name
        self.row = row
        self.place = place
        self.given: dict[str, Given] = {}
        self.findings: list[Finding] = []

    def note(
        self,
        severity: Severity,
        code: str,
        message: str,
        place: Place,
        item: str = "",
        found: str = "",
        expected: str = "",
    ) -> None:
        self.findings.append(
            Finding(
                severity, code, message, place.sheet, place.cell, self.name, item, found, expected
            )
        )


def read_windows(table: RankingTable, book: Rulebook) -> list[WindowRow]:
    """All window rows from the top, each with its typed values and findings."""
    reader = RowReader(table, book)
    rows = [reader.read(row) for row in table.rows]
    _find_duplicates(rows)
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
        mean = next(m for m in book.notice.modules if m.method == "mean")
        self.staff = book.layout.by_id[mean.id]
        self.maxima = {m.id: m.maximum for m in book.notice.modules}
        self.highest = book.notice.maximum
        self._readings: dict[str, dict[int, tuple[Cell, Read]]] = {}

    def read(self, row: int) -> WindowRow:
        """The window on that row, with its typed values and its own findings."""
        place = self.table.place(row, "window")
        name = read_text(self.table.cell(row, "window"))
        window = WindowRow(name if isinstance(name, str) else "", row, place)
        window.name = " ".join(window.name.split())
        if isinstance(name, Unreadable):
            window.note("error", name.code, f"窗口名称为{name.found}；应填写窗口名称。", place)
        elif not name:
            message = f"第{row}行有数据但没有窗口名称，不计分。请填写窗口名称或清空此行。"
            window.note("error", "window_missing", message, place, "窗口", "空", "窗口名称")
        cells = self.table.cells_by_row[row]
        for number, column in self.columns:
            cell = cells.get(number)
            if cell is not None and not (cell.value is None and cell.formula is None):
                self._item(window, column, cell, number)
        self._staff_performance(window)
        return window

    def _item(self, window: WindowRow, column: Column, cell: Cell, number: int) -> None:
        if column.kind == "points" and is_ours(cell.formula):
            return  # what we wrote there; in any other column it is a copy that staff made
        place = Place(self.table.grid.name, window.row, number)
        if column.kind == "text":
            self._text(window, column, cell, place)
            return
        value = self._reading(column, cell)
        if isinstance(value, Unreadable):
            self._unreadable(window, column, value, place)
        elif value is not None:
            window.given[column.id] = Given(value, place)
            self._warn_over_maximum(window, column, value, place)

    def _reading(self, column: Column, cell: Cell) -> Read:
        """What a cell of that column says, read once: a host has one cell for equal bytes."""
        seen = self._readings.setdefault(column.id, {})
        known = seen.get(id(cell))
        if known is None or known[0] is not cell:
            known = seen[id(cell)] = cell, _read(column, cell)
        return known[1]

    def _text(self, window: WindowRow, column: Column, cell: Cell, place: Place) -> None:
        label = self.labels[column.id]
        text = read_text(cell)
        if isinstance(text, Unreadable):
            self._unreadable(window, column, text, place)
        elif isinstance(cell.value, Decimal):
            message = f"{label}是文字栏，其中的数字{plain(cell.value)}不计入得分。"
            window.note("warning", "number_in_text", message, place, label, plain(cell.value))

    def _unreadable(
        self, window: WindowRow, column: Column, value: Unreadable, place: Place
    ) -> None:
        label = self.labels[column.id]
        counts = column.kind not in ("percent", "text") or bool(column.measure)
        outcome = "此窗口暂不计分。" if counts else "此栏不影响得分。"
        message = f"{window.name}：{label}为{value.found}；应为{value.expected}。{outcome}"
        severity: Severity = "error" if counts else "warning"
        window.note(severity, value.code, message, place, label, value.found, value.expected)

    def _warn_over_maximum(
        self, window: WindowRow, column: Column, value: object, place: Place
    ) -> None:
        most = self.maxima.get(column.module, self.highest)
        points = column.kind == "points" or column is self.staff
        if points and isinstance(value, Decimal) and value > most:
            label, found = self.labels[column.id], plain(value)
            message = f"{window.name}：{label}填{found}分，超过模块满分{plain(most)}分，请核对。"
            window.note("warning", "over_maximum", message, place, label, found, plain(most))

    def _staff_performance(self, window: WindowRow) -> None:
        """窗口人员表现 may be typed; our own formula there is not."""
        if self.staff.id not in self.table.columns:
            return
        cell = self.table.cell(window.row, self.staff.id)
        if (is_blank(cell.value) and cell.formula is None) or is_ours(cell.formula):
            return
        place = self.table.place(window.row, self.staff.id)
        value = read_number(cell, f"0 到 {plain(self.maxima[self.staff.id])} 分")
        if isinstance(value, Unreadable):
            self._unreadable(window, self.staff, value, place)
        elif value is not None:
            window.given[self.staff.id] = Given(value, place)
            self._warn_over_maximum(window, self.staff, value, place)


def _read(column: Column, cell: Cell) -> Read:
    if column.kind == "flag":
        return read_flag(cell)
    if column.kind == "percent":
        return read_share(cell)
    return read_number(cell, _EXPECTED[column.kind])


def _find_duplicates(rows: Iterable[WindowRow]) -> None:
    rows = list(rows)
    times = Counter(squeeze(row.name) for row in rows)
    for row in rows:
        if row.name and times[squeeze(row.name)] > 1:
            others = [a1(r.row, 1)[1:] for r in rows if squeeze(r.name) == squeeze(row.name)]
            message = f"{row.name}：在第{'、'.join(others)}行重复出现，都暂不计分。请只保留一行。"
            row.note("error", "window_repeated", message, row.place, "窗口", row.name, "一行")


def _find_merges(table: RankingTable, rows: Iterable[WindowRow]) -> None:
    by_row = {row.row: row for row in rows}
    known = set(table.columns.values())
    for area in table.merges_among_windows():
        if not known & set(range(area.left, area.right + 1)):
            continue
        cells = f"{a1(area.top, area.left)}:{a1(area.bottom, area.right)}"
        place = Place(table.grid.name, area.top, area.left)
        for number in range(area.top, area.bottom + 1):
            if number in by_row:
                row = by_row[number]
                message = f"{row.name}：{cells} 是合并单元格，分不清填给谁。请取消合并后分别填写。"
                row.note("error", "merged", message, place, "", cells, "不合并")


def _find_unknown_columns(table: RankingTable, book: Rulebook, rows: Iterable[WindowRow]) -> None:
    unknown = table.unknown_columns(book.layout.by_id)
    for row in rows:
        cells = table.cells_by_row[row.row]
        for column in unknown:
            if column in cells and not is_blank(cells[column].value):
                place = Place(table.grid.name, row.row, column)
                message = f"{row.name}：{place} 所在的列没有登记为栏目，无法计分。"
                row.note("error", "column_unknown", message, place)


def rows_below_remarks(table: RankingTable) -> list[Finding]:
    """Windows added below the remarks, where they are no part of the table."""
    found = []
    for row in table.below:
        place = table.place(row, "window")
        text = read_text(table.grid[table.ref(row, "window")])
        name = text.found if isinstance(text, Unreadable) else " ".join(text.split())
        message = f"{name}：写在备注下面（第{row}行），没有计入。请移到备注上方，或清空此格。"
        found.append(
            Finding(
                "error",
                "window_below_remarks",
                message,
                place.sheet,
                place.cell,
                name,
                "窗口",
                f"第{row}行",
                "备注上方的行",
            )
        )
    return found
