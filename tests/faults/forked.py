"""A command in a process of its own, forked so that hundreds are cheap, and what became of it."""

from __future__ import annotations

import datetime
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xl_appraisal.doors.command_line import main
from xl_appraisal.work.batch import local_run as local

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before pandas: no threads where it forks

_PATIENCE = 120  # seconds after which a command counts as hanging


@dataclass(frozen=True)
class Ended:
    """How a run ended: its exit code, or -9 where it was killed; what it said."""

    code: int
    said: str


class _Here:
    """Stands for the processes of a batch: each task in this very process, one after another.

    So the steps of the whole batch have one order, and each can be the one that is killed.
    """

    def __init__(self, *_rest: object) -> None:
        pass

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(work(*arguments))
        return future

    def shutdown(self, **_named: object) -> None:
        pass


class _Frozen(datetime.datetime):
    """Every run at the same time, so that a file has the same bytes."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> _Frozen:
        return cls(2023, 4, 5, 9, 15, tzinfo=tz)


def run(
    arguments: Sequence[str],
    said: Path,
    prepare: Callable[[], Any] = lambda: None,
    delay: float | None = None,
) -> Ended:
    """Run a command to its end, or kill it after ``delay`` seconds.

    ``prepare`` is called in the new process before the command begins.
    """
    child = os.fork()
    if child == 0:
        _be_the_command(arguments, said, prepare)
    if delay is not None:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    code = _wait(child)
    return Ended(code, said.read_text("utf-8", errors="replace"))


def _be_the_command(arguments: Sequence[str], said: Path, prepare: Callable[[], Any]) -> None:
    code = 99
    try:
        handle = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        datetime.datetime = _Frozen  # type: ignore[misc]
        local._pool = _Here  # type: ignore[assignment]
        prepare()
        code = main(list(arguments))
    except SystemExit as stop:
        code = int(stop.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _wait(child: int) -> int:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise TimeoutError(f"hung for {_PATIENCE} s")
