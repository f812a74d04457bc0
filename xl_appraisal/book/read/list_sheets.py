"""List sheets (staff, ledger, rules …): their header is found, their rows are handed out.

What the lists say of each window is collected: the lines that count, what is wrong with others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any

from xl_appraisal.book.read.typed_values import (
    Unreadable,
    is_blank,
    read_text,
    squeeze,
    text_or_empty,
)
from xl_appraisal.book.sheets import STRUCK, TableSheet
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.findings import Finding, Place, finding
from xl_appraisal.model.grid import EMPTY, Area, Cell, Grid, Ref, a1
from xl_appraisal.model.record import Record
from xl_appraisal.scoring import Entry, Given

_SEARCHED_ROWS = 50  # where a header may stand; below it a header word is only data
_SHOWN = 60  # characters of a line's own words in a message


class ListRow(Record):
    """One row of a list sheet, its cells by field id."""

    sheet: str
    row: int
    columns: Mapping[str, int]
    cells: Mapping[int, Cell]

    def __getitem__(self, field: str) -> Cell:
        return self.cells.get(self.columns.get(field, 0), EMPTY)

    def place(self, field: str) -> Place:
        return Place(self.sheet, self.row, self.columns.get(field, 1))


class ListTable(Record):
    """A list sheet with its header found; ``missing`` are the fields without a column."""

    __slots__ = ("__dict__",)

    grid: Grid
    header_row: int
    columns: Mapping[str, int]
    missing: tuple[str, ...]

    def rows(self) -> Iterator[ListRow]:
        """The rows below the header that hold anything in a known column.

        A window's cell merged over its rows stands for each of them.
        """
        known = set(self.columns.values())
        for row, cells in self.grid.rows():
            if row > self.header_row and any(not _empty(cells.get(c, EMPTY)) for c in known):
                yield ListRow(self.grid.name, row, self.columns, self._with_window(row, cells))

    def window_ref(self, row: int) -> Ref:
        """The cell that says which window a row is of: its own, or that of a merged area."""
        own = row, self.columns.get("window", 0)
        return self._merged_windows.get(own, own)

    def _with_window(self, row: int, cells: Mapping[int, Cell]) -> Mapping[int, Cell]:
        origin = self.window_ref(row)
        return cells if origin[0] == row else {**cells, origin[1]: self.grid[origin]}

    def hidden_in(self, row: int) -> Area | None:
        """A merged area that hides a value of that row; the window's own is read as it shows."""
        return self._hiding.get(row)

    @cached_property
    def _hiding(self) -> dict[int, Area]:
        window = self.columns.get("window", 0)
        return {
            row: area
            for area in self.grid.merges
            if not area.left == area.right == window
            for column in set(self.columns.values()) & set(range(area.left, area.right + 1))
            for row in range(max(area.top, self.header_row + 1), area.bottom + 1)
            if (row, column) != area[:2] and not is_blank(self.grid.value(row, column))
        }

    @cached_property
    def _merged_windows(self) -> dict[Ref, Ref]:
        column = self.columns.get("window", 0)
        return {
            (row, column): (area.top, column)
            for area in self.grid.merges
            if area.left == area.right == column and area.top > self.header_row
            for row in range(area.top + 1, area.bottom + 1)
        }


def find_list(grid: Grid, table: TableSheet) -> ListTable | None:
    """Find the header of ``table`` on its sheet: the row that holds most of its header texts.

    ``None`` where no row holds at least two of them.  Raises :class:`BookError` where a header
    stands twice: which of the two columns counts is never guessed.
    """
    wanted = {squeeze(header): field for field, header in table.fields}
    rows: dict[int, dict[str, list[int]]] = {}
    for (row, column), cell in grid.cells.items():
        if row <= _SEARCHED_ROWS and isinstance(cell.value, str):
            field = wanted.get(squeeze(cell.value))
            if field is not None:
                rows.setdefault(row, {}).setdefault(field, []).append(column)
    best = max(rows, key=lambda row: (len(rows[row]), -row), default=0)
    if not best or len(rows[best]) < 2:
        return None
    columns = rows[best]
    for field, header in table.fields:
        if len(columns.get(field, ())) > 1:
            cells = "、".join(a1(best, column) for column in sorted(columns[field]))
            raise BookError(
                f"工作表“{grid.name}”的表头“{header}”出现{len(columns[field])}次（{cells}），"
                "分不清以哪一列为准。请只留一列，其余的删去或改名。"
            )
    missing = tuple(header for field, header in table.fields if field not in columns)
    return ListTable(grid, best, {field: columns[0] for field, columns in columns.items()}, missing)


def needed_list(grid: Grid, table: TableSheet, fields: Collection[str], refusal: str) -> ListTable:
    """:func:`find_list` where those fields must have a column.

    Raises :class:`BookError` with the ``refusal``, in which ``{missing}`` are their headers.
    """
    listed, headers = find_list(grid, table), dict(table.fields)
    missing = [headers[f] for f in fields if listed is None or f not in listed.columns]
    if listed is None or missing:
        raise BookError(refusal.format(missing="、".join(missing)))
    return listed


def _empty(cell: Cell) -> bool:
    return cell.formula is None and is_blank(cell.value)


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
