"""Addresses as programs write them, ``'[2023Q1.xlsm]名次表'!$J$7:$AY$7``, taken apart."""

from __future__ import annotations

import re

from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import MAX_COLUMN, MAX_ROW, Area, parse_a1

_ADDRESS = re.compile(r"\$?([A-Z]{0,3})\$?(\d*)(?::\$?([A-Z]{0,3})\$?(\d*))?")


def parse_address(address: str) -> tuple[str, Area]:
    """The sheet's name (empty where the address has none) and the cells.

    Whole rows and columns reach to the end of the sheet.  Raises :class:`BookError` for several
    areas at once, ``$A$1,$C$1``.
    """
    sheet, _, cells = address.rpartition("!")
    match = _ADDRESS.fullmatch(cells.upper())
    if match is None or not any(match.groups()):
        raise BookError(f"请选取一块连续的单元格，而不是 {cells[:40]}")
    left, top, right, bottom = match.groups()
    if right is None:
        right, bottom = left, top
    first = parse_a1(f"{left or 'A'}{top or 1}")
    last = (int(bottom or MAX_ROW), parse_a1(f"{right}1")[1] if right else MAX_COLUMN)
    return _sheet_name(sheet), Area(*first, *last)


def _sheet_name(text: str) -> str:
    name = text.rpartition("]")[2] if "]" in text else text.removeprefix("'")
    return name.removesuffix("'").replace("''", "'")
