"""One workbook of a batch: recalculated and checked, its outcome told in plain values.

Tasks and outcomes travel between processes and machines, and into the record on disk.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Literal, TypeAlias

from xl_appraisal.files.disk import read_file
from xl_appraisal.files.file_error import explain
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.errors import AppraisalError
from xl_appraisal.model.exact import plain
from xl_appraisal.model.record import Record
from xl_appraisal.work.desk import Appraised, appraise_host, write_back

State: TypeAlias = Literal["done", "closed", "failed"]
STATE_NAMES: dict[State, str] = {"done": "已计算", "closed": "已封存", "failed": "未完成"}

_CLOSED = "已封存，原样留着，没有重新计算；有没有被改动，用 xl-appraisal verify 核验"


class Task(Record):
    """Recalculate ``source`` and save it as ``target``; both the same means in place.

    ``keep`` leaves a backup then; it changes nothing in what comes out.
    """

    source: str
    target: str
    apply_rules: bool = False
    keep: bool = True


class Outcome(Record):
    """What became of one workbook.

    ``read`` and ``saved`` are SHA-256 digests of the file as read and as saved, empty where
    there was none.  Totals are exact and plain text.  A failed workbook was left as it was, and so
    was a closed one, whose figures are told; ``message`` says why.
    """

    source: str
    target: str
    state: State
    apply_rules: bool = False
    message: str = ""
    quarter: str = ""
    windows: int = 0
    scored: int = 0
    quota: int = 0
    first: str = ""
    first_total: str = ""
    red_flags: tuple[str, ...] = ()
    errors: int = 0
    warnings: int = 0
    read: str = ""
    saved: str = ""


def do(task: Task) -> Outcome:
    """Recalculate one workbook; never raises for what is wrong with it."""
    try:
        read = file_digest(task.source)
        host = FileHost(task.source)
        done = appraise_host(host, apply_rules=task.apply_rules)
        if done.quarter.rules.closed:
            return _outcome(task, done, read)
        write_back(host, done)
        host.save(task.target, keep=task.keep)
        return _outcome(task, done, read, file_digest(task.target))
    except AppraisalError as error:
        return failed(task, str(error))
    except OSError as error:
        return failed(task, f"{task.source}：{explain(error, '读写')}")
    except Exception as error:  # one workbook must not end the others' run
        return failed(task, f"程序出错（{type(error).__name__}：{error}），请联系维护人员")


def failed(task: Task, message: str) -> Outcome:
    """The outcome of a workbook that was left as it was."""
    return Outcome(task.source, task.target, "failed", task.apply_rules, message)


def from_json(fields: dict[str, object]) -> Outcome:
    """An outcome of its JSON; :class:`TypeError` for anything else."""
    flags = fields.get("red_flags", ())
    if not isinstance(flags, list | tuple):
        raise TypeError("red_flags")
    return Outcome(**fields | {"red_flags": tuple(flags)})  # type: ignore[arg-type]


def file_digest(path: str) -> str:
    """SHA-256 of a regular file, in hexadecimal; :class:`BookError` where it cannot be read."""
    return hashlib.sha256(read_file(path)[0]).hexdigest()


def _outcome(task: Task, done: Appraised, read: str, saved: str = "") -> Outcome:
    """What is told of a workbook that could be read; one that was not saved is closed."""
    windows = done.appraisal.windows
    scored = [window for window in windows if window.total is not None]
    counts = Counter(finding.severity for finding in done.appraisal.findings)
    first = scored[0] if scored else None
    return Outcome(
        source=task.source,
        target=task.target,
        state="done" if saved else "closed",
        apply_rules=task.apply_rules,
        message="" if saved else _CLOSED,
        quarter=done.quarter.quarter,
        windows=len(windows),
        scored=len(scored),
        quota=done.appraisal.quota,
        first=first.window if first else "",
        first_total=plain(first.total) if first and first.total is not None else "",
        red_flags=tuple(window.window for window in windows if window.elected),
        errors=counts["error"],
        warnings=counts["warning"],
        read=read,
        saved=saved,
    )


def installed() -> str:
    """The version of the product that this machine has."""
    from importlib.metadata import version

    return version("xl-appraisal")
