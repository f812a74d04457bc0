"""The whole batch: what is left to do, done, recorded and summed up."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from xl_appraisal.files.file_error import explain
from xl_appraisal.files.lock import Taken, give_back, take
from xl_appraisal.files.own_file import append_own, read_own
from xl_appraisal.files.own_folder import user_key
from xl_appraisal.model.errors import BookError, Stopped
from xl_appraisal.model.record import as_dict
from xl_appraisal.work.batch.book_job import Outcome, Task, file_digest, from_json

NAME, LOCK = ".批量计算进度.jsonl", ".批量计算进行中"


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

    ``folder`` (see :func:`alone_in`) keeps the record until the batch is complete; ``progress``
    is given the outcomes as they come, how many are to come and how many are done already.
    Raises :class:`BookError` where the record cannot be written or the cluster not be used, and
    :class:`Stopped` at Ctrl+C: what is on record is not done again.
    """
    record = Progress(folder)
    if restart:
        record.forget()
    outcomes = record.finished(tasks)
    left = [task for task in tasks if task.source not in outcomes]
    before = len(outcomes)
    _make_folders(left)
    coming: Iterable[Outcome] = _outcomes(left, jobs, scheduler)
    try:
        for outcome in progress(coming, len(left), before) if progress else coming:
            outcomes[outcome.source] = outcome
            record.add(outcome)
    except KeyboardInterrupt as stop:
        done = len(outcomes)
        raise Stopped(
            f"已停止：已做完{done}个，其余{len(tasks) - done}个没有做。"
            "已算好的不用重算：再运行同一条命令，从断开的地方接着算。"
        ) from stop
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


class Progress:
    """What became of which workbook, so that it is not done again by the same command.

    One JSON object a line, appended and forced to disk after every workbook.  A line that a power
    failure cut short is left out when the record is read; each begins a line of its own, so that
    it spoils no other.  Each is signed: figures that somebody else wrote beside the workbooks, or
    that another user's run noted, are not believed, and the workbook is done again.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._key = user_key()

    def finished(self, tasks: Iterable[Task]) -> dict[str, Outcome]:
        """Source → outcome of the tasks that need no work: done before, nothing changed since."""
        known = {(o.source, o.target, o.apply_rules): o for o in self._outcomes()}
        found = {}
        for task in tasks:
            outcome = known.get((task.source, task.target, task.apply_rules))
            if outcome is not None and _still_so(task, outcome):
                found[task.source] = outcome
        return found

    def add(self, outcome: Outcome) -> None:
        """Append one outcome; on disk when this returns."""
        signed = as_dict(outcome) | {"signed": self._sign(outcome)}
        line = f"\n{json.dumps(signed)}\n"  # ASCII: any file name there is
        try:
            append_own(self.path, line.encode("ascii"))
        except OSError as error:
            raise BookError(
                f"{self.path}：不能记录进度：{explain(error, '写入').found}；"
                "已算好的工作簿不受影响。请检查磁盘空间和写入权限，再重新运行同一条命令。"
            ) from error

    def forget(self) -> None:
        """Remove the record: the run is complete, or is to begin anew."""
        self.path.unlink(missing_ok=True)

    def _outcomes(self) -> list[Outcome]:
        try:
            lines = read_own(self.path).decode("ascii", "replace").splitlines()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise BookError(
                f"{self.path}：不能读取上次的进度（{explain(error, '读取').found}）。"
                "请检查权限，或删除后重新运行。"
            ) from error
        outcomes = []
        for line in lines:
            try:
                fields = json.loads(line)
                signed = fields.pop("signed", "")
                outcome = from_json(fields)
                if hmac.compare_digest(str(signed).encode(), self._sign(outcome).encode()):
                    outcomes.append(outcome)
            except (ValueError, TypeError, AttributeError):
                continue  # cut short; its workbook is simply done again
        return outcomes

    def _sign(self, outcome: Outcome) -> str:
        """What only this user can have put to these figures."""
        told = json.dumps(as_dict(outcome), sort_keys=True).encode("ascii")
        return hmac.digest(self._key, told, "sha256").hex()


def _still_so(task: Task, outcome: Outcome) -> bool:
    """Failed ones are tried again; a workbook or result that changed is done again."""
    if outcome.state == "failed":
        return False
    try:
        if outcome.state == "closed":
            return file_digest(task.source) == outcome.read
        if file_digest(task.target) != outcome.saved:
            return False
        in_place = task.source == task.target
        return in_place or file_digest(task.source) == outcome.read
    except BookError:
        return False


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder, which is made if need be: two batches would mix up one record.

    Free again even if this process is killed.

    Raises :class:`BookError` where another batch holds it, or nothing can be written there.
    A network drive that knows no locks is used without: each workbook is still saved whole.
    """
    path = folder / LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = take(path)
    except Taken as error:
        raise BookError(
            f"{folder}：另一个批量计算正在进行。请等它完成，或用 --summary 另选一个文件夹。"
        ) from error
    except OSError as error:
        raise BookError(f"{folder}：不能写入这个文件夹：{explain(error, '写入')}") from error
    try:
        yield
    finally:
        give_back(handle, path)
