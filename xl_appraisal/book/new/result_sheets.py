"""公布成绩 and 核对: what the program fills in."""

from __future__ import annotations

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.table_sheets import HINT_HEIGHT, write_table
from xl_appraisal.book.new.xlsx_writer import Sheet, write_merged
from xl_appraisal.book.sheets import (
    CHECK_SUMMARY_ROWS,
    CHECK_TABLE,
    published_table,
)
from xl_appraisal.model.findings import SEVERITY_NAMES, Severity
from xl_appraisal.model.rulebook import Rulebook

_PUBLISHED_HINT = "导入已公布的名次表时由程序填写，只用于核对，不参加计算。"
_SEVERITY_TINTS: dict[Severity, str] = {"error": "#F8CBAD", "warning": "#FFE699"}
_FINDING_ROWS = 2000
_READY_FINDINGS = 200
_FINDING_HEIGHT = 34.0  # points


def write_published(sheet: Sheet, rulebook: Rulebook, look: Styles) -> None:
    """公布成绩: only its header; an import fills it."""
    table = published_table(tuple(module.name for module in rulebook.notice.modules))
    write_table(sheet, table, _PUBLISHED_HINT, look)


def write_check(sheet: Sheet, look: Styles) -> None:
    """核对: three sentences, then the findings; the program fills in both."""
    write_table(sheet, CHECK_TABLE, "", look, ready=_READY_FINDINGS)
    last = len(CHECK_TABLE.fields) - 1
    for row in CHECK_SUMMARY_ROWS:
        sheet.set_row(row - 1, HINT_HEIGHT)
        sentence = look.of(styles.REMARK, valign="vcenter")
        write_merged(sheet, (row - 1, 0, row - 1, last), "", sentence)
    first = CHECK_TABLE.header_row
    for row in range(first, first + _READY_FINDINGS):
        # LibreOffice does not make rows grow on opening: two lines must show from the start
        sheet.set_row(row, _FINDING_HEIGHT)
    for severity, tint in _SEVERITY_TINTS.items():
        rule = {
            "type": "formula",
            "criteria": f'=$A{first + 1}="{SEVERITY_NAMES[severity]}"',
            "format": look.of({"bg_color": tint}),
        }
        sheet.conditional_format(first, 0, first + _FINDING_ROWS - 1, last, rule)
