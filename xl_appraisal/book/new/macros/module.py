"""One module of a VBA project: its name, its source, and what kind of module it is."""

from __future__ import annotations

from enum import Enum
from typing import Literal, TypeAlias

from xl_appraisal.model.errors import AppraisalError
from xl_appraisal.model.record import Record

CODE_PAGE = 936
"""The project's code page: the ANSI code page of Chinese Windows (PROJECTCODEPAGE)."""

ENCODING = "cp936"
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
        super().__init__(name, with_crlf(source), kind)

    def encoded(self) -> bytes:
        """The source in the project's code page; :class:`UnicodeEncodeError` where it lacks one."""
        return self.source.encode(ENCODING)


def document_module(name: str, kind: Kind, body: str = "") -> VbaModule:
    """The code behind the workbook or a sheet, with the attributes Excel gives it."""
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


def with_crlf(text: str) -> str:
    """``text`` with every line ended by CR LF, as the VBA editor reads and writes it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if not lines.endswith("\n"):
        lines += "\n"
    return lines.replace("\n", "\r\n")
