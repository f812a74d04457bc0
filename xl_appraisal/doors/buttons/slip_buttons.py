"""生成明细: a slip for every window, in a folder beside the workbook (remark 8)."""

from __future__ import annotations

import datetime as dt

from xl_appraisal.doors.buttons.button_support import place_of
from xl_appraisal.hosts import LiveHost, Screen
from xl_appraisal.work import desk


def generate_slips(host: LiveHost, screen: Screen) -> str:
    """生成明细: Word documents and a covering index; the workbook itself is not changed."""
    from xl_appraisal.outputs.origin import origin_note
    from xl_appraisal.outputs.slips.slip_maker import SlipMaker
    from xl_appraisal.outputs.slips.slip_run import default_folder, write_slips

    folder = default_folder(place_of(host, "生成明细"))
    done = desk.appraise_host(host)
    written = write_slips(
        SlipMaker(done.quarter, done.appraisal),
        folder,
        "docx",
        origin=origin_note(host.name, done.quarter, host.grid, dt.datetime.now()),
        progress=lambda ready, total: screen.status(f"正在生成加扣分明细：{ready}/{total}"),
    )
    return f"已生成{len(written.files)}份加扣分明细和目录，在 {folder}"
