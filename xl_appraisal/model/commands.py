"""The commands staff can give, as data: one list for ribbon, buttons, callbacks and menus.

Every door that shows a command (the ribbon tab, the buttons on a sheet, the VBA callbacks,
LibreOffice's menu) is generated from, or tested against, :data:`COMMANDS`; a new command is
one row of ``commands.tsv`` and one function in the file of its group in ``doors/buttons``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xl_appraisal.model.record import Record
from xl_appraisal.model.text_table import read_rows

TAB_ID = "xlAppraisalTab"
TAB_LABEL = "绩效考核"
MACRO_MODULE = "xl_appraisal.macros"


class Group(Record):
    """A group of the ribbon tab."""

    id: str
    label: str


class Command(Record):
    """One command as every door shows it.

    ``function`` is the parameterless function of :data:`MACRO_MODULE` that does the work and
    ``image`` the name of an icon in Office's own set (``imageMso``).  ``on_sheet`` says whether it
    has a button on 名次表 as well: what is done every week has one.  ``undoable`` is one that
    changes cells alone and can be taken back; ``in_calc`` says whether LibreOffice has it too.
    """

    id: str
    group: Group
    label: str
    screentip: str
    supertip: str
    image: str
    function: str
    on_sheet: bool = True
    undoable: bool = False
    in_calc: bool = True

    @property
    def procedure(self) -> str:
        """Name of the VBA procedure a sheet button calls: ``selfCheck`` gives ``SelfCheck``."""
        return self.id[0].upper() + self.id[1:]

    @property
    def callback(self) -> str:
        """Name of the VBA procedure the ribbon calls (``onAction``)."""
        return "On" + self.procedure


_GROUPS = {
    group: Group(group, label)
    for group, label in (
        ("figures", "计算与核对"),
        ("results", "结果"),
        ("compare", "比较与试算"),
        ("collect", "收集"),
        ("closing", "封存"),
        ("support", "维护"),
    )
}


def _commands() -> Iterator[Command]:
    """The rows of ``commands.tsv``; its column ``button`` holds words.

    ``sheet`` puts a command on 名次表, ``undo`` says that it can be taken back, ``excel`` that
    LibreOffice has a way of its own.
    """
    rows = read_rows(Path(__file__).with_name("commands.tsv"))
    for name, (function, group, button, image, *texts) in rows.items():
        label, screentip, supertip = texts
        words = button.split()
        told = {"on_sheet": "sheet" in words, "undoable": "undo" in words}
        yield Command(name, _GROUPS[group], label, screentip, supertip, image, function,
                      **told, in_calc="excel" not in words)  # fmt: skip


COMMANDS: tuple[Command, ...] = tuple(_commands())

ON_SHEET: tuple[Command, ...] = tuple(command for command in COMMANDS if command.on_sheet)
"""The commands that have a button on 名次表."""


def grouped() -> tuple[tuple[Group, tuple[Command, ...]], ...]:
    """The groups in the order of their first command, each with its commands."""
    groups = tuple(dict.fromkeys(command.group for command in COMMANDS))
    return tuple(
        (group, tuple(command for command in COMMANDS if command.group == group))
        for group in groups
    )
