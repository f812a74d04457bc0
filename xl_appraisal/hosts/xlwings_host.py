"""A workbook open in a program that xlwings drives: Excel, or another through an engine.

Sheets are read whole in two calls and written in as few blocks as possible, for each call
crosses into the other program.  A formula cell keeps its formula: the program computes it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING, Any

from xl_appraisal.errors import BookError
from xl_appraisal.grid import Area, Cell, CellError, Formula, Grid, Ref, Value, Write

if TYPE_CHECKING:
    import xlwings as xw

ERROR_VALUES = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
    -2146826245: "#GETTING_DATA",
    -2146826243: "#SPILL!",
    -2146826239: "#FIELD!",
    -2146826238: "#CALC!",
}
"""Error cells as COM hands them over: HRESULTs made of Excel's xlErr numbers."""

_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_EVEN)


class XlwingsHost:
    """An open :class:`xlwings.Book`; ``save`` is left to the person, as for any open workbook."""

    def __init__(self, book: xw.Book) -> None:
        self.book = book

    @property
    def name(self) -> str:
        return str(self.book.name)

    def grid(self, sheet: str) -> Grid | None:
        found = self._sheet(sheet)
        if found is None:
            return None
        used = found.used_range
        return read_block(sheet, used.row, used.column, used.raw_value, used.formula)

    def write(self, sheet: str, changes: Mapping[Ref, Write]) -> None:
        """Write values and formulas in rectangles.  Raises :class:`BookError` without the sheet."""
        found = self._sheet(sheet)
        if found is None:
            raise BookError(f"{self.name}：没有工作表“{sheet}”。")
        grid = self.grid(sheet) or Grid(sheet)
        wanted = {ref: value for ref, value in changes.items() if _differs(grid[ref], value)}
        for area in rectangles(wanted):
            block = found.range((area.top, area.left), (area.bottom, area.right))
            rows = range(area.top, area.bottom + 1)
            columns = range(area.left, area.right + 1)
            cells = [[wanted[row, column] for column in columns] for row in rows]
            if any(isinstance(value, Formula) for line in cells for value in line):
                block.formula = [[_as_formula(value) for value in line] for line in cells]
            else:
                block.value = [[_to_program(value) for value in line] for line in cells]

    def save(self) -> None:
        """Save the open workbook in its own program."""
        self.book.save()

    def _sheet(self, name: str) -> xw.Sheet | None:
        names = [sheet.name for sheet in self.book.sheets]
        return self.book.sheets[name] if name in names else None


def read_block(sheet: str, top: int, left: int, values: Any, formulas: Any) -> Grid:
    """A grid of what a program hands over for one block of cells."""
    cells: dict[Ref, Cell] = {}
    texts = _rows(formulas)
    for i, line in enumerate(_rows(values)):
        for j, raw in enumerate(line):
            text = texts[i][j] if i < len(texts) and j < len(texts[i]) else None
            formula = text[1:] if isinstance(text, str) and text.startswith("=") else None
            value = to_value(raw)
            if value is not None or formula is not None:
                cells[top + i, left + j] = Cell(value, formula)
    return Grid(sheet, cells)


def to_value(raw: object) -> Value:
    """One raw value of a program as ours: exact, and an error cell as an error.

    A number is the decimal that the program shows, 15 digits at most; xlwings' own reading
    would turn an error cell into a blank.
    """
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool | str | Decimal):
        return raw
    if isinstance(raw, int):
        return CellError(ERROR_VALUES[raw]) if raw in ERROR_VALUES else Decimal(raw)
    if isinstance(raw, float):
        return _FIFTEEN.create_decimal(repr(raw))
    if isinstance(raw, dt.datetime):
        return raw.replace(tzinfo=None)
    if isinstance(raw, dt.date | dt.time):
        return raw
    return str(raw)


def _rows(block: Any) -> Sequence[Sequence[Any]]:
    """A single cell and a single row come without their outer brackets."""
    if not isinstance(block, list | tuple):
        return [[block]]
    if block and not isinstance(block[0], list | tuple):
        return [block]
    return block


def _differs(cell: Cell, value: Write) -> bool:
    if isinstance(value, Formula):
        return cell.formula != value.text
    if cell.formula is not None and value is not None:
        return False
    return cell.value != value or cell.formula is not None


def _to_program(value: Write) -> object:
    """Floats, not decimals, which COM would turn into currency and cut to four places."""
    return float(value) if isinstance(value, Decimal) else value


def _as_formula(value: Write) -> object:
    if isinstance(value, Formula):
        return f"={value.text}"
    return "" if value is None else _to_program(value)


def rectangles(refs: Iterable[Ref]) -> Iterator[Area]:
    """Cover cells with few rectangles: runs within a row, joined over rows that run alike."""
    open_runs: dict[tuple[int, int], Area] = {}
    for row, runs in _runs(refs):
        still: dict[tuple[int, int], Area] = {}
        for run in runs:
            above = open_runs.get(run)
            joins = above is not None and above.bottom == row - 1
            top = above.top if above is not None and joins else row
            still[run] = Area(top, run[0], row, run[1])
            if joins:
                del open_runs[run]
        yield from open_runs.values()
        open_runs = still
    yield from open_runs.values()


def _runs(refs: Iterable[Ref]) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    by_row: dict[int, list[int]] = {}
    for row, column in refs:
        by_row.setdefault(row, []).append(column)
    for row in sorted(by_row):
        runs: list[tuple[int, int]] = []
        for column in sorted(by_row[row]):
            if runs and runs[-1][1] == column - 1:
                runs[-1] = (runs[-1][0], column)
            else:
                runs.append((column, column))
        yield row, runs
