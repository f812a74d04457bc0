"""Commands that compare: gap, diff, whatif, year."""

from __future__ import annotations

from typing import Any

from xl_appraisal.doors.command_line.options.add_command import add_apply_rules, add_command


def add(commands: Any) -> None:
    """Add them to the command line."""
    gap = add_command(
        commands,
        "gap",
        "compare_commands.gap",
        "差距：每个窗口距前一名次和红旗窗口多少分，哪些项目还可得分",
    )
    gap.add_argument("book", metavar="BOOK", help="工作簿")
    gap.add_argument("--window", metavar="NAME", help="只看一个窗口，并逐项列出还可得的分")
    gap.add_argument("--json", action="store_true", help="输出 JSON")
    add_apply_rules(gap)

    diff = add_command(
        commands,
        "diff",
        "compare_commands.diff",
        "比较两个工作簿：谁加了分、谁减了分、名次和红旗怎样变，为什么",
    )
    diff.add_argument("before", metavar="A", help="原来的工作簿")
    diff.add_argument("after", metavar="B", help="现在的工作簿")
    diff.add_argument("--out", metavar="FILE.xlsx", help="同时写成 Excel 表")
    diff.add_argument("--json", action="store_true", help="输出 JSON")
    add_apply_rules(diff)

    whatif = add_command(
        commands,
        "whatif",
        "compare_commands.whatif",
        "试算：假如改几个格子或规则，名次会怎样（只算不写）",
    )
    whatif.add_argument("book", metavar="BOOK", help="工作簿")
    text = "假如某窗口某项目改为别的值，可写多次；等号后面不写就是清空"
    whatif.add_argument("--set", metavar="窗口.项目=取值", action="append", default=[], help=text)
    text = "假如某条规则改为别的值，写“规则”表的编号或名称，可写多次"
    whatif.add_argument("--rule", metavar="编号=取值", action="append", default=[], help=text)
    whatif.add_argument("--json", action="store_true", help="输出 JSON")
    add_apply_rules(whatif)

    year = add_command(
        commands,
        "year",
        "year_command.year",
        "年度汇总：几个季度的平均分、各季度名次和升降、红旗次数",
    )
    year.add_argument("books", metavar="BOOK", nargs="+", help="各季度的工作簿，先后不限")
    year.add_argument("--out", metavar="YEAR.xlsx", help="同时写成 Excel 表")
    text = "改过名称的窗口，可写多次；不写的，新旧名称各算各的"
    year.add_argument("--renamed", metavar="旧名=新名", action="append", default=[], help=text)
    year.add_argument("--json", action="store_true", help="输出 JSON")
    add_apply_rules(year)
