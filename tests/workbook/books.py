"""A small appraisal workbook in memory, laid out by hand: no template, no file.

Column letters on 名次表 are those of :data:`COLUMNS`; windows stand from row :data:`FIRST` on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from tests.evidence import LAYOUT_TEXT, NOTICE_TEXT, rulebook
from xl_appraisal.hosts import MemoryHost
from xl_appraisal.model.findings import Finding
from xl_appraisal.model.grid import Area, Cell, Formula, Grid, Ref, Value, column_name, parse_a1
from xl_appraisal.model.notice import parameters
from xl_appraisal.scoring import RankedWindow
from xl_appraisal.work.desk import Appraised, appraise_host, recalculate

ID_ROW = 3
HEADER = (4, 5, 6)
FIRST = 7  # the first window's row
LISTED = 4  # the first row below the header of a list sheet

RANKING = "名次表"
STAFF = "人员考核"
LEDGER = "加扣分明细"
RULES = "规则"
COLUMN_SHEET = "栏目"
PUBLISHED = "公布成绩"
CHECK = "核对"
SOURCE = "通报数据"

KINDS = {"computed": "计算", "count": "计数", "points": "分值"} | {
    "percent": "百分比",
    "flag": "√",
    "text": "文字",
}
STANDINGS = {"sure": "备注写明", "likely": "推断", "unnamed": "栏名待定"}
MODULE_NAMES = {
    "staff_performance": "窗口人员表现",
    "personnel_stationing": "人员进驻",
    "business_conduct": "业务规范",
    "window_conduct": "窗口规范",
    "evaluation_management": "评价管理",
    "reward": "奖励分",
    "by_entry": "按明细",
}
COLUMNS = tuple(column.id for column in rulebook().layout.all_columns)
PRINTED = len(rulebook().layout.columns)
DEFAULT_STAFF = 95  # mean × 30 % = 28.5
BASE = Decimal("98.5")  # what a window without any item has: 28.5 + 10 + 30 + 15 + 15


def at(column: str, row: int = FIRST) -> str:
    """The address of a column of 名次表 on a row."""
    return f"{column_name(COLUMNS.index(column) + 1)}{row}"


def value_of(value: object) -> Value:
    """Numbers as a cell holds them; everything else as it is."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    return value  # type: ignore[return-value]


def cell_of(value: object) -> Cell:
    """A cell; :class:`Formula` and :class:`Cell` give their formula along."""
    if isinstance(value, Cell):
        return value
    if isinstance(value, Formula):
        return Cell(value.value, value.text)
    return Cell(value_of(value))


@dataclass
class Book:
    """What is written into the small workbook, by sheet.

    ``windows`` maps names to typed values by column id; ``staff`` to the scores of each
    window's people (:data:`DEFAULT_STAFF` for one person unless told otherwise).  ``cells``
    overlays single cells: ``{"名次表": {"N7": …}}``.  ``without`` are sheets left out and
    ``order`` the columns of 名次表 as they stand.
    """

    windows: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    staff: Mapping[str, Sequence[object]] | None = None
    ledger: Sequence[Mapping[str, object]] = ()
    rules: Mapping[str, object] = field(default_factory=dict)
    no_rules: Iterable[str] = ()
    published: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    cells: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    merges: Mapping[str, Sequence[str]] = field(default_factory=dict)
    without: Iterable[str] = ()
    order: Sequence[str] = COLUMNS

    def grids(self) -> list[Grid]:
        """All sheets."""
        made = [
            self._ranking(),
            _listed(STAFF, ("窗口", "姓名", "考核分", "说明"), self._staff_rows()),
            _listed(LEDGER, LEDGER_HEADERS, self._ledger_rows()),
            _listed(RULES, ("编号", "名称", "取值", "单位", "备注", "依据", "说明"), self._rules()),
            _listed(COLUMN_SHEET, COLUMN_HEADERS, self._column_rows()),
            _listed(PUBLISHED, PUBLISHED_HEADERS, self._published_rows()),
            _listed(CHECK, CHECK_HEADERS, [], 6),
            _source(),
        ]
        return [self._overlaid(grid) for grid in made if grid.name not in set(self.without)]

    def host(self) -> MemoryHost:
        return MemoryHost(self.grids(), "小册子.xlsx")

    def appraised(self, *, apply_rules: bool = False) -> Appraised:
        """Read and appraised; nothing is written."""
        return appraise_host(self.host(), apply_rules=apply_rules)

    def findings(self, code: str | None = None) -> list[Finding]:
        """All findings but that small windows are tied, or those of a code."""
        found = self.appraised().appraisal.findings
        return [f for f in found if f.code == code or (code is None and f.code != "tie_at_line")]

    def finding(self, code: str) -> Finding:
        """The one finding of that code."""
        (found,) = self.findings(code)
        return found

    def window(self, name: str = "甲") -> RankedWindow:
        return self.appraised().appraisal.window(name)

    def total(self, name: str = "甲") -> Decimal | None:
        return self.window(name).total

    def but(self, **changes: object) -> Book:
        """The same workbook with those fields replaced."""
        return replace(self, **changes)  # type: ignore[arg-type]

    # ── the sheets ──

    def _ranking(self) -> Grid:
        cells: dict[Ref, Cell] = {(1, 1): Cell("附件2"), (2, 1): Cell("2023年第1季度名次表")}
        merges = []
        for column, column_id in enumerate(self.order, 1):
            known = rulebook().layout.by_id[column_id]
            cells[ID_ROW, column] = Cell(known.id)
            for level, text in enumerate(known.header):
                cells[HEADER[level], column] = Cell(text)
            if len(known.header) < len(HEADER):
                last = HEADER[len(known.header) - 1]
                merges.append(Area(last, column, HEADER[-1], column))
        row = FIRST
        for name, typed in self.windows.items():
            for column_id, value in {"window": name, **typed}.items():
                cells[row, self.order.index(column_id) + 1] = cell_of(value)
            row += 1
        cells[row, 1] = Cell("备注：1.按《晋江市行政服务中心窗口服务绩效考核实施方案》")
        cells[row + 1, 1] = Cell("      2.具体的分值采集方式")
        return Grid(RANKING, cells, tuple(merges))

    def _staff_rows(self) -> list[Mapping[str, object]]:
        staff = self.staff
        if staff is None:
            staff = {name: [DEFAULT_STAFF] for name in self.windows}
        return [
            {"窗口": window, "姓名": f"{window}{number}", "考核分": score}
            for window, scores in staff.items()
            for number, score in enumerate(scores, 1)
        ]

    def _ledger_rows(self) -> list[Mapping[str, object]]:
        return [{"窗口": "甲", **entry} for entry in self.ledger]

    def _rules(self) -> list[Mapping[str, object]]:
        rows: list[Mapping[str, object]] = [
            {
                "编号": "book.quarter",
                "名称": "季度",
                "取值": self.rules.get("book.quarter", "2023Q1"),
            },
            {"编号": "book.notice", "取值": self.rules.get("book.notice", "jinjiang-2023")},
            {"编号": "book.layout", "取值": self.rules.get("book.layout", "jinjiang-2023Q1")},
        ]
        for parameter in parameters(rulebook().notice):
            text = parameter.value
            value: object = text
            if "/" in text:
                double = Decimal(str(float(Fraction(text))))
                value = Formula(text, round(double, 15))
            elif text.endswith("%"):
                value = Decimal(text[:-1]) / 100
            elif text and not parameter.choices:
                value = Decimal(text)
            value = self.rules.get(parameter.path, value)
            rows.append({"编号": parameter.path, "名称": parameter.name, "取值": value})
        gone = set(self.no_rules)
        return [row for row in rows if row["编号"] not in gone]

    def _column_rows(self) -> list[Mapping[str, object]]:
        rows: list[Mapping[str, object]] = []
        for number, column in enumerate(rulebook().layout.all_columns):
            row: dict[str, object] = {
                "栏目编号": column.id,
                "表头": "/".join(column.header),
                "种类": KINDS[column.kind],
                "加扣": column.sign,
                "模块": MODULE_NAMES.get(column.module, ""),
                "规则": column.rule,
                "计数用途": column.measure,
                "栏名依据": STANDINGS[column.standing],
                "显示格式": column.number_format,
                "打印": "是" if number < PRINTED else "否",
            }
            rows.append(row | self.columns.get(column.id, {}))
        known = set(COLUMNS)
        rows += [{"栏目编号": i, **row} for i, row in self.columns.items() if i not in known]
        return [row for row in rows if row["栏目编号"] is not None]

    def _published_rows(self) -> list[Mapping[str, object]]:
        return [{"窗口": window, **figures} for window, figures in self.published.items()]

    def _overlaid(self, grid: Grid) -> Grid:
        cells = dict(grid.cells)
        for address, value in self.cells.get(grid.name, {}).items():
            cells[parse_a1(address)] = cell_of(value)
        areas = []
        for merged in self.merges.get(grid.name, ()):
            first, _, last = merged.partition(":")
            areas.append(Area(*parse_a1(first), *parse_a1(last)))
        used = {ref: cell for ref, cell in cells.items() if cell != Cell(None)}
        return Grid(grid.name, used, (*grid.merges, *areas))


LEDGER_HEADERS = ("窗口", "项目", "模块", "分值", "数量", "日期", "事由")
COLUMN_HEADERS = (
    "栏目编号", "表头", "种类", "加扣", "模块", "规则", "计数用途", "栏名依据", "显示格式", "打印"
)  # fmt: skip
PUBLISHED_HEADERS = (
    "窗口", "名次", "窗口人员表现", "人员进驻", "业务规范", "窗口规范", "评价管理", "奖励分", "总分"
)  # fmt: skip
CHECK_HEADERS = ("程度", "位置", "窗口", "项目", "发现", "应为", "备注", "说明", "代码")


def _listed(
    name: str, headers: Sequence[str], rows: Sequence[Mapping[str, object]], header_row: int = 3
) -> Grid:
    cells: dict[Ref, Cell] = {(1, 1): Cell(name)}
    for column, header in enumerate(headers, 1):
        cells[header_row, column] = Cell(header)
        for number, row in enumerate(rows, header_row + 1):
            value = row.get(header)
            if value is not None and value != "":
                cells[number, column] = cell_of(value)
    return Grid(name, cells)


def _source() -> Grid:
    cells: dict[Ref, Cell] = {}
    for column, text in enumerate((NOTICE_TEXT, LAYOUT_TEXT), 1):
        for row, line in enumerate(text.split("\n"), 1):
            if line:
                cells[row, column] = Cell(line)
    return Grid(SOURCE, cells)


def recalculated(book: Book, *, apply_rules: bool = False) -> MemoryHost:
    """The workbook after a recalculation."""
    host = book.host()
    recalculate(host, apply_rules=apply_rules)
    return host


def shown(host: MemoryHost, address: str, sheet: str = RANKING) -> Cell:
    """A cell of a sheet."""
    grid = host.grid(sheet)
    assert grid is not None
    return grid[parse_a1(address)]


def one(**typed: object) -> Book:
    """A workbook of two windows: 甲 with these values, 乙 with none."""
    return Book({"甲": typed, "乙": {}})
