"""Places as Excel writes them: ``$A$1:$B$2``, ``名次表!$A$1``, ``'[2023Q1.xlsm]名次表'!$A$1``."""

from __future__ import annotations

import re
from typing import NamedTuple

ROWS = 1_048_576
COLUMNS = 16_384

_PLACE = re.compile(r"\$?([A-Z]{0,3})\$?(\d*)(?::\$?([A-Z]{0,3})\$?(\d*))?")
_PLAIN_NAME = re.compile(r"[^\W\d][\w.]*")
_LIKE_A_CELL = re.compile(r"[A-Z]{1,3}\d+|R\d*C?\d*|C\d*", re.IGNORECASE)


class Area(NamedTuple):
    """A rectangle of cells, counted from 1, all four bounds inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.bottom - self.top + 1, self.right - self.left + 1

    def covers(self, row: int, column: int) -> bool:
        """Whether the cell lies within."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    @property
    def whole_columns(self) -> bool:
        """Whether every row of the sheet belongs to it."""
        return self.top == 1 and self.bottom == ROWS

    @property
    def whole_rows(self) -> bool:
        """Whether every column of the sheet belongs to it."""
        return self.left == 1 and self.right == COLUMNS


def column_letters(column: int) -> str:
    """``28 -> AB``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """``AB -> 28``."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def parse(text: str) -> Area:
    """``A1``, ``$A$1:B2``, ``A:C`` or ``1:3``.  Raises :class:`ValueError` for anything else."""
    match = _PLACE.fullmatch(text.upper())
    if match is None or not any(match.groups()):
        raise ValueError(f"not an address of cells: {text!r}")
    left, top, right, bottom = match.groups()
    if right is None:
        if not (left and top):
            raise ValueError(f"not an address of cells: {text!r}")
        right, bottom = left, top
    if bool(left) != bool(right) or bool(top) != bool(bottom):
        raise ValueError(f"not an address of cells: {text!r}")
    rows = sorted((int(top or 1), int(bottom or ROWS)))
    columns = sorted((column_number(left or "A"), column_number(right) if right else COLUMNS))
    if rows[0] < 1 or rows[1] > ROWS or columns[1] > COLUMNS:
        raise ValueError(f"an address outside the sheet: {text!r}")
    return Area(rows[0], columns[0], rows[1], columns[1])


def written(area: Area, *, rows: bool = True, columns: bool = True) -> str:
    """The address as Excel writes it; ``rows`` and ``columns`` say which are absolute."""
    row, column = "$" if rows else "", "$" if columns else ""
    first, last = column_letters(area.left), column_letters(area.right)
    if area.whole_columns and not area.whole_rows:
        return f"{column}{first}:{column}{last}"
    if area.whole_rows:
        return f"{row}{area.top}:{row}{area.bottom}"
    start = f"{column}{first}{row}{area.top}"
    if area.shape == (1, 1):
        return start
    return f"{start}:{column}{last}{row}{area.bottom}"


def sheet_prefix(sheet: str, book: str = "") -> str:
    """What stands before ``!``: quoted where Excel quotes it."""
    plain = _PLAIN_NAME.fullmatch(sheet) and not _LIKE_A_CELL.fullmatch(sheet)
    if plain and (not book or _PLAIN_NAME.fullmatch(book)):
        return f"[{book}]{sheet}" if book else sheet
    name = f"[{book}]{sheet}" if book else sheet
    return "'" + name.replace("'", "''") + "'"
