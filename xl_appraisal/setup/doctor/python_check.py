"""Python itself, xlwings, and whether this product's doors can be opened in it."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib import import_module
from pathlib import PureWindowsPath

from xl_appraisal.setup.doctor.report_line import Line, line
from xl_appraisal.setup.install.excel_found import Excel
from xl_appraisal.setup.install.machine import Machine
from xl_appraisal.setup.install.packages import installed

_NEEDED = (3, 11)
_DOORS = (("xl_appraisal.udfs", "工作表函数"), ("xl_appraisal.macros", "按钮和功能区命令"))


def python_lines(machine: Machine, excel: Excel | None) -> Iterator[Line]:
    """Versions, bitness, and the parts Excel reaches Python by."""
    yield _python(machine)
    found, own = installed("xlwings"), installed("xl-appraisal") or "未用 pip 安装（从源码运行）"
    yield line("xlwings", version=found, own=own) if found else line("xlwings.none")
    if machine.windows:
        if "windowsapps" in map(str.lower, PureWindowsPath(machine.python).parts):
            yield line("python_store")
        # The bridge to COM, which a wheelhouse made on Linux lacks unless it is asked for by name.
        if not machine.has_module("pythoncom"):
            yield line("pywin32")
        if excel is not None:
            yield _library(machine, excel)
    for module, what in _DOORS:
        yield importable(module, what)


def _python(machine: Machine) -> Line:
    old = tuple(map(int, machine.version.split(".")[:2])) < _NEEDED
    words = {"version": machine.version, "bits": machine.bits, "python": machine.python}
    return line("python.old" if old else "python", system=platform.system(), **words)


def _library(machine: Machine, excel: Excel) -> Line:
    """The DLL that Excel loads: by its own bitness, from beside the interpreter or one above."""
    bits = excel.bits or 64
    name = f"xlwings{bits}-{installed('xlwings')}.dll"
    folders = (machine.python.parent, machine.python.parent.parent)
    place = next((folder / name for folder in folders if (folder / name).is_file()), None)
    known = f"{excel.bits} 位" if excel.bits else "位数未知，按 64 位检查"
    words = {"excel": known, "bits": machine.bits, "name": name, "place": place}
    searched = " 和 ".join(map(str, folders))
    return line("dll" if place else "dll.none", folders=searched, **words)


def importable(module: str, what: str) -> Line:
    """Whether a module that Excel calls can be imported."""
    try:
        import_module(module)
    except Exception as error:  # whatever is wrong with it is just what is asked
        said = f"{type(error).__name__}：{error}"
        return line("module.broken", what=what, module=module, error=said)
    return line("module", what=what, module=module)


def same_python(machine: Machine, interpreter: str) -> bool:
    """Whether a path from the configuration names the Python that runs now."""
    named, ours = PureWindowsPath(interpreter), PureWindowsPath(machine.python)
    programs = {path.name.lower().replace("pythonw.exe", "python.exe") for path in (named, ours)}
    return named.parent == ours.parent and len(programs) == 1
