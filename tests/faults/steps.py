"""The steps at which a running command touches its files, each of which can be made to fail.

Every call of the operating system that reads or changes something below a folder is a step:
opening, each write, forcing to disk, renaming, linking, removing, asking for a status.  The
same command takes the same steps in the same order, so that a step is known by its number.
"""

from __future__ import annotations

import builtins
import io
import os
from collections.abc import Callable
from typing import Any

_ON_PATHS = (
    *("open", "stat", "replace", "rename", "link", "unlink", "mkdir", "rmdir"),
    *("scandir", "chmod", "chown", "access", "truncate"),
)
_ON_HANDLES = ("fsync", "fstat", "fchmod", "fchown")

Act = Callable[[int, str, Callable[[], Any], Callable[[], Any]], Any]
"""Told number and name of a step, how to take it and how to take half of it."""


class Steps:
    """Numbers the steps of this process below ``folder`` and lets ``act`` take them."""

    def __init__(self, folder: str, act: Act) -> None:
        self._folder = os.path.realpath(folder)
        self._act = act
        self._handles: set[int] = set()
        self.names: list[str] = []

    def watch(self) -> None:
        """From now on and for the rest of this process."""
        self._open, self._realpath = builtins.open, os.fspath
        for name in _ON_PATHS:
            setattr(os, name, self._on_path(name, getattr(os, name)))
        for name in _ON_HANDLES:
            setattr(os, name, self._on_handle(name, getattr(os, name)))
        builtins.open = io.open = self._opened  # type: ignore[assignment]

    def take(
        self, name: str, whole: Callable[[], Any], half: Callable[[], Any] = lambda: None
    ) -> Any:
        self.names.append(name)
        return self._act(len(self.names) - 1, name, whole, half)

    def _on_path(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def step(path: Any, *rest: Any, **named: Any) -> Any:
            if not self._is_below(path):
                return call(path, *rest, **named)
            result = self.take(name, lambda: call(path, *rest, **named))
            if name == "open":
                self._handles.add(result)
            return result

        return step

    def _on_handle(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def step(handle: int, *rest: Any) -> Any:
            if handle not in self._handles:
                return call(handle, *rest)
            return self.take(name, lambda: call(handle, *rest))

        return step

    def _is_below(self, path: Any) -> bool:
        if isinstance(path, int):
            return path in self._handles
        text = os.fsdecode(path)
        return text.startswith(self._folder + os.sep) or text == self._folder

    def _opened(self, file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
        if not self._is_below(file):
            return self._open(file, mode, *rest, **named)
        flags = mode.replace("b", "").replace("t", "")
        if isinstance(file, int):
            raw = _Written(self, file, flags)
        else:
            raw = self.take(f"open {flags}", lambda: _Written(self, file, flags))
        self._handles.add(raw.fileno())
        buffered = io.BufferedReader(raw) if flags == "r" else io.BufferedWriter(raw)
        if "b" in mode:
            return buffered
        words = {key: named[key] for key in ("encoding", "errors", "newline") if key in named}
        return io.TextIOWrapper(buffered, **words)


class _Written(io.FileIO):
    """A file whose writes are steps."""

    def __init__(self, steps: Steps, file: Any, mode: str) -> None:
        super().__init__(file, mode)
        self._steps = steps

    def write(self, data: Any) -> int:
        def some(size: int) -> int:
            return super(_Written, self).write(memoryview(data)[:size])

        size = memoryview(data).nbytes
        return int(self._steps.take("write", lambda: some(size), lambda: some(size // 2)))
