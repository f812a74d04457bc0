"""首页: what staff see first: what is missing, what to do next, the ranking at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from xl_appraisal.book.new import styles
from xl_appraisal.book.new.styles import Styles
from xl_appraisal.book.new.table_sheets import FRAME, HINT_HEIGHT, frame_filled, write_table
from xl_appraisal.book.new.xlsx_writer import Sheet, write_merged, write_text
from xl_appraisal.book.sheets import HOME_NEXT_ROW, HOME_STATE_ROW, HOME_TABLE
from xl_appraisal.model.grid import a1
from xl_appraisal.model.notice.awards import Award
from xl_appraisal.model.notice.notice import Notice

BUTTON_ROW = 4
"""From 1; buttons lie over it where there are any."""

_BUTTON_HEIGHT = 36.0
_NEXT_HEIGHT = 40.0
_NEW = "还没有计算。请在“名次表”“人员考核”“加扣分明细”里填写，再“重新计算”。"
_READY_ROWS = 120
_MOST_SENTENCES = 4  # on the state of things; a row that shows all would push the ranking down
_ROW_HEIGHT = 25.0  # two lines of what is missing; 25 windows on a page
_TITLE_HEIGHT = 40.0


def write_home(sheet: Sheet, title: str, notice: Notice, look: Styles) -> None:
    """The sheet before the first recalculation, which fills it in and keeps it up."""
    write_table(sheet, HOME_TABLE, "", look, ready=_READY_ROWS)
    last = len(HOME_TABLE.fields) - 1
    write_text(sheet, 0, 0, title, look.of(styles.LIST_TITLE))
    sheet.set_row(0, _TITLE_HEIGHT)
    sentence = look.of(styles.REMARK, font_size=12, valign="vcenter")
    told = look.of(styles.REMARK, bold=True, valign="vcenter", bg_color=styles.EITHER)
    write_merged(sheet, (HOME_STATE_ROW - 1, 0, HOME_STATE_ROW - 1, last), "", sentence)
    sentences = 1 + sum(award.of == "people" for award in notice.awards)
    sheet.set_row(HOME_STATE_ROW - 1, HINT_HEIGHT * min(sentences, _MOST_SENTENCES))
    write_merged(sheet, (HOME_NEXT_ROW - 1, 0, HOME_NEXT_ROW - 1, last), _NEW, told)
    sheet.set_row(HOME_NEXT_ROW - 1, _NEXT_HEIGHT)
    sheet.set_row(BUTTON_ROW - 1, _BUTTON_HEIGHT)
    first = HOME_TABLE.header_row
    for row in range(first, first + _READY_ROWS):
        sheet.set_row(row, _ROW_HEIGHT)
    _write_looks(sheet, first, notice.window_awards, look)


def _write_looks(sheet: Sheet, first: int, awards: Sequence[Award], look: Styles) -> None:
    """Flags in red, vetoes in grey, both with their word."""
    end = first + _READY_ROWS - 1
    rank, flag = HOME_TABLE.place("rank"), HOME_TABLE.place("flag")
    cell = f"${a1(first + 1, flag + 1)}"
    for said, own in styles.flag_looks(awards):
        rule = {"type": "formula", "criteria": f'=COUNTIF({cell},"{said}*")=1'}
        sheet.conditional_format(
            first, rank, end, flag, {**rule, "format": look.of({**FRAME, **own})}
        )
    frame_filled(sheet, HOME_TABLE, first, _READY_ROWS, look)
