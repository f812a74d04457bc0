"""Commands that only tell: rank, check, explain, layout."""

from __future__ import annotations

from typing import Any

from xl_appraisal.doors.command_line.options.add_command import add_apply_rules, add_command


def add(commands: Any) -> None:
    """Add them to the command line."""
    rank = add_command(commands, "rank", "report_commands.rank", "显示名次表（只算不写）")
    check = add_command(
        commands, "check", "report_commands.check", "核对：列出全部错误、提醒和说明（只算不写）"
    )
    explain = add_command(
        commands, "explain", "report_commands.explain", "说明一个窗口的每一分从哪里来（只算不写）"
    )
    for command in (rank, check, explain):
        command.add_argument("book", metavar="BOOK", help="工作簿")
        add_apply_rules(command)
    explain.add_argument("window", metavar="WINDOW", help="窗口名称")
    layout = add_command(
        commands, "layout", "report_commands.layout", "列出栏目：编号、表头、种类、计入哪里"
    )
    layout.add_argument("book", metavar="BOOK", nargs="?", help="工作簿（不写则列出自带的栏目）")
    for command in (rank, check, explain, layout):
        command.add_argument("--json", action="store_true", help="输出 JSON")
