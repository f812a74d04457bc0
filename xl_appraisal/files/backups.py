"""Earlier states of a workbook file, kept in a hidden folder beside it.

``2023Q1.xlsm`` has its own in ``.xl-appraisal-备份/2023Q1.xlsm/``, each a whole workbook named
by the time it was replaced.  A backup is a second name (hard link) of the file that was
replaced, so that it costs no writing; where the disk has no links it is a copy.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from xl_appraisal.files.disk import read_file, replace_file
from xl_appraisal.files.file_error import XlsxError, explain
from xl_appraisal.model.limits import BACKUP_BYTES, BACKUPS, BACKUPS_IN_A_ROW

FOLDER = ".xl-appraisal-备份"
TIME_FORM = "%Y%m%d-%H%M%S"
"""How a backup's name says when it was replaced."""

_NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9]{6}(?:\.[^./\\]*)?")
_TOMORROW = 86_400  # seconds; clocks differ a little, and time zones change
_TRIES = 1_000


class Backup(NamedTuple):
    """One earlier state.

    ``replaced`` is the local time it gave way to the next, ``20230405-091500``; ``saved`` when
    it was written itself, seconds since 1970; ``size`` in bytes.
    """

    path: str
    replaced: str
    saved: float
    size: int


def folder_of(path: str) -> str:
    """Where the backups of the workbook at ``path`` are, whether there are any or not."""
    folder, name = os.path.split(os.path.realpath(path))
    return os.path.join(folder, FOLDER, name)


def backups_of(path: str) -> tuple[Backup, ...]:
    """The earlier states, newest first.  :class:`XlsxError` where the folder cannot be read.

    What a run left that was killed between link and rename is the present state; it is none.
    """
    return tuple(_once(_entries(path), _identity(path)))


def _entries(path: str) -> list[Backup]:
    """All backups in the workbook's folder, newest first.

    What else somebody put there (another name, a link, a time to come) is none of ours: it does
    not count, and is not removed.
    """
    folder, found = folder_of(path), []
    latest = time.strftime(TIME_FORM, time.localtime(time.time() + _TOMORROW))
    try:
        _refuse_link(folder)
        for name in os.listdir(folder):
            where = os.path.join(folder, name)
            with contextlib.suppress(FileNotFoundError):  # another run removed this one just now
                status = os.lstat(where)
                ours = _NAME.fullmatch(name) and name[:15] <= latest
                if ours and stat.S_ISREG(status.st_mode):
                    found.append(Backup(where, name[:15], status.st_mtime, status.st_size))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise explain(error, "读取").at(path=folder) from error
    return sorted(found, key=lambda backup: backup.path, reverse=True)


def _refuse_link(folder: str) -> None:
    """:class:`XlsxError` where the folder is a link: what is behind it is not ours to change."""
    for place in (os.path.dirname(folder), folder):
        real = os.path.join(os.path.realpath(os.path.dirname(place)), os.path.basename(place))
        if os.path.normcase(os.path.realpath(place)) != os.path.normcase(real):
            remedy = "请核实它从哪里来，移走后再运行"
            raise XlsxError("备份文件夹是一个链接，没有读写", path=place, remedy=remedy)


def _once(backups: Iterable[Backup], *seen: object) -> Iterator[Backup]:
    """Each file once, by its newest name; without those that were ``seen``."""
    known = set(seen)
    for backup in backups:
        identity = _identity(backup.path)
        if identity is None or identity not in known:
            known.add(identity)
            yield backup


def _identity(path: str) -> tuple[int, int] | None:
    with contextlib.suppress(OSError):
        status = os.stat(path)
        return (status.st_dev, status.st_ino) if status.st_ino else None
    return None


def keep_present(path: str) -> str:
    """Give the file at ``path`` a second name among its backups, and return that.

    :class:`XlsxError` where that is not possible; the file is not to be replaced then.
    """
    try:
        folder = _folder_for(path)
        return _keep(path, folder)
    except OSError as error:
        raise _unkept(explain(error, "写入"), path) from error
    except XlsxError as error:
        raise _unkept(error, path) from error


def _unkept(error: XlsxError, path: str) -> XlsxError:
    return XlsxError(
        f"不能留下备份（{folder_of(path)}），所以没有写入：{error.found}",
        remedy=f"{error.remedy}〔命令行：不要备份的话，加 --no-backup〕",
    )


def _folder_for(path: str) -> str:
    """The folder, open to whoever may write beside the workbook: they replace it too."""
    folder = folder_of(path)
    beside = os.stat(os.path.dirname(path) or ".")
    _refuse_link(folder)
    for new in (os.path.dirname(folder), folder):
        with contextlib.suppress(FileExistsError):
            os.mkdir(new)
            _hide(new)
            with contextlib.suppress(OSError):
                os.chmod(new, stat.S_IMODE(beside.st_mode))
                if hasattr(os, "chown"):
                    os.chown(new, beside.st_uid, beside.st_gid)
    return folder


def _hide(folder: str) -> None:
    """Out of sight in Windows' Explorer, which shows a name that begins with a dot."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetFileAttributesW(folder, stat.FILE_ATTRIBUTE_HIDDEN)


def _keep(path: str, folder: str) -> str:
    now, ending = time.time_ns() // 1_000, os.path.splitext(path)[1]
    for moment in range(now, now + _TRIES):
        seconds, rest = divmod(moment, 1_000_000)
        name = f"{time.strftime(TIME_FORM, time.localtime(seconds))}-{rest:06}{ending}"
        backup = os.path.join(folder, name)
        try:
            os.link(path, backup)
        except FileExistsError:
            continue
        except (OSError, NotImplementedError):  # FAT, some network drives
            data, status = read_file(path)
            replace_file(backup, [data], status, attributes=path)
        return backup
    raise XlsxError("备份文件夹里同名文件太多", remedy="请清理这个文件夹")


def remove_outdated(path: str) -> None:
    """Remove backups past their number and size; what cannot be removed stays."""
    entries = _entries(path)  # looked at once: what a second look found might be no second name
    once = list(_once(entries))
    twice = [backup for backup in entries if backup not in once]
    for backup in (*twice, *_outdated(once)):
        with contextlib.suppress(OSError):
            os.unlink(backup.path)


def _outdated(backups: Iterable[Backup]) -> list[Backup]:
    """Of the newest first: beyond the last ones, each day's last stays as long as there is room."""
    found, kept, size, day = [], 0, 0, ""
    for backup in backups:
        wanted = kept < BACKUPS_IN_A_ROW or (kept < BACKUPS and backup.replaced[:8] != day)
        day = backup.replaced[:8]
        if kept and not (wanted and size + backup.size <= BACKUP_BYTES):
            found.append(backup)
            continue
        kept, size = kept + 1, size + backup.size
    return found
