"""重新计算, 核对 and 说明得分: figures, findings and the lines behind them."""

from __future__ import annotations

from typing import Any

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.sheets import CHECK, RANKING
from xl_appraisal.book.write.outcome_text import figures_text, rewritten_text
from xl_appraisal.doors.buttons.button_support import compute_anew, show_rows
from xl_appraisal.hosts import LiveHost, Screen
from xl_appraisal.model.errors import BookError
from xl_appraisal.scoring import RankedWindow
from xl_appraisal.scoring.result import SOURCE_NAMES
from xl_appraisal.work import desk

EXPLANATION = "得分说明"
"""The sheet that 说明得分 fills."""

_WIDTH = 8  # columns of an explanation


def recalculate(host: LiveHost, screen: Screen) -> str:
    """重新计算: scores, totals, ranks, red flags and findings of the whole workbook."""
    screen.status("正在重新计算……")
    done = desk.recalculate(host)
    compute_anew(host)
    if done.rewritten:
        screen.tell(rewritten_text(done.rewritten))
    return figures_text(done.quarter, done.appraisal)


def check(host: LiveHost, screen: Screen) -> str:
    """核对: fill the sheet 核对 and show it; the figures follow formats and merges too."""
    screen.status("正在核对……")
    done = desk.check(host)
    compute_anew(host)
    screen.show(CHECK)
    return figures_text(done.quarter, done.appraisal)


def undo_last(host: LiveHost, screen: Screen) -> str:
    """恢复: the last command taken back, where no cell that it wrote was changed since."""
    screen.status("正在恢复……")
    label = host.undo_last()
    compute_anew(host)
    return f"已恢复到“{label}”之前。"


def explain(host: LiveHost, screen: Screen) -> str:
    """说明得分: every line behind the selected window's figures, on a sheet of its own."""
    sheet, row = screen.selected()
    done = desk.appraise_host(host)
    found = [w for w in done.appraisal.windows if w.score.place.row == row]
    if sheet != RANKING or not found:
        raise BookError(f"请先在“{RANKING}”里选中一个窗口所在的行，再点“说明得分”。")
    show_rows(host, screen, EXPLANATION, explanation(done.quarter, found[0]))
    return f"已说明{found[0].window}的得分。"


def explanation(quarter: Quarter, window: RankedWindow) -> list[list[Any]]:
    """The explanation as rows of cells: figure, item, points, balance, remark, source, text.

    A window without a score is explained by what stops it.
    """
    names = quarter.book.notice.figure_names
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
