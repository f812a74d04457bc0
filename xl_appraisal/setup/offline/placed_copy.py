"""The copy of an offline folder's Python in the user's own data: put there whole, or not at all.

Nothing in it names its place, so that it can be made beside the one in use and then renamed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

from xl_appraisal.files.file_error import explain
from xl_appraisal.files.own_folder import own_folder
from xl_appraisal.files.patience import patiently
from xl_appraisal.setup.install.file_changes import InstallError, contents

PYTHON = "python"
SUMS = "SHA256SUMS"
_NEW, _OLD, _GONE = "python.new", "python.old", "python.gone"
_IN_USE = "它正在使用中。请关闭所有 Excel 窗口和命令行窗口，再运行一次。"


def offline_folder() -> Path:
    """The folder whose Python runs this.  Raises :class:`InstallError` where it is none."""
    folder = Path(sys.executable).parent.parent
    if not (folder / SUMS).is_file():
        raise InstallError("请用离线安装文件夹里的 安装.cmd 和 卸载.cmd 运行。")
    return folder


def own_place() -> Path:
    """The product's own folder of this user, in which the copy stands."""
    return own_folder(sys.platform, lambda name: os.environ.get(name, ""), Path.home())


def write_sums(folder: Path) -> None:
    """Note the SHA-256 of every file, as ``sha256sum`` does."""
    lines = (
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in sorted((folder / PYTHON).rglob("*"))
        if path.is_file()
    )
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="")


def place(folder: Path, own: Path) -> Path:
    """Copy the folder's Python to ``own``, over an older one; the Python that is there then.

    Run again it repairs.  Raises :class:`InstallError`, what was there before still in use, where
    the folder is not whole, the disk is full, or the old copy is in use.
    """
    _recover(own)
    new, now, old = own / _NEW, own / PYTHON, own / _OLD
    try:
        _copy(folder, new)
        if now.exists():
            _renamed(now, old)
        try:
            _renamed(new, now)
        except InstallError:
            if old.exists():
                _renamed(old, now)
            raise
    except OSError as error:
        raise InstallError(f"没有复制成功：{explain(error, '写入')}") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    return now / "python.exe"


def set_aside(own: Path) -> bool:
    """Take the copy out of use; ``False`` where there is none.

    Raises :class:`InstallError` where it is in use.
    """
    _recover(own)
    if not (own / PYTHON).exists():
        return False
    _renamed(own / PYTHON, own / _GONE)
    return True


def put_back(own: Path) -> None:
    """Undo :func:`set_aside`."""
    _renamed(own / _GONE, own / PYTHON)


def remove(own: Path) -> None:
    """Remove the copy that was set aside; the user's other files stay."""
    shutil.rmtree(own / _GONE, ignore_errors=True)
    with suppress(OSError):  # something else is in it
        own.rmdir()


def _recover(own: Path) -> None:
    """Bring what was cut off to an end: the old copy stands, or the new one, and nothing else."""
    if (own / _OLD).exists() and not (own / PYTHON).exists():
        _renamed(own / _OLD, own / PYTHON)
    for name in (_NEW, _OLD, _GONE):
        shutil.rmtree(own / name, ignore_errors=True)


def _copy(folder: Path, new: Path) -> None:
    made = set[Path]()
    for line in (folder / SUMS).read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        data = contents(folder / name)
        if data is None or hashlib.sha256(data).hexdigest() != digest:
            raise InstallError(
                f"文件夹不完整：{name} 缺少或已损坏。没有安装，请从信息科重新复制整个文件夹。"
            )
        target = new / Path(name).relative_to(PYTHON)
        if target.parent not in made:
            target.parent.mkdir(parents=True)
            made |= {target.parent, *target.parent.parents}
        target.write_bytes(data)


def _renamed(source: Path, target: Path) -> None:
    try:
        patiently(lambda: source.rename(target))
    except OSError as error:
        raise InstallError(f"{source}：{_IN_USE}") from error
