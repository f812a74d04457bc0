"""The VBA sources kept in ``src/``: which of them make up a workbook."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from xl_appraisal.book.new.macros.module import Bridge, Kind, VbaError, VbaModule, document_module
from xl_appraisal.book.new.macros.project import WORKBOOK_CODE_NAME

UDF_MODULE = "xl_appraisal.udfs"
WRAPPER_MODULE = "xlwings_udfs"
FUNCTIONS_FILE = "Functions.bas"
FILES = {FUNCTIONS_FILE: WRAPPER_MODULE}  # where file and module differ in name
SOURCE_FOLDER = Path(str(files("xl_appraisal.book.new.macros") / "src"))


def project_modules(bridge: Bridge = "addin") -> list[VbaModule]:
    """The modules of a workbook, for ``build_vba_project``.

    Raises ``VbaError`` when a source is missing from the package.
    """
    names = ["Macros.bas", "Runner.bas", "Texts.bas", "FunctionHelp.bas"]
    names += [f"{bridge.title()}Bridge.bas", FUNCTIONS_FILE]
    workbook = document_module(WORKBOOK_CODE_NAME, Kind.WORKBOOK, _read("ThisWorkbook.cls"))
    return [workbook, *(_module(name) for name in names)]


def _module(file_name: str) -> VbaModule:
    name = FILES.get(file_name, file_name.removesuffix(".bas"))
    return VbaModule(name, _read(file_name))


def _read(file_name: str) -> str:
    path = SOURCE_FOLDER / file_name
    if not path.is_file():
        raise VbaError(f"安装不完整：缺少 VBA 源文件 {file_name}，请重新安装 xl_appraisal")
    return path.read_bytes().decode("ascii")
