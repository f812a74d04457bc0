"""Stand-ins for what xlwings' function machinery needs of Windows, and for nothing more.

``xlwings.udfs`` writes VBA wrappers in plain Python, but will not even import without pywin32.
The stand-ins cover the names it touches.
"""

from __future__ import annotations

import datetime as dt
import types
from pathlib import Path
from typing import Any


class ComError(Exception):
    """``pywintypes.com_error``."""


class RecordingWorkbook:
    """A workbook that remembers what ``import_udfs`` does to it.

    Untrue on purpose: xlwings searches a true workbook for embedded Python sheets.
    """

    Name = "workbook.xlsm"

    def __init__(self) -> None:
        self.source = ""
        self.options: list[tuple[str, dict[str, Any]]] = []
        self.VBProject = types.SimpleNamespace(VBComponents=self)
        self.Application = types.SimpleNamespace(Version="16.0", MacroOptions=self._options)

    def __bool__(self) -> bool:
        return False

    def __call__(self, _name: str) -> None:
        raise ComError("no such component")  # VBComponents("xlwings_udfs") of a new project

    def Remove(self, _component: None) -> None:
        """VBComponents.Remove: never reached, since looking the component up fails first."""

    def Import(self, file_name: str) -> None:
        """VBComponents.Import: keep the module's text."""
        self.source = Path(file_name).read_text(encoding="utf-8")

    def _options(self, macro: str, **options: Any) -> None:
        self.options.append((macro.partition("!")[2], options))


def stub_modules() -> dict[str, types.ModuleType]:
    """The modules to put in place of pywin32's and of xlwings' own Windows parts."""
    client = _module("win32com.client", Dispatch=lambda value, **_: value)
    return {
        "pythoncom": _module("pythoncom", CoInitialize=lambda: None, com_error=ComError),
        "pywintypes": _module("pywintypes", com_error=ComError, TimeType=dt.datetime),
        "win32com": _module("win32com", client=client),
        "win32com.client": client,
        # What asks Excel for cells: nobody calls a function here.
        "xlwings._xlwindows": _module("xlwings._xlwindows"),
        # Only asynchronous functions use the loop, and ours are none.
        "xlwings.com_server": _module("xlwings.com_server", loop=None),
    }


def _module(name: str, **members: object) -> types.ModuleType:
    module = types.ModuleType(name)
    vars(module).update(members)
    return module
