"""Commands around the end of a quarter: close, verify, reopen."""

from __future__ import annotations

from typing import Any

from xl_appraisal.doors.command_line.options.add_command import add_command, add_no_backup


def add(commands: Any) -> None:
    """Add them to the command line."""
    close = add_command(
        commands, "close", "closing_commands.close", "封存：核对无误后保护各表，记下时间和摘要"
    )
    verify = add_command(
        commands,
        "verify",
        "closing_commands.verify",
        "核验：封存以来有没有被改动，改了哪些格（只看不写）",
    )
    reopen = add_command(
        commands, "reopen", "closing_commands.reopen", "重新打开已封存的工作簿，写明原因"
    )
    for command in (close, verify, reopen):
        command.add_argument("book", metavar="BOOK", help="工作簿")
    close.add_argument("--password", action="store_true", help="给工作表保护设密码（运行时输入）")
    verify.add_argument("--json", action="store_true", help="输出 JSON")
    reopen.add_argument("--reason", metavar="TEXT", required=True, help="为什么要改、谁同意的")
    for command in (close, reopen):
        add_no_backup(command)
