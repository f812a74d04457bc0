"""The VBA sources kept in ``src/``: which are generated, and which make up a workbook."""

from __future__ import annotations

from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from xl_appraisal.vba.callbacks import macros_module, texts_module
from xl_appraisal.vba.functions import WRAPPER_MODULE, functions_and_help, help_module
from xl_appraisal.vba.module import Kind, VbaError, VbaModule, document_module
from xl_appraisal.vba.project import WORKBOOK_CODE_NAME

UDF_MODULE = "xl_appraisal.udfs"
FUNCTIONS_FILE = "Functions.bas"
_FILES = {FUNCTIONS_FILE: WRAPPER_MODULE}  # where file and module differ in name
_SOURCE = files("xl_appraisal.vba") / "src"


def generated_sources() -> dict[str, str]:
    """File name and text of every source that follows from Python code.

    Without :data:`UDF_MODULE` there are no wrappers, and the help module is empty.  Raises
    what :func:`~xl_appraisal.vba.functions.generate_udf_module` raises.
    """
    modules = [macros_module(), texts_module()]
    if find_spec(UDF_MODULE) is None:
        modules.append(help_module(()))
    else:
        modules += functions_and_help(UDF_MODULE)
    named = {name: file for file, name in _FILES.items()}
    return {named.get(module.name, f"{module.name}.bas"): module.source for module in modules}


def stale_sources(folder: Path | None = None) -> dict[Path, bytes]:
    """The generated files in ``folder`` that are missing or out of date, as they should be.

    ``folder`` is the package's own ``src/`` unless told otherwise.  Nothing is written.
    """
    folder = folder or Path(str(_SOURCE))
    wanted = {folder / name: text.encode("ascii") for name, text in generated_sources().items()}
    return {
        path: content
        for path, content in wanted.items()
        if not path.is_file() or path.read_bytes() != content
    }


def write_generated(folder: Path | None = None) -> list[Path]:
    """Bring the generated files in ``folder`` up to date; the paths of those that changed."""
    stale = stale_sources(folder)
    for path, content in stale.items():
        path.write_bytes(content)
    return list(stale)


def project_modules(*, standalone: bool = False, reference: bool = False) -> list[VbaModule]:
    """The modules of a workbook, for :func:`~xl_appraisal.vba.project.build_vba_project`.

    The same ``standalone`` and ``reference`` as there choose the bridge to xlwings.  Raises
    :class:`~xl_appraisal.vba.module.VbaError` when a source is missing from the package.
    """
    bridge = "StandaloneBridge" if standalone else "AddinBridge"
    names = ["Macros.bas", "Runner.bas", "Texts.bas", "FunctionHelp.bas"]
    names.append(f"{'ReferenceBridge' if reference else bridge}.bas")
    if (_SOURCE / FUNCTIONS_FILE).is_file():
        names.append(FUNCTIONS_FILE)
    workbook = document_module(WORKBOOK_CODE_NAME, Kind.WORKBOOK, _read("ThisWorkbook.cls"))
    return [workbook, *(_module(name) for name in names)]


def _module(file_name: str) -> VbaModule:
    name = _FILES.get(file_name, file_name.removesuffix(".bas"))
    return VbaModule(name, _read(file_name))


def _read(file_name: str) -> str:
    path = _SOURCE / file_name
    if not path.is_file():
        raise VbaError(f"安装不完整：缺少 VBA 源文件 {file_name}，请重新安装 xl_appraisal")
    return path.read_bytes().decode("ascii")
