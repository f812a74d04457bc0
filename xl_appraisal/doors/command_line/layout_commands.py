"""Commands about layout files: make one for a notice, copy one, check one."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from xl_appraisal.doors.command_line.console import FINE, UNUSABLE, note, print_json, say
from xl_appraisal.model.errors import LayoutError, NoticeError


def make(options: Namespace) -> None:
    """Write a layout with a column for all that a notice takes in or gives."""
    from xl_appraisal.doors.command_line.notice_commands import sound_notice
    from xl_appraisal.model.layout.layout_for_notice import layout_for_notice
    from xl_appraisal.model.rulebook import notice_text

    notice = sound_notice(options.notice, notice_text(options.notice))
    own = f" --notice {options.notice}" if options.notice.endswith(".toml") else ""
    _write(options.out, layout_for_notice(notice, options.quarter), own)


def copy(options: Namespace) -> None:
    """Write a layout that comes with the product to a new file."""
    from xl_appraisal.model.rulebook import DEFAULT_LAYOUT, layout_text

    _write(options.out, layout_text(options.layout or DEFAULT_LAYOUT))


def _write(out: str, text: str, more: str = "") -> None:
    from xl_appraisal.files.write_file import write_whole
    from xl_appraisal.outputs.drawing import check_new

    check_new(Path(out), (".toml",))
    write_whole(Path(out), text.encode("utf-8"))
    say(f"已生成 {out}。改好后，用 xl-appraisal layout check {out}{more} 检查。")


def check(options: Namespace) -> int:
    """Print every fault of a layout file with its line, or what it holds."""
    from xl_appraisal.model.notice.check_file import located
    from xl_appraisal.model.notice.toml_text import read_writing
    from xl_appraisal.model.rulebook import layout_text, load_rulebook

    path = Path(options.file)
    text = layout_text(options.file)
    faults = read_writing(text).faults
    said = ""
    if not faults:
        try:
            layout = load_rulebook(options.notice, options.file).layout
            said = f"{path}：没有错误。{len(layout.all_columns)}个栏目，通报 {layout.notice}。"
        except LayoutError as error:
            faults = located(text, error)
        except NoticeError as error:
            raise NoticeError(options.notice or f"{path.name} 所写的通报", error.faults) from error
    if options.json:
        print_json({"faults": faults})
    else:
        for fault in faults:
            say(f"[错误] {path.name} {str(fault).replace('栏目文件：', '')}")
        say(said) if said else note(f"{path}：有{len(faults)}处错误，改好后再检查一遍。")
    return UNUSABLE if faults else FINE
