"""The folder of slips: its own files are replaced, everybody else's left alone.

While a run goes on, 未完成.txt says which files are done; it goes when the index is written.  So
a folder is complete, or says itself that it is not.  A hidden journal knows each file that was
ever written here by its digest: a file that is not in it, or was changed since, is somebody's.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path

from xl_appraisal.files.own_file import append_own, read_own
from xl_appraisal.files.patience import patiently
from xl_appraisal.files.write_file import write_whole
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.listed import listed

JOURNAL = ".xl-appraisal-加扣分明细"
UNFINISHED = "未完成.txt"

_MOST_NAMED = 5

MOST_BYTES = 150
"""Of a window's name in UTF-8; with the rest a file name stays below the 255 that Linux takes."""

_UNSAFE = {ord(char): "_" for char in '\\/:*?"<>|'}


class SlipFolder:
    """A folder being filled with ``names``, the files of this run, in order.

    Raises :class:`BookError` where a file of one of these names is not from an earlier run, or
    was changed since; nothing is written then.  :class:`OSError` as the disk has it.
    """

    def __init__(self, path: Path, names: Iterable[str]) -> None:
        self.path = path
        self.names = tuple(names)
        self._known = _read_journal(path / JOURNAL)
        self._done: list[str] = []
        strangers = [
            name for name in self.names if (path / name).exists() and not self._is_own(name)
        ]
        if strangers:
            raise BookError(
                f"{path}：下列文件不是本软件生成的，或生成后有人改过："
                f"{listed(strangers, _MOST_NAMED)}。没有写入任何文件。"
                "请移走或删除它们〔命令行：或用 --out 换一个文件夹〕。"
            )

    def begin(self) -> None:
        """Make the folder and say in it that it is not complete; earlier files go one by one."""
        self.path.mkdir(parents=True, exist_ok=True)
        text = (
            f"本文件夹没有生成完，请勿发送；请重新运行，完成后本文件会自动消失。\n"
            f"应有{len(self.names)}个文件，已完成的如下：\n"
        )
        write_whole(self.path / UNFINISHED, text.encode("utf-8-sig"))
        self._shorten_journal()  # a line that a full disk cut short would swallow the next

    def put(self, name: str, data: bytes) -> None:
        """Write one file whole.  The journal knows it before it is there."""
        digest = hashlib.sha256(data).hexdigest()
        append_own(self.path / JOURNAL, f"{digest}\t{name}\n".encode())
        self._known[name] = {digest}
        write_whole(self.path / name, data)
        self._done.append(name)
        append_own(self.path / UNFINISHED, f"{name}\n".encode())

    def finish(self) -> tuple[str, ...]:
        """All is there: remove what earlier runs left over; the names of what was removed."""
        if set(self._done) != set(self.names):
            raise ValueError("not every file is there")
        kinds = {Path(name).suffix for name in self.names}
        left = [
            name
            for name in self._known
            if name not in self._done and Path(name).suffix in kinds and self._is_own(name)
        ]
        for name in left:
            (self.path / name).unlink()
        self._shorten_journal()
        with suppress(FileNotFoundError):
            (self.path / UNFINISHED).unlink()
        return tuple(left)

    def state(self) -> str:
        """How far a run came that did not finish, for the person at the screen."""
        return (
            f"{self.path}：共{len(self.names)}个文件，已完成{len(self._done)}个"
            f"（名单在“{UNFINISHED}”）。请处理后重新运行，已完成的会重新生成。"
        )

    def stopped(self) -> str:
        """How far a run came that somebody stopped: every file is whole, or was not touched."""
        done = len(self._done)
        return (
            f"已停止：已做完{done}个，其余{len(self.names) - done}个没有做。\n"
            f"{self.path}：做完的都是完整的（名单在“{UNFINISHED}”）；重新运行，全部重新生成。"
        )

    def _shorten_journal(self) -> None:
        """One line a file that is there; other kinds of slips in the same folder stay known."""
        lines = [
            f"{digest}\t{name}\n"
            for name, digests in self._known.items()
            if (self.path / name).exists()
            for digest in sorted(digests)
        ]
        write_whole(self.path / JOURNAL, "".join(lines).encode())

    def _is_own(self, name: str) -> bool:
        path = self.path / name
        return (
            path.is_file() and not path.is_symlink() and _digest(path) in self._known.get(name, ())
        )


def _digest(path: Path) -> str:
    with patiently(lambda: path.open("rb")) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_journal(path: Path) -> dict[str, set[str]]:
    """File name → digests it may have.  A line cut off by a stop is passed over."""
    known: dict[str, set[str]] = {}
    with suppress(FileNotFoundError):
        for line in read_own(path).decode("utf-8", "replace").splitlines():
            digest, tab, name = line.partition("\t")
            if tab and name and Path(name).name == name:
                known.setdefault(name, set()).add(digest)
    return known


def file_names(windows: Iterable[str], ending: str) -> list[str]:
    """A name for each window's file that no other has: ``公安出入境-2023年….docx``.

    Names that differ in case or composition only are the same file to Windows and macOS.
    """
    names: dict[str, str] = {}
    for window in windows:
        safe = safe_name(window)
        for number in count(1):
            name = f"{safe}{f'（{number}）' if number > 1 else ''}{ending}"
            key = unicodedata.normalize("NFC", name).casefold()
            if key not in names:
                names[key] = name
                break
    return list(names.values())


def safe_name(text: str) -> str:
    """``text`` without what a file name must not hold, cut where it is too long."""
    cleaned = "".join(
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", text).translate(_UNSAFE)
        if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    cleaned = " ".join(cleaned.split()).lstrip(".~$ ").rstrip(". ")
    cut = cleaned.encode()[:MOST_BYTES].decode(errors="ignore").rstrip(". ")
    return cut or "未命名窗口"
