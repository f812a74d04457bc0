"""图表: charts of the 名次表 that follow it as it is filled, and a table of deductions by item."""

from __future__ import annotations

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.native_charts import (
    MOST_CHARTS,
    MOST_WINDOWS,
    Series,
    bars,
    parts,
    rows_of,
)
from xl_appraisal.book.new.ranking_plan import RankingPlan
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.xlsx_writer import Book, Sheet, set_printed, write_merged, write_text
from xl_appraisal.book.sheets import CHARTS, CHARTS_TABLE, RANKING
from xl_appraisal.book.write.chart_figures import OTHER
from xl_appraisal.model.grid import column_name
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.model.notice.notice import Notice

_MODULES_WIDTH, _ITEMS_WIDTH = 680, 560  # pixels
_LEFT = len(CHARTS_TABLE.fields) + 1  # the charts of windows stand right of the table
_MOST_LYING = 30  # windows whose chart fits a page that lies on its side
_HINT = "模块得分图随名次表更新；下表在重新计算时填写，是计分时实际扣的分，加扣分明细在内。"
_NATIVE_HINT = "图随名次表自动更新。下表是各扣分栏的合计：没有专栏的明细不在内。"


def write_charts(
    book: Book,
    sheet: Sheet,
    plan: RankingPlan,
    notice: Notice,
    look: Styles,
    *,
    native: bool = False,
) -> None:
    """Fill the sheet; every chart refers to cells of the 名次表 or of this sheet.

    The program fills the table of deductions when it recalculates; with ``native`` formulas do.
    """
    _set_page(sheet, plan)
    write_text(sheet, 0, 0, CHARTS, look.of(styles.LIST_TITLE))
    sheet.set_row(1, 48)
    write_merged(
        sheet, (1, 0, 1, _LEFT - 2), _NATIVE_HINT if native else _HINT, look.of(styles.HINT)
    )
    below = _write_items(sheet, plan, look, native=native)
    _insert_items(book, sheet, CHARTS_TABLE.header_row, below)
    _insert_modules(book, sheet, plan, notice, look)


def _set_page(sheet: Sheet, plan: RankingPlan) -> None:
    """No chart is cut by the end of a page: long ones stand on upright paper, one to a page."""
    for place, width in enumerate(CHARTS_TABLE.widths):
        sheet.set_column(place, place, width)
    charts = len(parts(plan.first_window, plan.last_window, MOST_WINDOWS)[:MOST_CHARTS])
    lying = len(plan.windows) <= _MOST_LYING
    set_printed(sheet, side=0.4, lying=lying, tall=1 if lying else charts)


def deductions(plan: RankingPlan) -> list[tuple[int, Column]]:
    """The columns of 名次表 whose points are taken off, with their places from 0."""
    return [
        (place, column)
        for place, column in plan.columns()
        if column.kind == "points" and column.sign == "-"
    ]


def _write_items(sheet: Sheet, plan: RankingPlan, look: Styles, *, native: bool) -> int:
    """The table; returns the first row below it."""
    header = CHARTS_TABLE.header_row - 1
    for place, text in enumerate(CHARTS_TABLE.headers):
        write_text(sheet, header, place, text, look.of(styles.HEADER))
    row = header + 1
    figure = look.of(styles.BODY, font_color=styles.FORMULA, bg_color=styles.COMPUTED)
    label = look.of(styles.BODY, align="left", indent=1, shrink=True)
    if not native:
        names = [plan.layout.labels[column.id] for _, column in deductions(plan)]
        for place, name in enumerate([*names, OTHER], row):
            write_text(sheet, place, 0, name, label)
            sheet.write_number(place, 1, 0, figure)
            sheet.write_number(place, 2, 0, figure)
        return row + len(names) + 1
    for place, column in deductions(plan):
        write_text(sheet, row, 0, plan.layout.labels[column.id], label)
        letters = column_name(place + 1)
        cells = f"{RANKING}!${letters}${plan.first_window + 1}:${letters}${plan.last_window + 1}"
        sheet.write_formula(row, 1, f"=SUM({cells})", figure, 0)
        sheet.write_formula(row, 2, f'=COUNTIF({cells},">0")', figure, 0)
        row += 1
    return row


def _insert_items(book: Book, sheet: Sheet, first: int, below: int) -> None:
    if below == first:  # a layout without deductions
        return
    name = (CHARTS, first - 1, 1)
    chart, _ = bars(
        book,
        "各项目扣分合计",
        (CHARTS, first, 0, below - 1, 0),
        [Series(name=name, values=(CHARTS, first, 1, below - 1, 1))],
        unit="分",
        width=_ITEMS_WIDTH,
    )
    sheet.insert_chart(below + 1, 0, chart, {"object_position": 2})


def _insert_modules(
    book: Book, sheet: Sheet, plan: RankingPlan, notice: Notice, look: Styles
) -> None:
    columns = [place for place, c in plan.columns() if c.kind == "computed" and c.module]
    left = _LEFT + 2  # clear of the chart of items, which is wider than the table
    row = 1
    sections = parts(plan.first_window, plan.last_window, MOST_WINDOWS)
    for first, last in sections[:MOST_CHARTS]:
        chart, height = bars(
            book,
            "各窗口模块得分",
            (RANKING, first, plan.window_column, last, plan.window_column),
            [
                Series(name=(RANKING, plan.header_top, c), values=(RANKING, first, c, last, c))
                for c in columns
            ],
            unit=f"分（满分{notice.maximum}分）",
            width=_MODULES_WIDTH,
            stacked=True,
        )
        sheet.insert_chart(row, left, chart, {"object_position": 2})
        row += rows_of(height)
    if len(sections) > MOST_CHARTS:
        most = MOST_CHARTS * MOST_WINDOWS
        write_text(
            sheet, row, left, f"窗口太多，图中只有名次表的前{most}行。", look.of(styles.HINT)
        )
