"""Tell a header row without knowing the quarter: for delimiters, sheets and lists of names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from xl_appraisal.book.read.typed_values import is_blank
from xl_appraisal.model import limits
from xl_appraisal.model.grid import Grid
from xl_appraisal.work.importing.header_words import (
    LEDGER_WORDS,
    STAFF_WORDS,
    TABLE_WORDS,
    by_word,
    loose,
    position,
)

_LEDGER = by_word(LEDGER_WORDS)
_STAFF = by_word(STAFF_WORDS)
_TABLE = by_word(TABLE_WORDS)
_USUAL_WINDOW = 2  # c2 of the published table


def header_words(texts: Iterable[str]) -> int:
    """How many different columns of a header the texts of a row name."""
    found: set[str] = set()
    for text in texts:
        if len(text) > 40:  # no header; spares the cleaning of long texts
            continue
        word = loose(text)
        number = position(word)
        if number is not None:
            found.add(f"c{number}")
        elif word in _LEDGER or word in _TABLE:
            found.add(_LEDGER.get(word) or _TABLE[word])
    return len(found)


def table_likeness(grid: Grid) -> int:
    """How much a sheet looks like a ranking table; 0 where no row names the window column."""
    return max((_table_words(texts) for texts in _rows(grid)), default=0)


def ledger_likeness(grid: Grid) -> int:
    """How much a sheet looks like a ledger: the fields that its best row names."""
    return _list_likeness(grid, _LEDGER)


def staff_likeness(grid: Grid) -> int:
    """How much a sheet looks like a list of staff scores."""
    return _list_likeness(grid, _STAFF)


def _list_likeness(grid: Grid, words: Mapping[str, str]) -> int:
    fields = ({words[word] for word in map(loose, texts) if word in words}
              for texts in _rows(grid))  # fmt: skip
    return max((len(found) for found in fields if {"window"} < found), default=0)


def window_header(grid: Grid) -> tuple[int, int] | None:
    """Row and column of the header of the window column, ``None`` where there is none."""
    for row, cells in grid.rows():
        if row > limits.SEARCHED_ROWS:
            break
        words = {c: loose(cell.value) for c, cell in cells.items() if isinstance(cell.value, str)}
        for column, word in words.items():
            if _is_window(word, words.values()):
                return row, column
    return None


def _table_words(texts: list[str]) -> int:
    words = [loose(text) for text in texts]
    return len(words) if len(words) > 1 and any(_is_window(w, words) for w in words) else 0


def _is_window(word: str, row: Collection[str]) -> bool:
    numbered = sum(position(other) is not None for other in row) > 1
    return _TABLE.get(word) == "window" or (numbered and position(word) == _USUAL_WINDOW)


def _rows(grid: Grid) -> Iterable[list[str]]:
    for row, cells in grid.rows():
        if row > limits.SEARCHED_ROWS:
            return
        yield [
            cell.value
            for cell in cells.values()
            if isinstance(cell.value, str) and not is_blank(cell.value)
        ]
