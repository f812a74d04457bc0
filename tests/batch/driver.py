"""Run the command batch and kill a process, this one by default, when so much is done.

``python -m tests.batch.driver SETTINGS ARGUMENT…``: settings as JSON, arguments of batch.
``after`` outcomes the process ``kill`` gets SIGKILL, ``before_record`` the last one is on
record if asked for.  With ``hold`` the process that gets the workbook of that name waits, once,
until it is the one killed; the file ``held`` tells its number.  The file ``saves`` gets a line for
each workbook that this process saves, ``children`` the numbers of its processes.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from tests.batch.processes import LIMIT
from xl_appraisal.doors.command_line import main
from xl_appraisal.work.batch import book_job, cluster
from xl_appraisal.work.batch.batch_run import Progress
from xl_appraisal.work.batch.book_job import Outcome

_add = Progress.add
_save = cluster.save_file


def kill_after(settings: dict[str, Any]) -> None:
    """Have the process killed on time."""
    seen = 0

    def add(record: Progress, outcome: Outcome) -> None:
        nonlocal seen
        seen += 1
        due = seen == settings["after"]
        if not (due and settings.get("before_record")):
            _add(record, outcome)
        if due:
            children = [process.pid for process in psutil.Process().children(recursive=True)]
            Path(settings["children"]).write_text(json.dumps(children))
            os.kill(_victim(settings), signal.SIGKILL)

    Progress.add = add  # type: ignore[method-assign]


def _victim(settings: dict[str, Any]) -> int:
    if "held" not in settings:
        return int(settings.get("kill") or os.getpid())
    held, end = Path(settings["held"]), time.monotonic() + LIMIT
    while not (held.is_file() and held.read_text()):
        assert time.monotonic() < end, "nobody took the workbook that was to be held"
        time.sleep(0.01)
    return int(held.read_text())


def hold(settings: dict[str, Any]) -> None:
    """Let whoever gets one workbook first wait until it is killed."""
    work, held = book_job.do, Path(settings["held"])

    def holding(task: book_job.Task) -> Outcome:
        if settings["hold"] in task.source and not held.exists():
            held.write_text(str(os.getpid()))
            time.sleep(LIMIT)
        return work(task)

    book_job.do = holding


def log_saves(log: Path) -> None:
    """Have every saved workbook told."""

    def logged(save: Callable[..., os.stat_result]) -> Callable[..., os.stat_result]:
        def logging(target: str, *rest: Any, **named: Any) -> os.stat_result:
            with log.open("a", encoding="utf-8") as file:
                file.write(f"{target}\n")
            return save(target, *rest, **named)

        return logging

    cluster.save_file = logged(_save)  # type: ignore[assignment]


given: dict[str, Any] = json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}
if "hold" in given and __name__ != "__main__":  # a process of the batch, which loads this anew
    hold(given)

if __name__ == "__main__":
    kill_after(given)
    if "saves" in given:
        log_saves(Path(given["saves"]))
    cluster._WORKERLESS_SECONDS = 2
    cluster._LOOK_SECONDS = 1
    cluster._CONNECT_SECONDS = given.get("connect", 60)
    sys.exit(main(["batch", *sys.argv[2:]]))
