"""LibreOffice, which opens the workbook where there is no Excel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xl_appraisal.setup.doctor.report_line import Line, line
from xl_appraisal.setup.install.install_libreoffice import (
    SYSTEM_PYTHON,
    Office,
    find_office,
    installed_settings,
)
from xl_appraisal.setup.install.machine import Machine
from xl_appraisal.setup.install.packages import installed

CHECKED_WITH = "7.4"  # the version this product was tried with
_VERSION = re.compile(r"LibreOffice (\d+)\.(\d+)[\d.]*")


def libreoffice_lines(machine: Machine) -> Iterator[Line]:
    """LibreOffice and its bridge to Python."""
    office = find_office(machine)
    if office is None:
        yield line("libreoffice.none")
        return
    match = _VERSION.search(machine.run([office.program, "--version"]) or "")
    if match is None:
        yield line("libreoffice.silent", program=office.program)
        return
    older = (int(match[1]), int(match[2])) < tuple(map(int, CHECKED_WITH.split(".")))
    version = match[0].removeprefix("LibreOffice ")
    name = "libreoffice.older" if older else "libreoffice"
    yield line(name, version=version, program=office.program, tried=CHECKED_WITH)
    # Only the system's own Python has the bridge on Linux; elsewhere LibreOffice brings one.
    if machine.system == "linux":
        yield line("uno" if office.python else "uno.none", python=SYSTEM_PYTHON)
    yield from _extension(machine, office)


def _extension(machine: Machine, office: Office) -> Iterator[Line]:
    """Our extension in the user's profile: its version, its Python, the folders it works from."""
    settings = installed_settings(machine)
    if settings is None:
        yield line("extension.none")
        return
    wanted, found = installed("xl-appraisal"), settings.get("version")
    name = "extension" if found == wanted else "extension.other"
    yield line(name, version=found, wanted=wanted)
    yield from _extension_python(office.python, settings)


def _extension_python(office: str, settings: dict[str, Any]) -> Iterator[Line]:
    made_for = settings.get("python")
    if office and office != made_for:
        yield line("extension_python.other", made_for=made_for, office=office)
    gone = [path for path in settings.get("paths", ()) if not Path(path).is_dir()]
    if gone:
        yield line("extension_paths", path=gone[0])
    elif not office or office == made_for:
        places = "；".join(settings.get("paths", ()))
        yield line("extension_python", made_for=made_for, places=places)
