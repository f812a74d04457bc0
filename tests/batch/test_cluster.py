"""A batch on a real Dask cluster: a scheduler and two workers, processes of their own."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from tests.batch.processes import Cluster, batch, cluster, drive
from tests.batch.province import make_province, nothing_left, recalculated, summary
from tests.command_line import Run
from xl_appraisal.work.batch.book_job import Task
from xl_appraisal.work.batch.cluster import Done, _Sending

Command = Callable[..., Run]
CENTRES = 12
NEVER = 99


@pytest.fixture
def books(tmp_path: Path, demo_folder: Path) -> list[Path]:
    """The workbooks of twelve centres below ``tmp_path/全省``."""
    return make_province(tmp_path / "全省", demo_folder / "2023Q1.xlsx", CENTRES)


@pytest.fixture(scope="module")
def no_worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler; whoever starts a worker ends it again."""
    with cluster(tmp_path_factory.mktemp("dask") / "logs") as made:
        yield made


def test_with_a_worker_killed_on_the_way_nothing_is_lost_and_nothing_done_twice(
    no_worker: Cluster, books: list[Path], tmp_path: Path
) -> None:
    """Two workers; one gets SIGKILL when two of twelve are done and eight are on their way.

    Every workbook is what recalc makes of it, was saved once and is told once; a broken one
    among them is told as such.
    """
    province, saves = tmp_path / "全省", tmp_path / "saves.txt"
    wanted = recalculated(books, tmp_path / "one by one")
    (province / "坏的.xlsx").write_bytes(b"PK")
    with no_worker.worker() as first, no_worker.worker():
        settings = {"after": 2, "kill": first, "saves": str(saves), "children": str(saves) + "c"}
        ran = drive(settings, province, "--scheduler", no_worker.address.removeprefix("tcp://"))

    assert ran.code == 1, ran
    assert "共13个工作簿：已计算12个（300个窗口），未完成1个。" in ran.out
    assert {book: book.read_bytes() for book in books} == wanted
    assert Counter(saves.read_text("utf-8").split("\n")[:-1]) == Counter(map(str, books))
    told = {w["source"]: w["state"] for w in summary(province)}
    assert len(summary(province)) == CENTRES + 1
    assert told == {str(book): "done" for book in books} | {str(province / "坏的.xlsx"): "failed"}
    assert nothing_left(province)


class Losing:
    """A cluster of one thread that loses every workbook as often as told, as dask words it."""

    def __init__(self, losses: int) -> None:
        self._left: dict[str, int] = {}
        self._losses = losses
        self.sent: Counter[str] = Counter()

    def get_executor(self, *, pure: bool) -> Losing:
        assert not pure
        return self

    def submit(self, work: Callable[..., Done], task: Task, *rest: Any) -> Future[Done]:
        future: Future[Done] = Future()
        self.sent[task.source] += 1
        if self.sent[task.source] <= self._losses:
            future.set_exception(ValueError("not enough values to unpack (expected 3, got 2)"))
        else:
            future.set_result(work(task, *rest))
        return future


@pytest.mark.parametrize(("losses", "state"), [(1, "done"), (2, "done"), (3, "failed")])
def test_what_the_cluster_itself_loses_is_sent_again(
    books: list[Path], tmp_path: Path, losses: int, state: str
) -> None:
    """Three times at most: a workbook is never told as one that cannot be computed for it."""
    wanted = recalculated(books, tmp_path / "one by one")
    client = Losing(losses)
    tasks = [Task(str(book), str(book)) for book in books]
    outcomes = list(_Sending(client, 2).outcomes(tasks))  # type: ignore[arg-type]
    assert Counter(o.state for o in outcomes) == {state: CENTRES}
    assert set(client.sent.values()) == {min(losses + 1, 3)}
    if state == "done":
        assert {book: book.read_bytes() for book in books} == wanted
    else:
        assert all("请单独用 recalc 再试" in o.message for o in outcomes)


def test_a_scheduler_that_goes_away_is_said_and_this_machine_does_the_rest(
    run: Command, books: list[Path], tmp_path: Path
) -> None:
    """It gets SIGKILL at the third outcome; the next run, without it, goes on from there."""
    province = tmp_path / "全省"
    wanted = recalculated(books, tmp_path / "one by one")
    with cluster(tmp_path / "logs") as own, own.worker():
        settings = {"after": 3, "kill": own.scheduler, "children": str(tmp_path / "c")}
        ran = drive(settings, province, "--scheduler", own.address)
    assert ran.code == 2, ran
    assert f"与 Dask 调度器 {own.address} 的连接断了" in ran.err

    ran = run("batch", province, "--jobs", 2)
    assert ran.code == 0
    assert "接着上次：已算好" in ran.err
    assert {book: book.read_bytes() for book in books} == wanted


def test_a_cluster_that_loses_its_only_worker_is_said(
    no_worker: Cluster, books: list[Path], tmp_path: Path
) -> None:
    """No waiting for ever: exit code 2, and what to start."""
    with no_worker.worker() as only:
        settings = {"after": 2, "kill": only, "children": str(tmp_path / "c")}
        ran = drive(settings, tmp_path / "全省", "--scheduler", no_worker.address)
    assert ran.code == 2, ran
    assert "工作节点都不在了" in ran.err


WITHOUT_US = "import sys; sys.modules['xl_appraisal'] = None"
OTHER_VERSION = (
    "import xl_appraisal.work.batch.book_job as v; v.installed = eval('lambda: \"0.0.9\"')"
)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (None, "没有工作节点。请先启动 dask worker"),
        (WITHOUT_US, "上没有安装 xl-appraisal"),
        (OTHER_VERSION, "版本不同：tcp://"),
    ],
    ids=["no worker", "not installed there", "another version there"],
)
def test_a_cluster_that_cannot_do_it_is_refused(
    no_worker: Cluster, books: list[Path], tmp_path: Path, before: str | None, said: str
) -> None:
    """Before anything is sent: what is wrong, and nothing written but what is taken away again."""
    old = [book.read_bytes() for book in books]
    arguments = [tmp_path / "全省", "--scheduler", no_worker.address]
    if before is None:
        ran = batch(*arguments)
    else:
        with no_worker.worker(before):
            ran = batch(*arguments)
    assert ran.code == 2, ran
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert [book.read_bytes() for book in books] == old
    assert nothing_left(tmp_path / "全省")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere", "ftp://x:1", "x:y"])
def test_an_address_where_nobody_answers_is_told(
    books: list[Path], tmp_path: Path, address: str
) -> None:
    """A closed port, no port, a protocol that Dask does not know: a sentence with the address."""
    ran = drive(
        {"after": NEVER, "children": "", "connect": 1},
        *(tmp_path / "全省", "--scheduler", address),
    )
    assert ran.code == 2, ran
    assert f"连不上 Dask 调度器 {address}" in ran.err
    assert "Traceback" not in ran.err


def test_without_distributed_it_says_what_to_install(
    run: Command, books: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extra is named; the machine itself is offered instead."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    ran = run("batch", tmp_path / "全省", "--scheduler", "tcp://127.0.0.1:1")
    assert ran.code == 2
    assert 'pip install "xl-appraisal[cluster]"' in ran.err
    assert "去掉 --scheduler 在本机计算" in ran.err
