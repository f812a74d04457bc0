"""The names of a quarter's windows, read from a list or a table."""

from __future__ import annotations

from pathlib import Path

from xl_appraisal.book.read.row_words import is_note, is_sum
from xl_appraisal.book.read.typed_values import Unreadable, is_blank, read_text, squeeze
from xl_appraisal.model import limits
from xl_appraisal.model.grid import EMPTY, Grid, Ref
from xl_appraisal.work.importing.header_words import (
    TABLE_WORDS,
    by_word,
    loose,
    position,
)
from xl_appraisal.work.importing.source_files import read_table
from xl_appraisal.work.importing.source_sheet import refused

_WORDS = {loose(word) for word in TABLE_WORDS["window"]}
_USUAL_COLUMN = 2  # c2 of the published table


def read_window_names(path: str | Path) -> tuple[str, ...]:
    """The window names of a file: a name a line, or the column 窗口 of a table.

    Raises :class:`ImportFileError` where there are none, a name stands twice, or names follow
    below a note.
    """
    path = Path(path)
    grid = read_table(path)
    header = _header(grid)
    if header is None and grid.last_column > 1:
        fault = "有多列，但没有“窗口”这个表头。请每行只写一个窗口名称，或给名称一列写表头“窗口”。"
        raise refused(path.name, [fault])
    top, column = header or (0, 1)
    names: dict[str, str] = {}
    faults = []
    note: tuple[int, str] | None = None
    noted = False
    for row, cells in grid.rows():
        if row <= top:
            continue
        first = next((cells[c] for c in sorted(cells) if not is_blank(cells[c].value)), EMPTY)
        begins_note = isinstance(first.value, str) and is_note(first.value)
        noted |= begins_note
        cell = cells.get(column, first if begins_note else EMPTY)
        if not noted and loose(str(cell.value)) in _WORDS:
            continue  # an id row above the visible header names the column once more
        name = read_text(cell)
        if isinstance(name, Unreadable):
            faults.append(f"第{row}行：窗口名称为{name.found}。请填写窗口名称。")
        elif is_note(name):
            note = note or (row, name)
        elif name and note is not None:
            faults.append(
                f"第{row}行：“{name[:20]}”在第{note[0]}行“{note[1][:20]}”的下面，"
                "不知道是窗口还是说明。请删去说明，或把窗口名称移到它上面。"
            )
        elif squeeze(name) in names:
            faults.append(f"第{row}行：窗口“{name}”已经出现过。请只保留一行。")
        elif name and not is_sum(name):
            names[squeeze(name)] = " ".join(name.split())
    if not names and not faults:
        faults.append("没有窗口名称。请每行写一个窗口名称。")
    if faults:
        raise refused(path.name, faults)
    return tuple(names.values())


def _header(grid: Grid) -> Ref | None:
    """Row and column of the header of the window column, ``None`` where there is none."""
    table = by_word(TABLE_WORDS)
    for row, cells in grid.rows():
        if row > limits.SEARCHED_ROWS:
            break
        words = {c: loose(cell.value) for c, cell in cells.items() if isinstance(cell.value, str)}
        numbered = sum(position(word) is not None for word in words.values()) > 1
        for column, word in words.items():
            if table.get(word) == "window" or (numbered and position(word) == _USUAL_COLUMN):
                return row, column
    return None
