"""What the registry and the disk tell of Excel, without starting it."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

from xl_appraisal.model.record import Record
from xl_appraisal.setup.install.machine import Machine
from xl_appraisal.setup.install.registry import text, value

ADDIN = "xlwings.xlam"
_OFFICE = "HKLM\\SOFTWARE\\Microsoft\\Office"
_APP_PATHS = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths\\excel.exe"
_SHELL = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\User Shell Folders"
_CLASSES = "SOFTWARE\\Classes"
_EXCEL_CLASS = "CLSID\\{00024500-0000-0000-C000-000000000046}\\LocalServer32"
DEFAULT_VERSION = "16.0"  # 2016, 2019, 2021, 2024 and Microsoft 365 all bear this number


class Excel(Record):
    """An installed Excel: its program, its version as in registry keys, 32 or 64 bit if known."""

    program: PureWindowsPath
    version: str
    bits: int | None

    @property
    def user_key(self) -> str:
        """The key of the user's own settings."""
        return f"HKCU\\Software\\Microsoft\\Office\\{self.version}\\Excel"

    @property
    def policy_key(self) -> str:
        """The key of the settings that Group Policy prescribes."""
        return f"HKCU\\Software\\Policies\\Microsoft\\Office\\{self.version}\\Excel"


def find_excel(machine: Machine) -> Excel | None:
    """The Excel that opens workbooks here, or ``None``."""
    if not machine.windows:
        return None
    found = _user_or_machine(machine, _APP_PATHS).strip('"')
    if not found or PureWindowsPath(found).name.lower() != "excel.exe":
        return None
    version = _version(machine)
    return Excel(PureWindowsPath(found), version, _bits(machine, version, found))


def taken_over_by(machine: Machine) -> str:
    """The program that answers in Excel's name, if it is another one (WPS does, on request)."""
    server = _user_or_machine(machine, f"{_CLASSES}\\{_EXCEL_CLASS}")
    return server if server and "excel.exe" not in server.lower() else ""


def has_wps(machine: Machine) -> bool:
    """Whether WPS Office has been used here by this user."""
    keys = ("HKCU\\Software\\Kingsoft\\Office", "HKLM\\SOFTWARE\\Kingsoft\\Office")
    return any(machine.registry.subkeys(key) or machine.registry.values(key) for key in keys)


def startup_folder(machine: Machine) -> Path:
    """The user's XLSTART: what lies there, Excel opens when it starts."""
    running = machine.excel()
    if running is not None:
        return running.startup_folder()
    return _roaming(machine) / "Microsoft" / "Excel" / "XLSTART"


def registered_addin(machine: Machine, excel: Excel) -> Path | None:
    """The xlwings add-in ticked in Excel's own list of add-ins, wherever it lies."""
    for name, entry in machine.registry.values(f"{excel.user_key}\\Options").items():
        if not name.upper().startswith("OPEN") or not isinstance(entry, str):
            continue
        path = entry.split('"')[1] if entry.count('"') >= 2 else entry.rpartition(" ")[2]
        if (named := PureWindowsPath(path)).name.lower() == ADDIN:
            whole = len(named.parts) > 1
            return Path(path) if whole else _roaming(machine) / "Microsoft" / "AddIns" / path
    return None


def addin_copies(machine: Machine, excel: Excel) -> list[Path]:
    """Every xlwings add-in that Excel would load when it starts."""
    folders = [startup_folder(machine), Path(str(excel.program.parent)) / "XLSTART"]
    other = text(machine.registry, f"{excel.user_key}\\Options", "AltStartup")
    folders += [Path(machine.expand(other))] if other else []
    copies = [folder / ADDIN for folder in folders]
    registered = registered_addin(machine, excel)
    copies += [registered] if registered is not None else []
    return [path for path in dict.fromkeys(copies) if path.is_file()]


def shell_folder(machine: Machine, name: str, default: str) -> Path:
    """``Personal`` (documents) or ``Desktop``, where the user or the office has moved it to."""
    found = text(machine.registry, _SHELL, name)
    return Path(machine.expand(found)) if found else machine.home / default


def _user_or_machine(machine: Machine, key: str) -> str:
    """The default of a key as this user has it, else as the machine has it."""
    found = (text(machine.registry, f"{hive}\\{key}") for hive in ("HKCU", "HKLM"))
    return next(filter(None, found), "")


def _roaming(machine: Machine) -> Path:
    folder = machine.env("APPDATA")
    return Path(folder) if folder else machine.home / "AppData" / "Roaming"


def _version(machine: Machine) -> str:
    current = text(machine.registry, f"HKLM\\{_CLASSES}\\Excel.Application\\CurVer")
    number = current.rpartition(".")[2]
    return f"{number}.0" if number.isdigit() else DEFAULT_VERSION


def _bits(machine: Machine, version: str, program: str) -> int | None:
    """32 or 64, from what Click-to-Run or Outlook noted, else from the program's folder."""
    noted = value(machine.registry, f"{_OFFICE}\\ClickToRun\\Configuration", "Platform")
    noted = noted or value(machine.registry, f"{_OFFICE}\\{version}\\Outlook", "Bitness")
    if noted in ("x64", "x86"):
        return 64 if noted == "x64" else 32
    return 32 if "(x86)" in program else None
