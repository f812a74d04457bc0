"""公布成绩 and 核对: what the program fills in."""

from __future__ import annotations

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.table_sheets import (
    HINT_HEIGHT,
    write_blank_rows,
    write_frame,
)
from xl_appraisal.book.new.xlsx_writer import Properties, Sheet, write_merged
from xl_appraisal.book.sheets import (
    CHECK_SUMMARY_ROWS,
    CHECK_TABLE,
    published_table,
)
from xl_appraisal.model.findings import SEVERITY_NAMES, Severity
from xl_appraisal.model.rulebook import Rulebook

_PUBLISHED_HINT = "导入已公布的名次表时由程序填写，只用于核对，不参加计算。"
_TEXT: Properties = {"num_format": "@", "text_wrap": True}
_LONG: Properties = {**_TEXT, "align": "left", "indent": 1}
_SEVERITY_TINTS: dict[Severity, str] = {"error": "#F8CBAD", "warning": "#FFE699"}
_FINDING_ROWS = 2000
_READY_FINDINGS = 200
_FINDING_HEIGHT = 34.0  # points


def write_published(sheet: Sheet, rulebook: Rulebook, look: Styles) -> None:
    """公布成绩: only its header; an import fills it."""
    table = published_table(tuple(module.name for module in rulebook.notice.modules))
    widths = dict.fromkeys((field for field, _ in table.fields), 14.0) | {"window": 26.0}
    write_frame(sheet, table, _PUBLISHED_HINT, widths, look)


def write_check(sheet: Sheet, look: Styles) -> None:
    """核对: three sentences, then the findings; the program fills in both."""
    widths = {
        "severity": 8,
        "where": 18,
        "window": 18,
        "item": 22,
        "found": 18,
        "expected": 24,
        "remark": 7,
        "message": 100,
        "code": 20,
    }
    write_frame(sheet, CHECK_TABLE, "", widths, look)
    last = len(CHECK_TABLE.fields) - 1
    for row in CHECK_SUMMARY_ROWS:
        sheet.set_row(row - 1, HINT_HEIGHT)
        sentence = look.of(styles.REMARK, valign="vcenter")
        write_merged(sheet, (row - 1, 0, row - 1, last), "", sentence)
    first = CHECK_TABLE.header_row
    own = {field: _LONG for field, _ in CHECK_TABLE.fields} | {
        "severity": _TEXT,
        "remark": {},
        "code": {**_LONG, "font_color": styles.QUIET},
    }
    rows = range(first, first + _READY_FINDINGS)
    for row in rows:
        # LibreOffice does not make rows grow on opening: two lines must show from the start
        sheet.set_row(row, _FINDING_HEIGHT)
    write_blank_rows(sheet, CHECK_TABLE, rows, look, own)
    for severity, tint in _SEVERITY_TINTS.items():
        rule = {
            "type": "formula",
            "criteria": f'=$A{first + 1}="{SEVERITY_NAMES[severity]}"',
            "format": look.of({"bg_color": tint}),
        }
        sheet.conditional_format(first, 0, first + _FINDING_ROWS - 1, last, rule)
