"""Setting up a machine: install, uninstall, a folder for machines without internet, doctor."""

from __future__ import annotations

import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from xl_appraisal.doors.command_line.console import FINE, STOPPED, note, print_json, say, say_lines

if TYPE_CHECKING:
    from xl_appraisal.setup.install.file_changes import Plan


def install(options: Namespace) -> int:
    """Put add-in, configuration and template, or the extension, where they are looked for."""
    if options.copy and not options.dry_run:
        return _install_copy()
    from xl_appraisal.setup.install.install_libreoffice import plan_libreoffice
    from xl_appraisal.setup.install.install_plan import carry_out, plan_install
    from xl_appraisal.setup.install.machine import this_machine

    machine = this_machine()
    plan = plan_libreoffice(machine) if options.libreoffice else plan_install(machine)
    if options.dry_run:
        _show(plan)
        return FINE
    restart = carry_out(machine, plan, lambda change: say(f"已{change}"))
    say("安装完成。" if plan.steps else "已经安装好，没有需要改动的内容。")
    _say(plan.notes)
    if restart:
        note("Excel 正在运行，请关闭后重新启动。")
    note("用 xl-appraisal doctor 检查是否可用。")
    return FINE


def _install_copy() -> int:
    """Copy the Python that runs this, then let the copy install."""
    from xl_appraisal.setup.offline.placed_copy import offline_folder, own_place, place

    say("正在复制，请稍候……")
    python = place(offline_folder(), own_place())
    say(f"已复制到 {python.parent}")
    sys.stdout.flush()
    return subprocess.run([python, "-m", "xl_appraisal", "install"], check=False).returncode


def uninstall(options: Namespace) -> None:
    """Take back what install put there."""
    if options.copy and not options.dry_run:
        _uninstall_copy()
    elif _take_back(options.dry_run):
        say("已卸载。Python 包本身请用 pip uninstall xl-appraisal 删除。")


def _take_back(dry_run: bool = False) -> bool:
    """Whether there was anything, and it was taken back."""
    from xl_appraisal.setup.install.install_plan import carry_out, plan_uninstall
    from xl_appraisal.setup.install.machine import this_machine

    machine = this_machine()
    plan = plan_uninstall(machine)
    if dry_run:
        _show(plan)
        return False
    carry_out(machine, plan, lambda change: say(f"已{change}"))
    _say(plan.notes)
    return bool(plan.steps)


def _uninstall_copy() -> None:
    """The copy first, for that fails where it is in use; nothing is half removed."""
    from xl_appraisal.setup.offline import placed_copy

    placed_copy.offline_folder()  # a Python cannot remove itself
    own = placed_copy.own_place()
    copied = placed_copy.set_aside(own)
    try:
        _take_back()
    except BaseException:
        if copied:
            placed_copy.put_back(own)
        raise
    placed_copy.remove(own)
    say("已卸载。工作簿和备份都保留着。" if copied else "本机没有复制过 Python。")


def offline(options: Namespace) -> None:
    """Build the folder that machines without internet are installed from."""
    from xl_appraisal.setup.offline.build_folder import build
    from xl_appraisal.setup.offline.official_python import NAME

    folder = Path(options.folder).resolve()
    wheel = Path(options.wheel).resolve() if options.wheel else None
    wheels = Path(options.wheels).resolve() if options.wheels else None
    build(folder, Path(options.python or NAME), sha256=options.sha256, wheel=wheel, wheels=wheels)
    say(f"已做好 {folder}")
    note("把整个文件夹复制到工作人员的电脑，双击“安装.cmd”；卸载用“卸载.cmd”。")


def doctor(options: Namespace) -> int:
    """Examine this machine, and a workbook if one is named; 1 if something is an error."""
    from xl_appraisal.setup.doctor import examine, summary

    lines = examine(Path(options.book).resolve() if options.book else None)
    if options.json:
        print_json(lines)
    else:
        for line in lines:
            say_lines(line)
        say(summary(lines))
    return STOPPED if any(line.severity == "error" for line in lines) else FINE


def _show(plan: Plan) -> None:
    say("将要进行的步骤（还没有改动任何文件）：" if plan.steps else "没有需要改动的内容。")
    for number, step in enumerate(plan.steps, start=1):
        say(f"  {number}. {step}")
    _say(plan.notes)


def _say(notes: tuple[str, ...]) -> None:
    for text in notes:
        say_lines(text)
