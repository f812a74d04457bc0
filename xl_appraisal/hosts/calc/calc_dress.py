"""The look of a sheet of results in Calc: what its :class:`SheetLook` says, by UNO's properties."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import uno

from xl_appraisal.hosts.calc.calc_formats import address_of, cells_of
from xl_appraisal.hosts.sheet_look import Alignment, Line, SheetLook
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
    rgb,
)

_DIGIT = 200  # hundredths of a millimetre that a digit takes in a column
_POINT = 2540 / 72
_THIN, _CENTRE, _INDENT = 18, 2, 150
_LIST_STYLE = "绩效考核清单"
_ALIGNED: dict[Alignment, str] = {"left": "LEFT", "centre": "CENTER", "right": "RIGHT"}


def dress(document: Any, page: Any, look: SheetLook) -> None:
    """Sentences, tables and page of a filled sheet."""
    for column, width in enumerate(look.widths):
        page.Columns.getByIndex(column).Width = int(width * _DIGIT)
    for table in look.tables:
        _dress_table(page, table)
    for area, alignment in look.columns():
        cells = cells_of(page, area)
        cells.HoriJustify = _justified(alignment)
        cells.ParaIndent = 0 if alignment == "centre" else _INDENT
    for line in look.lines:
        _dress_line(page, line, len(look.widths))
    if look.head:
        page.setPrintTitleRows(True)
        page.setTitleRows(address_of(page, Area(look.head, 1, look.head, 1)))
        freeze(document, page, (look.head, 0))
    page.TabColor = rgb(QUIET)
    page.PageStyle = _list_style(document)


def _dress_table(page: Any, table: Area) -> None:
    cells = cells_of(page, table)
    cells.IsTextWrapped, cells.VertJustify = True, _CENTRE
    _ink(cells, BODY_FONT, TEXT_SIZE)
    line = uno.createUnoStruct("com.sun.star.table.BorderLine2")
    line.OuterLineWidth = line.LineWidth = _THIN
    cells.LeftBorder = cells.RightBorder = cells.TopBorder = cells.BottomBorder = line
    header = cells_of(page, table._replace(bottom=table.top))
    header.CellBackColor = rgb(HEAD)
    _ink(header, HEAD_FONT, HEAD_SIZE)
    cells.Rows.OptimalHeight = True


def _dress_line(page: Any, line: Line, columns: int) -> None:
    cells = cells_of(page, Area(line.row, 1, line.row, columns))
    cells.IsTextWrapped, cells.VertJustify = True, _CENTRE
    cells.HoriJustify = _justified("left")
    _ink(cells, HEAD_FONT if line.size == TITLE_SIZE else BODY_FONT, line.size)
    if columns > 1:
        cells.merge(True)
    cells.Rows.Height = int(line.height * _POINT)


def _ink(cells: Any, font: str, size: float) -> None:
    cells.CharFontName = cells.CharFontNameAsian = font
    cells.CharHeight = cells.CharHeightAsian = float(size)


def _justified(alignment: Alignment) -> Any:
    return uno.Enum("com.sun.star.table.CellHoriJustify", _ALIGNED[alignment])


def freeze(document: Any, page: Any, frozen: Ref) -> None:
    """Keep the first rows and columns in sight; a window freezes the sheet that it shows.

    One that is hidden would lose the panes that it has.
    """
    controller = document.CurrentController
    with suppress(Exception):  # a document without a window has nothing to freeze
        if not controller.Frame.ContainerWindow.isVisible():
            return
        front = controller.ActiveSheet
        controller.setActiveSheet(page)
        controller.freezeAtPosition(*reversed(frozen))
        controller.setActiveSheet(front)


def _list_style(document: Any) -> str:
    """The page of lists: A4 on its side, one page wide, numbered; made where it lacks."""
    known = document.StyleFamilies.getByName("PageStyles")
    if not known.hasByName(_LIST_STYLE):
        style = document.createInstance("com.sun.star.style.PageStyle")
        known.insertByName(_LIST_STYLE, style)
        style.IsLandscape, style.Width, style.Height = True, 29700, 21000
        style.ScaleToPagesX, style.ScaleToPagesY = 1, 0
        style.HeaderIsOn, style.FooterIsOn, style.CenterHorizontally = False, True, True
        _number(document, style)
    return _LIST_STYLE


def _number(document: Any, style: Any) -> None:
    """第 1 页 共 3 页 at the foot."""
    footer = style.RightPageFooterContent
    for text in (footer.LeftText, footer.CenterText, footer.RightText):
        text.setString("")
    text = footer.CenterText
    end = text.createTextCursor()
    before, between, after = PAGE_NUMBERS
    for words, field in ((before, "PageNumber"), (between, "PageCount"), (after, "")):
        end.gotoEnd(False)
        text.insertString(end, words, False)
        if field:
            end.gotoEnd(False)
            made = document.createInstance(f"com.sun.star.text.TextField.{field}")
            text.insertTextContent(end, made, False)
    style.RightPageFooterContent = footer
