"""The sheet's buttons, bound to the extension's commands instead of the workbook's VBA.

LibreOffice blocks the VBA of a workbook, and could not run it if it did not.  While the workbook
is open a click dispatches our command; whenever LibreOffice itself writes the file, the buttons
have their VBA macros again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import uno

from xl_appraisal.doors.calc_extension.marking import unmarked
from xl_appraisal.hosts.calc.calc_undo import no_undo
from xl_appraisal.tools.calc_extension.menus import PROTOCOL, commands

_PUSH = uno.Enum("com.sun.star.form.FormButtonType", "PUSH")
_URL = uno.Enum("com.sun.star.form.FormButtonType", "URL")


def our_buttons(document: Any) -> Iterator[tuple[Any, int, str]]:
    """Each button that runs one of our procedures: its form, its place in it, the command's id."""
    procedures = {command.procedure: command.id for command in commands().values()}
    sheets = document.Sheets
    for number in range(sheets.Count):
        forms = sheets.getByIndex(number).DrawPage.Forms
        for form in (forms.getByIndex(place) for place in range(forms.Count)):
            for place in range(form.Count):
                for event in form.getScriptEvents(place):
                    procedure = event.ScriptCode.partition("?")[0].rpartition(".")[2]
                    if procedure in procedures:
                        yield form, place, procedures[procedure]


class Buttons:
    """The buttons of one open workbook."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._known = [
            (form, place, form.getScriptEvents(place), command)
            for form, place, command in list(our_buttons(document))
        ]

    def __len__(self) -> int:
        return len(self._known)

    def bind(self) -> None:
        """Let a click give our command."""
        with unmarked(self._document):
            for form, place, _, command in self._known:
                form.revokeScriptEvents(place)
                self._put(form.getByIndex(place), _URL, PROTOCOL + command, "_self")

    def release(self) -> None:
        """Put the workbook's own macros back, as the file has them."""
        with unmarked(self._document):
            for form, place, events, _ in self._known:
                self._put(form.getByIndex(place), _PUSH, "", "")
                form.registerScriptEvents(place, events)

    def _put(self, button: Any, kind: Any, url: str, frame: str) -> None:
        """Say what a click does; each write under a lock of its own, which holds for one alone."""
        for name, value in (("ButtonType", kind), ("TargetURL", url), ("TargetFrame", frame)):
            with no_undo(self._document):
                setattr(button, name, value)
