"""The one way to a file: a new one, one saved over, one put back; each whole or not at all.

Who saves over a file says what it was when it was read: nobody's work is lost in between.
"""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Callable, Iterator

from xl_appraisal.files.backups import keep_present, remove_outdated
from xl_appraisal.files.disk import (
    Chunks,
    check_replaceable,
    read_file,
    replace_file,
    signature,
)
from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.files.lock import Taken, give_back, lock, take

ON_ITSELF = os.name == "posix"
"""Whether a file that is open, and locked, can be replaced."""


def write_whole(path: str | os.PathLike[str], data: bytes) -> None:
    """Write ``data`` to ``path`` in one step; a file of that name keeps its mode and owner.

    At every moment the file is the old one or the new one.  Raises :class:`XlsxError` where the
    target is a link, read-only or open in a spreadsheet program, its folder missing, or the disk
    full.
    """
    target = os.path.abspath(path)
    try:
        refuse_link(target)
        check_replaceable(target)
        there = os.stat(target) if os.path.exists(target) else None
        replace_file(target, [data], there, attributes=target)
    except XlsxError as error:
        raise error.at(path=os.fspath(path)) from error.__cause__


def refuse_link(path: str) -> None:
    """Raise :class:`XlsxError` where a file that we make would take the place of a link."""
    if os.path.islink(path):
        raise XlsxError("这里有一个同名的链接，没有写入", remedy="请移走它，或换一个文件名")


def save_file(
    target: str, chunks: Chunks, source: str, read: os.stat_result, *, keep: bool
) -> os.stat_result:
    """Write what was made of the file ``source``, which had the status ``read``, to ``target``.

    Both are real paths.  Returns the status of the new file.  Where both are the same, ``keep``
    leaves the state that was there among the backups.  :class:`XlsxError`, nothing written, where
    the target is read-only or open elsewhere, where the source is not as it was read, and where
    another run is saving it at this moment.
    """
    check_replaceable(target)
    if target != source:
        check_unchanged(source, read)
        return replace_file(target, chunks, read, attributes=source)

    keep_once = functools.cache(keep_present)

    def last_look() -> None:
        check_unchanged(target, read)
        if keep:
            keep_once(target)

    with saving(target):
        check_unchanged(target, read)
        status = replace_file(target, chunks, read, last_look, attributes=source)
        if keep:
            remove_outdated(target)
    return status


def restore_file(path: str, backup: str, check: Callable[[bytes], None]) -> bool:
    """Put the backup's bytes in the place of the workbook at ``path``, which may be gone.

    The present file, whatever its state, goes among the backups first.  ``False`` where it
    holds those bytes already.  :class:`XlsxError`, nothing written, as :func:`save_file`, and
    where ``check`` refuses the backup's bytes.
    """
    path = os.path.realpath(path)
    data, status = read_file(backup)
    try:
        check(data)
    except XlsxError as error:
        raise error.at(path=backup) from error.__cause__
    check_replaceable(path)
    with saving(path):
        if _holds(path, data):
            return False
        keep_once = functools.cache(lambda: _keep_if_there(path))
        replace_file(path, [data], status, keep_once, attributes=backup)
        remove_outdated(path)
    return True


def _holds(path: str, data: bytes) -> bool:
    try:
        return read_file(path)[0] == data
    except XlsxError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return False
        raise


def _keep_if_there(path: str) -> None:
    """Keep the present file; without one there is nothing to lose.

    A disk that does not answer must not pass for a workbook that was deleted.
    """
    try:
        keep_present(path)
    except XlsxError:
        try:
            os.stat(path)
        except FileNotFoundError:
            return
        except OSError:
            pass
        raise


@contextlib.contextmanager
def saving(path: str) -> Iterator[None]:
    """Keep other runs from saving the same file meanwhile; :class:`XlsxError` if one is.

    The lock is on the file itself: who waits for the old file's lock finds another file in its
    place afterwards.  On Windows an open file cannot be replaced, so there it is on a file beside.
    Where neither can be opened, the look right before the rename remains.
    """
    beside = os.path.join(os.path.dirname(path), f".{os.path.basename(path)}.保存中")
    handle = None
    try:
        if ON_ITSELF:
            handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)  # NFS locks only what is writable
            lock(handle)
        else:
            handle = take(beside)
    except Taken as error:
        if handle is not None:
            os.close(handle)
        raise XlsxError(
            "另一次运行正在保存这个文件，没有写入", remedy="请等它完成，再重新运行一次"
        ) from error
    except OSError:  # not there, or told when it is written
        handle = None
    try:
        yield
    finally:
        if handle is not None and ON_ITSELF:
            os.close(handle)
        elif handle is not None:
            give_back(handle, beside)


def check_unchanged(path: str, read: os.stat_result) -> None:
    """Raise :class:`XlsxError` where the file is gone or is not the one that was read.

    Another run or program may have saved it meanwhile: its work is not lost.
    """
    try:
        now = os.stat(path)
    except OSError as error:
        raise XlsxError("文件已不在原处", remedy="请确认网络盘仍已连接，再重新运行") from error
    if signature(now) != signature(read):
        raise XlsxError("文件在读取之后被别的程序改动过，没有写入", remedy="请重新运行一次")
