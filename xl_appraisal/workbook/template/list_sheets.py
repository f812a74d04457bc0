"""人员考核 and 加扣分明细: what staff enter; 公布成绩 and 核对: what the program fills in."""

from __future__ import annotations

from collections.abc import Mapping

from xl_appraisal.findings import SEVERITY_NAMES, Severity
from xl_appraisal.rulebook import Rulebook
from xl_appraisal.workbook.sheets import (
    CHECK_SUMMARY_ROWS,
    CHECK_TABLE,
    LEDGER_TABLE,
    STAFF_TABLE,
    TableSheet,
    published_table,
)
from xl_appraisal.workbook.template import styles, validation
from xl_appraisal.workbook.template.choices import ITEMS, MODULES, WINDOWS
from xl_appraisal.workbook.template.styles import Styles
from xl_appraisal.workbook.template.table_sheets import (
    HINT_HEIGHT,
    place_of,
    write_blank_rows,
    write_frame,
)
from xl_appraisal.workbook.template.writer import Properties, Sheet, write_merged

READY_ROWS = 500
_STAFF_HINT = (
    "每人一行，填季度考核分；窗口从下拉列表选。窗口人员表现 = 本窗口人员考核分的平均值 × 权重"
    "（见“规则”表）。"
)
_LEDGER_HINT = (
    "每笔一行，分值一律填正数，加或扣由项目、模块决定。项目、模块至少填一个；"
    "按规则计分的项目只填数量，不填分值。"
)
_PUBLISHED_HINT = "导入已公布的名次表时由程序填写，只用于核对，不参加计算。"
_TEXT: Properties = {"num_format": "@", "text_wrap": True}
_LONG: Properties = {**_TEXT, "align": "left", "indent": 1}
_SEVERITY_TINTS: dict[Severity, str] = {"error": "#F8CBAD", "warning": "#FFE699"}
_FINDING_ROWS = 2000
_READY_FINDINGS = 200
_FINDING_HEIGHT = 34.0  # points


def write_staff(sheet: Sheet, rulebook: Rulebook, look: Styles) -> None:
    """人员考核: the quarterly score of each person."""
    widths = {"window": 26, "name": 16, "score": 14, "note": 50}
    own = {"window": _TEXT, "name": _TEXT, "note": _LONG}
    rows = _write_ready(sheet, STAFF_TABLE, _STAFF_HINT, widths, own, look)
    full = rulebook.notice.number("staff_score_max")
    _accept(sheet, STAFF_TABLE, rows, "window", _window_choice())
    _accept(sheet, STAFF_TABLE, rows, "score", validation.between("考核分", full, "分"))


def write_ledger(sheet: Sheet, look: Styles) -> None:
    """加扣分明细: each addition and deduction with its reason."""
    widths = {
        "window": 22,
        "item": 30,
        "module": 16,
        "points": 10,
        "count": 10,
        "date": 14,
        "reason": 50,
    }
    own: dict[str, Properties] = {
        "window": _TEXT,
        "item": _TEXT,
        "module": _TEXT,
        "date": {"num_format": "yyyy-mm-dd"},
        "reason": _LONG,
    }
    rows = _write_ready(sheet, LEDGER_TABLE, _LEDGER_HINT, widths, own, look)
    item = "列表中没有这个项目。没有对应栏目的项目可以填写，并注明模块。"
    module = "列表中没有这个模块。"
    accepted = {
        "window": _window_choice(),
        "item": validation.one_of(ITEMS, "项目", item),
        "module": validation.one_of(MODULES, "模块", module),
        "points": validation.at_least_zero("分值") | _told("分值", "填正数，加或扣由项目决定。"),
        "count": validation.at_least_zero("数量") | _told("数量", "按规则计分的项目填数量。"),
        "date": validation.date() | _told("日期", "如 2023-3-15，可不填。"),
    }
    for field, rule in accepted.items():
        _accept(sheet, LEDGER_TABLE, rows, field, rule)


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


def _write_ready(
    sheet: Sheet,
    table: TableSheet,
    hint: str,
    widths: Mapping[str, float],
    own: Mapping[str, Properties],
    look: Styles,
) -> range:
    """A table with rows ready to be filled in; returns the rows, from 0.

    A header with a filter over plain rows, not a table object: what is written into the file
    below the last row, or pasted there, needs no range to be kept in step.
    """
    write_frame(sheet, table, hint, widths, look)
    rows = range(table.header_row, table.header_row + READY_ROWS)
    write_blank_rows(sheet, table, rows, look, own)
    sheet.autofilter(table.header_row - 1, 0, rows[-1], len(table.fields) - 1)
    return rows


def _accept(sheet: Sheet, table: TableSheet, rows: range, field: str, rule: Properties) -> None:
    place = place_of(table, field)
    sheet.data_validation(rows[0], place, rows[-1], place, rule)


def _window_choice() -> Properties:
    return validation.one_of(WINDOWS, "窗口", "“名次表”中没有这个窗口。") | _told(
        "窗口", "从下拉列表选，应与“名次表”一致。"
    )


def _told(title: str, message: str) -> Properties:
    return {"input_title": title, "input_message": message}
