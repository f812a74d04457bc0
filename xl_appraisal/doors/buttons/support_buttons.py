"""检查通报 and 自检: a notice file, and the machine that all of this runs on."""

from __future__ import annotations

from xl_appraisal.doors.buttons.button_support import show_rows
from xl_appraisal.hosts import LiveHost, Screen
from xl_appraisal.model.grid import Write

NOTICE_FAULTS = "通报检查"
"""The sheet that 检查通报 fills."""


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


def self_check(host: LiveHost, screen: Screen) -> str:
    """自检: what is installed here and whether it fits together."""
    from xl_appraisal.setup import doctor

    lines = doctor.worst_first(doctor.examine(host))
    wrong = [str(line) for line in lines if line.severity != "fine"]
    screen.tell("\n".join([doctor.summary(lines), *wrong]))
    return "自检完成。"
