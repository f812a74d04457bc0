"""Where the time of a command went, for the person who waited."""

from __future__ import annotations

import time
from collections.abc import Callable

WORTH_TELLING = 1.0
"""Seconds in all from which on it is told unasked."""


class Stopwatch:
    """Stages of a command, one after the other; ``clock`` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock, self._began = clock, clock()
        self._stage = ""
        self._seconds: dict[str, float] = {}

    def begin(self, stage: str) -> None:
        """End the stage before and begin this one; an empty name begins none."""
        now = self._clock()
        if self._stage:
            self._seconds[self._stage] = self._seconds.get(self._stage, 0) + now - self._began
        self._stage, self._began = stage, now

    def told(self, *, asked: bool) -> str:
        """The sentence; empty where nobody ``asked`` and nobody had to wait.

        Its total is the sum of the parts as they are shown, to the hundredth of a second.
        """
        self.begin("")
        parts = {stage: round(seconds, 2) for stage, seconds in self._seconds.items()}
        if not asked and sum(parts.values()) < WORTH_TELLING:
            return ""
        shares = "，".join(f"{stage}{seconds:.2f}秒" for stage, seconds in parts.items())
        return f"用时{sum(parts.values()):.2f}秒：{shares}。"
