"""Files on disk: read one whole, replace one so that the old or the new is always whole."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable
from typing import IO, TypeAlias

from xl_appraisal.files.file_error import XlsxError, explain
from xl_appraisal.files.patience import patiently, rename_over
from xl_appraisal.model.limits import MAX_FILE_BYTES, MIB

Signature: TypeAlias = tuple[int, int, int, int]
"""Size, time of last change (ns), inode and device: tells whether a file was replaced."""

Chunks: TypeAlias = Iterable[bytes | memoryview]

_SYSTEMS_OWN = ("security.", "trusted.")  # the system gives the new file its own
_OURS = re.compile(r"[0-9]+-[0-9a-f]+\.tmp")  # what follows a name in its temporary file's
_LEFT_OVER = 600  # seconds after which nobody writes a temporary file any more
_PIECE = 1 << 16
_NAMED = 180  # bytes of a file's name that its temporary file carries; names end at 255


def signature(status: os.stat_result) -> Signature:
    """What :func:`read_file` saw, to compare before the file is replaced."""
    return status.st_size, status.st_mtime_ns, status.st_ino, status.st_dev


def read_file(path: str) -> tuple[bytes, os.stat_result]:
    """The bytes of a regular file and its status; :class:`XlsxError` if it cannot be read."""
    try:
        check_regular(os.stat(path))  # before it is opened: a pipe would keep us waiting
        return patiently(lambda: _read(path))
    except (OSError, ValueError) as error:
        raise explain(error, "读取") from error


def _read(path: str) -> tuple[bytes, os.stat_result]:
    with open(path, "rb") as file:
        status = os.fstat(file.fileno())
        check_regular(status)
        return read_bounded(file, status.st_size), status


def check_regular(status: os.stat_result) -> None:
    """Pass a regular file of a size that is taken; :class:`XlsxError` for any other."""
    if not stat.S_ISREG(status.st_mode):
        raise XlsxError("这不是普通文件", remedy="请给出 .xlsx 或 .xlsm 文件的路径")
    if status.st_size > MAX_FILE_BYTES:
        raise XlsxError(
            f"文件有 {status.st_size // MIB} MiB，太大",
            allowed=f"最多 {MAX_FILE_BYTES // MIB} MiB",
            remedy="请删去不需要的工作表或图片后再试",
        )


def read_bounded(file: IO[bytes], size: int, most: int = MAX_FILE_BYTES) -> bytes:
    """A file of about that size to its end, but no more than one byte past ``most``.

    ``size`` may be wrong: what grows meanwhile is read too.  A read asks for a buffer of what it
    is to give at most, so never for more than is there.
    """
    pieces, left = [], most + 1
    while left > 0 and (piece := file.read(min(max(size, _PIECE), left))):
        pieces.append(piece)
        left -= len(piece)
        size = 0
    return b"".join(pieces)


def check_replaceable(path: str) -> None:
    """Refuse a target that is read-only or open in a spreadsheet program.

    Excel and WPS leave ``~$name`` beside an open file, LibreOffice ``.~lock.name#``; on a
    network drive nothing else would stop the replacement under their hands.
    """
    folder, name = os.path.split(path)
    for owner in (f"~${name}", f".~lock.{name}#"):
        if os.path.exists(os.path.join(folder, owner)):
            raise XlsxError(
                f"文件正被打开（同一文件夹中有 {owner}）",
                remedy=f"请先关闭该文件；若确实没有人打开，请删除 {owner} 后再试",
            )
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise explain(error, "写入") from error
    if not stat.S_ISREG(mode):
        raise XlsxError("保存的目标不是普通文件", remedy="请换一个文件名")
    if not mode & 0o222 or not os.access(path, os.W_OK):
        raise XlsxError("文件是只读的，没有写入", remedy="请去掉只读属性，或另存为别的文件名")


def replace_file(
    path: str,
    chunks: Chunks,
    like: os.stat_result | None,
    before: Callable[[], object] = lambda: None,
    *,
    attributes: str = "",
) -> os.stat_result:
    """Write ``chunks`` beside ``path``, force them to disk, then rename over it at once.

    Mode and, where permitted, owner come from ``like``; ``None`` makes a file as any other new
    one of this user.  Extended attributes, access lists among them, come from the file
    ``attributes``.  ``before`` is called when all is on disk, right before the rename; again before
    each further try, for a second, where Windows says that another program has the file.
    Whatever goes wrong, ``path`` holds the old bytes or the new ones, whole, and the temporary
    file is removed; one that a kill left is removed by a later save of the same file.
    Returns the new status.  :class:`XlsxError` for a full disk, missing permission and so on.
    """
    folder, name = os.path.split(path)
    begins = _beginning(name)
    temporary = os.path.join(folder, f"{begins}{os.getpid()}-{os.urandom(4).hex()}.tmp")
    try:
        status = _write_new(temporary, chunks, like, attributes)
        rename_over(temporary, path, before)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        if isinstance(error, OSError):
            raise explain(error, "写入") from error
        raise
    _sync_folder(folder)
    _sweep(folder, begins, status)
    return status


def _beginning(name: str) -> str:
    """Of the temporary files of ``name``: hidden, and short enough whatever the name."""
    return f".{os.fsencode(name)[:_NAMED].decode('utf-8', 'ignore')}."


def _sweep(folder: str, begins: str, written: os.stat_result) -> None:
    """Remove what killed runs left.  Both times are the disk's own, not this machine's clock."""
    with contextlib.suppress(OSError), os.scandir(folder or ".") as entries:
        for entry in entries:
            if not (entry.name.startswith(begins) and _OURS.fullmatch(entry.name[len(begins) :])):
                continue
            with contextlib.suppress(OSError):
                if written.st_mtime - entry.stat(follow_symlinks=False).st_mtime > _LEFT_OVER:
                    os.unlink(entry.path)


def _write_new(
    path: str, chunks: Chunks, like: os.stat_result | None, attributes: str
) -> os.stat_result:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags, 0o666 if like is None else 0o600), "wb") as file:
        file.writelines(chunks)
        file.flush()
        if like is not None:
            _take_after(file.fileno(), like)
            _keep_attributes(file.fileno(), attributes)
        os.fsync(file.fileno())
        return os.fstat(file.fileno())


def _take_after(handle: int, like: os.stat_result) -> None:
    if hasattr(os, "fchown"):  # a root job must not take the workbook from its owner
        with contextlib.suppress(OSError):
            os.fchown(handle, like.st_uid, like.st_gid)
    if hasattr(os, "fchmod"):
        os.fchmod(handle, stat.S_IMODE(like.st_mode))


def _keep_attributes(handle: int, path: str) -> None:
    """Give a new file the extended attributes of another; after its mode, which a list refines.

    :class:`XlsxError` where the disk does not take them: whom a list kept out could read it then.
    """
    if sys.platform != "linux" or not path:
        return
    with contextlib.suppress(FileNotFoundError):
        for name in _attributes(path):
            try:
                os.setxattr(handle, name, os.getxattr(path, name))
            except OSError as error:
                if not name.startswith(_SYSTEMS_OWN):
                    raise XlsxError(
                        f"文件的扩展属性 {name}（如访问控制列表）不能保留，没有写入",
                        remedy="请另存到支持它的磁盘，或先取消这个属性",
                    ) from error


def _attributes(path: str) -> list[str]:
    try:
        return os.listxattr(path)
    except OSError as error:
        if error.errno in (errno.ENOTSUP, errno.ENOSYS):
            return []  # a disk that knows none
        raise


def _sync_folder(folder: str) -> None:
    """Make the rename itself last; Windows and some network drives cannot, and need not."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder or ".", os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
