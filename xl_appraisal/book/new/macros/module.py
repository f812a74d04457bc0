"""One module of a VBA project: its name, its source, and what kind of module it is."""

from __future__ import annotations

import re
from enum import Enum
from typing import Literal, TypeAlias

from xl_appraisal.model.errors import AppraisalError
from xl_appraisal.model.record import Record

CODE_PAGE = 936
"""The project's code page: the ANSI code page of Chinese Windows (PROJECTCODEPAGE)."""

ENCODING = "cp936"
MAX_NAME = 31  # characters the VBA editor and a storage entry (MS-CFB 2.6.1) allow for a module
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_WORKBOOK_BASE = "0{00020819-0000-0000-C000-000000000046}"  # Excel's Workbook class
_SHEET_BASE = "0{00020820-0000-0000-C000-000000000046}"  # Excel's Worksheet class


class VbaError(AppraisalError):
    """A VBA project cannot be built from what was given; the message names the culprit."""


Bridge: TypeAlias = Literal["addin", "standalone", "reference"]
"""How a workbook gets at xlwings: by its add-in's file name, by the VBA module of the installed
xlwings within it, or by a reference to the add-in's project, as xlwings documents.
"""


class Kind(Enum):
    """What a module is: code of its own, or the code behind the workbook or a sheet."""

    STANDARD = "standard"
    WORKBOOK = "workbook"
    SHEET = "sheet"


class VbaModule(Record):
    """A module with its full source, ``Attribute`` lines included, lines ended by CR LF."""

    name: str
    source: str
    kind: Kind = Kind.STANDARD

    def __init__(self, name: str, source: str, kind: Kind = Kind.STANDARD) -> None:
        check_name(name)
        lines = with_crlf(source)
        first = f'Attribute VB_Name = "{name}"'
        if not lines.startswith(first + "\r\n"):
            raise VbaError(f"模块 {name} 的源文件第一行必须是 {first}")
        super().__init__(name, lines, kind)

    def encoded(self) -> bytes:
        """The source in the project's code page.

        Raises :class:`VbaError` for a character the code page lacks: writing ``?`` in its
        place would change the program silently.
        """
        try:
            return self.source.encode(ENCODING)
        except UnicodeEncodeError as error:
            line = self.source.count("\n", 0, error.start) + 1
            raise VbaError(
                f"模块 {self.name} 第 {line} 行的字符“{self.source[error.start]}”"
                f"不在代码页 {CODE_PAGE} 中"
            ) from None


def document_module(name: str, kind: Kind, body: str = "") -> VbaModule:
    """The code behind the workbook or a sheet, with the attributes Excel gives it.

    Raises :class:`VbaError` when ``kind`` is not a document or ``name`` is no VBA name.
    """
    if kind is Kind.STANDARD:
        raise VbaError(f"模块 {name} 不是工作簿或工作表的模块")
    base = _WORKBOOK_BASE if kind is Kind.WORKBOOK else _SHEET_BASE
    flags = {
        "GlobalNameSpace": False,
        "Creatable": False,
        "PredeclaredId": True,
        "Exposed": True,
        "TemplateDerived": False,
        "Customizable": True,
    }
    header = [f'Attribute VB_Name = "{name}"', f'Attribute VB_Base = "{base}"']
    header += [f"Attribute VB_{key} = {value}" for key, value in flags.items()]
    return VbaModule(name, "\n".join(header) + "\n" + body, kind)


def check_name(name: str) -> None:
    """Refuse what cannot name a module (an ASCII subset of MS-VBAL 3.3.5, 31 characters).

    ASCII only, because a name outside it would depend on the code page of the machine that
    opens the file.  Raises :class:`VbaError`.
    """
    if not _NAME.fullmatch(name) or len(name) > MAX_NAME:
        raise VbaError(
            f"“{name}”不能作为 VBA 模块名：须以字母开头，只含字母、数字和下划线，"
            f"不超过 {MAX_NAME} 个字符"
        )


def with_crlf(text: str) -> str:
    """``text`` with every line ended by CR LF, as the VBA editor reads and writes it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if not lines.endswith("\n"):
        lines += "\n"
    return lines.replace("\n", "\r\n")
