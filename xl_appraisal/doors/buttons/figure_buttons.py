"""重新计算, 核对 and 说明得分: figures, findings and the lines behind them."""

from __future__ import annotations

from typing import Any

import xlwings as xw

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.sheets import CHECK, RANKING
from xl_appraisal.book.write.outcome_text import figures_text
from xl_appraisal.doors.buttons.button_support import (
    compute_all,
    fill_sheet,
    macro,
    show,
    show_status,
)
from xl_appraisal.doors.cell_functions.live import LIVE
from xl_appraisal.hosts.excel.excel_host import XlwingsHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.scoring import RankedWindow
from xl_appraisal.scoring.result import SOURCE_NAMES
from xl_appraisal.work import desk

EXPLANATION = "得分说明"
"""The sheet that 说明得分 fills."""

_WIDTH = 8  # columns of an explanation


@macro
def recalculate(book: xw.Book) -> str:
    """重新计算: scores, totals, ranks, red flags and findings of the whole workbook."""
    show_status(book, "正在重新计算……")
    done = desk.recalculate(XlwingsHost(book))
    LIVE.forget()
    compute_all(book)
    return figures_text(done.quarter, done.appraisal)


@macro
def check(book: xw.Book) -> str:
    """核对: fill the sheet 核对 and show it; no figure is changed."""
    show_status(book, "正在核对……")
    done = desk.check(XlwingsHost(book))
    show(book.sheets[CHECK])
    return figures_text(done.quarter, done.appraisal)


@macro
def explain(book: xw.Book) -> str:
    """说明得分: every line behind the selected window's figures, on a sheet of its own."""
    row = _selected_row(book)
    done = desk.appraise_host(XlwingsHost(book))
    found = [w for w in done.appraisal.windows if w.score.place.row == row]
    if not found:
        raise BookError(f"请先在“{RANKING}”里选中一个窗口所在的行，再点“说明得分”。")
    fill_sheet(book, EXPLANATION, explanation(done.quarter, found[0]))
    return f"已说明{found[0].window}的得分。"


def explanation(quarter: Quarter, window: RankedWindow) -> list[list[Any]]:
    """The explanation as rows of cells: figure, item, points, balance, remark, source, text.

    A window without a score is explained by what stops it.
    """
    names = {module.id: module.name for module in quarter.book.notice.modules}
    names |= {"total": "总分", "rank": "名次", "red_flag": "红旗窗口"}
    rows: list[list[Any]] = [[f"{window.window} 得分说明"]]
    rows.append(["得分", "项目", "加扣分", "累计", "备注", "来源", "说明", "单元格"])
    for line in window.lines:
        places = "、".join(str(place) for place in line.places)
        source, remark = SOURCE_NAMES[line.source], f"备注{line.remark}"
        figure = names[line.figure]
        rows.append([figure, line.item, line.points, line.after, remark, source, line.text, places])
    for fault in window.score.findings:
        rows.append(["核对", fault.item, None, None, None, None, fault.message, fault.where])
    return [line + [None] * (_WIDTH - len(line)) for line in rows]


def _selected_row(book: xw.Book) -> int | None:
    selected = book.app.selection  # None where a chart or a button is selected
    on_table = book.sheets.active.name == RANKING
    return selected.row if selected is not None and on_table else None
