"""The look of a sheet of results in Excel: what its :class:`SheetLook` says, by Excel's members.

A member that an engine lacks is passed over: looks are no reason to fail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xl_appraisal.hosts.excel.excel_values import member, own_member
from xl_appraisal.hosts.sheet_look import Alignment, SheetLook
from xl_appraisal.model.grid import Area, Ref
from xl_appraisal.model.house_style import (
    BODY_FONT,
    HEAD,
    HEAD_FONT,
    HEAD_SIZE,
    PAGE_NUMBERS,
    QUIET,
    TEXT_SIZE,
    TITLE_SIZE,
    bgr,
)

if TYPE_CHECKING:
    import xlwings as xw

_THIN = 1  # xlContinuous
_ALIGNED: dict[Alignment, int] = {"left": -4131, "centre": -4108, "right": -4152}
_CENTRE = _ALIGNED["centre"]
_LANDSCAPE, _A4 = 2, 9
_PAGE = {
    "Orientation": _LANDSCAPE,
    "PaperSize": _A4,
    "Zoom": False,
    "FitToPagesWide": 1,
    "FitToPagesTall": False,
    "CenterHorizontally": True,
    "CenterFooter": "{}&P{}&N{}".format(*PAGE_NUMBERS),
}


def dress(page: xw.Sheet, window: Any, look: SheetLook) -> None:
    """Sentences, tables and page of a filled sheet; ``window`` shows its workbook, if any does."""
    for column, width in enumerate(look.widths, 1):
        page.range((1, column)).column_width = width
    for line in look.lines:
        cells = page.range((line.row, 1), (line.row, len(look.widths)))
        cells.wrap_text, cells.row_height = True, line.height
        _set(cells.api, HorizontalAlignment=_ALIGNED["left"], VerticalAlignment=_CENTRE)
        _set(cells.api, MergeCells=len(look.widths) > 1)
        _ink(page.range((line.row, 1)), line.size)
    for table in look.tables:
        _dress_table(page, table)
    for area, alignment in look.columns():
        cells = page.range(area[:2], area[2:])
        _set(cells.api, HorizontalAlignment=_ALIGNED[alignment])
        _set(cells.api, IndentLevel=int(alignment != "centre"))
    for table in look.tables:
        page.range(table[:2], table[2:]).rows.autofit()
    _set(member(page, "Tab"), Color=bgr(QUIET))
    _set_page(page, look)
    if look.head and window is not None:
        freeze(page, window, (look.head, 0))


def _dress_table(page: xw.Sheet, table: Area) -> None:
    cells = page.range(table[:2], table[2:])
    cells.wrap_text = True
    cells.font.name, cells.font.size = BODY_FONT, TEXT_SIZE
    _set(member(cells, "Borders"), LineStyle=_THIN)
    _set(cells.api, VerticalAlignment=_CENTRE)
    header = page.range(table[:2], (table.top, table.right))
    header.color = HEAD
    header.font.name, header.font.size = HEAD_FONT, HEAD_SIZE


def _ink(cells: xw.Range, size: int) -> None:
    title = size == TITLE_SIZE
    cells.font.name, cells.font.size = HEAD_FONT if title else BODY_FONT, size


def _set(thing: Any, **members: object) -> None:
    """Set members of Excel's own object that it has."""
    for name, value in members.items():
        if thing is not None and own_member(thing, name, _set) is not _set:
            setattr(thing, name, value)


def _set_page(page: xw.Sheet, look: SheetLook) -> None:
    """A4 on its side, one page wide, numbered; the header on every page."""
    setup = member(page, "PageSetup")
    if setup is None:
        return
    repeated = {"PrintTitleRows": f"${look.head}:${look.head}"} if look.head else {}
    for name, value in {**_PAGE, **repeated}.items():
        setattr(setup, name, value)


def freeze(page: xw.Sheet, window: Any, frozen: Ref) -> None:
    """Keep the first rows and columns in sight; a window freezes the sheet that it shows.

    xlwings' own ``freeze_panes`` is there for its paid engine alone.
    """
    page.impl.activate()
    window.FreezePanes = False
    window.ScrollRow = window.ScrollColumn = 1  # what is scrolled away could never be seen again
    window.SplitRow, window.SplitColumn = frozen
    window.FreezePanes = True
    window.DisplayGridlines = False
