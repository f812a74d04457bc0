"""The one error of the file engine: where, what was found, what is allowed, what to do.

The operating system's own errors become it.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from xl_appraisal.model.errors import BookError


class XlsxError(BookError):
    """A file is refused and left as it was.  ``str()`` is a message for the user, in Chinese.

    ``found`` says what is wrong, ``allowed`` what is accepted, ``remedy`` what to do; ``path``,
    ``part`` (member of the package), ``sheet`` and ``cell`` (``AW6``) say where, if known.
    """

    def __init__(
        self,
        found: str,
        *,
        allowed: str = "",
        remedy: str = "",
        path: str = "",
        part: str = "",
        sheet: str = "",
        cell: str = "",
    ) -> None:
        super().__init__(found)
        self.found, self.allowed, self.remedy = found, allowed, remedy
        self.path, self.part, self.sheet, self.cell = path, part, sheet, cell

    def at(self, *, path: str = "", part: str = "", sheet: str = "", cell: str = "") -> XlsxError:
        """The same error with the places filled in that were not known further down.

        An error in another part (shared strings, styles) is not the fault of the cell at hand.
        """
        if self.part in ("", part):
            self.cell = self.cell or cell
        self.path, self.part = self.path or path, self.part or part
        self.sheet = self.sheet or sheet
        return self

    @property
    def where(self) -> str:
        """``文件 a.xlsx，工作表“排名”，部件 xl/worksheets/sheet1.xml，单元格 AW6`` or less."""
        named = (
            ("文件 {}", self.path),
            ("工作表“{}”", self.sheet),
            ("部件 {}", self.part),
            ("单元格 {}", self.cell),
        )
        return "，".join(form.format(name) for form, name in named if name)

    def __str__(self) -> str:
        """``{where}：{found}。{allowed}。{remedy}。``"""
        says = "".join(f"{part}。" for part in (self.found, self.allowed, self.remedy) if part)
        return f"{self.where}：{says}" if self.where else says


@contextmanager
def located(**where: str) -> Iterator[None]:
    """An error met inside says where that was, as :meth:`XlsxError.at` has it."""
    try:
        yield
    except XlsxError as error:
        raise error.at(**where) from error.__cause__


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.ETXTBSY}
_GONE_NAMES = (
    *("EIO", "ESTALE", "ENXIO", "ENODEV", "EREMOTEIO", "ESHUTDOWN", "ENOTCONN", "ETIMEDOUT"),
    *("ENETDOWN", "ENETUNREACH", "ENETRESET", "EHOSTDOWN", "EHOSTUNREACH"),
    *("ECONNABORTED", "ECONNRESET"),
)
_GONE = {getattr(errno, name) for name in _GONE_NAMES if hasattr(errno, name)}
"""A disk or network drive that does not answer; Windows lacks some of the names."""
_GONE_ON_WINDOWS = {53, 54, 55, 59, 64, 67, 121, 1167, 1225, 1231, 1236}
"""Network path not found, busy, gone, error, name gone, bad name, timeout, device gone, refused."""

_BAD_NAMES_ON_WINDOWS = {6, 123, 161, 267, 1005}
"""A device for a file (CON.xlsx), a name or path that cannot be, no folder, no file system."""
_LONGEST_ON_WINDOWS = 259
"""Characters of a path; Windows says of a longer one that it is not there."""


def explain(error: OSError | ValueError, doing: str) -> XlsxError:
    """The error for the user; ``doing`` is 读取, 写入, or 读写 where that is not known.

    Of what is not known it says which file the system named.
    """
    if not isinstance(error, OSError):
        return XlsxError("路径不能用：里面有看不见的字符", remedy="请重新输入文件路径")
    if error.errno in _GONE or getattr(error, "winerror", None) in _GONE_ON_WINDOWS:
        return XlsxError(
            f"{doing}时磁盘或网络盘没有响应（{_code(error)}）",
            remedy="工作簿没有写坏；请确认网络盘仍已连接、磁盘没有故障，再重新运行",
        )
    if _too_long(error):
        return XlsxError("文件名或路径太长", remedy="请把文件名或上级文件夹的名称改短")
    if getattr(error, "winerror", None) in _BAD_NAMES_ON_WINDOWS:
        return XlsxError(
            "这个文件名在 Windows 上不能用",
            allowed='文件名不能含有 ? * " < > | :，也不能是 CON、PRN、AUX、NUL、COM1 这类名称',
            remedy="请换一个文件名",
        )
    if isinstance(error, IsADirectoryError):
        return XlsxError("这是文件夹，不是文件", remedy="请给出文件的路径")
    if isinstance(error, NotADirectoryError):
        return XlsxError("路径中有一段不是文件夹", remedy="请检查路径")
    if isinstance(error, FileExistsError):
        return XlsxError("同名文件已存在", remedy="请换一个名称，或先移走它")
    if isinstance(error, FileNotFoundError):
        return XlsxError("找不到这个文件或文件夹", remedy="请检查路径；网络盘请确认仍已连接")
    if error.errno in _FULL:
        return XlsxError("磁盘已满或超出配额，没有写入", remedy="原文件未改动；请腾出空间后再试")
    if error.errno in _DENIED:
        return XlsxError(
            f"没有{doing}权限，或文件正被其他程序占用",
            remedy="请在 Excel/WPS 中关闭该文件，并确认文件和文件夹不是只读，然后再试",
        )
    if error.errno in (errno.EMFILE, errno.ENFILE, errno.ENOMEM):
        remedy = "请关闭一些程序后再试"
        return XlsxError(f"系统资源不够，没有{doing}（{_code(error)}）", remedy=remedy)
    return XlsxError(f"{doing}失败（{_code(error)}）", remedy="请检查磁盘或网络后再试")


def _too_long(error: OSError) -> bool:
    found = getattr(error, "winerror", None)
    whole = os.path.abspath(error.filename) if isinstance(error.filename, str) else ""  # noqa: PTH100
    return (
        error.errno == errno.ENAMETOOLONG
        or found == 206  # the name itself
        or (found in (2, 3) and len(whole) > _LONGEST_ON_WINDOWS)
    )


def _code(error: OSError) -> str:
    """The system's number for it, for whoever looks after the machine."""
    number = getattr(error, "winerror", None) or error.errno
    return f"系统错误号{number}" if number else "系统没有说明原因"
