"""Excel, the xlwings add-in in it, and the configuration that both read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from xl_appraisal.hosts import LiveHost
from xl_appraisal.setup.doctor.python_check import same_python
from xl_appraisal.setup.doctor.report_line import Line, line
from xl_appraisal.setup.install import xlwings_config as config
from xl_appraisal.setup.install.excel_found import (
    ADDIN,
    Excel,
    addin_copies,
    has_wps,
    taken_over_by,
)
from xl_appraisal.setup.install.file_changes import contents
from xl_appraisal.setup.install.machine import Machine
from xl_appraisal.setup.install.packages import installed

_STATED = re.compile(r'XLWINGS_VERSION\s+As\s+String\s*=\s*"([^"]+)"', re.IGNORECASE)
_ASK = "import xlwings, xl_appraisal; print(xlwings.__version__)"


def excel_lines(machine: Machine, excel: Excel | None) -> Iterator[Line]:
    """Excel itself, and programs that answer in its name."""
    if excel is None:
        wps = "（装有 WPS；xlwings 的作者说明不支持 WPS）" if has_wps(machine) else ""
        yield line("excel.none", wps=wps)
        return
    bits = f"{excel.bits} 位" if excel.bits else "位数无法从注册表读出"
    yield line("excel", version=excel.version, bits=bits, program=excel.program)
    if other := taken_over_by(machine):
        yield line("excel_taken_over", program=other)


def addin_lines(machine: Machine, excel: Excel) -> Iterator[Line]:
    """The add-in: there, once, and of the package's version."""
    copies = addin_copies(machine, excel)
    if not copies:
        yield line("addin")
    if len(copies) > 1:
        yield line("addin_twice", copies="；".join(map(str, copies)))
    for path in copies:
        yield addin_version_line(path)


def addin_version_line(path: Path) -> Line:
    """Whether an add-in and the installed package are of one version, as both must be."""
    wanted, found = installed("xlwings"), addin_version(path)
    if found == wanted:
        return line("addin_version", version=found, path=path)
    stated = f"版本是 {found}" if found else "版本读不出"
    return line("addin_version.other", path=path, stated=stated, wanted=wanted)


def addin_version(path: Path) -> str:
    """The version that an add-in's VBA states; empty where it cannot be read."""
    with suppress(Exception):
        return stated_version(vba_modules(path))
    return ""


def vba_modules(path: Path) -> dict[str, str]:
    """The VBA of a workbook by module, none where it has no project; raises what pyOpenVBA does."""
    from pyopenvba import ExcelFile

    with ExcelFile(path) as file:
        modules: dict[str, str] = file.vba_modules() if file.has_vba_project() else {}
    return modules


def stated_version(modules: dict[str, str]) -> str:
    """The xlwings version that VBA modules state, empty where none does."""
    found = (_STATED.search(source) for source in modules.values())
    return next((match[1] for match in found if match), "")


def loaded_addin_lines(book: LiveHost) -> Iterator[Line]:
    """The add-in in the Excel that is running, as that Excel names it."""
    path = book.addin(ADDIN)
    yield line("addin_loaded.none") if path is None else line("addin_loaded", path=path)


def config_lines(machine: Machine) -> Iterator[Line]:
    """The user's configuration: there, readable, and naming a Python with this product."""
    path = config.config_path(machine)
    data = contents(path)
    if data is None:
        yield line("config.none", path=path)
        return
    text = config.decode(data, machine)
    found = config.settings(text)
    yield line("config", path=path, count=len(found))
    if bad := config.malformed(text):
        yield line("config_line", line=bad[0], path=path)
    yield _interpreter(machine, found)
    modules = found.get(config.UDF_MODULES, "")
    known = config.UDF_MODULE in modules.split(";")
    name = "config_udf" if known else "config_udf.other"
    yield line(name, modules=modules, module=config.UDF_MODULE)


def _interpreter(machine: Machine, found: dict[str, str]) -> Line:
    path = machine.expand(found.get(config.INTERPRETER, "") or found.get("INTERPRETER", ""))
    if not path and found.get(config.CONDA_PATH):
        return line("interpreter.conda", name=found.get(config.CONDA_ENV))
    if not path or path.lower() in ("python", "pythonw"):
        return line("interpreter.unsaid")
    if not Path(path).is_file():
        return line("interpreter.gone", path=path)
    if same_python(machine, path):
        return line("interpreter", path=path)
    usable = machine.run([path, "-c", _ASK]) == installed("xlwings")
    name = "interpreter.usable" if usable else "interpreter.other"
    return line(name, path=path, python=machine.python)
