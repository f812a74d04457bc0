"""封存, 核验 and 重新打开: the end of a quarter, in the program itself."""

from __future__ import annotations

from xl_appraisal.hosts import LiveHost, Screen
from xl_appraisal.model.errors import BookError
from xl_appraisal.work import closing

_MOST_CELLS = 30
_WARNING = (
    "封存后各工作表受保护，不能再填写或计算；要更正须写明原因重新打开。\n"
    "需要密码的，请取消，改用命令行 xl-appraisal close --password。\n现在封存吗？"
)


def seal_quarter(host: LiveHost, screen: Screen) -> str:
    """封存: close the quarter if nothing is open."""
    if not screen.confirm(_WARNING):
        return "已取消，没有封存。"
    note = closing.close(host)
    screen.tell(f"已封存，请保存工作簿。\n请把摘要记进会议纪要或发文稿纸：\n{note}")
    return "已封存，请保存工作簿。"


def verify_quarter(host: LiveHost, screen: Screen) -> str:
    """核验: tell whether anything changed since the quarter was closed."""
    verdict = closing.verify(host)
    if verdict.sound:
        text = f"核验通过：{verdict.closed} 封存以来，填写的内容和成绩都没有改动。"
    else:
        more = "……" if len(verdict.cells) > _MOST_CELLS else ""
        cells = "、".join(verdict.cells[:_MOST_CELLS]) + more
        text = "\n".join([*verdict.problems, *([f"有变化的单元格：{cells}"] if cells else [])])
    screen.tell(text)
    return text


def reopen_quarter(host: LiveHost, screen: Screen) -> str:
    """重新打开: open a closed quarter again, with the reason on record."""
    reason = screen.ask_text("为什么要改、谁同意的？（会记在“规则”表和“核对”表）")
    if not reason:
        return "没有写原因，没有重新打开。"
    try:
        sheets = closing.reopen(host, reason)
    except BookError as error:
        if "密码" not in str(error):
            raise
        password = screen.ask_text("工作表设了密码，请输入：")
        sheets = closing.reopen(host, reason, password)
    return f"已重新打开，取消了{len(sheets)}张工作表的保护。改完后请重新计算，再封存。"
