"""A small window with 取消 beside a command that takes long."""

from __future__ import annotations

import time
from typing import Any

import uno
import unohelper  # type: ignore[import-not-found]

from xl_appraisal.hosts.calc import calc_dialogs as dialogs
from xl_appraisal.model.errors import Stopped

PATIENCE = 1.0
"""Seconds that a command may take before the window comes up."""

_ESC = 1281  # com.sun.star.awt.Key.ESCAPE
_PRESSED: Any = uno.getClass("com.sun.star.awt.XActionListener")
_TYPED: Any = uno.getClass("com.sun.star.awt.XKeyListener")


class StopWindow(unohelper.Base, _PRESSED, _TYPED):  # type: ignore[misc]
    """Says how far a command is and hears 取消 or Esc.

    The program's own window takes no keys and clicks as long as ours is there: between two pieces
    of work all that was pressed meanwhile is done, which must not be another command.
    """

    def __init__(self, context: Any, window: Any) -> None:
        self._context, self._window = context, window
        self._dialog: Any = None
        self._stopped = False
        self._began = time.monotonic()

    def __enter__(self) -> StopWindow:
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._dialog is not None:
            self._window.setEnable(True)
            self._dialog.dispose()
            self._window.setFocus()

    def go_on(self, text: str) -> None:
        """Show how far it is.  Raises :class:`Stopped` once it was asked for."""
        if self._dialog is None:
            if time.monotonic() - self._began < PATIENCE:
                return
            self._open()
        self._dialog.getControl("prompt").Text = text
        dialogs.toolkit(self._context).processEventsToIdle()
        if self._stopped:
            raise Stopped

    def actionPerformed(self, _event: Any) -> None:
        """Called when 取消 is pressed."""
        self._stopped = True

    def keyPressed(self, event: Any) -> None:
        """Called for each key while 取消 has the focus, as it always has."""
        self._stopped = self._stopped or event.KeyCode == _ESC

    def keyReleased(self, _event: Any) -> None:
        """Nothing more comes of it."""

    def disposing(self, _event: Any) -> None:
        """The window is gone."""

    def _open(self) -> None:
        self._dialog = dialogs.stop_window(self._context, self._window)
        button = self._dialog.getControl("cancel")
        button.addActionListener(self)
        button.addKeyListener(self)
        self._window.setEnable(False)
        self._dialog.setVisible(True)
        button.setFocus()
