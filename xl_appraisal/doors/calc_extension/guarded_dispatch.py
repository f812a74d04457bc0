"""A command of LibreOffice's own that goes on to it only after a question of ours."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

import uno
import unohelper  # type: ignore[import-not-found]

_INTERFACE: Any = uno.getClass("com.sun.star.frame.XNotifyingDispatch")


Guard: TypeAlias = Callable[[str, Callable[[], None]], bool]
"""Given a command's address and what carries it out: carries it out or not, and says which."""


class GuardedDispatch(unohelper.Base, _INTERFACE):  # type: ignore[misc]
    """A window's command, given on to ``following`` by its guard."""

    def __init__(self, following: Any, guard: Guard) -> None:
        self._following, self._guard = following, guard

    def dispatch(self, url: Any, arguments: Any) -> None:
        """The command was given."""
        self._guard(url.Complete, partial(self._following.dispatch, url, arguments))

    def dispatchWithNotification(self, url: Any, arguments: Any, listener: Any) -> None:
        """The command was given by someone who waits for the outcome."""
        go = partial(self._following.dispatchWithNotification, url, arguments, listener)
        if not self._guard(url.Complete, go) and listener is not None:
            result = uno.createUnoStruct("com.sun.star.frame.DispatchResultEvent")
            result.Source = self
            listener.dispatchFinished(result)

    def addStatusListener(self, listener: Any, url: Any) -> None:
        """LibreOffice says whether the command can be given."""
        self._following.addStatusListener(listener, url)

    def removeStatusListener(self, listener: Any, url: Any) -> None:
        """The other way round."""
        self._following.removeStatusListener(listener, url)
