"""Run the command batch and kill a process, this one by default, when so much is done.

``python -m tests.batch.driver SETTINGS ARGUMENT…``: settings as JSON, arguments of batch.
``after`` outcomes the process ``kill`` gets SIGKILL, ``before_record`` the last one is on
record if asked for.  The file ``saves`` gets a line for each workbook that this process saves,
``children`` the numbers of its processes.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from xl_appraisal.doors.command_line import main
from xl_appraisal.work.batch import cluster
from xl_appraisal.work.batch import save_results as saving
from xl_appraisal.work.batch.book_job import Outcome
from xl_appraisal.work.batch.run_record import Record

_add = Record.add
_in_place, _elsewhere = saving.replace_book, saving.replace_file


def kill_after(settings: dict[str, Any]) -> None:
    """Have the process killed on time."""
    seen = 0

    def add(record: Record, outcome: Outcome) -> None:
        nonlocal seen
        seen += 1
        due = seen == settings["after"]
        if not (due and settings.get("before_record")):
            _add(record, outcome)
        if due:
            children = [process.pid for process in psutil.Process().children(recursive=True)]
            Path(settings["children"]).write_text(json.dumps(children))
            os.kill(settings.get("kill") or os.getpid(), signal.SIGKILL)

    Record.add = add  # type: ignore[method-assign]


def log_saves(log: Path) -> None:
    """Have every saved workbook told."""

    def logged(save: Callable[..., os.stat_result]) -> Callable[..., os.stat_result]:
        def logging(target: str, *rest: Any, **named: Any) -> os.stat_result:
            with log.open("a", encoding="utf-8") as file:
                file.write(f"{target}\n")
            return save(target, *rest, **named)

        return logging

    saving.replace_book, saving.replace_file = logged(_in_place), logged(_elsewhere)


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    kill_after(given)
    if "saves" in given:
        log_saves(Path(given["saves"]))
    cluster._WORKERLESS_SECONDS = 2
    cluster._LOOK_SECONDS = 1
    cluster._CONNECT_SECONDS = given.get("connect", 60)
    sys.exit(main(["batch", *sys.argv[2:]]))
