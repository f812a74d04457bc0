"""A lock of the operating system on a file: free again when its holder ends, however that is."""

from __future__ import annotations

import errno
import os
import sys

from xl_appraisal.files.own_file import open_own

_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EDEADLK, 0}  # 0: as Wine tells it


class Taken(Exception):
    """Another process holds the lock."""


def lock(handle: int) -> None:
    """Take the lock on an open file; :class:`Taken` where another process has it.

    A disk that knows no locks is used without.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _TAKEN:
            raise Taken from error


def take(path: str | os.PathLike[str]) -> int:
    """A handle of the lock file at ``path``, made if need be, that holds its lock.

    Raises :class:`Taken`, and as :func:`~.own_file.open_own`.
    """
    while True:
        handle = open_own(path, os.O_RDWR | os.O_CREAT)
        try:
            lock(handle)
            if _is_at(handle, path):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # its holder removed it before we had it: take the new one


def give_back(handle: int, path: str | os.PathLike[str]) -> None:
    """Remove the lock file and let others have the lock."""
    if os.name == "posix":
        _remove(path)
        os.close(handle)
    else:  # Windows removes no file that is open
        os.close(handle)
        _remove(path)


def _remove(path: str | os.PathLike[str]) -> None:
    try:
        os.unlink(path)
    except OSError:  # gone, or another has it open by now
        return


def _is_at(handle: int, path: str | os.PathLike[str]) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.lstat(path))
    except FileNotFoundError:
        return False
