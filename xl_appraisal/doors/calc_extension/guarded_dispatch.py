"""A command of LibreOffice's own that goes on to it only after a question of ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import uno
import unohelper  # type: ignore[import-not-found]

_INTERFACE: Any = uno.getClass("com.sun.star.frame.XNotifyingDispatch")


class GuardedDispatch(unohelper.Base, _INTERFACE):  # type: ignore[misc]
    """A window's command, given on to ``following`` where ``may_go`` of its address says so."""

    def __init__(self, following: Any, may_go: Callable[[str], bool]) -> None:
        self._following, self._may_go = following, may_go

    def dispatch(self, url: Any, arguments: Any) -> None:
        """The command was given."""
        if self._may_go(url.Complete):
            self._following.dispatch(url, arguments)

    def dispatchWithNotification(self, url: Any, arguments: Any, listener: Any) -> None:
        """The command was given by someone who waits for the outcome."""
        if self._may_go(url.Complete):
            self._following.dispatchWithNotification(url, arguments, listener)
        elif listener is not None:
            result = uno.createUnoStruct("com.sun.star.frame.DispatchResultEvent")
            result.Source = self
            listener.dispatchFinished(result)

    def addStatusListener(self, listener: Any, url: Any) -> None:
        """LibreOffice says whether the command can be given."""
        self._following.addStatusListener(listener, url)

    def removeStatusListener(self, listener: Any, url: Any) -> None:
        """The other way round."""
        self._following.removeStatusListener(listener, url)
