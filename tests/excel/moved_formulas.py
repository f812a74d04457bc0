"""Rows put into a sheet and taken out, with all formulas as Excel changes them meanwhile."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.excel.memory_cells import Content

_TEXT = re.compile(r'("[^"]*")')
_REFERENCE = re.compile(
    r"(?:(?P<sheet>'[^']+'|[^\W\d]\w*)!)?"
    r"(?P<first>\$?[A-Z]{0,3}\$?\d+)(?::(?P<last>\$?[A-Z]{0,3}\$?\d+))?(?![\w(.])"
)
_ROW = re.compile(r"(?P<column>\$?[A-Z]{0,3}\$?)(?P<row>\d+)")


def insert_rows(contents: Mapping[str, Content], sheet: str, row: int, count: int) -> None:
    """Put ``count`` rows in before a row."""
    contents[sheet].move_rows(row, count)
    _rewrite(contents, sheet, row, count)


def delete_row(contents: Mapping[str, Content], sheet: str, row: int) -> None:
    """Take one row out."""
    contents[sheet].cut_rows(row, row)
    _rewrite(contents, sheet, row, -1)


def _rewrite(contents: Mapping[str, Content], sheet: str, row: int, count: int) -> None:
    for name, content in contents.items():
        for ref, (value, formula) in content.cells.items():
            if formula is not None:
                content.cells[ref] = value, moved(formula, name, sheet, row, count)


def moved(formula: str, stands_on: str, sheet: str, row: int, count: int) -> str:
    """A formula after rows were put in (``count`` above 0) or one row was taken out.

    >>> moved('SUM(A3:B9)+$C$7&"A9"', "甲", "甲", 5, 2)
    'SUM(A3:B11)+$C$9&"A9"'
    >>> moved("SUM($3:$9)+甲!A7", "乙", "甲", 7, -1)
    'SUM($3:$9)+甲!#REF!'
    """

    def changed(match: re.Match[str]) -> str:
        on = (match["sheet"] or stands_on).strip("'")
        if on != sheet or not (match["last"] or re.search("[A-Z]", match["first"])):
            return match[0]
        ends = [_ROW.fullmatch(match[end] or match["first"]) for end in ("first", "last")]
        assert ends[0] and ends[1]
        top, bottom = (int(end["row"]) for end in ends if end)
        if count < 0 and top == bottom == row:
            cells = "#REF!"
        else:
            top = top + count if top >= row + (count < 0) else top
            bottom = bottom + count if bottom >= row else bottom
            cells = f"{ends[0]['column']}{top}"
            cells += f":{ends[1]['column']}{bottom}" if match["last"] else ""
        return f"{match['sheet']}!{cells}" if match["sheet"] else cells

    parts = _TEXT.split(formula)
    parts[::2] = [_REFERENCE.sub(changed, part) for part in parts[::2]]
    return "".join(parts)
