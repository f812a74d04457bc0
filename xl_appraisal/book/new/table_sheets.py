"""The plain tables: a title, a hint, a header, rows to fill in; 公布成绩 and 核对 among them."""

from __future__ import annotations

from collections.abc import Mapping

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.xlsx_writer import (
    Properties,
    Sheet,
    set_printed,
    write_merged,
    write_text,
)
from xl_appraisal.book.sheets import CHECK_SUMMARY_ROWS, CHECK_TABLE, TableSheet, published_table
from xl_appraisal.model.findings import SEVERITY_NAMES, Severity
from xl_appraisal.model.grid import column_name
from xl_appraisal.model.rulebook import Rulebook

_HEADER_HEIGHT = 24.0  # points
_TITLE_HEIGHT = 32.0
HINT_HEIGHT = 32.0
_LINE_HEIGHT, _MOST_HEIGHT = 18.0, 400.0

TEXT: Properties = {"num_format": "@", "text_wrap": True}
LONG: Properties = {**TEXT, "align": "left", "indent": 1}
_QUIET: Properties = {"font_color": styles.QUIET}
FRAME: Properties = {"border": 1}
LOOKS: dict[str, Properties] = {
    "": {},
    "text": TEXT,
    "long": LONG,
    "bold": {"bold": True},
    "total": {"num_format": "0.00#", "align": "right", "indent": 1},
    "date": {"num_format": "yyyy-mm-dd"},
    "quiet": {**TEXT, **_QUIET},
    "quiet long": {**LONG, **_QUIET},
    "source": {**LONG, **_QUIET, "font_size": 10},
    "hidden": {**_QUIET, "font_size": 9},
    "small long": {**LONG, "font_size": 11},
    "dense long": {**LONG, "font_size": 9},
    "link": {**LONG, "font_size": 11, "font_color": styles.LINK, "underline": 1},
}
"""How cells look, by the words of ``sheet_columns.tsv``."""
_PUBLISHED_HINT = "导入已公布的名次表时由程序填写，只用于核对，不参加计算。"
_SEVERITY_TINTS: dict[Severity, str] = {"error": "#F8CBAD", "warning": "#FFE699"}
_FINDING_ROWS = 5000
_READY_WINDOWS = 200
_READY_FINDINGS = 200
_FINDING_HEIGHT = 42.0  # points
_ELECTED_ON_A_LINE = 15  # windows of which a third is named on a line of that sentence


def write_table(
    sheet: Sheet,
    table: TableSheet,
    hint: str,
    look: Styles,
    *,
    ready: int = 0,
    accepts: Mapping[str, Properties] = {},
    covered: int = 0,
) -> None:
    """Title, hint and header of a table, its page, and ``ready`` rows to fill in.

    What the fields accept reaches over ``covered`` rows.  An empty ``hint`` leaves its row alone.
    The rows' height is left open, so that a long text makes its row grow.  A row without borders
    gets them from :func:`frame_filled`.
    """
    last = len(table.fields) - 1
    sheet.set_row(0, _TITLE_HEIGHT)
    write_text(sheet, 0, 0, table.name, look.of(styles.LIST_TITLE))
    if hint:
        sheet.set_row(1, HINT_HEIGHT)
        write_merged(sheet, (1, 0, 1, last), hint, look.of(styles.HINT))
    header = table.header_row - 1
    sheet.set_row(header, _HEADER_HEIGHT)
    for place, (name, text) in enumerate(table.fields):
        hidden = {"hidden": table.looks[place] == "hidden"}
        sheet.set_column(place, place, table.widths[place], None, hidden)
        write_text(sheet, header, place, text, look.of(styles.HEADER, font_size=11))
        style = look.of(styles.BODY, **LOOKS[table.looks[place]], border=0)
        for row in range(header + 1, header + 1 + ready):
            write_text(sheet, row, place, "", style)
        if name in accepts:
            sheet.data_validation(header + 1, place, header + covered, place, accepts[name])
    sheet.freeze_panes(header + 1, 0)
    set_printed(sheet, repeated=(header, header), lines=True)


def below(row: int) -> str:
    """In a conditional format: whether a cell stands below a row, counted from 0."""
    return f"ROW()>ROW($A${row + 1})"


def frame_filled(sheet: Sheet, table: TableSheet, top: int, count: int, look: Styles) -> None:
    """Borders around ``count`` rows from ``top`` (from 0) on, where they hold anything.

    So no blank grid is printed; on the screen the program's own lines show it.  To be called
    after other conditional formats of those cells, which need borders of their own: LibreOffice
    takes the first that applies.
    """
    last = len(table.fields) - 1
    row = f"$A{top + 1}:${column_name(last + 1)}{top + 1}"
    frame = {"type": "formula", "criteria": f"=COUNTA({row})>0", "format": look.of(FRAME)}
    sheet.conditional_format(top, 0, top + count - 1, last, frame)


def write_published(sheet: Sheet, rulebook: Rulebook, look: Styles) -> None:
    """公布成绩: only its header; an import fills it."""
    table = published_table(tuple(module.name for module in rulebook.notice.modules))
    write_table(sheet, table, _PUBLISHED_HINT, look, ready=_READY_WINDOWS)
    frame_filled(sheet, table, table.header_row, _FINDING_ROWS, look)


def write_check(sheet: Sheet, awards: int, windows: int, look: Styles) -> None:
    """核对: three sentences, then the findings; the program fills in both.

    The second sentence takes a line for each of so many ``awards``, and names who is elected:
    room is for a third of the ``windows``.
    """
    write_table(sheet, CHECK_TABLE, "", look, ready=_READY_FINDINGS)
    last = len(CHECK_TABLE.fields) - 1
    for row in CHECK_SUMMARY_ROWS:
        second = row == CHECK_SUMMARY_ROWS[1]
        more = max(awards - 1, 0) + windows // _ELECTED_ON_A_LINE if second else 0
        sheet.set_row(row - 1, min(HINT_HEIGHT + more * _LINE_HEIGHT, _MOST_HEIGHT))
        sentence = look.of(styles.REMARK, valign="vcenter")
        write_merged(sheet, (row - 1, 0, row - 1, last), "", sentence)
    first = CHECK_TABLE.header_row
    for row in range(first, first + _READY_FINDINGS):
        # LibreOffice does not make rows grow on opening: three lines must show from the start
        sheet.set_row(row, _FINDING_HEIGHT)
    for severity, tint in _SEVERITY_TINTS.items():
        rule = {
            "type": "formula",
            "criteria": f'=$A{first + 1}="{SEVERITY_NAMES[severity]}"',
            "format": look.of({**FRAME, "bg_color": tint}),
        }
        sheet.conditional_format(first, 0, first + _FINDING_ROWS - 1, 0, rule)
    frame_filled(sheet, CHECK_TABLE, first, _FINDING_ROWS, look)
    sheet.autofilter(first - 1, 0, first + _FINDING_ROWS - 1, last)
