"""The whole command line, with help in Chinese; the commands are in :mod:`.options`."""

from __future__ import annotations

import argparse
import re
from importlib import import_module
from typing import Any, NoReturn

from xl_appraisal.cli import UNUSABLE, options
from xl_appraisal.cli.options import GROUPS

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


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = _ChineseParser(
        prog="xl-appraisal",
        description="政务服务中心窗口绩效考核：计算模块得分、总分、名次和红旗窗口，核对并说明每一分。",
        epilog="退出码：0 正常；1 有错误使窗口不能计分；2 输入无法使用。",
    )
    parser.add_argument("--version", action=_Version, help="显示版本")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True)
    for group in GROUPS:
        import_module(f"{options.__name__}.{group}").add(commands)
    return parser


class _Version(argparse.Action):
    """Prints the version; the package's metadata is only read when it is asked for."""

    def __init__(self, option_strings: Any, dest: str, help: str | None = None) -> None:
        super().__init__(option_strings, dest=argparse.SUPPRESS, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: Any, **__: Any) -> None:
        from importlib.metadata import version

        print(f"xl-appraisal {version('xl-appraisal')}")
        parser.exit(0)
