"""图表: charts of the 名次表 that follow it as it is filled, and a table of deductions by item."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.native_charts import (
    MOST_CHARTS,
    ROW_PIXELS,
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

_MODULES_WIDTH, _ITEMS_WIDTH = 560, 500  # pixels
_LEFT = len(CHARTS_TABLE.fields) + 3  # clear of the table and of the chart of items, which is wider
_MOST_LYING = 30  # windows whose chart is legible on a page that lies on its side
_TITLE_ROW, _HINT_ROW, _ROW = 30, 48, 18  # points
_PAGE, _ABOVE = 680, 90  # pixels of a page's height; what the first rows are higher than others
_PLACED = {"object_position": 2, "y_offset": 4}  # clear of the page break above
_MOST_SCALE = 0.66  # a page by the width of table and chart, the wider columns of LibreOffice
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
    for place, width in enumerate(CHARTS_TABLE.widths):
        sheet.set_column(place, place, width)
    for row, height in enumerate((_TITLE_ROW, _HINT_ROW)):
        sheet.set_row(row, height)
    write_text(sheet, 0, 0, CHARTS, look.of(styles.LIST_TITLE))
    hint = (1, 0, 1, len(CHARTS_TABLE.fields) - 1)
    write_merged(sheet, hint, _NATIVE_HINT if native else _HINT, look.of(styles.HINT))
    below = _write_items(sheet, plan, look, native=native)
    for row in range(CHARTS_TABLE.header_row - 1, below):
        sheet.set_row(row, _ROW)
    free = _insert_items(book, sheet, CHARTS_TABLE.header_row, below)
    _set_page(sheet, _insert_modules(book, sheet, plan, notice, look, free))


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


def _set_page(sheet: Sheet, starts: Sequence[int]) -> None:
    """A page begins at each of these rows but the first, so that no chart is cut."""
    set_printed(sheet, side=0.4, tall=1)
    if starts[1:]:
        heights = [rows * ROW_PIXELS for rows in (starts[1], *(b - a for a, b in pairwise(starts)))]
        sheet.set_print_scale(int(100 * min(_MOST_SCALE, _PAGE / (max(heights) + _ABOVE))))
        sheet.set_h_pagebreaks(starts[1:])


def _insert_items(book: Book, sheet: Sheet, first: int, below: int) -> int:
    """The chart below the table; returns the first row below it."""
    if below == first:  # a layout without deductions
        return below
    name = (CHARTS, first - 1, 1)
    chart, height = bars(
        book,
        "各项目扣分合计",
        (CHARTS, first, 0, below - 1, 0),
        [Series(name=name, values=(CHARTS, first, 1, below - 1, 1))],
        unit="分",
        width=_ITEMS_WIDTH,
    )
    sheet.insert_chart(below + 1, 0, chart, _PLACED)
    return below + 1 + rows_of(height)


def _insert_modules(
    book: Book, sheet: Sheet, plan: RankingPlan, notice: Notice, look: Styles, free: int
) -> list[int]:
    """One chart beside the table, then two beside each other; returns the rows they begin at."""
    columns = [place for place, c in plan.columns() if c.kind == "computed" and c.module]
    sections = parts(plan.first_window, plan.last_window, _MOST_LYING)
    row, starts = 1, [1]
    for number, (first, last) in enumerate(sections[:MOST_CHARTS]):
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
            limits=(0, ceil(notice.maximum)),
            stacked=True,
        )
        if number % 2:
            row = max(row + rows_of(height), free)
            starts.append(row)
        column = 0 if number % 2 else _LEFT
        sheet.insert_chart(row, column, chart, _PLACED)
    if len(sections) > MOST_CHARTS:
        row = max(row + rows_of(height), free)
        most = MOST_CHARTS * _MOST_LYING
        text = f"窗口太多，图中只有名次表的前{most}行。"
        write_text(sheet, row, 0, text, look.of(styles.HINT, text_wrap=False))
    return starts
