"""The header of a list or table in a sheet: one to four rows, merged or not, at any row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from xl_appraisal.book.read.typed_values import is_blank, tidy
from xl_appraisal.model import limits
from xl_appraisal.model.grid import Cell, Grid, Ref
from xl_appraisal.model.record import Record
from xl_appraisal.work.importing.header_words import Find, find_path, surest

DEEPEST = 4  # rows of a header
_MOST_ANCHORS = 8  # rows that name the window column: a list has one or two
_WINDOW = ("window",)


class Header(Record):
    """A header found; data begin below ``bottom``.

    ``columns`` are the source columns that claim each id, ``texts`` the headers as they stand
    by source column, ``several`` the ids of columns that may mean more than one.
    """

    bottom: int
    columns: Mapping[str, tuple[int, ...]]
    texts: Mapping[int, str]
    several: Mapping[int, tuple[str, ...]]

    def unmatched(self, used: set[int]) -> list[int]:
        """The columns with a header, or among ``used``, that stand for nothing known."""
        known = {c for columns in self.columns.values() for c in columns} | set(self.several)
        named = {column for column, text in self.texts.items() if text}
        return sorted((named | used) - known)


def find_header(grid: Grid, find: Find) -> Header | None:
    """The rows that name most columns, the window's among them; without one, any two columns.

    ``None`` where no row names two.
    """
    rows = {row: cells for row, cells in grid.rows() if row <= limits.SEARCHED_ROWS + DEEPEST}
    known = cache(find)
    best: tuple[tuple[int, ...], range] | None = None
    seen = set[range]()
    anchors = 0
    for row, cells in rows.items():
        if row > limits.SEARCHED_ROWS:
            break
        found = {c: known(cell.value) for c, cell in cells.items() if isinstance(cell.value, str)}
        if not any(found.values()):
            continue
        windows = [column for column, ids in found.items() if ids == _WINDOW]
        anchors += bool(windows)
        if anchors > _MOST_ANCHORS:
            break
        for layer in _layers(grid, rows, row, windows[0] if windows else 0):
            if layer in seen:
                continue
            seen.add(layer)
            worth = _worth(find, _paths(grid, layer), layer)
            if worth[1] + worth[2] > 1 and (best is None or worth > best[0]):
                best = worth, layer
    return _matched(grid, find, best[1]) if best else None


def _worth(find: Find, paths: Mapping[int, Sequence[str]], layer: range) -> tuple[int, ...]:
    """How good a header is: a window column, ids named, ids that may be, few rows, far up."""
    found = [find_path(find, path) for path in paths.values()]
    sure = {ids[0] for ids in found if len(ids) == 1}
    unsure = sum(1 for ids in found if len(ids) > 1)
    return "window" in sure, len(sure), unsure, -len(layer), -layer[0]


def _layers(
    grid: Grid, rows: Mapping[int, Mapping[int, Cell]], row: int, window: int
) -> Iterator[range]:
    """The blocks of rows that a header around that row may be."""
    if not window:
        yield range(row, row + 1)
        return
    merged = next((a for a in grid.merges if a.covers((row, window))), None)
    least = min(merged.bottom if merged else row, row + DEEPEST - 1)
    bottoms = [least]
    for below in range(least + 1, row + DEEPEST):
        if not _is_text(rows.get(below)) or not is_blank(grid.value(below, window)):
            break
        bottoms.append(below)
    for top in range(row, max(0, row - DEEPEST), -1):
        if top < row and not _is_text(rows.get(top)):
            break
        yield from (range(top, bottom + 1) for bottom in bottoms if bottom - top < DEEPEST)


def _is_text(cells: Mapping[int, Cell] | None) -> bool:
    values = [cell.value for cell in (cells or {}).values() if not is_blank(cell.value)]
    return bool(values) and all(isinstance(value, str) for value in values)


def _matched(grid: Grid, find: Find, layer: range) -> Header:
    """The columns that a header names; ids above a visible header name them too."""
    stacked = [layer]
    paths = _paths(grid, layer)
    window = next((c for c, path in paths.items() if find_path(find, path) == _WINDOW), 0)
    while window and find(str(grid.value(stacked[-1][-1] + 1, window))) == _WINDOW:
        row = stacked[-1][-1] + 1
        rows = {r: cells for r, cells in grid.rows() if row <= r < row + DEEPEST}
        options = [option for option in _layers(grid, rows, row, window) if option[0] == row]
        stacked.append(max(options, key=lambda o: _worth(find, _paths(grid, o), o)))
    claims: dict[str, dict[int, str]] = {}
    texts: dict[int, str] = {}
    several: dict[int, tuple[str, ...]] = {}
    layers = [_paths(grid, one) for one in stacked]
    for column in range(1, grid.last_column + 1):
        named = [layer_paths[column] for layer_paths in layers if layer_paths[column]]
        texts[column] = "/".join(named[-1]) if named else ""
        found = [find_path(find, path) for path in named]
        sure = next((ids[0] for ids in found if len(ids) == 1), None)
        if sure is not None:
            claims.setdefault(sure, {})[column] = texts[column]
        elif any(found):
            several[column] = next(ids for ids in found if ids)
    columns = {field: tuple(surest(field, claimed)) for field, claimed in claims.items()}
    return Header(stacked[-1][-1], columns, texts, several)


def _paths(grid: Grid, layer: range) -> dict[int, tuple[str, ...]]:
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


def _path(grid: Grid, origins: list[Ref]) -> tuple[str, ...]:
    texts = (grid[origin].value for origin in dict.fromkeys(origins))
    return tuple(
        "".join(tidy(text).split()) for text in texts if isinstance(text, str) and text.strip()
    )
