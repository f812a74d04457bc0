"""The commands and their options, with help in Chinese."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from typing import Any, NoReturn

from xl_appraisal.cli import UNUSABLE

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
        for pattern, chinese in _MESSAGES:
            message = re.sub(f"^{pattern}$", chinese, message)
        self.exit(UNUSABLE, f"{self.format_usage()}错误：{message}。用 {self.prog} -h 看帮助。\n")


class _ChineseHelp(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: Any = None) -> None:
        super().add_usage(usage, actions, groups, prefix or "用法：")


def _run(module: str, function: str) -> Callable[[argparse.Namespace], int]:
    """The command's function, imported only when it is run."""

    def run(options: argparse.Namespace) -> int:
        from importlib import import_module

        code: int = getattr(import_module(f"xl_appraisal.cli.{module}"), function)(options)
        return code

    return run


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = _ChineseParser(
        prog="xl-appraisal",
        description="政务服务中心窗口绩效考核：计算模块得分、总分、名次和红旗窗口，核对并说明每一分。",
        epilog="退出码：0 正常；1 有错误使窗口不能计分；2 输入无法使用。",
    )
    parser.add_argument("--version", action=_Version, help="显示版本")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True)
    _add_making(commands)
    _add_working(commands)
    _add_asking(commands)
    _add_setup(commands)
    return parser


class _Version(argparse.Action):
    """Prints the version; the package's metadata is only read when it is asked for."""

    def __init__(self, option_strings: Any, dest: str, help: str | None = None) -> None:
        super().__init__(option_strings, dest=argparse.SUPPRESS, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: Any, **__: Any) -> None:
        from importlib.metadata import version

        print(f"xl-appraisal {version('xl-appraisal')}")
        parser.exit(0)


def _command(commands: Any, name: str, run: str, text: str) -> argparse.ArgumentParser:
    module, _, function = run.partition(".")
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text + "。")
    parser.set_defaults(run=_run(module, function))
    return parser


def _add_making(commands: Any) -> None:
    demo = _command(
        commands, "demo", "demo.demo", "用公布的2023年第1季度数据演示：建表、计算、核对"
    )
    demo.add_argument("--out", metavar="DIR", default="demo", help="写到哪个文件夹（默认 demo）")

    new = _command(commands, "new", "books.new", "新建一个季度的工作簿")
    new.add_argument("out", metavar="OUT", help="新工作簿：.xlsm 带宏和按钮，.xlsx 不带宏")
    new.add_argument(
        "--notice", metavar="ID", help="通报：编号或 .toml 文件（默认用栏目文件所写的）"
    )
    new.add_argument("--layout", metavar="ID", help="栏目：编号或 .toml 文件")
    new.add_argument("--quarter", metavar="2023Q1", help="年份和季度（默认用栏目文件所写的）")
    new.add_argument(
        "--windows", metavar="FILE", help="窗口名单：每行一个名称，或带“窗口”一栏的 CSV"
    )

    macros = new.add_mutually_exclusive_group()
    macros.add_argument(
        "--standalone",
        action="store_true",
        help="把 xlwings 的宏模块写进工作簿，不需加载项（.xlsm）",
    )
    macros.add_argument(
        "--reference", action="store_true", help="用 xlwings 加载项的引用方式（.xlsm）"
    )

    add = _command(commands, "import", "books.import_files", "把名次表数据或加扣分明细导入工作簿")
    add.add_argument("book", metavar="BOOK", help="工作簿")
    add.add_argument("--table", metavar="FILE", help="名次表数据（CSV 或 .xlsx）")
    add.add_argument("--ledger", metavar="FILE", help="加扣分明细（CSV 或 .xlsx）")
    add.add_argument("--overwrite", action="store_true", help="允许改写已填的不同数值")


def _add_working(commands: Any) -> None:
    text = "重新计算：填得分、总分、名次、红旗窗口和核对结果"
    recalc = _command(commands, "recalc", "books.recalc", text)
    recalc.add_argument("book", metavar="BOOK", help="工作簿")
    recalc.add_argument("--out", metavar="OUT", help="另存为（默认存回原文件）")
    _apply_rules(recalc)


def _add_asking(commands: Any) -> None:
    rank = _command(commands, "rank", "reports.rank", "显示名次表（只算不写）")
    check = _command(
        commands, "check", "reports.check", "核对：列出全部错误、提醒和说明（只算不写）"
    )
    explain = _command(
        commands, "explain", "reports.explain", "说明一个窗口的每一分从哪里来（只算不写）"
    )
    for command in (rank, check, explain):
        command.add_argument("book", metavar="BOOK", help="工作簿")
        _apply_rules(command)
    explain.add_argument("window", metavar="WINDOW", help="窗口名称")
    layout = _command(commands, "layout", "reports.layout", "列出栏目：编号、表头、种类、计入哪里")
    layout.add_argument("book", metavar="BOOK", nargs="?", help="工作簿（不写则列出自带的栏目）")
    for command in (rank, check, explain, layout):
        command.add_argument("--json", action="store_true", help="输出 JSON")


def _add_setup(commands: Any) -> None:
    install = _command(commands, "install", "setup.install", "在本机安装：加载项、配置和模板")
    remove = _command(commands, "uninstall", "setup.uninstall", "撤销 install 所做的全部改动")
    for command in (install, remove):
        command.add_argument("--dry-run", action="store_true", help="只列出步骤，不改动文件")
    doctor = _command(commands, "doctor", "setup.doctor", "自检：检查本机环境，说明问题和处理办法")
    doctor.add_argument("book", metavar="BOOK", nargs="?", help="同时检查这个工作簿")
    doctor.add_argument("--json", action="store_true", help="输出 JSON")


def _apply_rules(command: argparse.ArgumentParser) -> None:
    text = "填写的分值与备注不符时，改按备注计分（默认保留所填，只提醒）"
    command.add_argument("--apply-rules", action="store_true", help=text)
