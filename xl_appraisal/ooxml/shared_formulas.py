"""A shared formula as its followers show it (ECMA-376 Part 1, 18.3.1.40, 18.17.2)."""

from __future__ import annotations

import re

from xl_appraisal.model.grid import MAX_COLUMN, MAX_ROW, column_name, parse_a1

_TOKEN = re.compile(
    r"""
    "(?:[^"]|"")*(?:"|\Z)                               # text; unclosed ones end the search
    | '(?:[^']|'')*(?:'|\Z)                             # quoted sheet name
    | \[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*(?:\]|\Z)  # workbook number, table column
    | (?P<columns>(?P<c1>\$?[A-Za-z]{1,3}):(?P<c2>\$?[A-Za-z]{1,3}))(?![\w.(!:\\?])
    | (?P<rows>(?P<r1>\$?[0-9]{1,7}):(?P<r2>\$?[0-9]{1,7}))(?![\w.(!:\\?])
    | (?P<cell>(?P<c>\$?[A-Za-z]{1,3})(?P<r>\$?[1-9][0-9]{0,6}))(?![\w.(!\\?])
    | [\w.\\?$]+                                        # names, functions, numbers
    """,
    re.VERBOSE | re.DOTALL,
)


def translate(text: str, rows: int, columns: int) -> str:
    """``text`` moved by ``rows`` and ``columns``: relative references move, ``$`` ones stay.

    >>> translate("SUM(A1:$B$2)+D$1", 1, 1)
    'SUM(B2:$B$2)+E$1'

    A reference moved off the sheet becomes ``#REF!``.
    """

    def move(match: re.Match[str]) -> str:
        if match["cell"] and _is_cell(match["cell"]):
            return _join(_column(match["c"], columns), _row(match["r"], rows))
        if match["columns"] and _are_columns(match["c1"], match["c2"]):
            return _join(_column(match["c1"], columns), ":", _column(match["c2"], columns))
        if match["rows"]:
            return _join(_row(match["r1"], rows), ":", _row(match["r2"], rows))
        return match[0]

    return _TOKEN.sub(move, text)


def _join(*parts: str) -> str:
    return "#REF!" if "" in parts else "".join(parts)


def _is_cell(text: str) -> bool:
    try:
        parse_a1(text)
    except ValueError:
        return False
    return True


def _are_columns(*names: str) -> bool:
    return all(_is_cell(name + "1") for name in names)


def _column(text: str, by: int) -> str:
    if text.startswith("$"):
        return text
    number = parse_a1(text + "1")[1] + by
    return column_name(number) if 1 <= number <= MAX_COLUMN else ""


def _row(text: str, by: int) -> str:
    if text.startswith("$"):
        return text
    number = int(text) + by
    return str(number) if 1 <= number <= MAX_ROW else ""
