"""The extension in the user's LibreOffice: planned, put there and taken away without root."""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from importlib.resources import files
from pathlib import Path
from typing import Any

from xl_appraisal.model.record import Record
from xl_appraisal.setup.install.file_changes import Change, Command, InstallError, Plan, contents
from xl_appraisal.setup.install.install_record import (
    Installed,
    folder,
    placed,
    read_record,
    record_change,
)
from xl_appraisal.setup.install.machine import Machine
from xl_appraisal.tools.calc_extension.extension_file import (
    FILE_NAME,
    IDENTIFIER,
    SETTINGS,
    extension_bytes,
)

PACKAGES = "libreoffice-calc python3-uno libreoffice-script-provider-python"
SYSTEM_PYTHON = "/usr/bin/python3"
CLOSE_FIRST = "请先关闭全部 LibreOffice 窗口（包括快速启动），再重新运行。"
_LISTED = re.compile(IDENTIFIER.encode() + rb"\n([^\n\xff]+)\xff([^\n\xff]+)\xff")
_ASK_VERSION = "import uno, sys; print('%d.%d' % sys.version_info[:2])"


class Office(Record):
    """A LibreOffice: its program, its extension manager, the version of its Python if known."""

    program: str
    manager: str
    python: str


def find_office(machine: Machine) -> Office | None:
    """The LibreOffice of this machine, or ``None``."""
    program = machine.which("soffice") or machine.which("libreoffice")
    if program is None:
        return None
    beside = Path(os.path.realpath(program)).parent / "unopkg"
    manager = machine.which("unopkg") or (str(beside) if beside.is_file() else "")
    return Office(program, manager, python_of_office(machine))


def python_of_office(machine: Machine) -> str:
    """``3.11``: the Python that LibreOffice runs extensions with; empty where it has none.

    On Linux that is the system's.  Elsewhere LibreOffice brings its own, and the extension
    checks it when it is used.
    """
    if machine.system != "linux":
        return ""
    answer = machine.run([SYSTEM_PYTHON, "-c", _ASK_VERSION]) or ""
    return answer if re.fullmatch(r"3\.\d+", answer) else ""


def profile(machine: Machine) -> Path:
    """The user's LibreOffice profile."""
    if machine.windows:
        return Path(machine.env("APPDATA")) / "LibreOffice" / "4"
    if machine.system == "darwin":
        return machine.home / "Library" / "Application Support" / "LibreOffice" / "4"
    settings = machine.env("XDG_CONFIG_HOME")
    return (Path(settings) if settings else machine.home / ".config") / "libreoffice" / "4"


def installed_settings(machine: Machine) -> dict[str, Any] | None:
    """What the installed extension knows of its Python; ``None`` where there is none."""
    found = _installed(machine)
    if found is None:
        return None
    try:
        settings: dict[str, Any] = json.loads((found / SETTINGS).read_bytes())
    except (OSError, ValueError):
        return {}
    return settings


def plan_libreoffice(machine: Machine) -> Plan:
    """What installing the extension would change here.

    Raises :class:`InstallError` without LibreOffice or its Python, or with another Python.
    """
    office = find_office(machine)
    if office is None or not office.manager:
        raise InstallError(f"本机没有找到 LibreOffice。Debian 系：apt-get install {PACKAGES}。")
    _same_python(machine, office)
    data, target = extension_bytes(), folder(machine) / FILE_NAME
    known = read_record(machine)
    entry = placed(target, data, known.files.get(str(target)))
    record = Installed({**known.files, entry.path: entry}, known.settings)
    changes = (
        record_change(machine, record),
        Change("LibreOffice 扩展", target, contents(target), data),
    )
    needed = tuple(change for change in changes if change.needed)
    if _is_installed(machine, data):
        return Plan(needed)
    command = _manage(machine, office, "add", str(target))
    adding = Command("在 LibreOffice 中登记扩展“绩效考核”", command, CLOSE_FIRST)
    return Plan((*needed, adding), ("LibreOffice 已打开时，请全部关闭后重新打开。",))


def removing(machine: Machine) -> tuple[Command, ...]:
    """The step that takes the extension out of the profile; none where it is not there."""
    office = find_office(machine)
    if office is None or _installed(machine) is None:
        return ()
    command = _manage(machine, office, "remove", IDENTIFIER)
    return (Command("从 LibreOffice 中移除扩展“绩效考核”", command, CLOSE_FIRST),)


def _same_python(machine: Machine, office: Office) -> None:
    if machine.system != "linux":
        return
    if not office.python:
        raise InstallError(
            f"{SYSTEM_PYTHON} 加载不到 uno。没有改动任何文件。"
            f"Debian 系：apt-get install {PACKAGES}。"
        )
    ours = ".".join(machine.version.split(".")[:2])
    if ours != office.python:
        raise InstallError(
            f"LibreOffice 用的是 Python {office.python}，本程序装在 Python {ours} 里，"
            "两者必须相同。"
            f"请用 python{office.python} 新建虚拟环境，在其中安装 xl-appraisal 后再运行。"
        )


def _manage(machine: Machine, office: Office, action: str, what: str) -> tuple[str, ...]:
    """LibreOffice's own manager; it does not work for root, for whom its service is asked."""
    if machine.system == "linux" and machine.is_root():
        script = str(files("xl_appraisal.tools.calc_extension") / "manage.py")
        return (SYSTEM_PYTHON, script, office.program, action, what)
    force = ("-f",) if action == "add" else ()
    return (office.manager, action, *force, what)


def _installed(machine: Machine) -> Path | None:
    """The folder of the extension that LibreOffice's list of extensions names."""
    cache = profile(machine) / "user" / "uno_packages" / "cache"
    match = _LISTED.search(contents(cache / "uno_packages.pmap") or b"")
    if match is None:
        return None
    return cache / "uno_packages" / f"{match[1].decode()}_" / match[2].decode()


def _is_installed(machine: Machine, data: bytes) -> bool:
    """Whether the profile holds this very extension."""
    place = _installed(machine)
    if place is None:
        return False
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return all(contents(place / name) == package.read(name) for name in package.namelist())
