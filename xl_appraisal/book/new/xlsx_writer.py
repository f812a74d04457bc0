"""XlsxWriter, which has no type stubs, behind names that the rest of the package can be typed with.

A workbook becomes bytes in memory; ``write_file`` makes bytes a file all at once.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any, TypeAlias

import xlsxwriter

from xl_appraisal.model.house_style import PAGE_NUMBERS
from xl_appraisal.model.limits import MAX_TEXT_UNITS

Book: TypeAlias = Any
"""An open ``xlsxwriter.Workbook``."""
Sheet: TypeAlias = Any
"""A ``xlsxwriter.worksheet.Worksheet``; rows and columns count from 0 there."""
Format: TypeAlias = Any
Properties: TypeAlias = dict[str, Any]
"""Format properties by XlsxWriter's names."""

CALCULATION_ID = 191029  # of current Excel; an older one makes Excel recalculate on opening
_CUT = "……（太长，没有列全）"
A3, A4 = 8, 9
"""Excel's numbers of the papers."""
FOOTER = "&C{}&P{}&N{}".format(*PAGE_NUMBERS)


def workbook_bytes(fill: Callable[[Book], object]) -> bytes:
    """The bytes of the workbook that ``fill`` writes."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    fill(book)
    book.close()
    return buffer.getvalue()


def settle(
    book: Book, title: str, created: dt.datetime, *, calculate: bool = False, category: str = ""
) -> None:
    """Fix what would differ from run to run, and keep the figures that are stored.

    ``calculate`` is for formulas that any program can compute.  Without this Excel recalculates
    on opening, and a figure that comes from an add-in becomes ``#NAME?`` on a machine that does
    not have it.
    """
    book.set_properties({"title": title, "created": created, "category": category})
    book.set_calc_mode("auto", CALCULATION_ID)
    book.calc_on_load = calculate


def take_formulas_as_they_are(sheet: Sheet) -> None:
    """Spare a sheet of tens of thousands of formulas the search of each for newer functions.

    Only for formulas without any; without this method of XlsxWriter's it would merely be slow.
    """
    sheet._prepare_formula = lambda formula, _expand=False: formula.removeprefix("=")


def write_text(sheet: Sheet, row: int, column: int, text: str, style: Format = None) -> None:
    """``text`` as a string whatever it looks like (``=1+1``, ``001``); a blank cell for ``""``.

    Raises :class:`ValueError` for a text longer than a cell can hold.
    """
    if len(text) > MAX_TEXT_UNITS:
        raise ValueError(f"单元格文字有 {len(text)} 个字符，最多 {MAX_TEXT_UNITS} 个。")
    if text:
        sheet.write_string(row, column, text, style)
    else:
        sheet.write_blank(row, column, None, style)


def clipped(text: str) -> str:
    """A sentence put together around staff's own words, as long as a cell can hold it."""
    return text if len(text) <= MAX_TEXT_UNITS else text[: MAX_TEXT_UNITS - len(_CUT)] + _CUT


def write_merged(
    sheet: Sheet, area: tuple[int, int, int, int], text: str, style: Format = None
) -> None:
    """``text`` over the area (top, left, bottom, right); one cell alone is not merged."""
    top, left, bottom, right = area
    if (top, left) != (bottom, right):
        sheet.merge_range(top, left, bottom, right, "", style)
    write_text(sheet, top, left, text, style)


def set_printed(
    sheet: Sheet,
    paper: int = A4,
    *,
    lying: bool = True,
    tall: int = 0,
    side: float = 0.5,
    top: float = 0.5,
    bottom: float = 0.6,
    foot: float = 0.3,
    beside: str = "",
    repeated: tuple[int, int] | None = None,
    lines: bool = False,
) -> None:
    """Set the page up, one page wide and ``tall`` pages high, as many as it takes if 0.

    Margins are in inches, ``repeated`` are rows (from 0) on every page, and ``beside`` stands
    to the right of the number of each.  ``lines`` leaves the program's own between the cells,
    which are not printed.
    """
    sheet.set_paper(paper)
    if lying:
        sheet.set_landscape()
    sheet.fit_to_pages(1, tall)
    sheet.set_margins(left=side, right=side, top=top, bottom=bottom)
    sheet.center_horizontally()
    sheet.set_footer(f"{FOOTER}&R&9{beside}" if beside else FOOTER, {"margin": foot})
    sheet.hide_gridlines(1 if lines else 2)
    if repeated is not None:
        sheet.repeat_rows(*repeated)
