"""The whole batch: what is left to do, done, recorded and summed up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from xl_appraisal.work.batch.book_job import Outcome, Task
from xl_appraisal.work.batch.run_record import Progress


def run_batch(
    tasks: Sequence[Task],
    folder: Path,
    *,
    jobs: int = 1,
    scheduler: str | None = None,
    restart: bool = False,
    progress: Callable[[Iterable[Outcome], int, int], Iterable[Outcome]] | None = None,
) -> tuple[Outcome, ...]:
    """Do the tasks, those of an earlier run that was stopped left out; outcomes in their order.

    ``folder`` (see ``alone_in``) keeps the record until the batch
    is complete; ``progress`` is given the outcomes as they come, how many are to come and how
    many are done already.
    Raises :class:`BookError` where the record cannot be written or the cluster not be used.
    """
    record = Progress(folder)
    if restart:
        record.forget()
    outcomes = record.finished(tasks)
    left = [task for task in tasks if task.source not in outcomes]
    before = len(outcomes)
    _make_folders(left)
    coming: Iterable[Outcome] = _outcomes(left, jobs, scheduler)
    for outcome in progress(coming, len(left), before) if progress else coming:
        record.add(outcome)
        outcomes[outcome.source] = outcome
    return tuple(outcomes[task.source] for task in tasks)


def finish(folder: Path) -> None:
    """Forget the record, once the summary is on disk."""
    Progress(folder).forget()


def _outcomes(tasks: Sequence[Task], jobs: int, scheduler: str | None) -> Iterator[Outcome]:
    if scheduler is not None:
        from xl_appraisal.work.batch.cluster import on_cluster

        return on_cluster(tasks, scheduler)
    from xl_appraisal.work.batch.local_run import on_this_machine

    return on_this_machine(tasks, jobs)


def _make_folders(tasks: Iterable[Task]) -> None:
    for folder in {Path(task.target).parent for task in tasks}:
        with suppress(OSError):  # told by the workbook that cannot be saved there
            folder.mkdir(parents=True, exist_ok=True)
