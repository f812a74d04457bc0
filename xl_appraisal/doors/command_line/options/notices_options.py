"""Commands about notice files: notice copy, notice check, notice diff."""

from __future__ import annotations

from typing import Any

from xl_appraisal.doors.command_line.options.add_command import add_apply_rules, add_command


def add(commands: Any) -> None:
    """Add them to the command line."""
    text = "换通报：抄出、检查、比较通报文件"
    notice = commands.add_parser("notice", help=text, description=text + "。")
    own = notice.add_subparsers(title="命令", metavar="命令", required=True)

    copy = add_command(own, "copy", "notice_commands.copy", "把自带的通报抄成一个文件，供修改")
    copy.add_argument("out", metavar="FILE.toml", help="新文件")
    copy.add_argument("--notice", metavar="ID", help="抄哪一份（编号或 .toml 文件）")

    check = add_command(
        own, "check", "notice_commands.check", "检查通报文件：一次列出全部错误，写明第几行"
    )
    check.add_argument("file", metavar="FILE.toml", help="通报文件")
    check.add_argument("--layout", metavar="ID", help="同时检查和这个栏目文件合不合得上")

    diff = add_command(own, "diff", "notice_commands.diff", "用句子写出两份通报有哪些不同")
    diff.add_argument("before", metavar="A", help="原来的通报：编号或 .toml 文件")
    diff.add_argument("after", metavar="B", help="现在的通报：编号或 .toml 文件")
    text = "用这个工作簿的数据，算出名次和红旗会怎样变（只算不写）"
    diff.add_argument("--book", metavar="BOOK", help=text)
    add_apply_rules(diff)
    for command in (check, diff):
        command.add_argument("--json", action="store_true", help="输出 JSON")
