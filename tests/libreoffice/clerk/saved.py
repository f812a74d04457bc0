"""A saved file beside the screen: what other readers find in it is what Calc showed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import python_calamine
from openpyxl.utils.datetime import to_excel

from xl_appraisal.model.grid import Ref, a1

Rows = Sequence[Sequence[Any]]
_MOST = 5
_ERROR = "#"


def held(document: Any) -> dict[str, Any]:
    """What every sheet shows, from A1 on: numbers, texts, ``None`` for an error."""
    found = {}
    for name in document.Sheets.ElementNames:
        height, width = end_of(document, name)
        sheet = document.Sheets.getByName(name)
        found[name] = sheet.getCellRangeByPosition(0, 0, width - 1, height - 1).getDataArray()
    return found


def formulas_held(document: Any) -> dict[str, list[str]]:
    """The cells of every sheet that compute."""
    found = {}
    for name in document.Sheets.ElementNames:
        height, width = end_of(document, name)
        sheet = document.Sheets.getByName(name)
        cells = sheet.getCellRangeByPosition(0, 0, width - 1, height - 1).queryContentCells(16)
        found[name] = sorted(
            a1(row + 1, column + 1)
            for area in cells.getRangeAddresses()
            for row in range(area.StartRow, area.EndRow + 1)
            for column in range(area.StartColumn, area.EndColumn + 1)
        )
    return found


def unlike_formulas(held: Mapping[str, Sequence[str]], path: Path) -> list[str]:
    """The first cells that compute on the screen and not in the file, or the other way round."""
    book = openpyxl.load_workbook(path)
    told = []
    for name in held.keys() & set(book.sheetnames):
        lines = book[name].iter_rows()
        stored = {c.coordinate for line in lines for c in line if c.data_type == "f"}
        told += [f"{name}!{place}: a formula on one side" for place in stored ^ set(held[name])]
    return sorted(told)[:_MOST]


def unlike_percents(held: Mapping[str, Sequence[str]], path: Path) -> list[str]:
    """The first cells that are a percent on the screen and not in the file, or the other way."""
    book = openpyxl.load_workbook(path, data_only=True)
    told = []
    for name in held.keys() & set(book.sheetnames):
        numbers = (c for line in book[name].iter_rows() for c in line if c.data_type == "n")
        stored = {c.coordinate for c in numbers if c.value is not None and "%" in c.number_format}
        told += [f"{name}!{place}: a percent on one side" for place in stored ^ set(held[name])]
    return sorted(told)[:_MOST]


def end_of(document: Any, name: str) -> tuple[int, int]:
    """The last row and column of a sheet that hold anything, from 1."""
    cursor = document.Sheets.getByName(name).createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    return end.EndRow + 1, end.EndColumn + 1


def stored(path: Path) -> dict[str, dict[Ref, Any]]:
    """What openpyxl reads: the stored values, nothing computed."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        name: {
            (cell.row, cell.column): cell.value
            for line in book[name].iter_rows()
            for cell in line
            if cell.value is not None
        }
        for name in book.sheetnames
    }


def stored_by_calamine(path: Path) -> dict[str, dict[Ref, Any]]:
    """What calamine, a reader of another make, finds stored; it tells an error as a blank."""
    book = python_calamine.load_workbook(path)
    pages = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
    return {
        name: dict(cells(page.to_python(skip_empty_area=False))) for name, page in pages.items()
    }


def without_errors(holds: Mapping[str, Rows]) -> dict[str, Rows]:
    """What the sheets hold, an error as a blank: so calamine tells it."""
    return {
        name: [["" if value is None else value for value in line] for line in rows]
        for name, rows in holds.items()
    }


def cells(rows: Rows) -> Iterator[tuple[Ref, Any]]:
    """The cells that hold anything, of rows from A1 on; an error as its first sign."""
    for row, line in enumerate(rows, 1):
        for column, value in enumerate(line, 1):
            if value != "":
                yield (row, column), _ERROR if value is None else value


def unlike(
    holds: Mapping[str, Rows], found: Mapping[str, Mapping[Ref, Any]], reader: str
) -> list[str]:
    """The first cells that a reader finds otherwise than the screen."""
    told = []
    for name in holds.keys() & found.keys():
        shown, other = dict(cells(holds[name])), found[name]
        told += [
            f"{name}!{a1(*ref)}: screen {shown.get(ref)!r}, {reader} {other.get(ref)!r}"
            for ref in sorted(shown.keys() | other.keys())
            if not _same(shown.get(ref), other.get(ref))
        ]
    return told[:_MOST]


def _same(shown: Any, found: Any) -> bool:
    if isinstance(found, dt.datetime | dt.date | dt.time | dt.timedelta):
        found = to_excel(found)
    if shown is None:  # a function's empty text is stored as a space, which every reader keeps
        return found in ("", None, " ")
    if isinstance(shown, float) and isinstance(found, int | float):
        return abs(shown - found) <= 1e-9 * max(1.0, abs(shown))
    if shown == _ERROR:
        return isinstance(found, str) and found.startswith(_ERROR)
    return bool(shown == found)
