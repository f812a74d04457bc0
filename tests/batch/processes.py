"""Commands and clusters in processes of their own, each with an end in sight."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.command_line import Run

ROOT = Path(__file__).parents[2]
LIMIT = 240
"""Seconds; everything here takes a few on an idle machine."""


def python(*arguments: object) -> Run:
    """Run Python to its end."""
    command = [sys.executable, *map(str, arguments)]
    ran = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=LIMIT, cwd=ROOT
    )
    return Run(ran.returncode, ran.stdout, ran.stderr)


def batch(*arguments: object) -> Run:
    """The command batch in a process of its own."""
    return python("-m", "xl_appraisal", "batch", *arguments)


def drive(settings: dict[str, Any], *arguments: object) -> Run:
    """The command batch with a process killed on its way; see :mod:`tests.batch.driver`."""
    return python("-m", "tests.batch.driver", json.dumps(settings), *arguments)


def wait_until_ended(numbers: list[int]) -> None:
    """Processes that are not ours to wait for; one that nobody collects has ended as well."""
    end = time.monotonic() + LIMIT
    while [number for number in numbers if _alive(number)]:
        assert time.monotonic() < end, f"still running: {numbers}"
        time.sleep(0.02)


def _alive(number: int) -> bool:
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@dataclass
class Cluster:
    """A Dask scheduler and its workers, each a process with one thread."""

    folder: Path
    stack: ExitStack
    address: str = ""
    scheduler: int = 0

    def start(self) -> None:
        """Start the scheduler, on a port that is free."""
        options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        self.scheduler, log = self._start(self.stack, "dask_scheduler", "", *options)
        self.address = _wait_for(log, r"Scheduler at: +(tcp://\S+)")

    @contextmanager
    def worker(self, before: str = "") -> Iterator[int]:
        """A worker, which runs ``before`` first; gives its process number."""
        options = [self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        with ExitStack() as stack:
            number, log = self._start(stack, "dask_worker", before, *options)
            _wait_for(log, r"Registered to: +(\S+)")
            yield number

    def _start(self, stack: ExitStack, module: str, before: str, *options: str) -> tuple[int, Path]:
        log = self.folder / f"{len(list(self.folder.iterdir()))}.log"
        output = stack.enter_context(log.open("wb"))
        process = subprocess.Popen(
            [
                *(sys.executable, "-c"),
                f"{before}\nfrom distributed.cli.{module} import main; main()",
                *options,
            ],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=self.folder,
        )
        stack.callback(process.wait, LIMIT)
        stack.callback(process.kill)
        return process.pid, log


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A scheduler without workers; all processes end with the block."""
    folder.mkdir()
    with ExitStack() as stack:
        made = Cluster(folder, stack)
        made.start()
        yield made


def _wait_for(log: Path, pattern: str) -> str:
    end = time.monotonic() + LIMIT
    while (found := re.search(pattern, log.read_text("utf-8", "replace"))) is None:
        assert time.monotonic() < end, log.read_text("utf-8", "replace")
        time.sleep(0.05)
    return found[1]
