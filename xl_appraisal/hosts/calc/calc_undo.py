"""One step in LibreOffice's list of what can be undone; nothing left of one that failed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uno
import unohelper  # type: ignore[import-not-found]

_UNO_ERROR: Any = uno.getClass("com.sun.star.uno.Exception")
_INTERFACE: Any = uno.getClass("com.sun.star.document.XUndoManagerListener")


class UndoListener(unohelper.Base, _INTERFACE):  # type: ignore[misc]
    """Told of everything that happens to the list; a subclass takes what it needs."""

    def _nothing(self, _event: Any) -> None:
        """What else is told of."""

    undoActionAdded = actionUndone = actionRedone = allActionsCleared = redoActionsCleared = (
        _nothing
    )
    resetAll = enteredContext = enteredHiddenContext = leftContext = leftHiddenContext = _nothing
    cancelledContext = disposing = _nothing


class _Listener(UndoListener):
    """Notes whether anything came into the list: an empty step leaves no trace to be undone."""

    def __init__(self) -> None:
        self.added = False

    def undoActionAdded(self, _event: Any) -> None:
        """Called for each action, within a step too."""
        self.added = True


@contextmanager
def undo_step(document: Any, label: str) -> Iterator[None]:
    """What is done within is one step of that name; where it raises, it is undone at once.

    An error of UNO's own becomes an :class:`OSError`: Python's context managers cannot pass it on.
    """
    manager = document.UndoManager
    listener = _Listener()
    manager.addUndoManagerListener(listener)
    manager.enterUndoContext(label)
    failed = True
    try:
        yield
        failed = False
    except _UNO_ERROR as error:
        raise OSError(f"{type(error).__name__}：{error}") from None
    finally:
        manager.leaveUndoContext()
        manager.removeUndoManagerListener(listener)
        if failed and listener.added:
            manager.undo()
            manager.clearRedo()


@contextmanager
def no_undo(document: Any) -> Iterator[None]:
    """What is done within is nothing that staff did: it comes into no list.

    The lock on the list holds for one write, and not even that in a cell with a conditional
    format (LibreOffice 7.4): what is recorded nevertheless goes along with the step before.
    """
    manager = document.UndoManager
    behind = manager.isUndoPossible()
    if behind:
        manager.enterHiddenUndoContext()
    manager.lock()
    try:
        yield
    finally:
        manager.unlock()
        if behind:
            manager.leaveUndoContext()
        elif manager.isUndoPossible():  # nothing of staff's stands there
            manager.clear()
