"""The command around backups: restore."""

from __future__ import annotations

from typing import Any

from xl_appraisal.doors.command_line.options.add_command import add_command


def add(commands: Any) -> None:
    """Add it to the command line."""
    text = "恢复：列出、查看、换回改动前的工作簿（现在的先留一份备份）"
    restore = add_command(commands, "restore", "restore_command.restore", text)
    restore.add_argument("book", metavar="BOOK", help="工作簿（已被删除的也可以）")
    text = "换回哪一份：列出的序号，或时间如 20230405-091500（不写则只列出）"
    restore.add_argument("which", metavar="N", nargs="?", help=text)
    restore.add_argument("--show", action="store_true", help="只看换回 N 后会有哪些变化，不写")
    restore.add_argument("--out", metavar="FILE", help="把 N 另存为新文件，不动现在的工作簿")
    restore.add_argument("--json", action="store_true", help="输出 JSON")
