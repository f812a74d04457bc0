"""The whole command line, with help in Chinese."""

from __future__ import annotations

import argparse
import os
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from xl_appraisal.doors.command_line.command_options import add_options, commands
from xl_appraisal.doors.command_line.console import UNUSABLE, one_line, say
from xl_appraisal.model.text_table import read_table


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
        for pattern, chinese in read_table(Path(__file__).with_name("argparse_messages.tsv")):
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

    A command takes half a millisecond to set out, and each run asks for one.
    A ``wanted`` that is no command gives all names without their options.
    """
    parser = _ChineseParser(
        prog="xl-appraisal",
        description="政务服务中心窗口绩效考核：计算模块得分、总分、名次和评选结果，核对并说明每一分。",
        epilog="退出码：0 正常；1 有错误使窗口不能计分；2 输入无法使用。",
    )
    parser.add_argument("--version", action=_Version, help="显示版本")
    groups = {"": parser.add_subparsers(title="命令", metavar="命令", required=True)}
    for name, command in commands().items():
        group, _, own = name.rpartition(" ")
        if group in commands() and commands()[group].run:  # layout, which may be given a workbook
            group, own = "", name
        if wanted in commands() and wanted not in (name, group):
            continue
        text = command.text
        added = groups[group].add_parser(own, help=text, description=f"{text}。")
        if not command.run:
            groups[name] = added.add_subparsers(title="命令", metavar="命令", required=True)
        elif wanted is None or wanted in commands():
            add_options(added, command)
    return parser


def join_name(given: list[str]) -> list[str]:
    """``layout make`` as one word: ``layout`` is a command itself, so that it cannot be a group."""
    known = commands()
    group, name = given[:1], " ".join(given[:2])
    joined = len(given) > 1 and name in known and known[group[0]].run
    return [name, *given[2:]] if joined else given


class _Version(argparse.Action):
    """Prints the version; the package's metadata is only read when it is asked for."""

    def __init__(self, option_strings: Any, dest: str, help: str | None = None) -> None:
        super().__init__(option_strings, dest=argparse.SUPPRESS, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: Any, **__: Any) -> None:
        from importlib.metadata import version

        say(f"xl-appraisal {version('xl-appraisal')}")
        parser.exit(0)
