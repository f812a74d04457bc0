"""What the commands take, from ``command_line.tsv``: a row a command, then a row an option.

In its column ``takes`` stands for a command the function that runs it, nothing for a group of
commands; for an option ``flag``, or words one of which may be written, the first by default
(``A3/A4``), or what its value is called, with a mark behind: ``?`` may be left out, ``+`` one or
more, ``*`` may be written several times, ``!`` must be written, ``#`` is a whole number from 1.
Of the options with one word in ``either`` only one may be given.  An option that has nothing but
its name is the one that stands under ``*``, for all commands.  Another spelling of a name stands
behind a ``|``.
"""

from __future__ import annotations

import argparse
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from xl_appraisal.model.text_table import read_table

_PATHS = ("BOOK", "FILE", "DIR", "OUT", "FOLDER", "LAST", "KEY", "YEAR", "ZIP")
"""The words of the help that stand for a path, or begin one that does; ``A`` and ``B`` do too."""


class Option(NamedTuple):
    """An option or, without dashes, an argument."""

    name: str
    takes: str
    either: str
    text: str


class Command(NamedTuple):
    """A command, ``notice check`` one of a group's, with its options in the order of its help.

    ``run`` is the module and the function that run it; empty for a group.
    """

    run: str
    text: str
    options: list[Option]


@cache
def commands() -> dict[str, Command]:
    """The commands by name, in the order of the help."""
    found: dict[str, Command] = {"*": Command("", "", [])}
    for name, *cells in read_table(Path(__file__).with_name("command_line.tsv")):
        option = Option(*cells)
        if name != "*" and not option.name:
            found[name] = Command(option.takes, option.text, [])
            continue
        common = {known.name: known for known in found["*"].options}
        found[name].options.append(option if option.takes else common[option.name])
    del found["*"]
    return found


def add_options(parser: argparse.ArgumentParser, command: Command) -> None:
    """Give a command's parser its options, and where it says what is to be run."""
    groups: dict[str, Any] = {"": parser}
    for name, takes, either, text in command.options:
        if either not in groups:
            groups[either] = parser.add_mutually_exclusive_group()
        groups[either].add_argument(*name.split("|"), help=text, **_told(name, takes))
    parser.set_defaults(run=command.run)


def _told(name: str, takes: str) -> dict[str, Any]:
    """What argparse is told of an option; ``--no-backup`` makes ``backup`` false."""
    if takes == "flag" and name.startswith("--no-"):
        return {"action": "store_false", "dest": name.removeprefix("--no-")}
    if takes == "flag":
        return {"action": "store_true"}
    if "/" in takes:
        return {"choices": takes.split("/"), "default": takes.split("/")[0]}
    metavar = takes.rstrip("?+*!#")
    is_path = metavar.startswith(_PATHS) or metavar in ("A", "B")
    named = {"type": _named} if is_path else {}
    return {"metavar": metavar, **named, **_MARKS[takes.removeprefix(metavar)]}


def _named(text: str) -> str:
    """The path that was given; a script's empty variable would else be taken for this folder."""
    if text:
        return text
    raise argparse.ArgumentTypeError("文件或文件夹的名称是空的")


def _whole(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"“{text}”应是 1 以上的整数")


_MARKS: dict[str, dict[str, Any]] = {
    "": {},
    "?": {"nargs": "?"},
    "+": {"nargs": "+"},
    "*": {"action": "append", "default": []},
    "+*": {"action": "extend", "nargs": "+", "default": []},
    "!": {"required": True},
    "#": {"type": _whole},
}
