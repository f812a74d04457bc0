"""人员考核 and 加扣分明细: what staff enter, as Excel tables with lists, questions and tints."""

from __future__ import annotations

from collections.abc import Mapping

from xl_appraisal.book.new import styles, validation
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.table_sheets import write_table
from xl_appraisal.book.new.validation import ITEMS, MODULES, WINDOWS
from xl_appraisal.book.new.xlsx_writer import Properties, Sheet
from xl_appraisal.book.sheets import LEDGER_TABLE, STAFF_TABLE, STRUCK, TableSheet
from xl_appraisal.model.grid import column_name
from xl_appraisal.model.rulebook import Rulebook

READY_ROWS = 500
"""The rows of a new table; an import that needs more makes the table longer."""

_COVERED_ROWS = 20_000
"""Lists, questions and tints reach so far down, so that they hold for rows added later too."""

_STAFF_HINT = (
    "每人一行，填季度考核分；窗口从下拉列表选。窗口人员表现 = 本窗口人员考核分的平均值 × 权重"
    f"（见“规则”表）。填错的行不要删，状态选“{STRUCK}”并写原因。"
)
_LEDGER_HINT = (
    "每笔一行，分值一律填正数，加或扣由项目、模块决定。项目、模块至少填一个；按规则计分的项目只填数量，"
    f"不填分值。填错的行不要删，状态选“{STRUCK}”并写原因：不计分，但留痕。"
)
_STRUCK_LOOK: Properties = {"font_color": "#808080", "bg_color": "#EDEDED"}
_CROSSED_LOOK: Properties = {**_STRUCK_LOOK, "font_strikeout": True}
_WRONG_LOOK: Properties = {"bg_color": "#F8CBAD"}
_OPEN_LOOK: Properties = {"bg_color": "#FFE699"}


def _told(title: str, message: str) -> Properties:
    return {"input_title": title, "input_message": message}


_WINDOW: Properties = validation.one_of(WINDOWS, "窗口", "“名次表”中没有这个窗口。") | _told(
    "窗口", "从下拉列表选，应与“名次表”一致。"
)
_ITEM: Properties = validation.one_of(
    ITEMS, "项目", "列表中没有这个项目。没有对应栏目的项目可以填写，并注明模块。"
) | _told("项目", "从下拉列表选；没有对应栏目的写名称，并注明模块。")
_MODULE: Properties = validation.one_of(MODULES, "模块", "列表中没有这个模块。") | _told(
    "模块", "项目已有固定模块的可不填。"
)
_POINTS = validation.at_least_zero("分值") | _told("分值", "填正数，加或扣由项目决定。")
_COUNT = validation.at_least_zero("数量") | _told("数量", "按规则计分的项目填数量。")
_DATE = validation.DATE | _told("日期", "如 2023-3-15，可不填。")
_WHY = validation.ANYTHING | _told("作废原因", f"状态选“{STRUCK}”的，写明原因、时间和谁同意。")
_FROM = validation.ANYTHING | _told("来源", "导入时由程序填写：文件名和行号。手填的可不写。")
_KEPT: dict[str, Properties] = {
    "status": validation.STATUS,
    "struck_reason": _WHY,
    "source": _FROM,
}
_LEDGER: dict[str, Properties] = {
    "window": _WINDOW,
    "item": _ITEM,
    "module": _MODULE,
    "points": _POINTS,
    "count": _COUNT,
    "date": _DATE,
}


def write_staff(sheet: Sheet, rulebook: Rulebook, look: Styles) -> None:
    """人员考核: the quarterly score of each person."""
    full = rulebook.notice.number("staff_score_max")
    accepts = {"window": _WINDOW, "score": validation.between("考核分", full, "分")}
    _write_entries(sheet, STAFF_TABLE, _STAFF_HINT, accepts, look)
    _tint_score(sheet, look)


def write_ledger(sheet: Sheet, look: Styles) -> None:
    """加扣分明细: each addition and deduction with its reason."""
    _write_entries(sheet, LEDGER_TABLE, _LEDGER_HINT, _LEDGER, look)
    _tint_ledger(sheet, look)


def _write_entries(
    sheet: Sheet, table: TableSheet, hint: str, accepts: Mapping[str, Properties], look: Styles
) -> None:
    """A table object with blank rows ready to be filled in, its lists and its common tints."""
    every = {**accepts, **_KEPT}
    write_table(sheet, table, hint, look, ready=READY_ROWS, accepts=every, covered=_COVERED_ROWS)
    header = look.of(styles.HEADER, font_size=11)
    columns = [{"header": text, "header_format": header} for text in table.headers]
    first, last = table.header_row - 1, table.header_row + READY_ROWS - 1
    options = {"name": table.listed, "style": None, "columns": columns}
    sheet.add_table(first, 0, last, len(table.fields) - 1, options)
    _tint_common(sheet, table, look)


# ── tints ──


def _tint_common(sheet: Sheet, table: TableSheet, look: Styles) -> None:
    """A struck line grey and crossed out before all else; what lacks its reason or window red."""
    last = len(table.fields) - 1
    status, reason = _cell(table, "status"), _cell(table, "struck_reason", fixed=False)
    struck = f'TRIM({status})="{STRUCK}"'
    place = table.place("struck_reason")
    _tint(sheet, table, (place, place), f'AND({struck},TRIM({reason})="")', look.of(_WRONG_LOOK))
    kept = table.place("status")  # why it was struck must stay easy to read
    _tint(sheet, table, (0, kept - 1), struck, look.of(_CROSSED_LOOK), stop=True)
    _tint(sheet, table, (kept, last), struck, look.of(_STRUCK_LOOK), stop=True)
    window = _cell(table, "window")
    line = f"${column_name(2)}{table.header_row + 1}:${column_name(last + 1)}{table.header_row + 1}"
    unknown = f'IF(TRIM({window})="",COUNTA({line})>0,ISNA(MATCH({window},{WINDOWS},0)))'
    _tint(sheet, table, (0, 0), unknown, look.of(_WRONG_LOOK))


def _tint_score(sheet: Sheet, look: Styles) -> None:
    """A window without a score yet yellow, a score that is no number red."""
    window, score = _cell(STAFF_TABLE, "window"), _cell(STAFF_TABLE, "score")
    place = STAFF_TABLE.place("score")
    _tint(sheet, STAFF_TABLE, (place, place), f"ISTEXT({score})", look.of(_WRONG_LOOK))
    wanting = f'AND(TRIM({window})<>"",ISBLANK({score}))'
    _tint(sheet, STAFF_TABLE, (place, place), wanting, look.of(_OPEN_LOOK))


def _tint_ledger(sheet: Sheet, look: Styles) -> None:
    """Neither item nor module, neither points nor count: yellow.  Below zero: red."""
    cells = {field: _cell(LEDGER_TABLE, field) for field, _ in LEDGER_TABLE.fields}
    begun = f'TRIM({cells["window"]})<>""'
    for first, second in (("item", "module"), ("points", "count")):
        places = LEDGER_TABLE.place(first), LEDGER_TABLE.place(second)
        if first == "points":
            place = places[0]
            below = f"AND(ISNUMBER({cells[first]}),{cells[first]}<0)"
            _tint(sheet, LEDGER_TABLE, (place, place), below, look.of(_WRONG_LOOK))
        missing = f'AND({begun},TRIM({cells[first]})="",TRIM({cells[second]})="")'
        _tint(sheet, LEDGER_TABLE, places, missing, look.of(_OPEN_LOOK))


def _tint(
    sheet: Sheet,
    table: TableSheet,
    columns: tuple[int, int],
    criterion: str,
    style: object,
    *,
    stop: bool = False,
) -> None:
    first, last = table.header_row, table.header_row + _COVERED_ROWS - 1
    rule = {"type": "formula", "criteria": f"={criterion}", "format": style, "stop_if_true": stop}
    sheet.conditional_format(first, columns[0], last, columns[1], rule)


def _cell(table: TableSheet, field: str, *, fixed: bool = True) -> str:
    """A field's cell on the first row, its column held."""
    mark = "$" if fixed else ""
    return f"{mark}{column_name(table.place(field) + 1)}{table.header_row + 1}"
