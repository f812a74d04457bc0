"""Commands about notice files: copy one, check one, compare two."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from xl_appraisal.doors.command_line.console import FINE, UNUSABLE, note, print_json, say, step
from xl_appraisal.model.errors import FaultsError, LayoutError, NoticeError

if TYPE_CHECKING:
    from xl_appraisal.model.notice import Notice
    from xl_appraisal.model.notice.toml_text import Located


def copy(options: Namespace) -> None:
    """Write a notice that comes with the product to a new file."""
    from xl_appraisal.files.write_file import write_whole
    from xl_appraisal.model.rulebook import DEFAULT_NOTICE, notice_text
    from xl_appraisal.outputs.drawing import check_new

    out = Path(options.out)
    check_new(out, (".toml",))
    write_whole(out, notice_text(options.notice or DEFAULT_NOTICE).encode("utf-8"))
    say(f"已生成 {out}。用记事本改好后，用 xl-appraisal notice check {out} 检查。")


def check(options: Namespace) -> int:
    """Print every fault of a notice file with its line, or what it holds."""
    from xl_appraisal.model.notice.check_file import check_notice
    from xl_appraisal.model.rulebook import notice_text

    path = Path(options.file)
    text = notice_text(options.file)
    found = check_notice(text)
    misfit = _misfit(text, options.layout) if options.layout and found.notice is not None else ()
    if options.json:
        print_json({"faults": [*found.faults, *misfit], "hints": found.hints})
    else:
        for fault in found.faults:
            say(f"[错误] {path.name} {fault}")
        for fault in misfit:
            say(f"[错误] {Path(options.layout).name} {fault}")
        for hint in found.hints:
            say(f"[提醒] {path.name} {hint}")
        _say_outcome(path, len(found.faults) + len(misfit), found.notice)
    return UNUSABLE if found.faults or misfit else FINE


def _misfit(text: str, layout: str) -> tuple[Located, ...]:
    """The faults of a layout under a sound notice, with their lines in the layout's file."""
    from xl_appraisal.model.notice.check_file import located
    from xl_appraisal.model.rulebook import layout_text, rulebook_from_texts

    columns = layout_text(layout)
    try:
        rulebook_from_texts(text, columns)
    except FaultsError as error:
        return located(columns if isinstance(error, LayoutError) else "", error)
    return ()


def _say_outcome(path: Path, faults: int, notice: Notice | None) -> None:
    from xl_appraisal.model.notice import parameters

    if faults:
        note(f"{path}：有{faults}处错误，改好后再检查一遍。")
    elif notice is not None:
        values = len(parameters(notice))
        remarks, modules = len(notice.remarks), len(notice.modules)
        say(f"{path}：没有错误。{remarks}条备注，{modules}个模块，{values}个取值。")
        if notice.partial:
            full = f"{notice.maximum.normalize():f}"
            say(f"节选：只有见到的各项，满分{full}分按它们相加；标题和名次表都标明“节选”。")


def diff(options: Namespace) -> None:
    """Print as sentences what differs between two notices, and what it does to a quarter."""
    from xl_appraisal.doors.command_line.compare_commands import print_comparison
    from xl_appraisal.hosts import FileHost
    from xl_appraisal.model.rulebook import notice_text
    from xl_appraisal.work.comparing.notice_changes import effect, notice_changes
    from xl_appraisal.work.desk import appraise_host

    texts = {name: notice_text(name) for name in (options.before, options.after)}
    notices = [sound_notice(name, text) for name, text in texts.items()]
    changes = notice_changes(notices[0], notices[-1])
    outcome = None
    if options.book and len(texts) > 1:
        with step("正在读取和计算"):
            quarter = appraise_host(FileHost(options.book)).quarter
            outcome = effect(quarter, texts, apply_rules=options.apply_rules)
    if options.json:
        print_json({"changes": changes, "effect": outcome})
        return
    for change in changes:
        where = f"（备注{change.remark}）" if change.remark else ""
        say(f"· {change.text}{where}。")
    if not changes:
        say("两份通报没有差别。")
    if outcome is not None:
        say()
        print_comparison(outcome)
        if not options.apply_rules:
            note("名次表里填写的分值两边都照填写的算；要看按备注推算的，加 --apply-rules。")


def sound_notice(name: str, text: str) -> Notice:
    """The notice of a file; :class:`NoticeError` with the lines of its faults."""
    from xl_appraisal.model.notice.check_file import check_notice

    found = check_notice(text)
    if found.notice is None:
        raise NoticeError(name, [str(fault) for fault in found.faults])
    return found.notice
