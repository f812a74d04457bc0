"""Commands that compute and write: recalc."""

from __future__ import annotations

from typing import Any

from xl_appraisal.doors.command_line.options.add_command import (
    add_apply_rules,
    add_command,
    add_no_backup,
)


def add(commands: Any) -> None:
    """Add them to the command line."""
    text = "重新计算：填得分、总分、名次、红旗窗口和核对结果"
    recalc = add_command(commands, "recalc", "book_commands.recalc", text)
    recalc.add_argument("book", metavar="BOOK", help="工作簿")
    recalc.add_argument("--out", metavar="OUT", help="另存为（默认存回原文件）")
    add_apply_rules(recalc)
    add_no_backup(recalc)
