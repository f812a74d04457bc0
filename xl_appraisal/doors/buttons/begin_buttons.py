"""新建下季度 and 检查通报: what the next quarter begins with."""

from __future__ import annotations

import re

from xl_appraisal.doors.buttons.button_support import place_of, show_rows
from xl_appraisal.hosts import LiveHost, Screen
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Write

NOTICE_FAULTS = "通报检查"
"""The sheet that 检查通报 fills."""

_BETWEEN = re.compile("[、;；,，]")


def begin_next_quarter(host: LiveHost, screen: Screen) -> str:
    """新建下季度: a workbook beside this one with its windows, people, columns and rules."""
    from xl_appraisal.book.new.carry_over import carry
    from xl_appraisal.work.begin_quarter import begin

    place = place_of(host, "新建下季度")
    hint = "几个之间用顿号隔开，没有就留空。"
    add = _names(screen.ask_text(f"下季度新参加的窗口？{hint}"))
    drop = _names(screen.ask_text(f"下季度不再参加的窗口？{hint}"))
    carried = carry(host, "", add, drop)
    suffix = ".xlsx" if place.suffix.lower() == ".xlsx" else ".xlsm"
    out = place.with_name(f"{carried.quarter}{suffix}")
    if out.exists():
        raise BookError(f"{out}：同名文件已存在，没有改动。请先移走原文件。")
    if not screen.confirm("\n".join([f"将生成 {out}：", *carried.report, "", "现在生成吗？"])):
        return "已取消，没有生成。"
    screen.status("正在生成工作簿……")
    begin(out, carried)
    return f"已生成 {out}，本工作簿没有改动。"


def check_notice_file(host: LiveHost, screen: Screen) -> str:
    """检查通报: every fault of a notice file with its line, on a sheet of its own."""
    from xl_appraisal.model.notice.check_file import check_notice
    from xl_appraisal.model.rulebook import notice_text

    files = screen.choose_files("选择要检查的通报文件", "通报文件", "*.toml")
    if not files:
        return "没有选择通报文件。"
    found = check_notice(notice_text(files[0]))
    rows: list[list[Write | int]] = [
        [f"{files[0].name}：{len(found.faults)}处错误，{len(found.hints)}处提醒"]
    ]
    rows.append(["种类", "第几行", "说明"])
    for kind, faults in (("错误", found.faults), ("提醒", found.hints)):
        rows += [[kind, fault.line, fault.text] for fault in faults]
    show_rows(host, screen, NOTICE_FAULTS, rows)
    return f"{files[0].name}：{len(found.faults)}处错误，{len(found.hints)}处提醒。"


def _names(text: str) -> list[str]:
    return [name.strip() for name in _BETWEEN.split(text) if name.strip()]
