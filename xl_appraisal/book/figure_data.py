"""All that a figure rests on beside its own row, as a text that cells carry.

A hidden cell computes it from ranges that it is handed (headers, windows' names, the lists,
rules, columns, the notice), and every cell function is handed that cell: so the program's own
dependencies reach from a ledger line to a rank, and 225 cells read one short text instead of
thousands of cells each.  Packed, because a cell takes 32,767 characters; the same cells give the
same text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from xl_appraisal.book.read.list_sheets import find_list
from xl_appraisal.book.read.ranking_table import RankingTable, find_ranking_table
from xl_appraisal.book.sheets import (
    COLUMNS,
    COLUMNS_TABLE,
    LEDGER,
    LEDGER_TABLE,
    RANKING,
    RULES,
    RULES_TABLE,
    SOURCE,
    STAFF,
    STAFF_TABLE,
)
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Area, Cell, CellError, Grid, Percent, Ref, Value

MARK = "XLA1"
"""What the text of each part begins with; another number is another form."""

PART = 32_000
"""Characters of a part; a cell holds 32,767."""

PARTS = 2
"""Cells of a new workbook that carry parts; 重新计算 adds some where that is not enough."""

COLUMN = 24
"""通报数据: the first column that these cells may stand in; the lists end before it."""

SHEETS = (RANKING, STAFF, LEDGER, RULES, COLUMNS, SOURCE)
"""The sheets that a text tells of."""

NEEDED_RULES = ("path", "value")
"""What of 规则 a figure depends on; the rest explains."""

WIDTHS = {
    STAFF: len(STAFF_TABLE.fields),
    LEDGER: len(LEDGER_TABLE.fields),
    RULES: max(n for n, (field, _) in enumerate(RULES_TABLE.fields, 1) if field in NEEDED_RULES),
    COLUMNS: len(COLUMNS_TABLE.fields),
    SOURCE: 2,  # notice and layout; lists, marks and these very cells stand beside
}
"""How many columns of a new workbook's sheets are handed over, from A on."""

UNUSED = "—"
"""What a cell for parts shows that is not needed."""

NOT_CURRENT = "请重新计算"
"""What a figure says that cannot be told from what it was handed."""

_FORMS: dict[str, tuple[type, Callable[[Any], object], Callable[[str], Value]]] = {
    "b": (bool, int, lambda text: text == "1"),
    "p": (Percent, str, Percent),
    "n": (Decimal, str, Decimal),
    "e": (CellError, str, CellError),
    "s": (str, str, str),
    "t": (dt.datetime, dt.datetime.isoformat, dt.datetime.fromisoformat),
    "d": (dt.date, dt.date.isoformat, dt.date.fromisoformat),
    "c": (dt.time, dt.time.isoformat, dt.time.fromisoformat),
}
"""The letter of each type of value, a narrower type first, with how one is written and read."""


def data_parts(sheets: Iterable[Grid], count: int = PARTS) -> list[str]:
    """The text of those grids in ``count`` parts, later ones empty where it is short.

    Raises :class:`BookError` where it takes more parts.
    """
    packed = _packed(sheets)
    pieces = [packed[start : start + PART] for start in range(0, len(packed), PART)]
    if len(pieces) > count:
        raise BookError(f"{NOT_CURRENT}：数据比公式预留的位置多")
    texts = [f"{MARK} {n}/{len(pieces)} {piece}" for n, piece in enumerate(pieces, 1)]
    return texts + [UNUSED] * (count - len(texts))


def parts_needed(sheets: Iterable[Grid]) -> int:
    """How many cells the text of those grids takes."""
    return -(-len(_packed(sheets)) // PART)


def joined(values: Iterable[object]) -> str | None:
    """The whole text of its parts as cells hold them, ``None`` where one of them is missing."""
    parts: dict[int, str] = {}
    total = 0
    for value in values:
        if isinstance(value, str) and value.startswith(f"{MARK} "):
            _, place, piece = value.split(" ", 2)
            number, _, of = place.partition("/")
            parts[int(number)], total = piece, int(of)
    if not total or set(parts) != set(range(1, total + 1)):
        return None
    return "".join(parts[number] for number in sorted(parts))


def unpacked(text: str) -> dict[str, Grid]:
    """The grids of a text by name."""
    import base64
    import json
    import zlib

    raw = json.loads(zlib.decompress(base64.b64decode(text)))
    return {name: _grid(name, rows, merges) for name, rows, merges in raw}


def data_grids(sheets: Iterable[Grid], widths: Mapping[str, int] = WIDTHS) -> Iterator[Grid]:
    """What of a workbook's sheets goes into the text: what the hidden cells are handed.

    ``widths`` say how many columns of each list that is.

    Raises :class:`BookError` where 名次表 has no header.
    """
    for grid in sheets:
        if grid.name == RANKING:
            yield header_and_names(grid, find_ranking_table(grid))
        else:
            width = widths[grid.name]
            cells = {ref: cell for ref, cell in grid.cells.items() if ref[1] <= width}
            yield Grid(grid.name, cells, grid.merges)


def widths_of(sheets: Mapping[str, Grid]) -> dict[str, int]:
    """How many columns of each list are to be handed over, as its headers stand by now."""
    found = dict(WIDTHS)
    needed = {STAFF: STAFF_TABLE, LEDGER: LEDGER_TABLE, COLUMNS: COLUMNS_TABLE, RULES: RULES_TABLE}
    for name, table in needed.items():
        listed = find_list(sheets[name], table) if name in sheets else None
        columns = dict(listed.columns) if listed is not None else {}
        if name == RULES:
            columns = {field: columns[field] for field in NEEDED_RULES if field in columns}
        found[name] = max(columns.values(), default=found[name])
    return found


def header_and_names(grid: Grid, table: RankingTable) -> Grid:
    """名次表 without figures and items: its header rows and the windows' names."""
    names = table.columns["window"]
    header = range(table.id_row, table.first_row)
    end = table.rows[-1] if table.rows else 0
    cells = {
        ref: cell
        for ref, cell in grid.cells.items()
        if ref[0] in header or (ref[1] == names and table.first_row <= ref[0] <= end)
    }
    merges = (area for area in grid.merges if area.top in header)
    return Grid(RANKING, cells, tuple(merges))


def _packed(sheets: Iterable[Grid]) -> str:
    told = [
        (
            grid.name,
            [(row, [_cell(column, cells[column]) for column in sorted(cells)])
             for row, cells in grid.rows()],
            sorted(grid.merges),
        )
        for grid in sheets
    ]  # fmt: skip
    import base64
    import json
    import zlib

    raw = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(zlib.compress(raw, 9)).decode("ascii")


def _cell(column: int, cell: Cell) -> tuple[int | str, ...]:
    told = column, _told(cell.value)
    return told if cell.formula is None else (*told, cell.formula)


def _told(value: Value) -> str:
    """A value with a letter for its type."""
    if value is None:
        return ""
    for letter, (kind, write, _) in _FORMS.items():
        if isinstance(value, kind):
            return f"{letter}{write(value)}"
    raise TypeError(f"no form for a {type(value).__name__}")


def _read(text: str) -> Value:
    return _FORMS[text[0]][2](text[1:]) if text else None


def _grid(name: str, rows: Sequence[Any], merges: Sequence[Sequence[int]]) -> Grid:
    cells: dict[Ref, Cell] = {
        (row, column): Cell(_read(value), formula[0] if formula else None)
        for row, line in rows
        for column, value, *formula in line
    }
    return Grid(name, cells, tuple(Area(*area) for area in merges))
