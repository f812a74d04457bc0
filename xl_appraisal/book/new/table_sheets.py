"""The plain tables: a title, a hint, a header, rows to fill in."""

from __future__ import annotations

from collections.abc import Mapping

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.printed_page import set_printed
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.xlsx_writer import Properties, Sheet, write_merged, write_text
from xl_appraisal.book.sheets import TableSheet

_HEADER_HEIGHT = 24.0  # points
_TITLE_HEIGHT = 32.0
HINT_HEIGHT = 32.0


def write_frame(
    sheet: Sheet, table: TableSheet, hint: str, widths: Mapping[str, float], look: Styles
) -> None:
    """Title, hint and header of a table, its column widths and its page.

    ``widths`` are in characters, by field id.  An empty ``hint`` leaves its row alone.
    """
    last = len(table.fields) - 1
    sheet.set_row(0, _TITLE_HEIGHT)
    write_text(sheet, 0, 0, table.name, look.of(styles.LIST_TITLE))
    if hint:
        sheet.set_row(1, HINT_HEIGHT)
        write_merged(sheet, (1, 0, 1, last), hint, look.of(styles.HINT))
    header = table.header_row - 1
    sheet.set_row(header, _HEADER_HEIGHT)
    for place, (field, text) in enumerate(table.fields):
        sheet.set_column(place, place, widths[field])
        write_text(sheet, header, place, text, look.of(styles.HEADER, font_size=11))
    sheet.freeze_panes(header + 1, 0)
    set_printed(sheet, repeated=(header, header))


def write_blank_rows(
    sheet: Sheet, table: TableSheet, rows: range, look: Styles, own: Mapping[str, Properties]
) -> None:
    """Bordered rows to fill in; ``own`` are properties of single fields' cells.

    Their height is left open, so that a long text makes its row grow.
    """
    for row in rows:
        for place, (field, _) in enumerate(table.fields):
            style = look.of(styles.BODY, **own.get(field, {}))
            write_text(sheet, row, place, "", style)


def place_of(table: TableSheet, field: str) -> int:
    """The column of a field, from 0."""
    return [known for known, _ in table.fields].index(field)
