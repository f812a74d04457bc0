"""Python itself, xlwings, and whether this product's doors can be opened in it."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from xl_appraisal.setup.doctor.report_line import Line
from xl_appraisal.setup.install.excel_found import Excel
from xl_appraisal.setup.install.machine import Machine
from xl_appraisal.setup.install.packages import installed

_NEEDED = (3, 11)
_DOORS = (("xl_appraisal.udfs", "工作表函数"), ("xl_appraisal.macros", "按钮和功能区命令"))


def python_lines(machine: Machine, excel: Excel | None) -> Iterator[Line]:
    """Versions, bitness, and the parts Excel reaches Python by."""
    yield _python(machine)
    yield _xlwings()
    if machine.windows:
        yield from _store_python(machine)
        yield from _pywin32(machine)
        if excel is not None:
            yield _library(machine, excel)
    for module, what in _DOORS:
        yield importable(module, what)


def _python(machine: Machine) -> Line:
    found = f"{machine.version}，{machine.bits} 位，{platform.system()}，{machine.python}"
    if tuple(map(int, machine.version.split(".")[:2])) < _NEEDED:
        remedy = "请安装 Python 3.11 或更新版本，再重新安装 xl-appraisal。"
        return Line("error", "python", "Python", found, remedy)
    return Line("fine", "python", "Python", found)


def _xlwings() -> Line:
    found = installed("xlwings")
    if not found:
        remedy = "运行 pip install --upgrade xl-appraisal（会一并安装 xlwings）。"
        return Line("error", "xlwings", "xlwings", "没有安装", remedy)
    own = installed("xl-appraisal") or "未用 pip 安装（从源码运行）"
    return Line("fine", "xlwings", "xlwings", f"{found}；xl-appraisal {own}")


def _store_python(machine: Machine) -> Iterator[Line]:
    if "\\windowsapps\\" in str(machine.python).lower().replace("/", "\\"):
        yield Line(
            "error",
            "python_store",
            "Python 的来源",
            "Microsoft Store 版的 Python，它的文件夹与 Excel 隔离，Excel 加载不到 xlwings 的 DLL",
            "请从 python.org 下载安装程序安装 Python，再重新安装 xl-appraisal。",
        )


def _pywin32(machine: Machine) -> Iterator[Line]:
    """The bridge to COM, which a wheelhouse made on Linux lacks unless it is asked for by name."""
    if not machine.has_module("pythoncom"):
        remedy = (
            "运行 pip install pywin32；离线时按 docs/it/离线安装.md 把 pywin32 放进安装包文件夹。"
        )
        yield Line("error", "pywin32", "pywin32", "没有安装，xlwings 连接不到 Excel", remedy)


def _library(machine: Machine, excel: Excel) -> Line:
    """The DLL that Excel loads: by its own bitness, from beside the interpreter or one above."""
    bits = excel.bits or 64
    name = f"xlwings{bits}-{installed('xlwings')}.dll"
    folders = (machine.python.parent, machine.python.parent.parent)
    place = next((folder / name for folder in folders if (folder / name).is_file()), None)
    known = f"{excel.bits} 位" if excel.bits else "位数未知，按 64 位检查"
    checked = f"xlwings 的 DLL（Excel {known}，Python {machine.bits} 位）"
    if place is not None:
        return Line("fine", "dll", checked, str(place))
    return Line(
        "error",
        "dll",
        checked,
        f"{name} 不在 {folders[0]} 和 {folders[1]} 中，Excel 无法启动 Python",
        "通常是因为用了 pip install --user：请新建虚拟环境（python -m venv）并在其中重新安装，"
        "再运行 xl-appraisal install。",
    )


def importable(module: str, what: str) -> Line:
    """Whether a module that Excel calls can be imported."""
    try:
        import_module(module)
    except Exception as error:  # whatever is wrong with it is just what is asked
        return Line(
            "error",
            "module",
            f"{what}（{module}）",
            f"无法加载：{type(error).__name__}：{error}",
            "请运行 pip install --force-reinstall xl-appraisal。",
        )
    return Line("fine", "module", f"{what}（{module}）", "可以加载")


def same_python(machine: Machine, interpreter: str) -> bool:
    """Whether a path from the configuration names the Python that runs now."""
    return _plain(interpreter) == _plain(str(machine.python))


def _plain(path: str) -> str:
    return str(Path(path)).lower().replace("\\", "/").replace("pythonw.exe", "python.exe")
