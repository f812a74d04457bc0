"""A batch on this machine: as many workbooks at a time as there are jobs, each in a process."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import connection, get_context, parent_process
from typing import TypeAlias, TypeVar

from xl_appraisal.work.batch.book_job import Outcome, Task, do, failed

T = TypeVar("T")
Work: TypeAlias = Callable[[Task], Outcome]

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
    waiting, jobs = deque(tasks), min(jobs, _MOST_JOBS)
    while waiting:
        few = deque(islice(waiting, _TASKS_PER_PROCESS * jobs))
        suspects: list[Task] = []
        for task, outcome in _together(few, jobs, work):
            waiting.remove(task)
            if outcome is None:
                suspects.append(task)
            else:
                yield outcome
        for task in suspects:
            yield _alone(task, work)


def _together(few: deque[Task], jobs: int, work: Work) -> Iterator[tuple[Task, Outcome | None]]:
    """Outcomes until all are done or a process dies, ``None`` for what may have killed it.

    Few are given out at a time, so that few come under suspicion.
    """
    in_hand: dict[Future[Outcome], Task] = {}
    pool = _pool(min(jobs, len(few)))
    try:
        for task, future in hand_out(
            few, in_hand, 2 * jobs, lambda task: pool.submit(_do, work, task)
        ):
            yield task, _outcome(future)
    except BrokenProcessPool:  # while handing out
        pass
    finally:
        pool.shutdown(cancel_futures=True)
    for future, task in in_hand.items():
        yield task, _outcome(future)


def _outcome(future: Future[Outcome]) -> Outcome | None:
    return None if isinstance(future.exception(), BrokenProcessPool) else future.result()


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


def hand_out(
    waiting: deque[Task],
    in_hand: dict[Future[T], Task],
    ahead: int,
    submit: Callable[[Task], Future[T]],
    seconds: float | None = None,
    nothing_done: Callable[[], None] = lambda: None,
) -> Iterator[tuple[Task, Future[T]]]:
    """Each task with its future once that is done; ``ahead`` of them are in hand at most.

    ``waiting`` and ``in_hand`` are what is left where ``submit`` raises.  ``nothing_done`` is
    called whenever so many seconds went by without a result.
    """
    while waiting or in_hand:
        while waiting and len(in_hand) < ahead:
            in_hand[submit(waiting[0])] = waiting[0]
            waiting.popleft()
        done = wait(in_hand, seconds, FIRST_COMPLETED).done
        if not done:
            nothing_done()
        for future in done:
            yield in_hand.pop(future), future
