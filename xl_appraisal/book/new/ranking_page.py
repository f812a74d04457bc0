"""The 名次表 on paper and under the hand: page, panes, what cells accept, formula marks, legend."""

from __future__ import annotations

from xl_appraisal.book.new import styles, validation
from xl_appraisal.book.new.printed_page import A3, set_printed
from xl_appraisal.book.new.ranking_plan import RankingPlan
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.xlsx_writer import Properties, Sheet, write_text
from xl_appraisal.book.sheets import ANNEX_ROW, TITLE_ROW
from xl_appraisal.model.grid import a1
from xl_appraisal.model.notice.notice import Notice

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
