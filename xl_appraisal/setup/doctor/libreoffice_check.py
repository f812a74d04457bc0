"""LibreOffice, which opens the workbook where there is no Excel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xl_appraisal.setup.doctor.report_line import Line, line
from xl_appraisal.setup.install.install_libreoffice import installed_settings, python_of_office
from xl_appraisal.setup.install.machine import Machine
from xl_appraisal.setup.install.packages import installed

CHECKED_WITH = "7.4"  # the version this product was tried with
_VERSION = re.compile(r"LibreOffice (\d+)\.(\d+)[\d.]*")
_PROGRAMS = ("soffice", "libreoffice")
_SYSTEM_PYTHON = "/usr/bin/python3"


def libreoffice_lines(machine: Machine) -> Iterator[Line]:
    """LibreOffice and its bridge to Python."""
    program = next(filter(None, map(machine.which, _PROGRAMS)), None)
    if program is None:
        yield line("libreoffice.none")
        return
    match = _VERSION.search(machine.run([program, "--version"]) or "")
    if match is None:
        yield line("libreoffice.silent", program=program)
        return
    older = (int(match[1]), int(match[2])) < tuple(map(int, CHECKED_WITH.split(".")))
    version = match[0].removeprefix("LibreOffice ")
    name = "libreoffice.older" if older else "libreoffice"
    yield line(name, version=version, program=program, tried=CHECKED_WITH)
    yield from _bridge(machine)
    yield from _extension(machine)


def _bridge(machine: Machine) -> Iterator[Line]:
    """Only the system's own Python has the bridge on Linux; elsewhere LibreOffice brings one."""
    if machine.system != "linux":
        return
    there = machine.run([_SYSTEM_PYTHON, "-c", "import uno; print('uno')"]) == "uno"
    yield line("uno" if there else "uno.none", python=_SYSTEM_PYTHON)


def _extension(machine: Machine) -> Iterator[Line]:
    """Our extension in the user's profile: its version, its Python, the folders it works from."""
    settings = installed_settings(machine)
    if settings is None:
        yield line("extension.none")
        return
    wanted, found = installed("xl-appraisal"), settings.get("version")
    name = "extension" if found == wanted else "extension.other"
    yield line(name, version=found, wanted=wanted)
    yield from _extension_python(machine, settings)


def _extension_python(machine: Machine, settings: dict[str, Any]) -> Iterator[Line]:
    made_for, office = settings.get("python"), python_of_office(machine)
    if office and office != made_for:
        yield line("extension_python.other", made_for=made_for, office=office)
    gone = [path for path in settings.get("paths", ()) if not Path(path).is_dir()]
    if gone:
        yield line("extension_paths", path=gone[0])
    elif not office or office == made_for:
        places = "；".join(settings.get("paths", ()))
        yield line("extension_python", made_for=made_for, places=places)
