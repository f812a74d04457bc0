"""封存, 核验, 重新打开 and 新建下期: the end of a quarter and the next one's beginning."""

from __future__ import annotations

import re

from xl_appraisal.doors.buttons.button_support import Made, place_of
from xl_appraisal.hosts import LiveHost, Screen
from xl_appraisal.model.errors import BookError
from xl_appraisal.work import closing

_BETWEEN = re.compile("[、;；,，]")
_MOST_CELLS = 30
_WARNING = (
    "封存后各工作表受保护，不能再填写或计算；要更正，请点“重新打开”，写明原因。\n现在封存吗？"
)
_PASSWORD = "要给工作表保护设密码吗？不设就留空，点“确定”。\n密码只防误改；忘了，信息科也能打开。"


def seal_quarter(host: LiveHost, screen: Screen) -> str:
    """封存: close the quarter if nothing is open."""
    doubts = closing.reminders(host)
    told = ["请先看一眼：", *doubts, "", _WARNING] if doubts else [_WARNING]
    password = screen.ask_text(_PASSWORD) if screen.confirm("\n".join(told)) else None
    if password is None:
        return "已取消，没有封存。"
    note = closing.close(host, password)
    screen.tell(f"已封存，请保存工作簿。\n请把封存码记进会议纪要或发文稿纸：\n{note}")
    return "已封存，请保存工作簿。"


def verify_quarter(host: LiveHost, screen: Screen) -> str:
    """核验: tell whether anything changed since the quarter was closed."""
    verdict = closing.verify(host)
    if verdict.sound:
        text = f"核验通过：{verdict.closed} 封存以来没有改动。"
    else:
        more = "……" if len(verdict.cells) > _MOST_CELLS else ""
        cells = "、".join(verdict.cells[:_MOST_CELLS]) + more
        text = "\n".join([*verdict.problems, *([f"有变化的单元格：{cells}"] if cells else [])])
    text = "\n".join([text, *verdict.notes])
    screen.tell(text)
    return text


def reopen_quarter(host: LiveHost, screen: Screen) -> str:
    """重新打开: open a closed quarter again, with the reason on record."""
    closing.refuse_unclosed(host)
    reason = screen.ask_text("为什么要改、谁同意的？（会记在“规则”表和“核对”表）")
    if reason is None:
        return "已取消，没有重新打开。"
    if not reason:
        return "没有写原因，没有重新打开。"
    try:
        sheets = closing.reopen(host, reason)
    except BookError as error:
        if "密码" not in str(error):
            raise
        password = screen.ask_text("工作表设了密码，请输入：")
        if password is None:
            return "已取消，没有重新打开。"
        sheets = closing.reopen(host, reason, password)
    return f"已重新打开，取消了{len(sheets)}张工作表的保护。改完后请重新计算，再封存。"


def begin_next_quarter(host: LiveHost, screen: Screen) -> str:
    """新建下期: a workbook beside this one with its windows, people, columns and rules."""
    from xl_appraisal.book.new.carry_over import carry
    from xl_appraisal.work.begin_quarter import begin

    place = place_of(host, "新建下期")
    hint = "几个之间用顿号隔开，没有就留空。"
    add = screen.ask_text(f"下期新参加的窗口？{hint}")
    drop = None if add is None else screen.ask_text(f"下期不再参加的窗口？{hint}")
    if add is None or drop is None:
        return "已取消，没有生成。"
    carried = carry(host, "", _names(add), _names(drop))
    suffix = ".xlsx" if place.suffix.lower() == ".xlsx" else ".xlsm"
    out = place.with_name(f"{carried.quarter}{suffix}")
    if out.exists():
        raise BookError(f"{out}：同名文件已存在，没有改动。请先移走原文件。")
    if not screen.confirm("\n".join([f"将生成 {out}：", *carried.report, "", "现在生成吗？"])):
        return "已取消，没有生成。"
    screen.status("正在生成工作簿……")
    begin(out, carried)
    return Made.of(f"已生成 {out}，本工作簿没有改动。", out)


def _names(text: str) -> list[str]:
    return [name.strip() for name in _BETWEEN.split(text) if name.strip()]
