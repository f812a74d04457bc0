"""The user's ``xlwings.conf``: read, and changed in single settings, other lines as they are.

Its lines are ``"NAME","value"``; VBA reads them with ``Input #`` in the system's own code page,
xlwings' Python side with a search for quoted texts.  What both understand is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from xl_appraisal.setup.install.file_changes import Change, InstallError, contents
from xl_appraisal.setup.install.machine import Machine

UDF_MODULE = "xl_appraisal.udfs"
UDF_MODULES = "UDF MODULES"  # with a space: this is the name the add-in asks for
INTERPRETER = "INTERPRETER_WIN"
CONDA_PATH, CONDA_ENV = "CONDA PATH", "CONDA ENV"
_LINE = re.compile(r'\s*"([^"]*)"\s*,\s*"([^"]*)"\s*$')


def config_path(machine: Machine) -> Path:
    """Where the add-in reads the user's settings: the folder ``.xlwings`` of the profile."""
    profile = machine.env("USERPROFILE") if machine.windows else ""
    return (Path(profile) if profile else machine.home) / ".xlwings" / "xlwings.conf"


def decode(data: bytes, machine: Machine) -> str:
    """The file's text; bytes that are none in this code page survive a round trip."""
    return data.decode(machine.ansi, "surrogateescape")


def encode(text: str, machine: Machine) -> bytes:
    """The bytes for a text.  Raises :class:`InstallError` where the code page cannot write it."""
    try:
        return text.encode(machine.ansi, "surrogateescape")
    except UnicodeEncodeError as error:
        raise InstallError(
            f"Python 所在路径含有本机代码页写不出的字符“{error.object[error.start : error.end]}”，"
            "Excel 将找不到 Python。请把 Python 装到只含英文字母的文件夹，如 C:\\xl_appraisal。"
        ) from error


def settings(text: str) -> dict[str, str]:
    """The settings by name in capitals; where one stands twice, the add-in takes the first."""
    found: dict[str, str] = {}
    for match in filter(None, map(_LINE.match, text.splitlines())):
        found.setdefault(match[1].upper(), match[2])
    return found


def read_settings(machine: Machine) -> dict[str, str]:
    """The user's settings by name; none where there is no file."""
    return settings(decode(contents(config_path(machine)) or b"", machine))


def settings_change(machine: Machine, wanted: Mapping[str, str | None]) -> Change:
    """The change of the file that brings the settings about, as :func:`changed` does.

    A file with nothing left in it was ours from the start, or may as well be gone.
    """
    path = config_path(machine)
    before = after = contents(path)
    text = decode(before or b"", machine)
    current = settings(text)
    if any(current.get(name) != value for name, value in wanted.items()):
        written = changed(text, wanted)
        after = encode(written, machine) if written.strip() else None
    return Change("xlwings 用户配置", path, before, after)


def malformed(text: str) -> list[str]:
    """The lines that are no setting, on which the add-in stumbles."""
    return [line for line in text.splitlines() if line.strip() and not _LINE.match(line)]


def changed(text: str, wanted: Mapping[str, str | None]) -> str:
    """``text`` with the settings changed, ``None`` removing one; other lines stay as they are.

    Raises :class:`InstallError` for a value with a quotation mark, which no line can hold.
    """
    if bad := [value for value in wanted.values() if value and '"' in value]:
        raise InstallError(f"设置值不能含有引号：{bad[0]}")
    lines = []
    left = {name: value for name, value in wanted.items() if value is not None}
    for line in text.splitlines():
        match = _LINE.match(line)
        name = match[1].upper() if match else ""
        if name not in wanted:
            lines.append(line)
        elif name in left:
            lines.append(f'"{name}","{left.pop(name)}"')
    lines += [f'"{name}","{value}"' for name, value in left.items()]
    return "".join(f"{line}\r\n" for line in lines)


def with_module(modules: str) -> str:
    """The list of UDF modules with ours in it, the user's first."""
    names = [name for name in modules.split(";") if name]
    return ";".join(names if UDF_MODULE in names else [*names, UDF_MODULE])


def without_module(modules: str) -> str:
    """The list of UDF modules without ours."""
    return ";".join(name for name in modules.split(";") if name and name != UDF_MODULE)


def interpreter_settings(machine: Machine) -> dict[str, str]:
    """The settings that name this very Python, in the form xlwings wants for conda or others."""
    if not (machine.prefix / "conda-meta").is_dir():
        return {INTERPRETER: str(machine.python)}
    conda = machine.env("CONDA_EXE")  # …\Scripts\conda.exe
    base = str(Path(conda).parent.parent) if conda else str(machine.prefix)
    environment = machine.env("CONDA_DEFAULT_ENV") or "base"
    # An empty interpreter: the add-in uses conda only where no path to a Python is set.
    return {INTERPRETER: "", CONDA_PATH: base, CONDA_ENV: environment}
