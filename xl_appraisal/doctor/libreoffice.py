"""LibreOffice, which opens the workbook where there is no Excel."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xl_appraisal.doctor.line import Line
from xl_appraisal.install.machine import Machine

CHECKED_WITH = "7.4"  # the version this product was tried with
_VERSION = re.compile(r"LibreOffice (\d+)\.(\d+)[\d.]*")
_PROGRAMS = ("soffice", "libreoffice")
_SYSTEM_PYTHON = "/usr/bin/python3"
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
