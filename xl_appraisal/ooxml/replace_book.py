"""A workbook put in the place of the one that was read: no other's work is lost by it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from xl_appraisal.files.backups import keep_present, remove_outdated
from xl_appraisal.files.disk import Chunks, check_replaceable, read_file, replace_file, signature
from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.ooxml.file_kind import check_zip
from xl_appraisal.ooxml.zip_archive import Archive


def replace_book(path: str, chunks: Chunks, read: os.stat_result, *, keep: bool) -> os.stat_result:
    """Replace the workbook at ``path``, which had the status ``read``; returns the new status.

    ``keep`` leaves the state that was there among the backups.  :class:`XlsxError`, nothing
    written, where the file is read-only or open elsewhere, where it is not as it was read, and
    where another run is saving it at this moment.
    """
    check_replaceable(path)

    def last_look() -> None:
        check_unchanged(path, read)
        if keep:
            keep_present(path)

    with saving(path):
        check_unchanged(path, read)
        status = replace_file(path, chunks, read, last_look)
        if keep:
            remove_outdated(path)
    return status


def restore_book(path: str, backup: str) -> bool:
    """Put the backup's bytes in the place of the workbook at ``path``, which may be gone.

    The present file, whatever its state, goes among the backups first.  ``False`` where it
    holds those bytes already.  :class:`XlsxError`, nothing written, as :func:`replace_book`,
    and where the backup is not whole.
    """
    path = os.path.realpath(path)
    data, status = read_file(backup)
    _check_whole(data, backup)
    check_replaceable(path)
    with saving(path):
        if _holds(path, data):
            return False
        replace_file(path, [data], status, lambda: _keep_if_there(path))
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


def _check_whole(data: bytes, path: str) -> None:
    try:
        check_zip(data)
        archive = Archive(data)
        for member in archive.members:
            archive.read(member.name)
    except XlsxError as error:
        raise error.at(path=path) from error.__cause__


@contextlib.contextmanager
def saving(path: str) -> Iterator[None]:
    """Keep other runs from saving the same file meanwhile; :class:`XlsxError` if one is.

    The lock is on the file itself, not beside it, and ends with the process however that ends.
    Who waits for the old file's lock finds another file in its place afterwards.  A disk that
    knows no locks is used without: the look right before the rename remains.
    """
    handle = _locked(path)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _locked(path: str) -> int | None:
    try:
        import fcntl
    except ImportError:  # Windows, where an open handle would bar the rename itself
        return None
    try:
        handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)  # NFS locks only what may be written
    except OSError:  # not there, or told when it is written
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise XlsxError(
            "另一次运行正在保存这个文件，没有写入", remedy="请等它完成，再重新运行一次"
        ) from error
    except OSError:
        os.close(handle)
        return None
    return handle


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
