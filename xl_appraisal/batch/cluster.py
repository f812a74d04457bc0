"""A batch on a running Dask cluster (``dask.distributed``, the extra ``cluster``).

The workers see no file of ours: bytes go there, recalculated bytes come back, and only this
process writes.  So a worker that dies loses nothing, and a workbook that is recalculated twice
for it is still saved once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from xl_appraisal.batch.job import Outcome, Task, do_bytes, failed
from xl_appraisal.batch.saving import Opened, open_source
from xl_appraisal.errors import BookError

if TYPE_CHECKING:
    from distributed import Client, Future

_AHEAD = 4
"""Workbooks on their way for each thread of the cluster: busy, without holding all in memory."""

_CONNECT_SECONDS = 15


def on_cluster(tasks: Sequence[Task], address: str) -> Iterator[Outcome]:
    """The outcomes as they come.

    Raises :class:`BookError` where the cluster cannot be reached, has no worker or another
    version of the product.
    """
    with _connected(address) as client:
        yield from _Sending(client, tasks, _threads(client, address) * _AHEAD).outcomes()


class _Sending:
    """Workbooks on their way to the cluster and back, a bounded number at a time."""

    def __init__(self, client: Client, tasks: Sequence[Task], ahead: int) -> None:
        self._client = client
        self._waiting = iter(tasks)
        self._ahead = ahead
        self._running: dict[Future, Opened] = {}
        self._unreadable: list[Outcome] = []

    def outcomes(self) -> Iterator[Outcome]:
        self._send()
        while self._running or self._unreadable:
            while self._unreadable:
                yield self._unreadable.pop()
            for future in self._finished():
                yield self._take(future)
            self._send()

    def _send(self) -> None:
        while len(self._running) < self._ahead:
            task = next(self._waiting, None)
            if task is None:
                return
            try:
                opened = open_source(task)
            except BookError as error:
                self._unreadable.append(failed(task, str(error)))
                continue
            future = self._client.submit(do_bytes, task, opened.data, pure=False)
            self._running[future] = opened

    def _finished(self) -> list[Future]:
        from distributed import wait

        if not self._running:
            return []
        return list(wait(list(self._running), return_when="FIRST_COMPLETED").done)

    def _take(self, future: Future) -> Outcome:
        opened = self._running.pop(future)
        error = future.exception()
        if error is not None:
            return failed(opened.task, f"集群没有算完这个工作簿（{type(error).__name__}：{error}）")
        outcome, data = cast("tuple[Outcome, bytes]", future.result())
        if outcome.state != "done":
            return outcome
        try:
            opened.save(data)
        except BookError as refusal:
            return failed(opened.task, str(refusal))
        return outcome


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError as error:
        raise BookError(
            '用 --scheduler 需要 dask.distributed：请运行 pip install "xl-appraisal[cluster]"，'
            "或去掉 --scheduler 在本机计算。"
        ) from error
    try:
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
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
    from xl_appraisal.batch.versions import installed

    workers = client.scheduler_info(n_workers=-1)["workers"]
    if not workers:
        raise BookError(f"Dask 集群 {address} 没有工作节点。请先启动 dask worker。")
    try:
        versions = client.run(installed)
    except ImportError as error:
        raise BookError(
            f"Dask 集群 {address} 的工作节点上没有安装 xl-appraisal（{error}）。"
        ) from error
    others = {worker: found for worker, found in versions.items() if found != installed()}
    if others:
        told = "、".join(f"{worker} 是 {found}" for worker, found in others.items())
        raise BookError(
            f"工作节点上的 xl-appraisal 与本机（{installed()}）版本不同：{told}。请装成同一版本。"
        )
    return sum(worker["nthreads"] for worker in workers.values())
