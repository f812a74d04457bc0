"""生成明细: a slip for every window, in a folder beside the workbook (remark 8)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlwings as xw

from xl_appraisal import desk
from xl_appraisal.errors import BookError
from xl_appraisal.hosts.xlwings_host import XlwingsHost
from xl_appraisal.macros.support import macro, show_status


@macro
def generate_slips(book: xw.Book) -> str:
    """生成明细: Word documents and a covering index; the workbook itself is not changed."""
    from xl_appraisal.outputs.origin import origin_note
    from xl_appraisal.outputs.slips.maker import SlipMaker
    from xl_appraisal.outputs.slips.run import default_folder, write_slips

    folder = default_folder(_place(book))
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


def _place(book: xw.Book) -> Path:
    """Where the workbook is on this machine."""
    path = Path(book.fullname)
    if not path.is_absolute() or not path.parent.is_dir():
        raise BookError(
            f"工作簿还没有保存，或不在本机文件夹里（{book.fullname}）。"
            "请先保存到本机的文件夹，再点“生成明细”；明细放在工作簿旁边。"
        )
    return path
