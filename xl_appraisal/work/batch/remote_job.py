"""One workbook on another machine, which need not see the file: bytes go in, bytes come out."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath
from tempfile import TemporaryDirectory

from xl_appraisal.work.batch.book_job import Outcome, Task, do, failed, from_json
from xl_appraisal.work.batch.versions import installed


def do_bytes(task: Task, data: bytes, version: str) -> tuple[Outcome, bytes]:
    """Recalculate a workbook; the bytes are empty where it failed.

    ``version`` is the sender's: a machine that joined late with another gives no figures.
    """
    if version != installed():
        return failed(task, f"工作节点上的 xl-appraisal 是 {installed()}，本机是 {version}"), b""
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / PureWindowsPath(task.source).name)  # takes both separators
        Path(path).write_bytes(data)
        outcome = do(Task(path, path, task.apply_rules, keep=False))
        saved = Path(path).read_bytes() if outcome.state == "done" else b""
    told = outcome.as_json() | {
        "source": task.source,
        "target": task.target,
        "message": outcome.message.replace(path, task.source),
    }
    return from_json(told), saved
