"""LibreOffice, which opens the workbook where there is no Excel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xl_appraisal.setup.doctor.report_line import Line
from xl_appraisal.setup.install.install_libreoffice import installed_settings, python_of_office
from xl_appraisal.setup.install.machine import Machine
from xl_appraisal.setup.install.packages import installed

CHECKED_WITH = "7.4"  # the version this product was tried with
_VERSION = re.compile(r"LibreOffice (\d+)\.(\d+)[\d.]*")
_PROGRAMS = ("soffice", "libreoffice")
_SYSTEM_PYTHON = "/usr/bin/python3"
_AGAIN = "请运行 xl-appraisal install --libreoffice，再重新启动 LibreOffice。"
_PACKAGES = "libreoffice-calc python3-uno libreoffice-script-provider-python"


def libreoffice_lines(machine: Machine) -> Iterator[Line]:
    """LibreOffice and its bridge to Python."""
    program = next(filter(None, map(machine.which, _PROGRAMS)), None)
    if program is None:
        remedy = f"需要在表格软件中查看时可安装；Debian 系：apt-get install {_PACKAGES}。"
        yield Line("info", "libreoffice", "LibreOffice", "没有找到；命令行计算不需要它", remedy)
        return
    answer = machine.run([program, "--version"]) or ""
    match = _VERSION.search(answer)
    if match is None:
        text = f"{program} 没有报出版本"
        yield Line("warning", "libreoffice", "LibreOffice", text, "请先手工启动一次，看能否打开。")
        return
    older = (int(match[1]), int(match[2])) < tuple(map(int, CHECKED_WITH.split(".")))
    tried = f"本软件只在 {CHECKED_WITH} 上试过" + ("，这一版较旧" if older else "")
    found = f"{match[0].removeprefix('LibreOffice ')}，{program}（{tried}）"
    if older:
        yield Line("warning", "libreoffice", "LibreOffice", found, "请升级 LibreOffice。")
    else:
        yield Line("fine", "libreoffice", "LibreOffice", found)
    yield from _bridge(machine)
    yield from _extension(machine)


def _bridge(machine: Machine) -> Iterator[Line]:
    """Only the system's own Python has the bridge on Linux; elsewhere LibreOffice brings one."""
    if machine.system != "linux":
        return
    if machine.run([_SYSTEM_PYTHON, "-c", "import uno; print('uno')"]) == "uno":
        yield Line("fine", "uno", "LibreOffice 的 Python 接口（uno）", f"{_SYSTEM_PYTHON} 可以加载")
    else:
        remedy = f"Debian 系：apt-get install {_PACKAGES}。"
        text = f"{_SYSTEM_PYTHON} 加载不到 uno"
        yield Line("warning", "uno", "LibreOffice 的 Python 接口（uno）", text, remedy)


def _extension(machine: Machine) -> Iterator[Line]:
    """Our extension in the user's profile: its version, its Python, the folders it works from."""
    checked = "LibreOffice 扩展“绩效考核”"
    settings = installed_settings(machine)
    if settings is None:
        remedy = "需要在 LibreOffice 中计算时运行 xl-appraisal install --libreoffice。"
        yield Line("info", "extension", checked, "没有安装", remedy)
        return
    wanted, found = installed("xl-appraisal"), settings.get("version")
    if found != wanted:
        text = f"版本 {found}，程序是 {wanted}，两者应当相同"
        yield Line("error", "extension", checked, text, _AGAIN)
    else:
        yield Line("fine", "extension", checked, f"版本 {found}")
    yield from _extension_python(machine, settings)


def _extension_python(machine: Machine, settings: dict[str, Any]) -> Iterator[Line]:
    checked = "扩展所用的 Python"
    made_for, office = settings.get("python"), python_of_office(machine)
    if office and office != made_for:
        text = f"程序装在 Python {made_for} 里，LibreOffice 用的是 Python {office}"
        remedy = f"请用 python{office} 新建虚拟环境，重新安装 xl-appraisal，再{_AGAIN[1:]}"
        yield Line("error", "extension_python", checked, text, remedy)
    gone = [path for path in settings.get("paths", ()) if not Path(path).is_dir()]
    if gone:
        text = f"文件夹 {gone[0]} 已不在"
        yield Line("error", "extension_paths", checked, text, _AGAIN)
    elif not office or office == made_for:
        places = "；".join(settings.get("paths", ()))
        yield Line("fine", "extension_python", checked, f"Python {made_for}，{places}")
