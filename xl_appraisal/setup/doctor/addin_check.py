"""Excel, the xlwings add-in in it, and the configuration that both read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from xl_appraisal.hosts import LiveHost
from xl_appraisal.setup.doctor.python_check import same_python
from xl_appraisal.setup.doctor.report_line import Line
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

_INSTALL = "关闭所有 Excel 窗口，运行 xl-appraisal install，再启动 Excel。"
_STATED = re.compile(r'XLWINGS_VERSION\s+As\s+String\s*=\s*"([^"]+)"', re.IGNORECASE)
_ASK = "import xlwings, xl_appraisal; print(xlwings.__version__)"


def excel_lines(machine: Machine, excel: Excel | None) -> Iterator[Line]:
    """Excel itself, and programs that answer in its name."""
    if excel is None:
        wps = "（装有 WPS；xlwings 的作者说明不支持 WPS）" if has_wps(machine) else ""
        yield Line(
            "info",
            "excel",
            "Microsoft Excel",
            f"本机没有{wps}",
            "计算和核对请用命令行（xl-appraisal recalc / check）；填数和查看可用任何表格软件。",
        )
        return
    bits = f"{excel.bits} 位" if excel.bits else "位数无法从注册表读出"
    yield Line("fine", "excel", "Microsoft Excel", f"{excel.version}，{bits}，{excel.program}")
    other = taken_over_by(machine)
    if other:
        yield Line(
            "error",
            "excel_taken_over",
            "以 Excel 名义启动的程序",
            other,
            "WPS 接管了 Excel 的接口：请在“WPS 配置工具”中取消与 Microsoft Office 兼容，重启电脑。",
        )


def addin_lines(machine: Machine, excel: Excel) -> Iterator[Line]:
    """The add-in: there, once, and of the package's version."""
    copies = addin_copies(machine, excel)
    if not copies:
        remedy = f"{_INSTALL}没有加载项时，按钮提示“没有找到 xlwings 加载项”，函数显示错误。"
        yield Line("error", "addin", "xlwings 加载项", "Excel 的启动文件夹中没有", remedy)
    if len(copies) > 1:
        yield Line(
            "warning",
            "addin_twice",
            "xlwings 加载项",
            "有多份：" + "；".join(map(str, copies)),
            "只保留版本正确的一份，其余的移走：Excel 先打开哪一份是不确定的。",
        )
    for path in copies:
        yield addin_version_line(path, "xlwings 加载项")


def addin_version_line(path: Path, checked: str) -> Line:
    """Whether an add-in and the installed package are of one version, as both must be."""
    wanted, found = installed("xlwings"), addin_version(path)
    if found == wanted:
        return Line("fine", "addin_version", checked, f"{found}，{path}")
    stated = f"版本是 {found}" if found else "版本读不出"
    text = f"{path} 的{stated}，Python 的 xlwings 是 {wanted}，两者必须相同"
    return Line("error", "addin_version", checked, text, _INSTALL)


def addin_version(path: Path) -> str:
    """The version that an add-in's VBA states; empty where it cannot be read."""
    from pyopenvba import ExcelFile

    with suppress(Exception), ExcelFile(path) as file:
        return stated_version(file.vba_modules())
    return ""


def stated_version(modules: dict[str, str]) -> str:
    """The xlwings version that VBA modules state, empty where none does."""
    found = (_STATED.search(source) for source in modules.values())
    return next((match[1] for match in found if match), "")


def loaded_addin_lines(book: LiveHost) -> Iterator[Line]:
    """The add-in in the Excel that is running, as that Excel names it."""
    path = book.addin(ADDIN)
    if path is None:
        remedy = "“文件”-“选项”-“加载项”中勾选 xlwings；列表里没有时" + _INSTALL
        yield Line(
            "warning", "addin_loaded", "已加载的加载项", "这个 Excel 没有加载 xlwings", remedy
        )
        return
    yield Line("fine", "addin_loaded", "已加载的加载项", path)


def config_lines(machine: Machine) -> Iterator[Line]:
    """The user's configuration: there, readable, and naming a Python with this product."""
    path = config.config_path(machine)
    data = contents(path)
    if data is None:
        yield Line("error", "config", "xlwings 用户配置", f"没有 {path}", _INSTALL)
        return
    text = config.decode(data, machine)
    found = config.settings(text)
    yield Line("fine", "config", "xlwings 用户配置", f"{path}，{len(found)}项设置")
    if bad := config.malformed(text):
        remedy = f'用记事本打开 {path}，改成 "名称","值" 的形式，或删去该行。'
        yield Line("error", "config_line", "xlwings 用户配置", f"无法识别的行：{bad[0]!r}", remedy)
    yield from _interpreter(machine, found)
    modules = found.get(config.UDF_MODULES, "")
    if config.UDF_MODULE in modules.split(";"):
        yield Line("fine", "config_udf", "UDF MODULES", modules)
    else:
        why = f"其中没有 {config.UDF_MODULE}，点 xlwings 选项卡的 Import Functions 会导入别的函数"
        yield Line("warning", "config_udf", "UDF MODULES", f"“{modules}”{why}", _INSTALL)


def _interpreter(machine: Machine, found: dict[str, str]) -> Iterator[Line]:
    path = machine.expand(found.get(config.INTERPRETER, "") or found.get("INTERPRETER", ""))
    checked = "Excel 使用的 Python"
    if not path and found.get(config.CONDA_PATH):
        yield Line("fine", "interpreter", checked, f"conda 环境 {found.get(config.CONDA_ENV)}")
    elif not path or path.lower() in ("python", "pythonw"):
        text = "配置中没有写明，Excel 会用 PATH 中的第一个 Python"
        yield Line("warning", "interpreter", checked, text, _INSTALL)
    elif not Path(path).is_file():
        yield Line("error", "interpreter", checked, f"{path} 不存在", _INSTALL)
    elif same_python(machine, path):
        yield Line("fine", "interpreter", checked, path)
    else:
        yield _other_python(machine, path)


def _other_python(machine: Machine, path: str) -> Line:
    answer = machine.run([path, "-c", _ASK])
    if answer == installed("xlwings"):
        return Line("fine", "interpreter", "Excel 使用的 Python", f"{path}（与当前的不同，可用）")
    text = f"{path}：其中没有 xl_appraisal 和同版本的 xlwings（当前运行的是 {machine.python}）"
    return Line("error", "interpreter", "Excel 使用的 Python", text, _INSTALL)
