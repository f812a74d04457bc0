"""人员考核 and 加扣分明细: what staff enter, as Excel tables with lists, questions and tints."""

from __future__ import annotations

from collections.abc import Mapping

from xl_appraisal.book.new import styles, validation
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.table_sheets import FRAME, below, frame_filled, write_table
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
    "每人一行，填{word}考核分；窗口从下拉列表选。{module} = 本窗口人员考核分的平均值 × 权重"
    "（见“规则”表）。{kept}"
)
_KEPT_LINE = f"填错的行不要删，状态选“{STRUCK}”并写原因。"
_PEOPLE_HINT = "每人一行，填姓名、考核分；窗口从下拉列表选。{people}按考核分评。{kept}"
_NO_STAFF_HINT = "这份通报没有按人员考核分计算的模块，本表不用填写。"
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
    """人员考核: the period's score of each person."""
    notice = rulebook.notice
    full, module = notice.staff_full, notice.staff_module
    people = "、".join(award.name for award in notice.awards if award.of == "people")
    hint = _PEOPLE_HINT.format(people=people, kept=_KEPT_LINE) if people else _NO_STAFF_HINT
    if module is not None:
        hint = _STAFF_HINT.format(word=notice.words.word, module=module.name, kept=_KEPT_LINE)
        hint += f"{people}也按考核分评。" if people else ""
    accepts = {"window": _WINDOW, "score": validation.between("考核分", full, "分")}
    _tint_score(_write_entries(sheet, STAFF_TABLE, hint, accepts, look))
    frame_filled(sheet, STAFF_TABLE, STAFF_TABLE.header_row - 1, _COVERED_ROWS + 1, look)


def write_ledger(sheet: Sheet, look: Styles) -> None:
    """加扣分明细: each addition and deduction with its reason."""
    _tint_ledger(_write_entries(sheet, LEDGER_TABLE, _LEDGER_HINT, _LEDGER, look))
    frame_filled(sheet, LEDGER_TABLE, LEDGER_TABLE.header_row - 1, _COVERED_ROWS + 1, look)


def _write_entries(
    sheet: Sheet, table: TableSheet, hint: str, accepts: Mapping[str, Properties], look: Styles
) -> _Tints:
    """A table object with blank rows ready to be filled in, its lists and its common tints."""
    every = {**accepts, **_KEPT}
    write_table(sheet, table, hint, look, ready=READY_ROWS, accepts=every, covered=_COVERED_ROWS)
    header = look.of(styles.HEADER, font_size=11)
    columns = [{"header": text, "header_format": header} for text in table.headers]
    first, last = table.header_row - 1, table.header_row + READY_ROWS - 1
    options = {"name": table.listed, "style": None, "columns": columns}
    sheet.add_table(first, 0, last, len(table.fields) - 1, options)
    tints = _Tints(sheet, table, look)
    _tint_common(tints)
    return tints


# ── tints ──


class _Tints:
    """Rules that colour cells of one table, all its rows; a formula is that of the header.

    The header stays: Calc makes a formula ``#REF!`` everywhere when its own row is deleted.
    """

    def __init__(self, sheet: Sheet, table: TableSheet, look: Styles) -> None:
        self._sheet, self._table, self._look = sheet, table, look
        self.last = table.fields[-1][0]
        self.last_typed = table.fields[table.place("status") - 1][0]
        self.row = table.header_row
        self.cells = {f: f"${self.letters(f)}{self.row}" for f, _ in table.fields}

    def letters(self, field: str) -> str:
        return column_name(self._table.place(field) + 1)

    def add(
        self, first: str, last: str, criterion: str, look: Properties, *, stop: bool = False
    ) -> None:
        """Colour the cells from one field to another where the criterion holds."""
        rule = {
            "type": "formula",
            "criteria": f"=AND({below(self.row - 1)},{criterion})",
            "format": self._look.of({**FRAME, **look}),
        }
        left, right = self._table.place(first), self._table.place(last)
        top = self.row - 1
        area = (top, left, top + _COVERED_ROWS, right)
        self._sheet.conditional_format(*area, {**rule, "stop_if_true": stop})


def _tint_common(tints: _Tints) -> None:
    """A struck line grey and crossed out before all else; what lacks its reason or window red."""
    cells, row = tints.cells, tints.row
    struck = f'TRIM({cells["status"]})="{STRUCK}"'
    reason = f'TRIM({tints.letters("struck_reason")}{row})=""'
    tints.add("struck_reason", "struck_reason", f"AND({struck},{reason})", _WRONG_LOOK)
    tints.add("window", tints.last_typed, struck, _CROSSED_LOOK, stop=True)
    tints.add("status", tints.last, struck, _STRUCK_LOOK, stop=True)  # why stays easy to read
    window, line = cells["window"], f"$B{row}:${tints.letters(tints.last)}{row}"
    unknown = f'IF(TRIM({window})="",COUNTA({line})>0,ISNA(MATCH({window},{WINDOWS},0)))'
    tints.add("window", "window", unknown, _WRONG_LOOK)


def _tint_score(tints: _Tints) -> None:
    """A window without a score yet yellow, a score that is no number red."""
    window, score = tints.cells["window"], tints.cells["score"]
    tints.add("score", "score", f"ISTEXT({score})", _WRONG_LOOK)
    wanting = f'AND(TRIM({window})<>"",ISBLANK({score}))'
    tints.add("score", "score", wanting, _OPEN_LOOK)


def _tint_ledger(tints: _Tints) -> None:
    """Neither item nor module, neither points nor count: yellow.  Points below zero: red."""
    cells = tints.cells
    wanting = 'AND(TRIM({})<>"",TRIM({})="",TRIM({})="")'.format
    missing = wanting(cells["window"], cells["item"], cells["module"])
    tints.add("item", "module", missing, _OPEN_LOOK)
    negative = f"AND(ISNUMBER({cells['points']}),{cells['points']}<0)"
    tints.add("points", "points", negative, _WRONG_LOOK)
    missing = wanting(cells["window"], cells["points"], cells["count"])
    tints.add("points", "count", missing, _OPEN_LOOK)
