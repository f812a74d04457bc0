"""Pages as a workbook of values without macros, a sheet each, that prints as it is seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import zip_longest

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.row_heights import (
    HIGHEST,
    header_text,
    headings,
    height,
    pieces,
    pixels,
    row_heights,
    width_of,
)
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.xlsx_writer import (
    Book,
    Properties,
    Sheet,
    clipped,
    set_printed,
    settle,
    workbook_bytes,
    write_merged,
)
from xl_appraisal.model.house_style import RESULT
from xl_appraisal.outputs.page import Column, Heading, Page, Row, Table, Text

_GRID = 24
"""Narrow columns; a sized table's columns take whole numbers of them, so that all line up."""
_NARROW = 3.3  # characters
_CREATED = dt.datetime(2024, 1, 1)  # the contents alone decide the bytes
_SIGNED = "+General;-General;0"
_ALIGN = {"text": "left", "centre": "center", "figure": "right", "signed": "right"}
_LOOKS: dict[str, Properties] = {
    "cut": {"font_color": "#9C0006"},
    "total": {"bold": True},
    "marked": {"bg_color": styles.EITHER},
}
_RIGHT: Properties = {"align": "right", "indent": 1}
_LEAST = 18.0  # points
_INCH = 25.4  # millimetres
_REMARK_SIZE = 12


def pages_xlsx(pages: Sequence[Page], origin: str = "", seal: str = "") -> bytes:
    """The workbook's bytes.

    ``origin`` is a note of origin under the last page, none if empty, and ``seal`` a word on the
    seal at each page's foot.
    """

    def fill(book: Book) -> None:
        settle(book, pages[0].title, _CREATED, category=RESULT)
        look = Styles(book)
        for number, page in enumerate(pages, 1):
            last = origin if number == len(pages) else ""
            draw(book.add_worksheet(page.sheet), page, look, last, seal)

    return workbook_bytes(fill)


def draw(sheet: Sheet, page: Page, look: Styles, origin: str = "", seal: str = "") -> None:
    """Put a page on an empty sheet of an open workbook."""
    _Drawing(sheet, page, look).draw(origin, seal)


class _Drawing:
    """Puts blocks below each other; rows and columns count from 0."""

    def __init__(self, sheet: Sheet, page: Page, look: Styles) -> None:
        self.sheet, self.page, self.look, self.row = sheet, page, look, 0
        self.table = next((table for table in page.tables if table.size is None), None)
        widths = [c.width for c in self.table.columns] if self.table else [_NARROW] * _GRID
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        self.right = len(widths) - 1
        self.room = 0.94 * sum(map(pixels, widths))

    def draw(self, origin: str, seal: str) -> None:
        page = self.page
        if page.above:
            self._across(page.above, styles.ANNEX, 16, 26)
        if page.title:
            base = styles.LIST_TITLE if self._is_list() else styles.TITLE
            self._across(page.title, base, page.paper.sheet_title, 40)
        if page.subtitle:
            quiet = {**styles.HINT, "font_color": "#000000"}
            base = quiet if self._is_list() else {**styles.ANNEX, "align": "center"}
            self._across(page.subtitle, base, 11 if self._is_list() else 14, 26)
        for block in page.blocks:
            if isinstance(block, Table):
                self._table(block)
            elif isinstance(block, Heading):
                self._across(block.text, styles.ANNEX, 13, 26)
            elif not block.remark:
                self._across(f"　　{block.text}", styles.REMARK, 10 if block.small else 12, _LEAST)
        self._remarks([b.text for b in page.blocks if isinstance(b, Text) and b.remark])
        if origin:
            self._across(origin, styles.HINT, 9, _LEAST)
        paper = page.paper
        set_printed(
            self.sheet,
            paper.excel,
            lying=paper.width > paper.height,
            side=paper.side / _INCH,
            top=paper.top / _INCH,
            bottom=paper.bottom / _INCH,
            foot=paper.foot / _INCH,
            beside=seal,
        )

    def _is_list(self) -> bool:
        return self.table is not None and not self.page.above

    def _across(self, text: str, base: Properties, size: float, least: float) -> None:
        """A text over the whole width; its row as high as it needs, or several where it is long."""
        style = self.look.of({**base, "font_size": size, "text_wrap": True})
        for part in pieces(text, self.room, size):
            write_merged(self.sheet, (self.row, 0, self.row, self.right), part, style)
            self.sheet.set_row(self.row, height(part, self.room, size, least))
            self.row += 1

    def _remarks(self, texts: Sequence[str]) -> None:
        """In one cell, which no page break goes through; one each where they are too high."""
        if texts and height("\n".join(texts), self.room, _REMARK_SIZE) <= HIGHEST:
            texts = ["\n".join(texts)]
        for text in texts:
            self._across(text, styles.REMARK, _REMARK_SIZE, 0)

    def _table(self, table: Table) -> None:
        spans = _spans(table)
        cells = headings([column.header for column in table.columns], table.depth)
        for cell in cells:
            right_aligned = table.columns[cell.left].look in ("figure", "signed")
            style = self.look.of(styles.HEADER, **(_RIGHT if right_aligned else {}))
            left, right = spans[cell.left][0], spans[cell.right][1]
            area = (self.row + cell.top, left, self.row + cell.bottom, right)
            write_merged(self.sheet, area, header_text(cell.text), style)
        size = float(styles.HEADER["font_size"])
        in_characters = [width_of(self._room(*span)) for span in spans]
        for high in row_heights(cells, in_characters, table.depth, size):
            self.sheet.set_row(self.row, high)
            self.row += 1
        if table is self.table:
            self._freeze(table)
        for row in table.rows:
            self._row(table, row, spans)

    def _freeze(self, table: Table) -> None:
        """Keep the header and the fixed columns in sight, and print the header on every page."""
        first = self.row - table.depth if self._is_list() else 0
        self.sheet.repeat_rows(first, self.row - 1)
        self.sheet.freeze_panes(self.row, sum(column.fixed for column in table.columns))
        if self.page.filtered:
            last = self.row - 1 + max(len(table.rows), 1)
            self.sheet.autofilter(self.row - 1, 0, last, self.right)

    def _room(self, left: int, right: int) -> float:
        """The pixels between two columns, both included."""
        if self.table is not None:
            return sum(pixels(column.width) for column in self.table.columns[left : right + 1])
        return (right - left + 1) * pixels(_NARROW)

    def _row(self, table: Table, row: Row, spans: Sequence[tuple[int, int]]) -> None:
        if row.look == "group":
            group = {**styles.HEADER, "align": "left", "indent": 1}
            self._across(str(row.cells[0]), group, 11, 20)
            return
        size = table.size or float(styles.BODY["font_size"])
        rooms = [0.92 * self._room(*span) for span in spans]
        texts = [value if isinstance(value, str) else "" for value in row.cells]
        broken = [[clipped(text)] for text in texts]
        if table.size is not None:  # a document is read on paper; a list is also filtered
            broken = [pieces(*part, size) for part in zip(texts, rooms, strict=True)]
        for number, parts in enumerate(zip_longest(*broken, fillvalue="")):
            for place, (left, right) in enumerate(spans):
                value = row.cells[place] if number == 0 else None
                style = self.look.of(
                    styles.BODY, **_cell_look(value, table.columns[place], row, size)
                )
                write_merged(self.sheet, (self.row, left, self.row, right), parts[place], style)
                if not isinstance(value, str | None):
                    self.sheet.write_number(self.row, left, value, style)
            heights = [height(*part, size) for part in zip(parts, rooms, strict=True) if part[0]]
            self.sheet.set_row(self.row, min(HIGHEST, max([size * 1.83, *heights])))
            self.row += 1


def _cell_look(value: object, column: Column, row: Row, size: float) -> Properties:
    own: Properties = {"font_size": size, "align": _ALIGN[column.look], **_LOOKS.get(row.look, {})}
    if own["align"] != "center":
        own["indent"] = 1
    if column.bold:
        own["bold"] = True
    if value is None or isinstance(value, str):
        return own | {"num_format": "@", "text_wrap": True}
    signed = _SIGNED if column.look == "signed" else "General"
    return own | {"num_format": column.number_format or signed, "shrink": True}


def _spans(table: Table) -> list[tuple[int, int]]:
    """First and last column on the sheet of each of a table's, in proportion to their shares."""
    if table.size is None:
        return [(place, place) for place in range(len(table.columns))]
    total = sum(column.width for column in table.columns)
    ends, so_far = [], 0.0
    for column in table.columns:
        so_far += column.width
        ends.append(round(so_far * _GRID / total))
    return [(left, end - 1) for left, end in zip([0, *ends], ends, strict=False)]
