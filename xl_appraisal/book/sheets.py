"""The workbook's sheets: their names, header texts and fixed rows.  One place for all of them.

Tables on the sheets are found by their header texts, not by their position, so that staff may
insert rows and columns.
"""

from __future__ import annotations

from pathlib import Path

from xl_appraisal.model.record import Record
from xl_appraisal.model.text_table import read_table

HOME = "首页"
"""State, next step, ranking at a glance; older workbooks lack it, nothing is read from it."""
RANKING = "名次表"
STAFF = "人员考核"
LEDGER = "加扣分明细"
RULES = "规则"
COLUMNS = "栏目"
PUBLISHED = "公布成绩"
CHECK = "核对"
CHARTS = "图表"
"""Charts that refer to cells; older workbooks are without it, and nothing is read from it."""
SOURCE = "通报数据"
"""Hidden: the TOML texts of the notice (column A) and the layout (column B), a line a cell."""

SHEETS = (HOME, RANKING, STAFF, LEDGER, RULES, COLUMNS, PUBLISHED, CHECK, CHARTS, SOURCE)

NATIVE_SHEETS = ("自动核对", "算式", "算式明细", "算式设置")
"""Workbooks of plain formulas only; what stands there is computed by the spreadsheet program."""

SETTINGS_SHEET = "xlwings.conf"
"""Macro workbooks only: what xlwings reads before its user's settings, by this name."""

SETTINGS = {"ADD_WORKBOOK_TO_PYTHONPATH": "false"}
"""Else xlwings puts the workbook's folder first among those that Python imports from."""

ANNEX_ROW = 1
TITLE_ROW = 2
ID_ROW = 3
"""名次表: hidden; the column ids, which move with their columns when staff move them."""
HEADER_ROW = 4
REMARK_MARK = "备注："
"""名次表: the first remark under the table begins with it; the window rows end above."""


class TableSheet(Record):
    """A sheet that holds one table: field ids with their headers, in order, and its rows.

    ``header_row`` is where a new workbook has its header; reading looks for the header itself.
    ``widths`` are in characters, ``looks`` words that a new sheet knows.
    """

    name: str
    header_row: int
    fields: tuple[tuple[str, str], ...]
    listed: str = ""
    """The name of the Excel table that a new workbook has there; empty for plain rows."""
    widths: tuple[float, ...] = ()
    looks: tuple[str, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(header for _, header in self.fields)

    def place(self, field: str) -> int:
        """The column of a field in a new workbook, from 0."""
        return [known for known, _ in self.fields].index(field)


_COLUMNS = read_table(Path(__file__).with_name("sheet_columns.tsv"))


def _table(name: str, header_row: int = 3, listed: str = "") -> TableSheet:
    """The table whose columns stand in ``sheet_columns.tsv``."""
    columns = [column for sheet, *column in _COLUMNS if sheet == name]
    fields, headers, widths, looks = zip(*columns, strict=True)
    return TableSheet(
        name,
        header_row,
        tuple(zip(fields, headers, strict=True)),
        listed,
        tuple(map(float, widths)),
        looks,
    )


FLAG = "√"
"""A tick in a cell of 名次表."""

STRUCK = "作废"
"""状态: a line that was struck; it stays to be seen and counts for nothing.

Workbooks made before have no columns 状态, 作废原因 and 来源.
"""
STAFF_TABLE = _table(STAFF, listed="人员")
LEDGER_TABLE = _table(LEDGER, listed="加扣分")
RULES_TABLE = _table(RULES)
COLUMNS_TABLE = _table(COLUMNS)
CHECK_TABLE = _table(CHECK, 6)
CHARTS_TABLE = _table(CHARTS)
HOME_TABLE = _table(HOME, 5)
HOME_STATE_ROW, HOME_NEXT_ROW = 2, 3
"""首页: how things stand, and what to do next, each a sentence in column A."""
FORMER_KIND = "代码"
"""核对: the header in older workbooks of what is 种类 now."""
CHECK_SUMMARY_ROWS = (2, 3, 4)
"""核对: scores and quota; red flags; veto and substitution, each a sentence in column A."""

RULE_EVENT = "book.event."
"""规则: the paths of rows on closing and reopening begin so; a number follows."""
RULE_QUARTER = "book.quarter"
RULE_NOTICE = "book.notice"
RULE_LAYOUT = "book.layout"
"""规则: the paths of the rows that say which quarter, notice and layout the workbook is of."""


def published_table(module_names: tuple[str, ...]) -> TableSheet:
    """公布成绩: the published figures of each window, kept only to compare with."""
    fields = (
        ("window", "窗口"),
        ("rank", "名次"),
        *((n, n) for n in module_names),
        ("total", "总分"),
    )
    widths = (26.0, *[14.0] * (len(fields) - 1))
    return TableSheet(PUBLISHED, 3, fields, "", widths, ("",) * len(fields))
