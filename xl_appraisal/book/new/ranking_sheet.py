"""The 名次表: title, merged header, a row per window, the remarks, the working columns."""

from __future__ import annotations

from xl_appraisal.book.figure_formulas import Figures
from xl_appraisal.book.new import styles, validation
from xl_appraisal.book.new.headings import Heading, headings, row_heights
from xl_appraisal.book.new.ranking_plan import RankingPlan
from xl_appraisal.book.new.row_heights import height, pixels
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.xlsx_writer import (
    A3,
    Properties,
    Sheet,
    set_printed,
    write_merged,
    write_text,
)
from xl_appraisal.book.sheets import ANNEX_ROW, ID_ROW, TITLE_ROW
from xl_appraisal.model.grid import a1
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.model.notice.notice import Notice

WORKING_HEADING = "工作栏（不打印）"
_WINDOW_ROW = 27.75  # points
_TITLE_HEIGHT = 48.0
_ANNEX_HEIGHT = 26.0
_REMARK_ROOM = 0.94  # of the table's width, should a wider font stand in
_MEDIUM = 2
_MARGIN = 0.4  # inches
_LEGEND_WIDTH = 16
LEGEND: tuple[tuple[str, str, Properties], ...] = (
    ("填写栏", "由工作人员填写", {"bg_color": styles.INPUT}),
    ("计算栏", "由程序填写，请勿改动", {"bg_color": styles.COMPUTED}),
    ("计算或填写", "由“人员考核”算出；没有明细的可直接填写", {"bg_color": styles.EITHER}),
    ("蓝色数字", "分值由公式算出；黑色为填写", {"font_color": styles.FORMULA}),
    ("蓝色表头", "栏名为推断", {"bg_color": styles.HEAD, "font_color": styles.NAME_INKS["likely"]}),
    (
        "灰色表头",
        "栏名待定，可在表头改名",
        {"bg_color": styles.HEAD, "font_color": styles.NAME_INKS["unnamed"]},
    ),
)


def write_ranking(
    sheet: Sheet,
    plan: RankingPlan,
    notice: Notice,
    title: str,
    look: Styles,
    figures: Figures | None = None,
) -> None:
    """Fill the sheet with all that is seen on it; the page set-up comes separately.

    With ``figures``, computed cells hold functions; without, they wait for figures.
    """
    for place, column in plan.columns():
        sheet.set_column(place, place, column.width)
    _write_top(sheet, plan, notice, title, look)
    _write_header(sheet, plan, look)
    mean = {notice.staff_module.id}
    for number, window in enumerate(plan.windows):
        _write_window(sheet, plan, plan.first_window + number, window, mean, look, figures)
    _write_remarks(sheet, plan, look)


def _write_top(sheet: Sheet, plan: RankingPlan, notice: Notice, title: str, look: Styles) -> None:
    sheet.set_row(ANNEX_ROW - 1, _ANNEX_HEIGHT)
    sheet.set_row(TITLE_ROW - 1, _TITLE_HEIGHT)
    write_text(sheet, ANNEX_ROW - 1, 0, notice.annex, look.of(styles.ANNEX))
    across = (TITLE_ROW - 1, 0, TITLE_ROW - 1, plan.printed - 1)
    write_merged(sheet, across, title, look.of(styles.TITLE))
    if plan.layout.working:
        right = plan.printed + len(plan.layout.working) - 1
        beside = (TITLE_ROW - 1, plan.printed, TITLE_ROW - 1, right)
        quiet = look.of(styles.HINT, align="center", valign="bottom")
        write_merged(sheet, beside, WORKING_HEADING, quiet)
    sheet.set_row(ID_ROW - 1, None, None, {"hidden": True})
    for place, column in plan.columns():
        write_text(sheet, ID_ROW - 1, place, column.id)


def _write_header(sheet: Sheet, plan: RankingPlan, look: Styles) -> None:
    depth = plan.layout.depth
    printed, working = (
        headings([c.header for c in columns], depth, [c.standing for c in columns])
        for columns in (plan.layout.columns, plan.layout.working)
    )
    for cell in printed:
        _write_heading(sheet, plan, cell, 0, look.of(styles.HEADER, **_heading_look(plan, cell)))
    for cell in working:
        style = look.of(styles.HEADER, bg_color=styles.INPUT, font_color=styles.QUIET)
        _write_heading(sheet, plan, cell, plan.printed, style)
    size = float(styles.HEADER["font_size"])
    needs = [
        row_heights(cells, [column.width for column in columns], depth, size)
        for cells, columns in ((printed, plan.layout.columns), (working, plan.layout.working))
    ]
    for level, needed in enumerate(zip(*needs, strict=True)):
        sheet.set_row(plan.header_top + level, max(needed))


def _write_heading(
    sheet: Sheet, plan: RankingPlan, cell: Heading, offset: int, style: object
) -> None:
    top = plan.header_top
    area = (top + cell.top, offset + cell.left, top + cell.bottom, offset + cell.right)
    write_merged(sheet, area, cell.text, style)


def _heading_look(plan: RankingPlan, cell: Heading) -> Properties:
    edges = _sides(plan, cell.left, cell.right)
    if cell.top == 0:
        edges["top"] = _MEDIUM
    return {"font_color": styles.NAME_INKS[cell.standing], **edges}


def _sides(plan: RankingPlan, left: int, right: int) -> Properties:
    """The strong outline of the printed table, where these columns touch it."""
    edges: Properties = {}
    if left == 0:
        edges["left"] = _MEDIUM
    if right == plan.printed - 1:
        edges["right"] = _MEDIUM
    return edges


def _write_window(
    sheet: Sheet,
    plan: RankingPlan,
    row: int,
    window: str,
    mean: set[str],
    look: Styles,
    figures: Figures | None,
) -> None:
    """A window's row; formulas in its computed cells, without a figure until recalculated."""
    name_room = pixels(plan.layout.by_id["window"].width)
    sheet.set_row(row, height(window, name_room, styles.BODY["font_size"], _WINDOW_ROW))
    for place, column in plan.columns():
        style = look.of(styles.BODY, **_framed_look(plan, row, place, column, mean))
        formula = None if figures is None else figures.formula(column, row + 1)
        if figures is not None and formula is not None:
            sheet.write_formula(row, place, formula, style, figures.unknown)
        else:
            write_text(sheet, row, place, window if column.id == "window" else "", style)


def _framed_look(
    plan: RankingPlan, row: int, place: int, column: Column, mean: set[str]
) -> Properties:
    own = _cell_look(column, mean)
    if place < plan.printed:
        own |= _sides(plan, place, place)
        if row == plan.last_window:
            own["bottom"] = _MEDIUM
    return own


def _cell_look(column: Column, mean: set[str]) -> Properties:
    """Tint, number format and fit of a column's cells."""
    own: Properties = {"bg_color": styles.INPUT, "num_format": column.number_format}
    if column.kind == "computed":
        own["bg_color"] = styles.EITHER if column.module in mean else styles.COMPUTED
    if column.kind == "text":
        # a name such as 001 stays text, and a long one wraps
        own |= {"num_format": "@", "text_wrap": True}
    else:
        own["shrink"] = True
    if column.id in ("rank", "total"):
        own["bold"] = True
    return own


def _write_remarks(sheet: Sheet, plan: RankingPlan, look: Styles) -> None:
    room = _REMARK_ROOM * sum(pixels(column.width) for column in plan.layout.columns)
    for row, text in enumerate(plan.remarks, plan.first_remark):
        area = (row, 0, row, plan.printed - 1)
        write_merged(sheet, area, text, look.of(styles.REMARK))
        sheet.set_row(row, height(text, room, styles.REMARK["font_size"]))


def set_page(sheet: Sheet, plan: RankingPlan) -> None:
    """A3 landscape, one page wide; the title and header on every page; panes frozen."""
    repeated = TITLE_ROW - 1, plan.header_bottom
    set_printed(sheet, A3, side=_MARGIN, top=_MARGIN, repeated=repeated)
    sheet.print_area(0, 0, plan.last_row, plan.printed - 1)
    # the tints are for the screen; an annex is printed black on white
    sheet.print_black_and_white()
    sheet.freeze_panes(plan.first_window, plan.window_column + 1)
    sheet.set_zoom(85)


def set_entry(sheet: Sheet, plan: RankingPlan, notice: Notice, look: Styles) -> None:
    """What the cells accept, and blue figures where a formula made them."""
    modules = {module.id: module for module in notice.modules}
    formula_ink = look.of({"font_color": styles.FORMULA})
    for place, column in plan.columns():
        area = (plan.first_window, place, plan.last_window, place)
        accepted = validation.for_column(column) if column.is_item else None
        module = modules.get(column.module) if column.kind == "computed" else None
        if module is not None and not module.sign:
            accepted = validation.between(module.name, module.maximum, "分")
        if accepted is not None:
            sheet.data_validation(*area, accepted)
        if column.kind == "points":
            first = a1(plan.first_window + 1, place + 1)
            rule = {"type": "formula", "criteria": f"=_xlfn.ISFORMULA({first})"}
            sheet.conditional_format(*area, {**rule, "format": formula_ink})


def write_legend(sheet: Sheet, plan: RankingPlan, look: Styles) -> None:
    """What the colours mean, beside the title, where nothing is printed."""
    left = plan.printed + len(plan.layout.working) + 1
    sheet.set_column(left, left + len(LEGEND) - 1, _LEGEND_WIDTH)
    for place, (text, meaning, own) in enumerate(LEGEND, left):
        write_text(sheet, ANNEX_ROW - 1, place, text, look.of(styles.BODY, **own))
        hint = look.of(styles.HINT, align="center", valign="top")
        write_text(sheet, TITLE_ROW - 1, place, meaning, hint)
