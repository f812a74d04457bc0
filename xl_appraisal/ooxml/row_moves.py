"""Rows that come into a sheet or go from it, and what that makes of addresses and formulas.

As Excel and Calc do it by hand: what stands at or below the place moves, a range that the place
lies within grows or shrinks, and what pointed to a row that went is ``#REF!``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import MAX_ROW, Area, a1
from xl_appraisal.model.late_pattern import late_pattern

_SHEET = r"""(?P<sheet>\$?(?:'(?:[^']|'')*'|(?:\[[^\[\]]*\])?[^\W\d][\w.]*?))"""
_ROW = r"\$?[1-9][0-9]{0,6}"
_TEXT = r'"(?:[^"]|"")*(?:"|\Z)'
_ENDS = r"(?![\w.(!:\\?])"


def _pattern(separator: str) -> re.Pattern[str]:
    """References with or without a sheet before them; texts and names are passed over."""
    return late_pattern(
        rf"""{_TEXT}
        | (?P<across>[\w.]+:[\w.]+!(?=\$?[A-Za-z0-9])|'(?:[^'\[]|'')*:(?:[^']|'')*'!)
        | (?:{_SHEET}{re.escape(separator)})?(?:
            (?P<c1>\$?[A-Za-z]{{1,3}})(?P<r1>{_ROW}):(?P<c2>\$?[A-Za-z]{{1,3}})(?P<r2>{_ROW}){_ENDS}
          | (?P<c>\$?[A-Za-z]{{1,3}})(?P<r>{_ROW})(?![\w.(!\\?])
          | (?P<top>\$?[0-9]{{1,7}}):(?P<bottom>\$?[0-9]{{1,7}}){_ENDS}
          )
        | '(?:[^']|'')*(?:'|\Z)
        | \[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*(?:\]|\Z)
        | [\w.\\?$]+
        """,
        re.VERBOSE | re.DOTALL,
    )


_ACROSS = late_pattern(r":[^\W\d][\w.]*!|:(?:[^':!]|'')*'!")
_PATTERNS = {separator: _pattern(separator) for separator in "!."}


class RowMove(NamedTuple):
    """``rows`` put in before row ``at`` of a sheet, or, negative, taken out from it on."""

    sheet: str
    at: int
    rows: int

    def row(self, row: int) -> int | None:
        """Where a row is afterwards; ``None`` where it is gone or off the sheet."""
        if row < self.at:
            return row
        if row < self.at - self.rows:
            return None
        return row + self.rows if row + self.rows <= MAX_ROW else None

    def span(self, top: int, bottom: int) -> tuple[int, int] | None:
        """Where a range of rows is afterwards, longer or shorter; ``None`` where it is gone."""
        if self.rows > 0:
            first = top + self.rows if top >= self.at else top
            last = bottom + self.rows if bottom >= self.at else bottom
            return (first, min(last, MAX_ROW)) if first <= MAX_ROW else None
        below = self.at - self.rows  # the first row that stays
        first = top if top < self.at else self.at if top < below else top + self.rows
        last = bottom if bottom < self.at else max(bottom, below - 1) + self.rows
        whole = top == 1 and bottom == MAX_ROW
        return (top, bottom) if whole else (first, last) if first <= last else None

    def area(self, area: Area) -> Area | None:
        """Where a rectangle is afterwards."""
        rows = self.span(area.top, area.bottom)
        return None if rows is None else Area(rows[0], area.left, rows[1], area.right)

    def cuts(self, area: Area) -> bool:
        """Whether rows come or go within a rectangle, and not beside it."""
        if self.rows > 0:
            return area.top < self.at <= area.bottom
        return area.top < self.at - self.rows and self.at <= area.bottom


def moved_formula(
    text: str, here: str, move: RowMove, *, separator: str = "!", fixed_only: bool = False
) -> str:
    """A formula (without ``=``) of the sheet ``here`` after the move.

    ``separator`` stands between a sheet and its cells: ``!``, in Calc's interface ``.``.
    ``fixed_only`` leaves rows without ``$`` as they are.  :class:`XlsxError` for a reference that
    runs through several sheets.

    >>> moved_formula("SUM(A5:A9)+B$2+明细!A7", "表", RowMove("表", 6, 2))
    'SUM(A5:A11)+B$2+明细!A7'
    """
    wanted, own = move.sheet.casefold(), here.casefold() == move.sheet.casefold()
    if not own and wanted.replace("'", "''") not in text.casefold() and not _ACROSS.search(text):
        return text

    def new(match: re.Match[str]) -> str:
        if match["across"]:
            raise XlsxError(
                f"公式里有跨多张工作表的引用 {match['across']}",
                remedy="请改成逐张引用，或在 Excel/WPS 中增减行",
            )
        rows = [match[name] for name in ("r1", "r2", "r", "top", "bottom") if match[name]]
        sheet = match["sheet"]
        if not rows or (own is False if sheet is None else _name(sheet) != wanted):
            return match[0]
        if fixed_only and not all(row.startswith("$") for row in rows):
            return match[0]
        numbers = [int(row.lstrip("$")) for row in rows]
        columns = [match[name] for name in ("c1", "c2", "c") if match[name]]
        if not 0 < numbers[0] <= numbers[-1] <= MAX_ROW or not all(map(_is_column, columns)):
            return match[0]
        moved = move.span(numbers[0], numbers[-1])
        if moved is None:
            return "#REF!"
        fixed = ["$" * row.startswith("$") for row in rows]
        first, last = f"{fixed[0]}{moved[0]}", f"{fixed[-1]}{moved[1]}"
        before = "" if sheet is None else f"{sheet}{separator}"
        if match["r"]:
            return f"{before}{match['c']}{first}"
        return f"{before}{match['c1'] or ''}{first}:{match['c2'] or ''}{last}"

    return _PATTERNS[separator].sub(new, text)


def moved_address(area: Area, move: RowMove) -> str | None:
    """``A5`` or ``A5:B9`` after the move, ``None`` where it is gone."""
    moved = move.area(area)
    if moved is None:
        return None
    first, last = a1(*moved[:2]), a1(*moved[2:])
    return first if first == last else f"{first}:{last}"


def _is_column(letters: str) -> bool:
    name = letters.lstrip("$").upper()
    return len(name) < 3 or name <= "XFD"


def _name(sheet: str) -> str:
    plain = sheet.removeprefix("$")
    if plain.startswith("'"):
        plain = plain[1:-1].replace("''", "'")
    return plain.casefold()
