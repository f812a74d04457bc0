"""One batch at a time for each folder that keeps a record: two would mix up one record."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from xl_appraisal.files.os_faults import explain
from xl_appraisal.model.errors import BookError

NAME = ".批量计算进行中"
_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder, which is made if need be; free again even if this process is killed.

    Raises :class:`BookError` where another batch holds it, or nothing can be written there.
    A network drive that knows no locks is used without: each workbook is still saved whole.
    """
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = _held(path)
    except OSError as error:
        raise BookError(f"{folder}：不能写入这个文件夹：{explain(error, '写入')}") from error
    if handle is None:
        raise BookError(
            f"{folder}：另一个批量计算正在进行。请等它完成，或用 --summary 另选一个文件夹。"
        )
    try:
        yield
    finally:
        _free(handle, path)


def _held(path: Path) -> int | None:
    """An open lock file, ``None`` where another process holds it."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _lock(handle)
        except OSError as error:
            if error.errno in _TAKEN:
                os.close(handle)
                return None
        if _same(handle, path):
            return handle
        os.close(handle)  # its holder removed it before we had it: take the new one


def _same(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _free(handle: int, path: Path) -> None:
    if os.name == "posix":
        path.unlink(missing_ok=True)
        os.close(handle)
        return
    os.close(handle)
    with contextlib.suppress(OSError):  # another has it open by now
        path.unlink()


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
