"""What ribbon, buttons and menus do: a door to the desk, with no arithmetic in it.

The commands of a group of the ribbon (``commands.tsv``) stand in its file, ``compare_buttons``.
Each takes a live host and a screen and returns what to tell; :func:`press` runs one, whatever
the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from xl_appraisal.doors.buttons.button_support import Button, press
from xl_appraisal.model.commands import COMMANDS

_GROUPS = {command.function: command.group.id for command in COMMANDS}


class _Buttons(Mapping[str, Button]):
    """Each is fetched when it is asked for: in Excel every click starts a Python of its own."""

    def __getitem__(self, name: str) -> Button:
        button: Button = getattr(import_module(f"{__name__}.{_GROUPS[name]}_buttons"), name)
        return button

    def __iter__(self) -> Iterator[str]:
        return iter(_GROUPS)

    def __len__(self) -> int:
        return len(_GROUPS)


BUTTONS = _Buttons()
"""By the names that :mod:`xl_appraisal.model.commands` gives them."""

__all__ = ["BUTTONS", "Button", "press"]
