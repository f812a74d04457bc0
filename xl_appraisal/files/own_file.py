"""Files the program keeps beside a workbook: locks, journals.  No link or pipe is taken for one."""

from __future__ import annotations

import os
import stat

from xl_appraisal.files.disk import read_bounded
from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.files.patience import patiently


def open_own(path: str | os.PathLike[str], flags: int) -> int:
    """A handle of a file that the program keeps beside a workbook; it is no link, no pipe.

    Somebody else may have put one there, to have a file of the user's written over through it.
    Raises :class:`OSError` as :func:`os.open`, and :class:`XlsxError` where it is none of ours.
    """
    safe = flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    safe |= getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    if os.path.islink(path):  # Windows has no flag for it
        raise _not_ours(path)
    handle = os.open(path, safe, 0o666)
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
        os.close(handle)
        raise _not_ours(path)
    return handle


def read_own(path: str | os.PathLike[str]) -> bytes:
    """The bytes of such a file.  Raises as :func:`open_own`."""
    with open(patiently(lambda: open_own(path, os.O_RDONLY)), "rb") as file:
        return read_bounded(file, os.fstat(file.fileno()).st_size)


def append_own(path: str | os.PathLike[str], data: bytes) -> None:
    """Add to such a file, made if need be; on disk when this returns.  Raises likewise."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    with open(patiently(lambda: open_own(path, flags)), "ab") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _not_ours(path: str | os.PathLike[str]) -> XlsxError:
    return XlsxError(
        "这里应当是本程序自己的文件，现在却是链接或别的东西，没有读写",
        path=os.fspath(path),
        remedy="请核实它从哪里来，移走后再运行",
    )
