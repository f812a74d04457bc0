"""A batch that is killed on its way, or loses a process: nothing lost, nothing done twice."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest

from tests.batch.processes import drive, wait_until_ended
from tests.batch.province import make_province, nothing_left, recalculated, summary
from tests.command_line import Run
from xl_appraisal.work.batch.batch_run import Progress
from xl_appraisal.work.batch.book_job import Outcome, Task, do, failed
from xl_appraisal.work.batch.local_run import on_this_machine

Command = Callable[..., Run]
CENTRES = 7


@pytest.fixture
def books(tmp_path: Path, demo_folder: Path) -> list[Path]:
    """The workbooks of seven centres below ``tmp_path/全省``."""
    return make_province(tmp_path / "全省", demo_folder / "2023Q1.xlsx", CENTRES)


@pytest.mark.parametrize(
    ("out", "before_record"), [(None, False), ("结果", True)], ids=["in place", "elsewhere"]
)
def test_a_killed_batch_goes_on_where_it_stopped(
    run: Command, books: list[Path], tmp_path: Path, out: str | None, before_record: bool
) -> None:
    """SIGKILL at the third outcome; the second run leaves alone what is on record.

    A workbook that was saved and not yet on record is recalculated, with the same bytes.
    """
    wanted = recalculated(books, tmp_path / "one by one")
    province, children = tmp_path / "全省", tmp_path / "children.json"
    keeps = tmp_path / out if out else province
    options = ["--out", keeps] if out else []
    settings = {"after": 3, "before_record": before_record, "children": str(children)}

    killed = drive(settings, province, *options, "--jobs", 2)
    assert killed.code == -signal.SIGKILL, killed
    wait_until_ended(json.loads(children.read_text()))
    lines = (keeps / ".批量计算进度.jsonl").read_text("ascii").splitlines()
    done = [Path(json.loads(line)["target"]) for line in lines if line]
    assert len(done) == (2 if before_record else 3)
    stamps = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in done}

    ran = run("batch", province, *options, "--jobs", 2)
    assert ran.code == 0
    assert f"接着上次：已算好{len(done)}个，还剩{CENTRES - len(done)}个。" in ran.err
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in done} == stamps
    assert [w["source"] for w in summary(keeps)] == [str(book) for book in books]
    for book, data in wanted.items():
        assert (keeps / book.relative_to(province)).read_bytes() == data
    assert nothing_left(keeps)


def test_a_process_of_the_batch_that_dies_costs_nothing(
    run: Command, books: list[Path], tmp_path: Path
) -> None:
    """One of two processes gets SIGKILL with the third workbook in hand: all the same, each once.

    However fast the machine is: that process waits, once, until it is killed.
    """
    wanted = recalculated(books, tmp_path / "one by one")
    held = tmp_path / "held by"
    settings = {"after": 2, "hold": "中心03", "held": str(held), "children": str(tmp_path / "c")}
    ran = drive(settings, tmp_path / "全省", "--jobs", 2)

    assert ran.code == 0, ran
    assert held.is_file()
    assert [w["source"] for w in summary(tmp_path / "全省")] == [str(book) for book in books]
    assert {book: book.read_bytes() for book in books} == wanted


class Promises:
    """Stands for a pool of processes: all is done at once but what its owner keeps waiting."""

    def __init__(self) -> None:
        self.given: list[tuple[Future[Outcome], Task]] = []

    def submit(self, _do: object, _work: object, task: Task) -> Future[Outcome]:
        self.given.append((Future(), task))
        if task.source not in WAITING:
            self.keep(task.source)
        return self.given[-1][0]

    def keep(self, source: str) -> None:
        """Let a workbook be done."""
        for future, task in self.given:
            if task.source == source:
                future.set_result(failed(task, "算过"))

    def shutdown(self, cancel_futures: bool) -> None:
        """Nothing is left to end."""


WAITING = ("1.xlsx", "2.xlsx")


def test_what_is_done_meanwhile_ends_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two more are done while the first is put on record: the processes go on, none is replaced."""
    pools: list[Promises] = []

    def pool(_: int) -> Promises:
        pools.append(Promises())
        return pools[-1]

    monkeypatch.setattr("xl_appraisal.work.batch.local_run._pool", pool)
    tasks = [Task(f"{number}.xlsx", "") for number in range(9)]
    told = []
    for outcome in on_this_machine(tasks, 2, deadly):
        told.append(outcome.source)
        if len(told) == 1:
            for source in WAITING:
                pools[0].keep(source)

    assert sorted(told) == [task.source for task in tasks]
    assert len(pools) == 1


def deadly(task: Task) -> Outcome:
    """Stands for a workbook so large that its process is ended for want of memory."""
    if "致命" in task.source:
        os._exit(137)
    return failed(task, "算过")


def test_a_workbook_that_kills_its_process_is_told_and_the_others_are_done() -> None:
    """Two of ten do: both are named as failed, and nobody else is."""
    tasks = [Task(f"{n}{'致命' if n in (0, 6) else ''}.xlsx", "") for n in range(10)]
    told = {outcome.source: outcome.message for outcome in on_this_machine(tasks, 2, deadly)}

    assert sorted(told) == [task.source for task in tasks]
    for source, message in told.items():
        assert ("意外中止" in message) == ("致命" in source)
        assert (message == "算过") == ("致命" not in source)


def test_processes_give_way_to_fresh_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many workbooks; all are done once."""
    monkeypatch.setattr("xl_appraisal.work.batch.local_run._TASKS_PER_PROCESS", 2)
    tasks = [Task(f"{number}.xlsx", "") for number in range(5)]

    told = [outcome.source for outcome in on_this_machine(tasks, 1, deadly)]
    assert sorted(told) == [task.source for task in tasks]


def recorded(folder: Path, book: Path, target: Path) -> tuple[Task, Outcome]:
    """A workbook done and on record."""
    task = Task(str(book), str(target))
    outcome = do(task)
    assert outcome.state == "done"
    Progress(folder).add(outcome)
    return task, outcome


def test_a_line_cut_short_spoils_no_other(books: list[Path], tmp_path: Path) -> None:
    """Power lost while the second line was written: the first and the third count."""
    tasks = [recorded(tmp_path, book, book) for book in books[:3]]
    lines = (tmp_path / ".批量计算进度.jsonl").read_text("ascii").split("\n\n")
    cut = lines[1][: len(lines[1]) // 2]
    (tmp_path / ".批量计算进度.jsonl").write_text("\n".join([lines[0], cut]), "ascii")
    Progress(tmp_path).add(tasks[2][1])

    done = Progress(tmp_path).finished([task for task, _ in tasks])
    assert done == {task.source: outcome for task, outcome in (tasks[0], tasks[2])}


@pytest.mark.parametrize("content", ["[]", "7", '{"a": 1}', '{"red_flags": 7}', "\0\xff", "null"])
def test_a_record_of_something_else_means_that_nothing_is_done(
    books: list[Path], tmp_path: Path, content: str
) -> None:
    """Lines of another shape are passed over."""
    (tmp_path / ".批量计算进度.jsonl").write_text(content, "latin-1")
    assert Progress(tmp_path).finished([Task(str(books[0]), str(books[0]))]) == {}


def test_what_changed_since_is_done_again(books: list[Path], tmp_path: Path) -> None:
    """The source, the result, the folder it goes to, or the option: each makes it a new job."""
    source, target = books[0], tmp_path / "result.xlsx"
    task, outcome = recorded(tmp_path, source, target)
    record = Progress(tmp_path)
    assert record.finished([task]) == {task.source: outcome}

    assert record.finished([Task(task.source, str(tmp_path / "elsewhere.xlsx"))]) == {}
    assert record.finished([Task(task.source, task.target, apply_rules=True)]) == {}
    saved = target.read_bytes()
    target.write_bytes(saved + b"\0")
    assert record.finished([task]) == {}
    target.unlink()
    assert record.finished([task]) == {}
    target.write_bytes(saved)
    source.write_bytes(books[1].read_bytes())
    assert record.finished([task]) == {}


def test_a_failed_workbook_is_tried_again(run: Command, books: list[Path], tmp_path: Path) -> None:
    """It is on record as failed; mended meanwhile, the next run does it."""
    task = Task(str(books[0]), str(books[0]))
    Progress(tmp_path).add(failed(task, "磁盘已满"))
    assert Progress(tmp_path).finished([task]) == {}


def test_restart_forgets_the_record(run: Command, books: list[Path], tmp_path: Path) -> None:
    """All are done anew, whatever the record says."""
    province = tmp_path / "全省"
    recorded(province, books[0], books[0])
    assert "接着上次" not in run("batch", province, "--restart", "--jobs", 1).err

    recorded(province, books[0], books[0])
    assert "接着上次：已算好1个" in run("batch", province, "--jobs", 1).err


def test_without_the_summary_nothing_is_forgotten(
    run: Command, books: list[Path], tmp_path: Path
) -> None:
    """The summary is open in Excel: said so; closed, the same command only writes the summary."""
    province = tmp_path / "全省"
    owner = province / "~$批量计算汇总.xlsx"
    owner.write_bytes(b"")
    ran = run("batch", province, "--jobs", 2)
    assert ran.code == 2
    assert "批量计算汇总.xlsx" in ran.err

    owner.unlink()
    ran = run("batch", province, "--jobs", 2)
    assert ran.code == 0
    assert f"已算好{CENTRES}个，还剩0个" in ran.err
    assert len(summary(province)) == CENTRES


def test_ctrl_c_says_how_to_go_on(
    run: Command, books: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2 and a sentence; what was done stays on record."""
    add = Progress.add

    def interrupted(record: Progress, outcome: Outcome) -> None:
        add(record, outcome)
        raise KeyboardInterrupt

    province = tmp_path / "全省"
    with monkeypatch.context() as patch:
        patch.setattr(Progress, "add", interrupted)
        ran = run("batch", province, "--jobs", 1)
    assert ran.code == 2
    assert f"已停止：已做完1个，其余{CENTRES - 1}个没有做。" in ran.err
    assert "再运行同一条命令，从断开的地方接着算" in ran.err

    assert "已算好1个" in run("batch", province, "--jobs", 1).err
