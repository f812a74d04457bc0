"""生成明细: a slip for every window, in a folder beside the workbook (remark 8)."""

from __future__ import annotations

import datetime as dt

import xlwings as xw

from xl_appraisal.doors.buttons.button_support import macro, place_of, show_status
from xl_appraisal.hosts.excel.excel_host import XlwingsHost
from xl_appraisal.work import desk


@macro
def generate_slips(book: xw.Book) -> str:
    """生成明细: Word documents and a covering index; the workbook itself is not changed."""
    from xl_appraisal.outputs.origin import origin_note
    from xl_appraisal.outputs.slips.slip_maker import SlipMaker
    from xl_appraisal.outputs.slips.slip_run import default_folder, write_slips

    folder = default_folder(place_of(book, "生成明细"))
    host = XlwingsHost(book)
    done = desk.appraise_host(host)
    written = write_slips(
        SlipMaker(done.quarter, done.appraisal),
        folder,
        "docx",
        origin=origin_note(host.name, done.quarter, host.grid, dt.datetime.now()),
        progress=lambda ready, total: show_status(book, f"正在生成加扣分明细：{ready}/{total}"),
    )
    return f"已生成{len(written.files)}份加扣分明细和目录，在 {folder}"
