"""Setting up a machine: install, uninstall, doctor."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from xl_appraisal.doors.command_line.console import FINE, STOPPED, note, print_json, say, say_lines

if TYPE_CHECKING:
    from xl_appraisal.setup.install.file_changes import Plan


def install(options: Namespace) -> None:
    """Put add-in, configuration and template, or the extension, where they are looked for."""
    from xl_appraisal.setup.install.install_libreoffice import plan_libreoffice
    from xl_appraisal.setup.install.install_plan import carry_out, plan_install
    from xl_appraisal.setup.install.machine import this_machine

    machine = this_machine()
    plan = plan_libreoffice(machine) if options.libreoffice else plan_install(machine)
    if options.dry_run:
        _show(plan)
        return
    restart = carry_out(machine, plan, lambda change: say(f"已{change}"))
    say("安装完成。" if plan.steps else "已经安装好，没有需要改动的内容。")
    _say(plan.notes)
    if restart:
        note("Excel 正在运行，请关闭后重新启动。")
    note("用 xl-appraisal doctor 检查是否可用。")


def uninstall(options: Namespace) -> None:
    """Take back what install put there."""
    from xl_appraisal.setup.install.install_plan import carry_out, plan_uninstall
    from xl_appraisal.setup.install.machine import this_machine

    machine = this_machine()
    plan = plan_uninstall(machine)
    if options.dry_run:
        _show(plan)
        return
    carry_out(machine, plan, lambda change: say(f"已{change}"))
    _say(plan.notes)
    if plan.steps:
        say("已卸载。Python 包本身请用 pip uninstall xl-appraisal 删除。")


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
