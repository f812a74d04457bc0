"""What commands take: options as values, and the decorator by which a command names its own."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

FINE, STOPPED, UNUSABLE = 0, 1, 2
"""Exit codes: fine; findings that stop a score; unusable input."""

Command: TypeAlias = Callable[[argparse.Namespace], int]
"""Runs a command with what was asked for and returns its exit code."""


class Option(NamedTuple):
    """An option or, without dashes, an argument: its name, and what argparse is told of it."""

    name: str
    told: dict[str, Any]


def value(name: str, metavar: str, text: str, **more: Any) -> Option:
    """One that takes a value; ``text`` is its help."""
    return Option(name, {"metavar": metavar, "help": text, **more})


def several(name: str, metavar: str, text: str) -> Option:
    """One that may be written several times."""
    return value(name, metavar, text, action="append", default=[])


def flag(name: str, text: str, **more: Any) -> Option:
    """One that is there or not."""
    return Option(name, {"help": text, "action": "store_true", **more})


def choice(name: str, text: str, choices: tuple[str, ...]) -> Option:
    """One of some words, the first by default."""
    return Option(name, {"help": text, "choices": choices, "default": choices[0]})


Taken: TypeAlias = Option | tuple[Option, ...]
"""An option, or some of which only one may be given."""

_TAKEN: dict[Command, tuple[Taken, ...]] = {}


def takes(*options: Taken) -> Callable[[Command], Command]:
    """Say what a command takes, in the order of its help."""

    def remember(command: Command) -> Command:
        _TAKEN[command] = options
        return command

    return remember


def add_options(parser: argparse.ArgumentParser, command: Command) -> None:
    """Give a command's parser its options, and the command to run."""
    for taken in _TAKEN[command]:
        into: Any = parser
        if not isinstance(taken, Option):
            into = parser.add_mutually_exclusive_group()
        for option in [taken] if isinstance(taken, Option) else taken:
            into.add_argument(option.name, **option.told)
    parser.set_defaults(run=command)


BOOK = value("book", "BOOK", "工作簿")
JSON = flag("--json", "输出 JSON")
APPLY_RULES = flag("--apply-rules", "填写的分值与备注不符时，改按备注计分（默认保留所填，只提醒）")
NO_BACKUP = flag(
    "--no-backup",
    "不留备份（默认把改动前的工作簿留在旁边的隐藏文件夹，用 restore 恢复）",
    dest="backup",
    action="store_false",
)
NO_ORIGIN = flag("--no-origin", "不印出处（工作簿名、时间、通报、数据指纹），正式印发时用")
OVERWRITE = flag("--overwrite", "允许替换同名文件")


def formulas(what: str) -> Option:
    """``--formulas``: what computes a new workbook."""
    text = f"{what}：program 由本程序计算（默认）；native 全用普通公式，不用宏也不用本程序"
    return choice("--formulas", text, ("program", "native"))
