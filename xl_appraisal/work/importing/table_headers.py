"""The header of a ranking table in a file: one row of names, or several merged ones."""

from __future__ import annotations

from xl_appraisal.book.read.typed_values import is_blank, tidy
from xl_appraisal.model import limits
from xl_appraisal.model.grid import Grid, Ref, column_name
from xl_appraisal.model.record import Record
from xl_appraisal.work.importing.column_headers import ColumnIndex
from xl_appraisal.work.importing.header_words import loose, window_columns

Path = tuple[str, ...]


class Header(Record):
    """A header found: column ids with their source columns, and what fits nothing.

    ``texts`` are the headers as they stand, by source column; data begin below ``bottom``.
    """

    bottom: int
    columns: dict[str, int]
    texts: dict[int, str]
    unmatched: tuple[int, ...]
    faults: tuple[str, ...]


def find_header(grid: Grid, index: ColumnIndex) -> Header | None:
    """Find the header and match its columns; ``None`` where no row names the window column."""
    anchor = _anchor(grid, index)
    if anchor is None:
        return None
    row, column = anchor
    layers = _layers(grid, index, row, column)
    bottom = layers[-1][-1]
    used = {c for (r, c), cell in grid.cells.items() if r > bottom and not is_blank(cell.value)}
    return _matched(grid, index, layers, used)


def _anchor(grid: Grid, index: ColumnIndex) -> Ref | None:
    """The cell of the window column in the row that names most columns."""
    best: tuple[int, Ref] | None = None
    for row, cells in grid.rows():
        if row > limits.SEARCHED_ROWS:
            break
        texts = {c: cell.value for c, cell in cells.items() if isinstance(cell.value, str)}
        found = {c: index.find(text) for c, text in texts.items() if len(text) <= 200}
        known = sum(1 for ids in found.values() if ids)
        windows = [c for c, ids in found.items() if ids == ("window",)]
        if windows and known > 1 and (best is None or known > best[0]):
            best = known, (row, windows[0])
    return best and best[1]


def _layers(grid: Grid, index: ColumnIndex, row: int, column: int) -> list[range]:
    """Header rows from the anchor down; ids above a visible header make a layer of their own."""
    layers = [_layer(grid, index, row, column)]
    while True:
        below = layers[-1][-1] + 1
        value = grid.value(below, column)
        if not isinstance(value, str) or index.find(value) != ("window",):
            return layers
        layers.append(_layer(grid, index, below, column))


def _layer(grid: Grid, index: ColumnIndex, row: int, column: int) -> range:
    bottom = next((a.bottom for a in grid.merges if a.covers((row, column))), row)
    while _continues(grid, index, bottom + 1, column):
        bottom += 1
    return range(row, bottom + 1)


def _continues(grid: Grid, index: ColumnIndex, row: int, column: int) -> bool:
    """Whether a row is one more header row of a table whose merges were lost (a CSV)."""
    if not is_blank(grid.value(row, column)):
        return False
    values = [v for c in range(1, grid.last_column + 1) if not is_blank(v := grid.value(row, c))]
    return bool(values) and all(isinstance(v, str) and loose(v) in index.parts for v in values)


def _matched(grid: Grid, index: ColumnIndex, layers: list[range], used: set[int]) -> Header:
    texts: dict[int, str] = {}
    claims: dict[str, list[int]] = {}
    unmatched, faults = [], []
    all_paths = [_paths(grid, layer) for layer in layers]
    for column in range(1, grid.last_column + 1):
        paths = [paths[column] for paths in all_paths if paths[column]]
        texts[column] = "/".join(paths[-1]) if paths else ""
        found = [index.find_path(path) for path in paths]
        sure = next((ids[0] for ids in found if len(ids) == 1), None)
        several = next((ids for ids in found if len(ids) > 1), ())
        if sure is not None:
            claims.setdefault(sure, []).append(column)
        elif several and column in used:
            faults.append(_ambiguous(index, column, texts[column], several))
        elif texts[column] or column in used:
            unmatched.append(column)
    windows = window_columns({column: texts[column] for column in claims["window"]})
    unmatched += [column for column in claims["window"] if column not in windows]
    claims["window"] = windows
    faults += [_twice(index, i, found, texts) for i, found in claims.items() if len(found) > 1]
    columns = {column_id: found[0] for column_id, found in claims.items()}
    return Header(layers[-1][-1], columns, texts, tuple(sorted(unmatched)), tuple(faults))


def _paths(grid: Grid, layer: range) -> dict[int, Path]:
    """The header path over each column, merged or inherited texts counted once."""
    width = grid.last_column
    origins = {
        (row, column): (area.top, area.left)
        for area in grid.merges
        if area.top <= layer[-1] and area.bottom >= layer[0]
        for row in range(max(area.top, layer[0]), min(area.bottom, layer[-1]) + 1)
        for column in range(area.left, min(area.right, width) + 1)
    }
    inherits = not origins
    owner: dict[Ref, Ref] = {}
    for row in layer:
        for column in range(1, width + 1):
            here = (row, column)
            owner[here] = origins.get(here, here)
            if inherits and _inherits(grid, layer, owner, here):
                owner[here] = owner[row, column - 1]
    return {c: _path(grid, [owner[row, c] for row in layer]) for c in range(1, width + 1)}


def _inherits(grid: Grid, layer: range, owner: dict[Ref, Ref], here: Ref) -> bool:
    """Whether a blank header cell stands under the group that begins to its left."""
    row, column = here
    if column == 1 or not is_blank(grid.value(row, column)):
        return False
    above = row == layer[0] or owner[row - 1, column] == owner[row - 1, column - 1]
    return above and any(not is_blank(grid.value(r, column)) for r in range(row + 1, layer[-1] + 1))


def _path(grid: Grid, origins: list[Ref]) -> Path:
    texts = (grid[origin].value for origin in dict.fromkeys(origins))
    return tuple(
        "".join(tidy(text).split()) for text in texts if isinstance(text, str) and text.strip()
    )


def _ambiguous(index: ColumnIndex, column: int, text: str, found: tuple[str, ...]) -> str:
    names = "、".join(f"{index.layout.labels[i]}（{i}）" for i in found)
    return (
        f"{column_name(column)}列的表头“{text}”可能是{names}，分不清。"
        "请把表头改成其中一个，或写栏目编号。"
    )


def _twice(index: ColumnIndex, column_id: str, found: list[int], texts: dict[int, str]) -> str:
    cells = "、".join(f"{column_name(c)}列“{texts[c]}”" for c in found)
    return f"{cells}都对应栏目“{index.layout.labels[column_id]}”。请只留一列。"
