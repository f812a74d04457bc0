"""The 名次表: title, merged header, a row per window, remarks, working columns; its page."""

from __future__ import annotations

from xl_appraisal.book.figure_formulas import Figures
from xl_appraisal.book.new import styles, validation
from xl_appraisal.book.new.ranking_conditions import write_conditions
from xl_appraisal.book.new.ranking_plan import RankingPlan
from xl_appraisal.book.new.row_heights import header_text, headings, height, pixels, row_heights
from xl_appraisal.book.new.styles import Styles, title_size
from xl_appraisal.book.new.xlsx_writer import (
    A3,
    Properties,
    Sheet,
    set_printed,
    write_merged,
    write_text,
)
from xl_appraisal.book.sheets import ANNEX_ROW, ID_ROW, TITLE_ROW
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.model.notice.notice import ELECTION, Notice
from xl_appraisal.model.record import replace

WORKING_HEADING = "工作栏（不打印）"
_WINDOW_ROW = 27.75  # points
_TITLE_HEIGHT = 48.0
_ANNEX_HEIGHT = 26.0
_REMARK_ROOM = 0.94  # of the table's width, should a wider font stand in
_MEDIUM = 2
_MARGIN = 0.4  # inches
_LEGEND_WIDTH = 16
LEGEND: tuple[tuple[str, str, Properties], ...] = (
    ("红色名称", "{award}；灰色斜体为一票否决", styles.ELECTED),
    ("填写栏", "由工作人员填写", {"bg_color": styles.INPUT}),
    ("计算栏", "由程序填写，请勿改动", {"bg_color": styles.COMPUTED}),
    ("计算或填写", "由“人员考核”算出；没有明细的可直接填写", {"bg_color": styles.EITHER}),
    ("蓝色数字", "由明细或规则得出；黑色为填写", {"font_color": styles.FORMULA}),
    ("蓝色表头", "栏名为推断", {"bg_color": styles.HEAD, "font_color": styles.NAME_INKS["likely"]}),
    (
        "灰色表头",
        "栏名待定，可在表头改名",
        {"bg_color": styles.HEAD, "font_color": styles.NAME_INKS["unnamed"]},
    ),
)


_WHY = "显示“待填”“待重算”“请核对”的，原因和要改的单元格见工作表“{}”。"


class RankingSheet:
    """The sheet of one plan; with ``figures``, computed cells hold formulas, else they wait.

    ``told_on`` is the sheet that tells what is wrong.
    """

    def __init__(
        self,
        sheet: Sheet,
        plan: RankingPlan,
        notice: Notice,
        look: Styles,
        figures: Figures | None,
        told_on: str,
    ) -> None:
        self._sheet, self._plan, self._notice = sheet, plan, notice
        self._why = _WHY.format(told_on)
        self._look, self._figures = look, figures

    def write(self, title: str) -> None:
        """Fill the sheet, set its page up, say what its cells accept and what the colours mean."""
        for place, column in self._plan.columns():
            self._sheet.set_column(place, place, column.width)
        self._write_top(title)
        self._write_header()
        for row, window in enumerate(self._plan.windows, self._plan.first_window):
            self._write_window(row, window)
        self._write_remarks()
        self._set_page()
        self._set_entry()
        write_conditions(self._sheet, self._plan, self._notice, self._look)
        self._write_legend()

    # ── what is seen ──

    def _write_top(self, title: str) -> None:
        sheet, plan, look = self._sheet, self._plan, self._look
        sheet.set_row(ANNEX_ROW - 1, _ANNEX_HEIGHT)
        sheet.set_row(TITLE_ROW - 1, _TITLE_HEIGHT)
        write_text(sheet, ANNEX_ROW - 1, 0, self._notice.annex, look.of(styles.ANNEX))
        across = (TITLE_ROW - 1, 0, TITLE_ROW - 1, plan.printed - 1)
        size = title_size(title, sum(pixels(c.width) for c in plan.layout.columns))
        write_merged(sheet, across, title, look.of(styles.TITLE, font_size=size))
        if plan.layout.working:
            right = plan.printed + len(plan.layout.working) - 1
            beside = (TITLE_ROW - 1, plan.printed, TITLE_ROW - 1, right)
            quiet = look.of(styles.HINT, align="center", valign="bottom")
            write_merged(sheet, beside, WORKING_HEADING, quiet)
        sheet.set_row(ID_ROW - 1, None, None, {"hidden": True})
        for place, column in plan.columns():
            write_text(sheet, ID_ROW - 1, place, column.id)

    def _write_header(self) -> None:
        """Printed columns framed, in ink by how sure their names are; working ones in grey."""
        plan, top = self._plan, self._plan.header_top
        needs = []
        for offset, columns in ((0, plan.layout.columns), (plan.printed, plan.layout.working)):
            names, standings = [c.header for c in columns], [c.standing for c in columns]
            known = headings(names, plan.layout.depth, standings)
            cells = [replace(cell, text=header_text(cell.text)) for cell in known]
            for cell in cells:
                look: Properties = {"bg_color": styles.INPUT, "font_color": styles.QUIET}
                if not offset:
                    look = {"font_color": styles.NAME_INKS[cell.standing]}
                    look |= self._sides(cell.left, cell.right)
                    look |= {"top": _MEDIUM} if cell.top == 0 else {}
                left, right = offset + cell.left, offset + cell.right
                area = (top + cell.top, left, top + cell.bottom, right)
                write_merged(self._sheet, area, cell.text, self._look.of(styles.HEADER, **look))
            size = float(styles.HEADER["font_size"])
            widths = [column.width for column in columns]
            needs.append(row_heights(cells, widths, plan.layout.depth, size))
        for level, needed in enumerate(zip(*needs, strict=True)):
            self._sheet.set_row(top + level, max(needed))

    def _sides(self, left: int, right: int) -> Properties:
        """The strong outline of the printed table, where these columns touch it."""
        edges: Properties = {}
        if left == 0:
            edges["left"] = _MEDIUM
        if right == self._plan.printed - 1:
            edges["right"] = _MEDIUM
        return edges

    def _write_window(self, row: int, window: str) -> None:
        """A window's row; formulas in its computed cells, without a figure until recalculated."""
        name_room = pixels(self._plan.layout.by_id["window"].width)
        least = height(window, name_room, styles.BODY["font_size"], _WINDOW_ROW)
        self._sheet.set_row(row, least)
        for place, column in self._plan.columns():
            style = self._look.of(styles.BODY, **self._cell_look(row, place, column))
            formula = self._figures.formula(column, row + 1) if self._figures else None
            if self._figures and formula is not None:
                self._sheet.write_formula(row, place, formula, style, self._figures.unknown)
            else:
                text = window if column.id == "window" else ""
                write_text(self._sheet, row, place, text, style)

    def _cell_look(self, row: int, place: int, column: Column) -> Properties:
        """Tint, number format, fit and outline of a cell."""
        own: Properties = {"bg_color": styles.INPUT, "num_format": column.number_format}
        if column.kind == "computed":
            mean = column.module == self._notice.staff_id
            own["bg_color"] = styles.EITHER if mean else styles.COMPUTED
        if column.kind == "text":
            # a name such as 001 stays text, and a long one wraps
            own |= {"num_format": "@", "text_wrap": True}
        else:
            own["shrink"] = True
        if column.id in ("rank", "total"):
            own["bold"] = True
        if place < self._plan.printed:
            own |= self._sides(place, place)
            own |= {"bottom": _MEDIUM} if row == self._plan.last_window else {}
        return own

    def _write_remarks(self) -> None:
        plan = self._plan
        room = _REMARK_ROOM * sum(pixels(column.width) for column in plan.layout.columns)
        for row, text in enumerate(plan.remarks, plan.first_remark):
            area = (row, 0, row, plan.printed - 1)
            write_merged(self._sheet, area, text, self._look.of(styles.REMARK))
            self._sheet.set_row(row, height(text, room, styles.REMARK["font_size"]))

    # ── paper, entry, legend ──

    def _set_page(self) -> None:
        """A3 landscape, one page wide; the title and header on every page; panes frozen."""
        sheet, plan = self._sheet, self._plan
        repeated = TITLE_ROW - 1, plan.header_bottom
        set_printed(sheet, A3, side=_MARGIN, top=_MARGIN, repeated=repeated)
        sheet.print_area(0, 0, plan.last_row, plan.printed - 1)
        # the tints are for the screen; an annex is printed black on white
        sheet.print_black_and_white()
        sheet.freeze_panes(plan.first_window, plan.window_column + 1)
        sheet.set_zoom(85)

    def _set_entry(self) -> None:
        """What the cells accept, and say when they are selected."""
        plan, staff = self._plan, self._notice.staff_module
        for place, column in plan.columns():
            area = (plan.first_window, place, plan.last_window, place)
            accepted = validation.for_column(column, self._notice) if column.is_item else None
            if staff is not None and column.kind == "computed" and column.module == staff.id:
                accepted = validation.between(staff.name, staff.maximum, "分")
            if column.kind == "computed" and column.id != "window":
                told: Properties = {"input_title": "计算栏", "input_message": self._why}
                accepted = (accepted or validation.ANYTHING) | told
            if accepted is not None:
                self._sheet.data_validation(*area, accepted)

    def _write_legend(self) -> None:
        """What the colours mean, beside the title, where nothing is printed."""
        sheet, left = self._sheet, self._plan.printed + len(self._plan.layout.working) + 1
        sheet.set_column(left, left + len(LEGEND) - 1, _LEGEND_WIDTH)
        for place, (text, meaning, own) in enumerate(LEGEND, left):
            look = self._look.of(styles.BODY, **own)
            write_text(sheet, ANNEX_ROW - 1, place, text, look)
            hint = self._look.of(styles.HINT, align="center", valign="top")
            award = self._notice.award_names or ELECTION
            write_text(sheet, TITLE_ROW - 1, place, meaning.format(award=award), hint)
