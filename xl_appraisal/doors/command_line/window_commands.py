"""Commands for a window that joins or leaves during the quarter: add-window, remove-window."""

from __future__ import annotations

from argparse import Namespace

from xl_appraisal.doors.command_line.console import say, step
from xl_appraisal.doors.command_line.report_commands import exit_code
from xl_appraisal.hosts import FileHost
from xl_appraisal.work import add_window as joining
from xl_appraisal.work import withdraw_window as leaving


def add_window(options: Namespace) -> int:
    """Give a new window its row, recalculate and save."""
    host = FileHost(options.book)
    with step("正在增加窗口"):
        changed = joining.add_window(
            host, options.name, before=options.before or "", after=options.after or ""
        )
    return _saved(host, changed, options)


def remove_window(options: Namespace) -> int:
    """Take a window out, its lines struck, recalculate and save."""
    host = FileHost(options.book)
    with step("正在撤出窗口"):
        plan = leaving.plan_withdrawal(host, options.name)
        changed = leaving.withdraw_window(host, plan, options.reason or leaving.WHY)
    return _saved(host, changed, options)


def _saved(host: FileHost, changed: joining.Changed, options: Namespace) -> int:
    host.save(options.out, keep=options.backup)
    for sentence in changed.told.splitlines():
        say(sentence)
    say(f"已保存 {options.out or options.book}")
    return exit_code(changed.done)
