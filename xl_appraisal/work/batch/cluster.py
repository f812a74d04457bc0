"""A batch on a running Dask cluster (``dask.distributed``, the extra ``cluster``).

The workers see no file of ours: bytes go there, recalculated bytes come back, and only this
process writes.  So a worker that dies loses nothing, and a workbook that is recalculated twice
for it is still saved once.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, cast

from xl_appraisal.model.errors import BookError
from xl_appraisal.work.batch.book_job import Outcome, Task, failed
from xl_appraisal.work.batch.remote_job import do_bytes
from xl_appraisal.work.batch.save_results import Opened, open_source
from xl_appraisal.work.batch.versions import installed

if TYPE_CHECKING:
    from distributed import Client, Future

_AHEAD = 4
"""Workbooks on their way for each thread of the cluster: busy, without holding all in memory."""

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
        threads = _threads(client, address)
        try:
            yield from _Sending(client, tasks, threads * _AHEAD).outcomes()
        except CancelledError as error:
            raise BookError(
                f"与 Dask 调度器 {address} 的连接断了。已算好的不用重算："
                "集群恢复后再运行同一条命令。"
            ) from error


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
            with warnings.catch_warnings():  # bytes kept on a worker would be lost with it
                warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
                future = self._client.submit(do_bytes, task, opened.data, installed(), pure=False)
            self._running[future] = opened

    def _finished(self) -> list[Future]:
        from distributed import wait

        alone_since = None
        while self._running:
            try:
                with self._client.as_current():  # wait looks there for the cluster
                    done = wait(list(self._running), _LOOK_SECONDS, "FIRST_COMPLETED").done
                return list(done)
            except TimeoutError:
                alone_since = self._check_workers(alone_since)
        return []

    def _check_workers(self, alone_since: float | None) -> float | None:
        if self._client.scheduler_info(n_workers=-1)["workers"]:
            return None
        if alone_since is not None and monotonic() - alone_since > _WORKERLESS_SECONDS:
            raise BookError(
                "Dask 集群的工作节点都不在了。已算好的不用重算："
                "启动 dask worker 后再运行同一条命令。"
            )
        return alone_since or monotonic()

    def _take(self, future: Future) -> Outcome:
        opened = self._running.pop(future)
        try:
            outcome, data = cast("tuple[Outcome, bytes]", future.result())
        except CancelledError:
            raise
        except Exception as error:  # its workers died again and again, or could not load it
            told = f"{type(error).__name__}：{error}"
            return failed(opened.task, f"集群没有算完这个工作簿（{told}）；请单独用 recalc 再试")
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
