"""Cells of the engine over memory, and the calls into it counted."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from xl_appraisal.hosts.excel.excel_values import ERROR_VALUES
from xl_appraisal.model.grid import Area, CellError, Grid, Percent, Ref, Value
from xl_appraisal.model.looks import Looks

ERROR_CODES = {text: code for code, text in ERROR_VALUES.items()}
FREE = {"options", "api", "max_cells_per_read", "max_cells_per_write", "engine"}
"""What stays on Python's side: no call into the program."""

TOUCHES: Counter[str] = Counter()
"""How often each member was reached for: each would be a call into the program."""


class Counted:
    """Counts every public member that is read, called or set; its own are private."""

    def __getattribute__(self, name: str) -> Any:
        if not name.startswith("_") and name not in FREE:
            TOUCHES[name] += 1
        return object.__getattribute__(self, name)

    def __setattr__(self, name: str, value: object) -> None:
        if not name.startswith("_") and name not in FREE:
            TOUCHES[name] += 1
        object.__setattr__(self, name, value)


@dataclass
class Content:
    """What a sheet holds: raw values and formulas as COM would hand them over, and its looks."""

    cells: dict[Ref, tuple[Any, str | None]] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    formats: dict[int, str] = field(default_factory=dict)
    percents: set[Ref] = field(default_factory=set)
    shown: Looks = field(default_factory=Looks)
    shapes: list[str] = field(default_factory=list)
    spilled: set[Ref] = field(default_factory=set)
    looks: dict[tuple[str, str], object] = field(default_factory=dict)
    protected: bool = False
    filtered: Area | None = None
    """The area of the sheet's filter, if one hides rows."""
    filtered_tables: list[Area | None] = field(default_factory=list)
    """Of each table likewise."""
    conditions: list[str | None] = field(default_factory=list)
    """The number format that each conditional format sets."""

    @property
    def hidden_rows(self) -> frozenset[int]:
        """However a row came to be hidden: Excel does not tell."""
        return self.shown.hidden_rows | self.shown.filtered

    def code(self, ref: Ref) -> str:
        """The code of a cell's number format, empty for the general one."""
        return self.shown.formats.get(ref) or ("0.00%" if ref in self.percents else "")

    def shown_width(self, column: int) -> float:
        """In characters, of a column that is hidden 0."""
        return 0.0 if column in self.shown.hidden_columns else self.shown.narrow.get(column, 20.0)

    def copy(self) -> Content:
        return deepcopy(self, {id(self.shown): self.shown})

    def used(self) -> Area:
        rows = [row for row, _ in self.cells] + [a.bottom for a in self.merges] or [1]
        columns = [column for _, column in self.cells] + [a.right for a in self.merges] or [1]
        top = min([row for row, _ in self.cells] + [a.top for a in self.merges] or [1])
        left = min([column for _, column in self.cells] + [a.left for a in self.merges] or [1])
        return Area(top, left, max(rows), max(columns))

    def put(self, ref: Ref, value: Any) -> None:
        """Take a value as Excel does: a text may become a number, a formula or nothing."""
        if self.protected:
            raise PermissionError("the sheet is protected")
        if type(value) is Decimal:
            raise TypeError("a Decimal becomes currency and loses places")
        value = understood(value)
        if isinstance(value, str) and value.startswith("="):
            self.cells[ref] = (None, value[1:])
        elif value is None:
            self.cells.pop(ref, None)
        else:
            self.cells[ref] = (value.removeprefix("'") if isinstance(value, str) else value, None)

    def move_rows(self, at: int, count: int) -> None:
        if self.protected:
            raise PermissionError("the sheet is protected")
        if count < 0:
            self.cut_rows(at, at - count - 1)
            return
        self.cells = {(r + count if r >= at else r, c): v for (r, c), v in self.cells.items()}
        self.percents = {(r + count if r >= at else r, c) for r, c in self.percents}
        down = [(a.top + count * (a.top >= at), a.bottom + count * (a.bottom >= at), a)
                for a in self.merges]  # fmt: skip
        self.merges = [Area(top, a.left, bottom, a.right) for top, bottom, a in down]

    def cut_rows(self, top: int, bottom: int) -> None:
        gone = bottom - top + 1
        self.cells = {
            (r - gone if r > bottom else r, c): v
            for (r, c), v in self.cells.items()
            if not top <= r <= bottom
        }
        self.percents = {
            (r - gone if r > bottom else r, c) for r, c in self.percents if not top <= r <= bottom
        }
        self.merges = [
            Area(a.top - gone, a.left, a.bottom - gone, a.right) if a.top > bottom else a
            for a in self.merges
            if not top <= a.top <= bottom
        ]

    def cut_columns(self, left: int, right: int) -> None:
        gone = right - left + 1

        def moved(column: int) -> int:
            return column - gone if column > right else column

        self.cells = {
            (r, moved(c)): v for (r, c), v in self.cells.items() if not left <= c <= right
        }
        self.percents = {(r, moved(c)) for r, c in self.percents if not left <= c <= right}
        self.merges = [
            Area(a.top, moved(a.left), a.bottom, moved(a.right))
            for a in self.merges
            if not left <= a.left <= right
        ]
        for looks in (self.widths, self.formats):
            kept: dict[int, Any] = {moved(c): v for c, v in looks.items() if not left <= c <= right}
            looks.clear()
            looks.update(kept)


def understood(value: Any) -> Any:
    """What Excel makes of a value put into a cell of the general format."""
    if value == "":
        return None
    if not isinstance(value, str) or value.startswith(("'", "=")):
        return value
    if re.fullmatch(r"[-+]?\d+(\.\d+)?", value):
        return float(value)
    if re.fullmatch(r"\d+-\d+", value):
        return dt.datetime(2023, *map(int, value.split("-")))
    return value


def raw(value: Value) -> Any:
    """A value of ours as COM hands it over."""
    if isinstance(value, CellError):
        return ERROR_CODES[value]
    return float(value) if isinstance(value, Decimal) else value


def content_of(grid: Grid, shown: Looks | None = None) -> Content:
    """A grid as the program would hold it, and how it shows it."""
    cells = {ref: (raw(cell.value), cell.formula) for ref, cell in grid.cells.items()}
    percents = {ref for ref, cell in grid.cells.items() if isinstance(cell.value, Percent)}
    return Content(cells, list(grid.merges), percents=percents, shown=shown or Looks())
