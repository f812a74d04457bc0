"""A batch on this machine: as many workbooks at a time as there are jobs, each in a process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from xl_appraisal.batch.job import Outcome, Task, do, failed

_TASKS_PER_PROCESS = 500
"""After so many a process gives way to a fresh one, so that no leak adds up over a province."""

_ENDED = "处理这个工作簿的进程意外中止（多半是内存不足），工作簿没有改动；请单独用 recalc 再试"


def on_this_machine(tasks: Sequence[Task], jobs: int) -> Iterator[Outcome]:
    """The outcomes as they come.

    A workbook whose process dies is told as failed; the others are done all the same.
    """
    if jobs == 1:
        yield from map(do, tasks)
        return
    waiting = list(tasks)
    while waiting:
        finished = set()
        for outcome in _in_a_pool(waiting, jobs):
            finished.add(outcome.source)
            yield outcome
        rest = [task for task in waiting if task.source not in finished]
        if len(rest) == len(waiting):  # the pool dies at once: find the culprit one by one
            for task in rest:
                yield next(_in_a_pool([task], 1), failed(task, _ENDED))
            return
        waiting = rest


def _in_a_pool(tasks: Sequence[Task], jobs: int) -> Iterator[Outcome]:
    """Outcomes until the pool breaks; what is missing then was in it."""
    pool = ProcessPoolExecutor(
        max_workers=min(jobs, len(tasks)),
        mp_context=get_context("spawn"),  # the same on every system, and no inherited locks
        max_tasks_per_child=_TASKS_PER_PROCESS,
    )
    try:
        futures: list[Future[Outcome]] = [pool.submit(do, task) for task in tasks]
        for future in as_completed(futures):
            yield future.result()
    except BrokenProcessPool:
        return
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
