"""Ctrl+S, the toolbar and 文件-保存 of our workbooks go the way of 保存回原工作簿.

LibreOffice asks a window's interceptors who carries out a command before it does so itself.
Closing a changed one comes first to :mod:`close_dispatch`, 撤销 and 恢复 to :mod:`undo_guard`.
另存为 stays LibreOffice's own, with the warning afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import uno
import unohelper  # type: ignore[import-not-found]
from com.sun.star.frame import XDispatch, XDispatchProviderInterceptor

from xl_appraisal.doors.calc_extension.guarded_dispatch import Guard, GuardedDispatch

_SAVE = ".uno:Save"


class SaveDispatch(unohelper.Base, XDispatchProviderInterceptor, XDispatch):  # type: ignore[misc]
    """Answers for one window's 保存, and hands every other command on, some by a guard.

    ``guards`` has these by the command's address.
    """

    def __init__(self, save: Callable[[], object], guards: Mapping[str, Guard]) -> None:
        self._save, self._guards = save, guards
        self._slave: Any = None
        self._master: Any = None

    def queryDispatch(self, url: Any, target: str, flags: int) -> Any:
        """Ourselves for 保存; whoever comes next for all else, by its guard if it has one."""
        if url.Complete == _SAVE:
            return self
        following = self._slave.queryDispatch(url, target, flags) if self._slave else None
        guard = self._guards.get(url.Complete.partition("?")[0])
        if guard is None or following is None:
            return following
        return GuardedDispatch(following, guard)

    def queryDispatches(self, requests: Any) -> Any:
        """The same of several commands at once."""
        return tuple(self.queryDispatch(r.FeatureURL, r.FrameName, r.SearchFlags) for r in requests)

    def dispatch(self, _url: Any, _arguments: Any) -> None:
        """保存 was given."""
        self._save()

    def addStatusListener(self, listener: Any, url: Any) -> None:
        """It can always be given: whether anything is to be saved is found out then."""
        state = uno.createUnoStruct("com.sun.star.frame.FeatureStateEvent")
        state.FeatureURL, state.IsEnabled, state.Source = url, True, self
        listener.statusChanged(state)

    def removeStatusListener(self, _listener: Any, _url: Any) -> None:
        """Nothing ever changes."""

    def getSlaveDispatchProvider(self) -> Any:
        """Whoever answers what we do not."""
        return self._slave

    def setSlaveDispatchProvider(self, provider: Any) -> None:
        """Told by the window."""
        self._slave = provider

    def getMasterDispatchProvider(self) -> Any:
        """Whoever asks us."""
        return self._master

    def setMasterDispatchProvider(self, provider: Any) -> None:
        """Told by the window."""
        self._master = provider
