"""Paths that are known to trip up Excel, xlwings or cmd.exe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PureWindowsPath

from xl_appraisal.setup.doctor.report_line import Line
from xl_appraisal.setup.install.machine import Machine
from xl_appraisal.setup.install.staff_template import in_onedrive

LONGEST_WORKBOOK = 218  # characters; Excel refuses longer paths
LONGEST_PROGRAM = 259  # Windows' limit, unless it was lifted
_FRAGILE = "&^%!'"  # characters with a meaning of their own to cmd.exe or in a Python literal
_TEMPORARY = ("\\temp\\", "\\inetcache\\", "\\content.outlook\\")
_LOCAL = "D:\\绩效考核"


def workbook_path_lines(machine: Machine, path: str) -> Iterator[Line]:
    """What may be wrong with where a workbook lies; one line that says so if nothing is."""
    checked = "工作簿的位置"
    lines = list(_workbook_traps(machine, path)) if machine.windows or "://" in path else []
    yield from lines or [Line("fine", "workbook_path", checked, path)]


def _workbook_traps(machine: Machine, path: str) -> Iterator[Line]:
    checked, windows = "工作簿的位置", path.replace("/", "\\")
    if "://" in path:
        remedy = f"请把工作簿另存到本机、不在 OneDrive 中的文件夹（如 {_LOCAL}）再打开。"
        yield Line("error", "path_url", checked, f"{path} 是网址，xlwings 可能找不到文件", remedy)
        return
    if in_onedrive(machine, path):
        text = f"{path} 在 OneDrive 中，Excel 可能用网址称呼它"
        yield Line("warning", "path_onedrive", checked, text, f"请放到本机文件夹，如 {_LOCAL}。")
    if windows.startswith("\\\\") or machine.on_network(path):
        remedy = f"网络位置默认不受信任，断网时可能丢失改动：请复制到本机（如 {_LOCAL}）使用。"
        yield Line("warning", "path_network", checked, f"{path} 在网络上", remedy)
    if any(part in windows.lower() for part in _TEMPORARY):
        remedy = "请先把压缩包或邮件附件另存到文件夹，再打开。"
        yield Line("warning", "path_temporary", checked, f"{path} 是临时文件夹", remedy)
    if len(path) > LONGEST_WORKBOOK:
        text = f"路径有{len(path)}个字符，Excel 最多{LONGEST_WORKBOOK}个：{path}"
        yield Line("error", "path_long", checked, text, "请缩短文件夹和文件的名称。")
    yield from _fragile(checked, path)


def program_path_lines(machine: Machine) -> Iterator[Line]:
    """What may be wrong with where Python lies and with the user's own folder."""
    if not machine.windows:
        return
    path = str(machine.python)
    lines = [*_program_traps(machine, path), *_fragile("Python 的路径", path)]
    yield from lines or [Line("fine", "python_path", "Python 的路径", _plain_words(path))]
    profile = machine.env("USERPROFILE")
    if not profile.isascii():
        writable = _writable(profile, machine.ansi)
        text = f"{profile} 含非英文字符" + ("，本机代码页可以写出" if writable else "")
        remedy = (
            "" if writable else "Excel 读不到配置：请用只含英文字母的 Windows 账户，或改用命令行。"
        )
        yield Line("info" if writable else "error", "profile", "用户文件夹", text, remedy)


def _program_traps(machine: Machine, path: str) -> Iterator[Line]:
    checked = "Python 的路径"
    if not _writable(path, machine.ansi):
        remedy = "请把 Python 装到只含英文字母的文件夹，如 C:\\xl_appraisal，再重新安装。"
        yield Line("error", "python_path", checked, f"{path} 含本机代码页写不出的字符", remedy)
    if path.startswith("\\\\") or machine.on_network(path):
        remedy = "请把 Python 装到本机硬盘。"
        yield Line(
            "warning", "python_network", checked, f"{path} 在网络上，启动慢且易被拦截", remedy
        )
    if len(path) > LONGEST_PROGRAM:
        remedy = "请装到较短的路径，如 C:\\xl_appraisal。"
        yield Line(
            "error", "python_long", checked, f"路径有{len(path)}个字符，Windows 打不开", remedy
        )


def _fragile(checked: str, path: str) -> Iterator[Line]:
    """Characters that change a command's meaning; blanks do not, xlwings quotes them."""
    found = sorted(set(_FRAGILE) & set(path))
    if found:
        text = f"{path} 含有 {' '.join(found)}，传给命令行时可能出错"
        yield Line("warning", "path_characters", checked, text, "请改用不含这些字符的名称。")


def _plain_words(path: str) -> str:
    spaced = " " in str(PureWindowsPath(path))
    return f"{path}（含空格；xlwings 会加引号，没有已知问题）" if spaced else path


def _writable(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
