"""What every group of commands uses to add one."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any


def add_command(commands: Any, name: str, run: str, text: str) -> argparse.ArgumentParser:
    """Add the command ``name``; ``run`` is ``module.function`` below ``command_line``."""
    module, _, function = run.partition(".")
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text + "。")
    parser.set_defaults(run=_run(module, function))
    return parser


def add_apply_rules(command: argparse.ArgumentParser) -> None:
    """Add ``--apply-rules``, which every command that appraises has."""
    text = "填写的分值与备注不符时，改按备注计分（默认保留所填，只提醒）"
    command.add_argument("--apply-rules", action="store_true", help=text)


def add_no_backup(command: argparse.ArgumentParser) -> None:
    """Add ``--no-backup``, which every command that saves a workbook in place has."""
    text = "不留备份（默认把改动前的工作簿留在旁边的隐藏文件夹，用 restore 恢复）"
    command.add_argument("--no-backup", dest="backup", action="store_false", help=text)


def _run(module: str, function: str) -> Callable[[argparse.Namespace], int]:
    """The command's function, imported only when it is run."""

    def run(options: argparse.Namespace) -> int:
        from importlib import import_module

        code: int = getattr(import_module(f"xl_appraisal.doors.command_line.{module}"), function)(
            options
        )
        return code

    return run
