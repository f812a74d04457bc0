"""Paths that are known to trip up Excel, xlwings or cmd.exe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xl_appraisal.setup.doctor.report_line import Line, line
from xl_appraisal.setup.install.machine import Machine
from xl_appraisal.setup.install.staff_template import in_onedrive

LONGEST_WORKBOOK = 218  # characters; Excel refuses longer paths
LONGEST_PROGRAM = 259  # Windows' limit, unless it was lifted
_FRAGILE = "&^%!'"  # characters with a meaning of their own to cmd.exe or in a Python literal
_TEMPORARY = ("\\temp\\", "\\inetcache\\", "\\content.outlook\\")


def workbook_path_lines(machine: Machine, path: str) -> Iterator[Line]:
    """What may be wrong with where a workbook lies; one line that says so if nothing is."""
    lines = list(_workbook_traps(machine, path)) if machine.windows or "://" in path else []
    yield from lines or [line("workbook_path", path=path)]


def _workbook_traps(machine: Machine, path: str) -> Iterator[Line]:
    if "://" in path:
        yield line("path_url", path=path)
        return
    windows = path.replace("/", "\\").lower()
    traps = {
        "path_onedrive": in_onedrive(machine, path),
        "path_network": windows.startswith("\\\\") or machine.on_network(path),
        "path_temporary": any(part in windows for part in _TEMPORARY),
        "path_long": len(path) > LONGEST_WORKBOOK,
    }
    yield from _caught(traps, path=path, length=len(path), most=LONGEST_WORKBOOK)
    yield from _fragile("工作簿的位置", path)


def program_path_lines(machine: Machine) -> Iterator[Line]:
    """What may be wrong with where Python lies and with the user's own folder."""
    if not machine.windows:
        return
    path = str(machine.python)
    spaced = " " in path
    lines = [*_program_traps(machine, path), *_fragile("Python 的路径", path)]
    yield from lines or [line("python_path.spaced" if spaced else "python_path", path=path)]
    profile = machine.env("USERPROFILE")
    if not profile.isascii():
        writable = _writable(profile, machine.ansi)
        yield line("profile" if writable else "profile.unwritable", path=profile)


def _program_traps(machine: Machine, path: str) -> Iterator[Line]:
    traps = {
        "python_path.unwritable": not _writable(path, machine.ansi),
        "python_network": path.startswith("\\\\") or machine.on_network(path),
        "python_long": len(path) > LONGEST_PROGRAM,
    }
    yield from _caught(traps, path=path, length=len(path))


def _caught(traps: Mapping[str, bool], **words: object) -> Iterator[Line]:
    return (line(name, **words) for name, found in traps.items() if found)


def _fragile(checked: str, path: str) -> Iterator[Line]:
    """Characters that change a command's meaning; blanks do not, xlwings quotes them."""
    found = sorted(set(_FRAGILE) & set(path))
    if found:
        yield line("path_characters", checked=checked, path=path, characters=" ".join(found))


def _writable(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
