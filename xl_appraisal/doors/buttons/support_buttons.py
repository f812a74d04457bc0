"""检查通报, 恢复备份 and 自检: a notice file, earlier states, the machine all of this runs on."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

from xl_appraisal.doors.buttons.button_support import Made, place_of, show_rows
from xl_appraisal.files.backups import TIME_FORM, Backup
from xl_appraisal.hosts import LiveHost, Screen
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Write

NOTICE_FAULTS = "通报检查"
"""The sheet that 检查通报 fills."""
_LEFT = "已取消，没有恢复。"
_EXCHANGE = (
    "把 {} 换回 {}的那一份吗？\n"
    "现在的文件先留作备份，随时可以再换回来；还没有保存的改动不会留下，要留请选“否”，先保存。"
)


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


def take_out_backup(host: LiveHost, screen: Screen) -> str:
    """恢复备份: an earlier state in this workbook's place, the present one kept first.

    Where nothing can take the place of a file that is open, the state comes out beside it.
    """
    from xl_appraisal.files.backups import backups_of
    from xl_appraisal.files.write_file import restore_file
    from xl_appraisal.ooxml.file_kind import check_whole

    place = place_of(host, "恢复备份")
    backups = backups_of(str(place))
    if not backups:
        raise BookError(f"{place.name} 还没有备份。本程序每次改写工作簿文件，都把原来的留作备份。")
    listed = "\n".join(f"{n}. {_when(backup)}" for n, backup in enumerate(backups, 1))
    typed = screen.ask_text(f"恢复哪一份？请写序号，留空不恢复：\n{listed}")
    if not typed:
        return _LEFT
    if not (typed.isdecimal() and 0 < int(typed) <= len(backups)):
        raise BookError(f"没有序号“{typed}”的备份。请写 1 到 {len(backups)}。")
    chosen = backups[int(typed) - 1]
    if host.holds_file:
        return _take_out(place, chosen)
    if not screen.confirm(_EXCHANGE.format(place.name, _when(chosen))):
        return _LEFT
    host.exchange_file(partial(restore_file, str(place), chosen.path, check_whole))
    screen.tell(f"已换回 {_when(chosen)}的工作簿，换回之前的那一份留作备份。\n接着重新打开它。")
    return "已换回。"


def _when(backup: Backup) -> str:
    replaced = dt.datetime.strptime(backup.replaced, TIME_FORM)
    return f"{replaced:%Y-%m-%d %H:%M:%S} 以前"


def _take_out(place: Path, chosen: Backup) -> Made:
    from xl_appraisal.files.disk import read_file
    from xl_appraisal.files.write_file import write_whole
    from xl_appraisal.ooxml.file_kind import check_whole

    out = place.with_name(f"{place.stem}-备份{chosen.replaced}{place.suffix}")
    if out.exists():
        raise BookError(f"{out}：同名文件已存在，没有改动。请移走它再试。")
    data = read_file(chosen.path)[0]
    check_whole(data)
    write_whole(out, data)
    told = f"已取出 {out}，本工作簿没有改动。要换回它，请关闭本工作簿，再用它替换 {place.name}。"
    return Made.of(told, out)


def self_check(host: LiveHost, screen: Screen) -> str:
    """自检: what is installed here and whether it fits together."""
    from xl_appraisal.setup import doctor

    lines = doctor.worst_first(doctor.examine(host))
    wrong = [str(line) for line in lines if line.severity != "fine"]
    screen.tell("\n".join([doctor.summary(lines), *wrong]))
    return "自检完成。"
