"""An office computer to install on: a fake registry, and a folder that plays its disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from xl_appraisal.setup.install.machine import Machine, RunningExcel
from xl_appraisal.setup.install.registry import Entry, Registry

EXCEL_KEY = "HKCU\\Software\\Microsoft\\Office\\16.0\\Excel"
POLICY_KEY = "HKCU\\Software\\Policies\\Microsoft\\Office\\16.0\\Excel"
PROGRAM = "C:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE"
APP_PATHS = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths\\excel.exe"
CLICK_TO_RUN = "HKLM\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration"
CURRENT = "HKLM\\SOFTWARE\\Classes\\Excel.Application\\CurVer"
SHELL = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\User Shell Folders"


class FakeRegistry(Registry):
    """A registry of the keys it is given."""

    def __init__(self, keys: Mapping[str, Mapping[str, Entry]]) -> None:
        self.keys = {key.lower(): dict(values) for key, values in keys.items()}
        self.names = list(keys)

    def values(self, key: str) -> Mapping[str, Entry]:
        return self.keys.get(key.lower(), {})

    def subkeys(self, key: str) -> Sequence[str]:
        start = key.lower() + "\\"
        below = [n[len(start) :] for n in self.names if n.lower().startswith(start)]
        return tuple(dict.fromkeys(name.partition("\\")[0] for name in below))


EXCEL: dict[str, dict[str, Entry]] = {
    APP_PATHS: {"": PROGRAM},
    CURRENT: {"": "Excel.Application.16"},
    CLICK_TO_RUN: {"Platform": "x64"},
}
"""What the registry holds where a 64-bit Excel 2016 or later is installed."""


def office(
    disk: Path,
    keys: Mapping[str, Mapping[str, Entry]] | None = None,
    *,
    excel: bool = True,
    excel_running: RunningExcel | None = None,
    environ: Mapping[str, str] | None = None,
    **changed: object,
) -> Machine:
    """A Windows computer whose user's folders lie under ``disk``."""
    home = disk / "Users" / "wang"
    python = disk / "venv" / "Scripts" / "python.exe"
    settings: dict[str, object] = {
        "system": "win32",
        "environ": {
            "USERPROFILE": str(home),
            "APPDATA": str(home / "AppData" / "Roaming"),
            "LOCALAPPDATA": str(home / "AppData" / "Local"),
            **(environ or {}),
        },
        "home": home,
        "python": python,
        "prefix": disk / "venv",
        "version": "3.11.7",
        "bits": 64,
        "ansi": "cp936",
        "registry": FakeRegistry({**(EXCEL if excel else {}), **(keys or {})}),
        "excel": lambda: excel_running,
    }
    for folder in (home / "Documents", python.parent):
        folder.mkdir(parents=True, exist_ok=True)
    python.touch()
    return Machine(**settings | changed)  # type: ignore[arg-type]


def tree(folder: Path) -> dict[str, bytes | None]:
    """Every file below a folder with its bytes, and every folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }
