"""What ribbon, buttons and menus do: a door to the desk, with no arithmetic in it.

The commands of a group of the ribbon (``commands.tsv``) stand in its file, ``compare_buttons``.
Each takes a live host and a screen and returns what to tell; :func:`press` runs one, whatever
the program.
"""

from __future__ import annotations

from importlib import import_module

from xl_appraisal.doors.buttons.button_support import Button, press
from xl_appraisal.model.commands import grouped

BUTTONS: dict[str, Button] = {
    command.function: getattr(import_module(f"{__name__}.{group.id}_buttons"), command.function)
    for group, commands in grouped()
    for command in commands
}
"""By the names that :mod:`xl_appraisal.model.commands` gives them."""

__all__ = ["BUTTONS", "Button", "press"]
