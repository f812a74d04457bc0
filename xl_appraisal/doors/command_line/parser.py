"""The whole command line, with help in Chinese; each command's options stand beside it."""

from __future__ import annotations

import argparse
import os
import re
import sys
from functools import cache
from importlib import import_module
from typing import Any, NoReturn

from xl_appraisal.doors.command_line.command_options import UNUSABLE, add_options

COMMANDS = {
    "demo": ("demo_command", "用公布的2023年第1季度数据演示：建表、计算、核对"),
    "new": ("book_commands", "新建一个季度的工作簿"),
    "import": ("import_command", "把名次表数据、加扣分明细、人员考核分导入工作簿"),
    "recalc": ("book_commands", "重新计算：填得分、总分、名次、红旗窗口和核对结果"),
    "rank": ("report_commands", "显示名次表（只算不写）"),
    "check": ("report_commands", "核对：列出全部错误、提醒和说明（只算不写）"),
    "explain": ("report_commands", "说明一个窗口的每一分从哪里来（只算不写）"),
    "layout": ("report_commands", "列出栏目：编号、表头、种类、计入哪里"),
    "gap": ("compare_commands", "差距：每个窗口距前一名次和红旗窗口多少分，哪些项目还可得分"),
    "diff": ("compare_commands", "比较两个工作簿：谁加了分、谁减了分、名次和红旗怎样变，为什么"),
    "whatif": ("compare_commands", "试算：假如改几个格子或规则，名次会怎样（只算不写）"),
    "year": ("compare_commands", "年度汇总：几个季度的平均分、各季度名次和升降、红旗次数"),
    "annex": ("result_commands", "生成通报附件：名次表和备注（Word、Excel、PDF）"),
    "slips": ("result_commands", "给每个窗口生成一份加扣分明细，另附目录（备注8）"),
    "charts": ("result_commands", "生成图表工作簿：模块得分、扣分项目、历季名次"),
    "paragraph": ("result_commands", "写出通报正文用的一段话：最高、最低、平均、红旗窗口"),
    "close": ("closing_commands", "封存：核对无误后保护各表，记下时间和摘要"),
    "verify": ("closing_commands", "核验：封存以来有没有被改动，改了哪些格（只看不写）"),
    "reopen": ("closing_commands", "重新打开已封存的工作簿，写明原因"),
    "restore": ("restore_command", "恢复：列出、查看、换回改动前的工作簿（现在的先留一份备份）"),
    "notice": ("", "换通报：抄出、检查、比较通报文件"),
    "notice copy": ("notice_commands", "把自带的通报抄成一个文件，供修改"),
    "notice check": ("notice_commands", "检查通报文件：一次列出全部错误，写明第几行"),
    "notice diff": ("notice_commands", "用句子写出两份通报有哪些不同"),
    "batch": (
        "batch_command",
        "批量重新计算：文件夹里的全部工作簿，跳过坏文件，中断后可接着算，写一份汇总",
    ),
    "install": ("setup_commands", "在本机安装：加载项、配置和模板"),
    "uninstall": ("setup_commands", "撤销 install 所做的全部改动"),
    "doctor": ("setup_commands", "自检：检查本机环境，说明问题和处理办法"),
}
"""The commands in the order of the help: the module that runs each, and what it does.

The function is called as the command, ``import`` as ``import_files``; a command of two words is
one of a group's, whose module is empty.
"""

_FUNCTIONS = {"import": "import_files"}
_MESSAGES = (
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"argument (.*): expected one argument", r"\1 后面要跟一个值"),
    (r"argument (.*): expected at least one argument", r"\1 后面至少要跟一个值"),
    (r"argument .*: invalid choice: (.*) \(choose from (.*)\)", r"没有 \1；可用的有：\2"),
    (r"ambiguous option: (.*) could match (.*)", r"选项 \1 不明确，可能是 \2"),
    (r"argument (.*): not allowed with argument (.*)", r"\1 不能和 \2 一起用"),
)


class _ChineseParser(argparse.ArgumentParser):
    """argparse with its own words in Chinese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("add_help", False)
        kwargs.setdefault("formatter_class", _ChineseHelp)
        super().__init__(*args, **kwargs)
        self.add_argument("-h", "--help", action="help", help="显示帮助")
        self._positionals.title = "参数"
        self._optionals.title = "选项"

    def error(self, message: str) -> NoReturn:
        from xl_appraisal.doors.command_line.console import one_line

        for pattern, chinese in _MESSAGES:
            message = re.sub(f"^{pattern}$", chinese, message)
        message = one_line(message)
        self.exit(UNUSABLE, f"{self.format_usage()}错误：{message}。用 {self.prog} -h 看帮助。\n")


class _ChineseHelp(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: Any = None) -> None:
        # An empty prefix asks for a subcommand's own name alone.
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


@cache
def _columns() -> int:
    """The terminal's width, as :func:`shutil.get_terminal_size` tells it.

    argparse asks it for each argument that is set out, which loads every compressor there is.
    """
    told = os.environ.get("COLUMNS", "")
    if told.isascii() and told.isdigit() and int(told):
        return int(told)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):  # no stdout, a closed one, a pipe
        return 80


def build_parser(wanted: str | None = None) -> argparse.ArgumentParser:
    """The whole command line, or as much of it as a run whose first word is ``wanted`` needs.

    A command takes half a millisecond to set out and its module more to load, and each run asks
    for one.  A ``wanted`` that is no command gives all names without their options.
    """
    parser = _ChineseParser(
        prog="xl-appraisal",
        description="政务服务中心窗口绩效考核：计算模块得分、总分、名次和红旗窗口，核对并说明每一分。",
        epilog="退出码：0 正常；1 有错误使窗口不能计分；2 输入无法使用。",
    )
    parser.add_argument("--version", action=_Version, help="显示版本")
    groups = {"": parser.add_subparsers(title="命令", metavar="命令", required=True)}
    for name, (module, text) in COMMANDS.items():
        group, _, own = name.rpartition(" ")
        if wanted in COMMANDS and wanted not in (name, group):
            continue
        added = groups[group].add_parser(own, help=text, description=f"{text}。")
        if not module:
            groups[name] = added.add_subparsers(title="命令", metavar="命令", required=True)
        elif wanted is None or wanted in COMMANDS:
            loaded = import_module(f"xl_appraisal.doors.command_line.{module}")
            add_options(added, getattr(loaded, _FUNCTIONS.get(own, own)))
    return parser


class _Version(argparse.Action):
    """Prints the version; the package's metadata is only read when it is asked for."""

    def __init__(self, option_strings: Any, dest: str, help: str | None = None) -> None:
        super().__init__(option_strings, dest=argparse.SUPPRESS, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: Any, **__: Any) -> None:
        from importlib.metadata import version

        from xl_appraisal.doors.command_line.console import say

        say(f"xl-appraisal {version('xl-appraisal')}")
        parser.exit(0)
