"""A list sheet as SUMIFS sees it: sums, means, counts and ticks over the rows that criteria find.

Where criteria would find other rows, or a text in place of a number, the very cells are named.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from xl_appraisal.book.own_formulas import MARK
from xl_appraisal.book.read.list_sheets import ListTable
from xl_appraisal.book.sheets import STRUCK
from xl_appraisal.model.exact import Number, plain
from xl_appraisal.model.grid import Cell, Ref, column_name
from xl_appraisal.model.late_pattern import late_pattern
from xl_appraisal.scoring import Entry

LONGEST = 8_000  # characters; Excel takes 8,192
_LONGEST_CRITERION = 255  # characters that a criterion and a text in a formula may have
_NO_CRITERION = late_pattern(r"[=<>].*|.*[*?~].*|[-+\d.,:/%\s年月日]*|true|false", re.IGNORECASE)
"""Names that a criterion would take for a comparison, a pattern or a number."""


class Listed:
    """A list sheet as SUMIFS sees it: which rows it would find by their texts."""

    def __init__(self, sheet: str, table: ListTable, keys: tuple[str, ...]) -> None:
        self.sheet = sheet
        self.table = table
        self.keys = keys
        self.status = "status" in table.columns
        self.rows: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for row in table.rows():
            if table.grid[row.row, table.columns.get("status", 0)].value == STRUCK:
                continue  # the criterion of :meth:`_counting` leaves it out as well
            own = [table.grid[row.row, table.columns[key]].value for key in keys]
            texts = (value.casefold() if type(value) is str else "" for value in own)
            self.rows[tuple(texts)].add(row.row)

    def total(
        self, field: str, values: Mapping[int, Number], window: tuple[str, str], *labels: str
    ) -> str:
        """The sum of a field over those rows (row → value as read)."""
        if field not in self.table.columns:
            return "0"
        if len(labels) == 1 and self._finds(field, values, window[1], *labels):
            return f"SUMIFS({self._whole(field)},{self._criteria(window[0], labels[0])})"
        return "+".join(self._terms(field, values)) or "0"

    def known_total(
        self, field: str, entries: Sequence[Entry], window: tuple[str, str], value: Number
    ) -> str:
        """The sum of a field over those entries, blank where there are none any more."""
        values = {entry.place.row: getattr(entry, field) for entry in entries}
        labels = sorted({entry.label for entry in entries})
        if len(labels) == 1 and self._finds(field, values, window[1], *labels):
            found = self._criteria(window[0], labels[0])
            return f'IF(COUNTIFS({found})=0,"",SUMIFS({self._whole(field)},{found})+{MARK})'
        terms = "+".join(self._terms(field, values)) if field in self.table.columns else ""
        return f'IF({MARK}=0,{terms if 0 < len(terms) < LONGEST else literal(value)},"")'

    def tick(self, entries: Sequence[Entry], window: tuple[str, str]) -> str:
        """√ while the list has any of those entries."""
        labels = {entry.label for entry in entries}
        texts = window[1], *labels
        if len(texts) == 2 and not _no_criteria(*texts):
            rows = self.rows.get(tuple(text.casefold() for text in texts), set())
            if rows == {entry.place.row for entry in entries}:
                return f'IF(COUNTIFS({self._criteria(window[0], texts[1])})+{MARK}>0,"√","")'
        return f'IF({MARK}=0,"√","")'

    def _criteria(self, window: str, label: str) -> str:
        """What picks the lines of a window and an item that count."""
        item = label.replace('"', '""')
        ranges = [self._whole(name) for name in self.keys]
        return f'{ranges[0]},{window},{ranges[1]},"{item}"{self._counting()}'

    def mean(self, field: str, values: Mapping[int, Number], window: tuple[str, str]) -> str:
        """The mean of a field over those rows."""
        if self._finds(field, values, window[1]):
            found = f"{self._whole('window')},{window[0]}{self._counting()}"
            return f"AVERAGEIFS({self._whole(field)},{found})"
        return f"({'+'.join(self._terms(field, values))})/{len(values)}"

    def _counting(self) -> str:
        """The criterion that leaves struck lines out, where the sheet can have some."""
        return f',{self._whole("status")},"<>{STRUCK}"' if self.status else ""

    def _finds(self, field: str, values: Mapping[int, Number], *texts: str) -> bool:
        """Whether these criteria find just those rows, and a number in each."""
        if _no_criteria(*texts):
            return False
        column = self.table.columns[field]
        found = self.rows.get(tuple(text.casefold() for text in texts), set())
        counted = {row for row in found if _is_number(self.table.grid[row, column])}
        return counted == set(values) and all(
            _is_number(self.table.grid[row, column]) for row in values
        )

    def _terms(self, field: str, values: Mapping[int, Number]) -> list[str]:
        column = self.table.columns[field]
        return [
            cell_text(f"{self.sheet}!{_fixed((row, column))}", self.table.grid[row, column], value)
            for row, value in values.items()
        ]

    def _whole(self, field: str) -> str:
        name = column_name(self.table.columns[field])
        return f"{self.sheet}!${name}:${name}"


def cell_text(ref: str, cell: Cell, value: Number | int, *, blank_is_zero: bool = False) -> str:
    """A reference to a cell that comes to the value as read, whatever form it was typed in."""
    number = f"N({ref})" if blank_is_zero else ref
    if isinstance(cell.value, str):
        return f"IF(ISTEXT({ref}),{literal(value)},{number})"
    return number


def _no_criteria(*texts: str) -> bool:
    """Whether any of these texts cannot stand as a criterion for just itself."""
    return any(len(t) > _LONGEST_CRITERION or _NO_CRITERION.fullmatch(t) for t in texts)


def _is_number(cell: Cell) -> bool:
    return cell.value is not None and not isinstance(cell.value, str)


def _fixed(ref: Ref) -> str:
    return f"${column_name(ref[1])}${ref[0]}"


def literal(value: Number | int) -> str:
    """A number as a formula writes it."""
    return str(value) if isinstance(value, int) else plain(value)
