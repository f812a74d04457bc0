"""Steps that are planned first, then taken one by one: all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from xl_appraisal.files.disk import replace_file
from xl_appraisal.files.file_error import XlsxError, explain
from xl_appraisal.files.patience import patiently
from xl_appraisal.model.errors import AppraisalError
from xl_appraisal.model.record import Record


class InstallError(AppraisalError):
    """Something cannot be installed or removed; everything is as it was before."""


class Change(Record):
    """One file from ``before`` to ``after``; ``None`` stands for no file."""

    what: str
    path: Path
    before: bytes | None
    after: bytes | None

    @property
    def needed(self) -> bool:
        return self.before != self.after

    def __str__(self) -> str:
        verb = "新建" if self.before is None else "删除" if self.after is None else "更新"
        return f"{verb}{self.what}：{self.path}"


class Command(Record):
    """A program to be run: what it does, the command, what to do where it fails."""

    what: str
    command: tuple[str, ...]
    remedy: str

    def __str__(self) -> str:
        return self.what


Step: TypeAlias = Change | Command


class Plan(Record):
    """The steps in order, changes that are not needed left out, and what is worth saying."""

    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()


Told: TypeAlias = Callable[[Step], None]
Run: TypeAlias = Callable[[Sequence[str]], str | None]
"""Runs a command: its output, ``None`` where it failed."""


def contents(path: Path) -> bytes | None:
    """The file's bytes, or ``None`` where there is no file."""
    try:
        return patiently(path.read_bytes)
    except (FileNotFoundError, NotADirectoryError):
        return None


def perform(steps: Sequence[Step], run: Run = lambda _: None, told: Told = lambda _: None) -> None:
    """Take the steps in order; after a failure all changes of files are undone.

    Raises :class:`InstallError` when a program fails, a file cannot be changed, or is no longer
    what the plan saw.
    """
    done: list[Change] = []
    made: list[Path] = []
    try:
        for step in steps:
            if isinstance(step, Command):
                _run(step, run)
            else:
                if contents(step.path) != step.before:
                    raise InstallError(f"{step.path}：文件刚被改动，没有继续。请重新运行一次。")
                made += _make_folders(step.path.parent)
                done.append(step)
                _write(step.path, step.after)
            told(step)
    except BaseException as error:
        _undo(done, made)
        cause = error.__cause__ if isinstance(error, XlsxError) else error
        if isinstance(cause, OSError):
            raise InstallError(_explained(cause, done)) from error
        raise
    for change in done:
        if change.after is None:
            _remove_empty(change.path.parent)


def _run(step: Command, run: Run) -> None:
    if run(step.command) is None:
        command = " ".join(step.command)
        raise InstallError(f"{step.what}：没有成功（{command}）。{step.remedy}已撤销全部步骤。")


def _undo(done: Sequence[Change], made: Sequence[Path]) -> None:
    for change in reversed(done):
        with suppress(OSError, XlsxError):  # undo as much as can be undone
            if contents(change.path) != change.before:
                _write(change.path, change.before)
    for folder in reversed(made):
        with suppress(OSError):
            folder.rmdir()


def _write(path: Path, data: bytes | None) -> None:
    """The file as a whole: nobody ever meets half of it."""
    if data is None:
        path.unlink()
        return
    replace_file(str(path), [data], path.stat() if path.exists() else None)


def _make_folders(folder: Path) -> list[Path]:
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir()
    return missing[::-1]


_OURS = {".xlwings", "xl_appraisal", "backup"}


def _remove_empty(folder: Path) -> None:
    """Folders that only held what was removed; Excel's and the user's own stay."""
    while folder.name in _OURS:
        try:
            folder.rmdir()
        except OSError:  # something else is in it
            return
        folder = folder.parent


def _explained(error: OSError, done: Sequence[Change]) -> str:
    where = done[-1].path if done else error.filename
    if isinstance(error, PermissionError):
        reason = "没有写入权限，或文件正被 Excel 打开。请关闭所有 Excel 窗口后重试。"
    else:
        reason = str(explain(error, "写入"))
    return f"{where}：{reason}已撤销全部步骤，电脑上的文件与之前相同。"
