"""The workbook's sheets: their names, header texts and fixed rows.  One place for all of them.

Tables on the sheets are found by their header texts, not by their position, so that staff may
insert rows and columns.
"""

from __future__ import annotations

from typing import TypeAlias

from xl_appraisal.model.record import Record

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

SHEETS = (RANKING, STAFF, LEDGER, RULES, COLUMNS, PUBLISHED, CHECK, CHARTS, SOURCE)

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

Fields: TypeAlias = dict[str, str]


class TableSheet(Record):
    """A sheet that holds one table: field ids with their headers, in order, and its rows.

    ``header_row`` is where a new workbook has its header; reading looks for the header itself.
    """

    name: str
    header_row: int
    fields: tuple[tuple[str, str], ...]
    listed: str = ""
    """The name of the Excel table that a new workbook has there; empty for plain rows."""

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(header for _, header in self.fields)


STRUCK = "作废"
"""状态: a line that was struck; it stays to be seen and counts for nothing."""
_KEPT = (("status", "状态"), ("struck_reason", "作废原因"), ("source", "来源"))
"""What became of a line and where it came from; workbooks made before have no such columns."""

STAFF_TABLE = TableSheet(
    STAFF,
    3,
    (("window", "窗口"), ("name", "姓名"), ("score", "考核分"), ("note", "说明"), *_KEPT),
    listed="人员",
)
LEDGER_TABLE = TableSheet(
    LEDGER,
    3,
    (
        ("window", "窗口"),
        ("item", "项目"),
        ("module", "模块"),
        ("points", "分值"),
        ("count", "数量"),
        ("date", "日期"),
        ("reason", "事由"),
        *_KEPT,
    ),
    listed="加扣分",
)
RULES_TABLE = TableSheet(
    RULES,
    3,
    (
        ("path", "编号"),
        ("name", "名称"),
        ("value", "取值"),
        ("unit", "单位"),
        ("remark", "备注"),
        ("standing", "依据"),
        ("reading", "说明"),
    ),
)
COLUMNS_TABLE = TableSheet(
    COLUMNS,
    3,
    (
        ("id", "栏目编号"),
        ("header", "表头"),
        ("kind", "种类"),
        ("sign", "加扣"),
        ("module", "模块"),
        ("rule", "规则"),
        ("measure", "计数用途"),
        ("standing", "栏名依据"),
        ("number_format", "显示格式"),
        ("printed", "打印"),
    ),
)
CHECK_TABLE = TableSheet(
    CHECK,
    6,
    (
        ("severity", "程度"),
        ("where", "位置"),
        ("window", "窗口"),
        ("item", "项目"),
        ("found", "发现"),
        ("expected", "应为"),
        ("remark", "备注"),
        ("message", "说明"),
        ("code", "代码"),
    ),
)
CHARTS_TABLE = TableSheet(
    CHARTS, 3, (("item", "扣分项目"), ("points", "合计扣分"), ("windows", "扣分窗口数"))
)
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
    modules = tuple((name, name) for name in module_names)
    return TableSheet(
        PUBLISHED, 3, (("window", "窗口"), ("rank", "名次"), *modules, ("total", "总分"))
    )
