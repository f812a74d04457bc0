"""生成名次表: the table to be published, as a sheet of the workbook."""

from __future__ import annotations

import xlwings as xw

from xl_appraisal import desk
from xl_appraisal.hosts.xlwings_host import XlwingsHost, told_as
from xl_appraisal.macros.annex_sheet import ANNEX, make_annex
from xl_appraisal.macros.support import macro, show_status


@macro
def generate_annex(book: xw.Book) -> str:
    """生成名次表: a values-only sheet in rank order with the official layout."""
    show_status(book, "正在生成名次表……")
    done = desk.appraise_host(XlwingsHost(book))
    with told_as(f"工作表“{ANNEX}”没有生成"):
        make_annex(book, done)
    windows = done.appraisal.windows
    without = sum(window.total is None for window in windows)
    rest = f"，其中{without}个没有得分，排在最后" if without else ""
    return f"已生成工作表“{ANNEX}”：{len(windows)}个窗口，按名次排列{rest}。"
