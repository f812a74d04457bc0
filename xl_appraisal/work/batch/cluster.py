"""A batch on a running Dask cluster (``dask.distributed``, the extra ``cluster``).

The workers see no file of ours: bytes go there, recalculated bytes come back, and only this
process writes.  So a worker that dies loses nothing, and a workbook that is recalculated twice
for it is still saved once.
"""

from __future__ import annotations

import os
import warnings
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias

from xl_appraisal.files.disk import read_file
from xl_appraisal.files.write_file import save_file
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.record import replace
from xl_appraisal.ooxml import XlsxError
from xl_appraisal.work.batch.book_job import Outcome, Task, do, failed, installed
from xl_appraisal.work.batch.local_run import hand_out

if TYPE_CHECKING:
    from distributed import Client

Done: TypeAlias = tuple[Outcome, bytes]
"""An outcome and the saved workbook, empty where there is none."""

_AHEAD = 4
"""Workbooks on their way for each thread of the cluster: busy, without holding all in memory."""

_TRIES = 3
"""How often a workbook is sent that the cluster itself loses; one that kills workers is not."""

_CONNECT_SECONDS = 15
_LOOK_SECONDS = 5
_WORKERLESS_SECONDS = 60
"""How long a cluster may be without any worker: a restarted one takes a while to come back."""


def on_cluster(tasks: Sequence[Task], address: str) -> Iterator[Outcome]:
    """The outcomes as they come.

    Raises :class:`BookError` where the cluster cannot be reached, goes away, has no worker or
    another version of the product.
    """
    with _connected(address) as client:
        sending = _Sending(client, _threads(client, address) * _AHEAD)
        try:
            yield from sending.outcomes(tasks)
        except CancelledError as error:
            raise BookError(
                f"与 Dask 调度器 {address} 的连接断了。已算好的不用重算："
                "集群恢复后再运行同一条命令。"
            ) from error


def do_bytes(task: Task, data: bytes, version: str) -> Done:
    """On the worker, which need not see the file: recalculate it in a folder of its own.

    ``version`` is the sender's: a machine that joined late with another gives no figures.
    """
    if version != installed():
        return failed(task, f"工作节点上的 xl-appraisal 是 {installed()}，本机是 {version}"), b""
    with TemporaryDirectory() as folder:
        path = Path(folder) / PureWindowsPath(task.source).name  # takes both separators
        path.write_bytes(data)
        outcome = do(Task(str(path), str(path), task.apply_rules, keep=False))
        saved = path.read_bytes() if outcome.state == "done" else b""
    message = outcome.message.replace(str(path), task.source)
    return replace(outcome, source=task.source, target=task.target, message=message), saved


class _Sending:
    """Workbooks on their way to the cluster and back, ``ahead`` at a time."""

    def __init__(self, client: Client, ahead: int) -> None:
        self._client, self._ahead = client, ahead
        self._executor = client.get_executor(pure=False)
        self._read: dict[str, os.stat_result] = {}
        self._lost: Counter[str] = Counter()
        self._alone_since: float | None = None

    def outcomes(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        in_hand: dict[Future[Done], Task] = {}
        waiting, look = deque(tasks), _LOOK_SECONDS
        coming = hand_out(waiting, in_hand, self._ahead, self._send, look, self._check_workers)
        for task, future in coming:
            self._alone_since = None
            if self._lost_on_the_way(task, future):
                waiting.append(task)
            else:
                yield self._take(task, future)

    def _lost_on_the_way(self, task: Task, future: Future[Done]) -> bool:
        """Whether the cluster's own machinery failed, not yet too often: the work raises nothing.

        A worker that goes while its result is fetched may leave dask with half a message.
        """
        error = None if future.cancelled() else future.exception()
        if error is None or type(error).__name__ == "KilledWorker":
            return False
        self._lost[task.source] += 1
        return self._lost[task.source] < _TRIES

    def _send(self, task: Task) -> Future[Done]:
        future: Future[Done] = Future()
        try:
            data, self._read[task.source] = read_file(task.source)
        except XlsxError as error:
            future.set_result((failed(task, str(error.at(path=task.source))), b""))
            return future
        with warnings.catch_warnings():  # bytes kept on a worker would be lost with it
            warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
            sent: Future[Done] = self._executor.submit(do_bytes, task, data, installed())
            return sent

    def _check_workers(self) -> None:
        if self._client.scheduler_info(n_workers=-1)["workers"]:
            self._alone_since = None
        elif self._alone_since is None:
            self._alone_since = monotonic()
        elif monotonic() - self._alone_since > _WORKERLESS_SECONDS:
            raise BookError(
                "Dask 集群的工作节点都不在了。已算好的不用重算："
                "启动 dask worker 后再运行同一条命令。"
            )

    def _take(self, task: Task, future: Future[Done]) -> Outcome:
        try:
            outcome, data = future.result()
        except CancelledError:
            raise
        except Exception as error:  # its workers died again and again, or could not load it
            told = f"{type(error).__name__}：{error}"
            return failed(task, f"集群没有算完这个工作簿（{told}）；请单独用 recalc 再试")
        read = self._read.pop(task.source, None)
        source, target = map(os.path.realpath, (task.source, task.target))
        if read is None or not data or (source == target and outcome.saved == outcome.read):
            return outcome
        try:
            save_file(target, [data], source, read, keep=task.keep)
        except XlsxError as refusal:
            return failed(task, str(refusal.at(path=task.target)))
        return outcome


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        from distributed import Client
        from distributed.comm import get_address_host_port
    except ImportError as error:
        raise BookError(
            '用 --scheduler 需要 dask.distributed：请运行 pip install "xl-appraisal[cluster]"，'
            "或去掉 --scheduler 在本机计算。"
        ) from error
    try:
        whole = address if "://" in address else f"tcp://{address}"
        get_address_host_port(whole, strict=True)  # Client complains of a bad one when it is gone
        client = Client(whole, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise BookError(
            f"连不上 Dask 调度器 {address}（{error}）。请检查地址，如 tcp://10.0.0.5:8786。"
        ) from error
    try:
        yield client
    finally:
        client.close()


def _threads(client: Client, address: str) -> int:
    """How many workbooks the cluster can do at once; refuses one that cannot do ours."""
    workers = client.scheduler_info(n_workers=-1)["workers"]
    if not workers:
        raise BookError(f"Dask 集群 {address} 没有工作节点。请先启动 dask worker。")
    found = client.run(installed, on_error="return")
    for worker, version in found.items():
        if isinstance(version, Exception):
            raise BookError(
                f"Dask 集群 {address} 的工作节点 {worker} 上没有安装 xl-appraisal（{version}）。"
            )
    others = {worker: version for worker, version in found.items() if version != installed()}
    if others:
        told = "、".join(f"{worker} 是 {version}" for worker, version in others.items())
        raise BookError(
            f"工作节点上的 xl-appraisal 与本机（{installed()}）版本不同：{told}。请装成同一版本。"
        )
    return sum(worker["nthreads"] for worker in workers.values())
