"""The modules of a VBA project: those kept in ``src/``, and that of the installed xlwings."""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, TypeAlias

from xl_appraisal.model.errors import AppraisalError
from xl_appraisal.model.record import Record

WORKBOOK_CODE_NAME = "ThisWorkbook"
UDF_MODULE = "xl_appraisal.udfs"
WRAPPER_MODULE = "xlwings_udfs"
FUNCTIONS_FILE = "Functions.bas"
FILES = {FUNCTIONS_FILE: WRAPPER_MODULE}  # where file and module differ in name
SOURCE_FOLDER = Path(str(files("xl_appraisal.book.new.macros") / "src"))
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


class VbaModule(Record):
    """A module with its full source, ``Attribute`` lines included, lines ended by CR LF."""

    name: str
    source: str
    document: bool = False
    """Whether it is the code behind the workbook or a sheet."""

    def __init__(self, name: str, source: str, document: bool = False) -> None:
        super().__init__(name, with_crlf(source), document)

    def encoded(self) -> bytes:
        """The source in the project's code page; :class:`UnicodeEncodeError` where it lacks one."""
        return self.source.encode(ENCODING)


def document_module(name: str, body: str = "") -> VbaModule:
    """The code behind the workbook or a sheet, with the attributes Excel gives it."""
    base = _WORKBOOK_BASE if name == WORKBOOK_CODE_NAME else _SHEET_BASE
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
    return VbaModule(name, "\n".join(header) + "\n" + body, document=True)


def with_crlf(text: str) -> str:
    """``text`` with every line ended by CR LF, as the VBA editor reads and writes it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if not lines.endswith("\n"):
        lines += "\n"
    return lines.replace("\n", "\r\n")


def project_modules(bridge: Bridge = "addin") -> list[VbaModule]:
    """The modules of a workbook, for ``build_vba_project``.

    Raises ``VbaError`` when a source is missing from the package.
    """
    names = ["Macros.bas", "Runner.bas", "Texts.bas", "FunctionHelp.bas", "Handing.bas"]
    names += [f"{bridge.title()}Bridge.bas", FUNCTIONS_FILE]
    workbook = document_module(WORKBOOK_CODE_NAME, _read("ThisWorkbook.cls"))
    return [workbook, *(_module(name) for name in names)]


def _module(file_name: str) -> VbaModule:
    name = FILES.get(file_name, file_name.removesuffix(".bas"))
    return VbaModule(name, _read(file_name))


def _read(file_name: str) -> str:
    path = SOURCE_FOLDER / file_name
    if not path.is_file():
        raise VbaError(f"安装不完整：缺少 VBA 源文件 {file_name}，请重新安装 xl_appraisal")
    return path.read_bytes().decode("ascii")


def embedded_xlwings() -> VbaModule:
    """The module ``xlwings`` with its licence text, as the installed package has it.

    Raises :class:`VbaError` when the package is absent or its module states another version
    than the package, since each accepts only its own Python side.
    """
    spec = find_spec("xlwings")  # the package is not imported: that alone takes half a second
    if spec is None or spec.origin is None:
        raise VbaError("没有安装 xlwings，无法生成独立工作簿；请先运行 pip install xlwings")
    path = Path(spec.origin).with_name("xlwings.bas")
    if not path.is_file():
        raise VbaError("已安装的 xlwings 中缺少 xlwings.bas，请重新安装 xlwings")
    module = VbaModule("xlwings", path.read_text(encoding="ascii"))
    stated = f'XLWINGS_VERSION As String = "{version("xlwings")}"'
    if stated not in module.source:
        raise VbaError("xlwings.bas 的版本与已安装的 xlwings 不一致，请重新安装 xlwings")
    return module
