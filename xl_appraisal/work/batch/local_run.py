"""A batch on this machine: as many workbooks at a time as there are jobs, each in a process."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, get_context, parent_process
from typing import TypeAlias

from xl_appraisal.work.batch.book_job import Outcome, Task, do, failed

Work: TypeAlias = Callable[[Task], Outcome]
InHand: TypeAlias = dict["Future[Outcome]", Task]

_TASKS_PER_PROCESS = 500
"""After so many the processes give way to fresh ones: no leak adds up over a province."""

_MOST_JOBS = 61
"""Windows cannot wait for more processes at once."""

_ENDED = "处理这个工作簿的进程意外中止（多半是内存不足），工作簿没有改动；请单独用 recalc 再试"

_at_work = threading.Lock()


def on_this_machine(tasks: Sequence[Task], jobs: int, work: Work = do) -> Iterator[Outcome]:
    """The outcomes as they come.

    A workbook whose process dies is told as failed; the others are done all the same.  Should
    this very process be killed, the others finish the workbook in hand and end.
    """
    waiting = deque(tasks)
    while waiting:
        in_hand: InHand = {}
        yield from _together(waiting, min(jobs, _MOST_JOBS), in_hand, work)
        for task in in_hand.values():  # a process died and took its fellows' work along
            yield _alone(task, work)


def _together(waiting: deque[Task], jobs: int, in_hand: InHand, work: Work) -> Iterator[Outcome]:
    """Outcomes until the processes are old, or one dies: ``in_hand`` then holds what it may be.

    Few are given out at a time, so that few come under suspicion.
    """
    left = _TASKS_PER_PROCESS * jobs
    pool = _pool(min(jobs, len(waiting)))
    try:
        while True:
            while waiting and left and len(in_hand) < 2 * jobs:
                future = pool.submit(_do, work, waiting[0])
                in_hand[future] = waiting.popleft()
                left -= 1
            if not in_hand:
                break
            wait(in_hand, return_when=FIRST_COMPLETED)
            yield from _finished(in_hand)
            if any(map(_broken, in_hand)):
                break
    except BrokenProcessPool:  # while handing out
        pass
    finally:
        pool.shutdown(cancel_futures=True)
    yield from _finished(in_hand)


def _finished(in_hand: InHand) -> Iterator[Outcome]:
    """Take out what has an outcome; leaves what a dead process had, or may have had."""
    for future in [future for future in in_hand if future.done()]:
        if not _broken(future):
            del in_hand[future]
            yield future.result()


def _broken(future: Future[Outcome]) -> bool:
    """Whether its process died, or may have; what was done in the meantime is not meant."""
    return future.done() and isinstance(future.exception(), BrokenProcessPool)


def _alone(task: Task, work: Work) -> Outcome:
    with _pool(1) as pool:
        try:
            return pool.submit(_do, work, task).result()
        except BrokenProcessPool:
            return failed(task, _ENDED)


def _pool(processes: int) -> ProcessPoolExecutor:
    # Spawned: the same on every system, and no lock is inherited.  The executor's own limit of
    # tasks for each process is not used: Python 3.11 may wait for ever when it is reached.
    return ProcessPoolExecutor(processes, get_context("spawn"), _begin)


def _do(work: Work, task: Task) -> Outcome:
    with _at_work:
        return work(task)


def _begin() -> None:
    """Ctrl-C is for the first process; when that is gone, end after the workbook in hand."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        with _at_work:
            os._exit(1)
