"""Trials: a scene killed or made to fail at a step, what it left, and the same command again."""

from __future__ import annotations

import errno
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.faults.forked import Ended
from tests.faults.scenes import Files, Scene, Stage, done, faults_of, left_over, unfinished
from tests.faults.steps import Act, Steps

Case = TypeVar("Case")

MOMENTS = ("before", "half", "after")
FAULTS: dict[str, Callable[[], OSError]] = {
    "disk full": lambda: OSError(errno.ENOSPC, "No space left on device"),
    "no permission": lambda: PermissionError(errno.EACCES, "Permission denied"),
    "read-only": lambda: OSError(errno.EROFS, "Read-only file system"),
    "open in Excel": lambda: _sharing_violation(),
    "network drive gone": lambda: FileNotFoundError(errno.ENOENT, "No such file or directory"),
    "stale handle": lambda: OSError(errno.ESTALE, "Stale file handle"),
    "I/O error": lambda: OSError(errno.EIO, "Input/output error"),
}


_KINDS = [(kind, lasting) for kind in FAULTS for lasting in (False, True)]


def _spread(cases: list[Case], most: int | None) -> list[Case]:
    """So many of the cases, the first and the last among them, at even distances."""
    if most is None or most >= len(cases):
        return cases
    return [cases[place * (len(cases) - 1) // max(1, most - 1)] for place in range(most)]


def _sharing_violation() -> OSError:
    error = PermissionError(errno.EACCES, "The process cannot access the file")
    error.winerror = 32  # type: ignore[attr-defined]
    return error


@dataclass
class Tally:
    """What came of the trials of one scene."""

    scene: str
    trials: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    left_over: int = 0
    wrong: list[str] = field(default_factory=list)


class Player:
    """Plays a scene again and again; knows what it leaves when nothing goes wrong."""

    def __init__(self, stage: Stage, scene: Scene) -> None:
        self.stage, self.scene = stage, scene
        stage.set(scene)
        stage.warm(scene)
        self.before = stage.set(scene)
        path = stage.folder.parent / "steps.txt"
        ended = stage.play(scene, self._watching(_plain, path))
        if ended.code not in (0, 1):
            raise AssertionError(f"{scene.name}: {ended.said}")
        self.code = ended.code
        self.after: Files = stage.files()
        self.steps = path.read_text("utf-8").split("\n")
        began = time.perf_counter()
        stage.set(scene)
        stage.play(scene)
        self.seconds = time.perf_counter() - began
        assert done(scene, stage.files(), self.after), f"{scene.name}: not the same each time"
        assert not faults_of(stage, scene, self.before, self.after)

    def kill_at_every_step(self, most: int | None = None) -> Tally:
        """SIGKILL before, in the middle of (writes) and after every step."""
        tally = Tally(self.scene.name)
        cases = [
            (number, moment)
            for number, name in enumerate(self.steps)
            for moment in (MOMENTS if name == "write" else ("before", "after"))
        ]
        for number, moment in _spread(cases, most):
            self._kill(tally, number, moment)
        return tally

    def kill_at_random(self, times: int, dice: random.Random) -> Tally:
        """SIGKILL after a random time."""
        tally = Tally(self.scene.name)
        for _ in range(times):
            self.stage.set(self.scene)
            delay = dice.uniform(0, 1.2 * self.seconds)
            ended = self.stage.play(self.scene, delay=delay)
            self.judge(tally, ended, f"killed after {delay:.4f} s")
        return tally

    def fail_at_every_step(self, most: int | None = None) -> Tally:
        """Each fault at every step, once and from then on."""
        tally = Tally(self.scene.name)
        steps = range(len(self.steps))
        cases = [(step, kind, lasting) for step in steps for kind, lasting in _KINDS]
        for number, kind, lasting in _spread(cases, most):
            self.stage.set(self.scene)
            ended = self.stage.play(self.scene, self._watching(_failing(number, kind, lasting)))
            where = f"{kind} {'from' if lasting else 'at'} step {number} ({self.steps[number]})"
            self.judge(tally, ended, where)
            if ended.code in {1, 2} - {self.code} and not clear(ended.said):
                tally.wrong.append(f"{where}: no clear message: {ended.said[-300:]}")
        return tally

    def _kill(self, tally: Tally, number: int, moment: str) -> None:
        self.stage.set(self.scene)
        ended = self.stage.play(self.scene, self._watching(_killing(number, moment)))
        where = f"killed {moment} step {number} ({self.steps[number]})"
        if ended.code != -signal.SIGKILL:
            tally.wrong.append(f"{where}: ended with {ended.code}: {ended.said[-300:]}")
        self.judge(tally, ended, where)

    def judge(self, tally: Tally, ended: Ended, where: str) -> None:
        """What it left, and that the same command then does what it would have done."""
        tally.trials += 1
        for fault in faults_of(self.stage, self.scene, self.before, self.after):
            tally.wrong.append(f"{where}: {fault}")
        if ended.code not in (-signal.SIGKILL, 0, 1, 2) or "Traceback" in ended.said:
            tally.wrong.append(f"{where}: ended with {ended.code}: {ended.said[-600:]}")
        now = self.stage.files()
        new = done(self.scene, now, self.after)
        tally.ended["old" if now == self.before else "new" if new else "between"] += 1
        tally.left_over += left_over(self.stage)
        if now == self.after and not unfinished(self.stage):
            return
        again = self.stage.play(self.scene)
        complete = done(self.scene, self.stage.files(), self.after) and not unfinished(self.stage)
        if again.code != self.code or not complete:
            tally.wrong.append(f"{where}: again: {again.code}: {again.said[-300:]}")
        for fault in faults_of(self.stage, self.scene, self.before, self.after):
            tally.wrong.append(f"{where}: again: {fault}")

    def _watching(self, act: Act, names: Any = None) -> Callable[[], None]:
        def begin() -> None:
            steps = Steps(str(self.stage.folder), act)
            steps.watch()
            if names is not None:
                _names_to(names, steps)

        return begin


def _names_to(path: Any, steps: Steps) -> None:
    """Write the names of the steps when the process ends."""
    leave = os._exit

    def leaving(code: int) -> None:
        path.write_text("\n".join(steps.names), "utf-8")
        leave(code)

    os._exit = leaving  # type: ignore[assignment]


def _plain(_number: int, _name: str, whole: Callable[[], Any], _half: Callable[[], Any]) -> Any:
    return whole()


def _killing(wanted: int, moment: str) -> Act:
    def act(number: int, _name: str, whole: Callable[[], Any], half: Callable[[], Any]) -> Any:
        if number != wanted:
            return whole()
        try:
            if moment != "before":
                (whole if moment == "after" else half)()
        finally:
            os.kill(os.getpid(), signal.SIGKILL)

    return act


def _failing(wanted: int, kind: str, lasting: bool) -> Act:
    """A write that fails has written half: that is what a full disk does."""

    def act(number: int, name: str, whole: Callable[[], Any], half: Callable[[], Any]) -> Any:
        if number < wanted or (number > wanted and not lasting):
            return whole()
        if name == "write" and number == wanted:
            half()
        raise FAULTS[kind]()

    return act


def clear(said: str) -> bool:
    """A message in Chinese that is not the system's own English."""
    message = said.rpartition("错误：")[2]
    english = (
        "No space",
        "Permission denied",
        "No such file",
        "Stale",
        "Input/output",
        "Read-only",
    )
    return any("\u4e00" <= sign <= "\u9fff" for sign in message) and not any(
        word in said for word in english
    )
