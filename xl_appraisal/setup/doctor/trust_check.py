"""Whether Excel may run the macros: Trust Center, Group Policy, and what stops programs.

The names of keys and values are those of Microsoft's administrative templates for Office and
Defender.  Policies may also come from the cloud, where the registry does not show them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PureWindowsPath

from xl_appraisal.model.record import Record
from xl_appraisal.setup.doctor.report_line import Line, line
from xl_appraisal.setup.install.excel_found import Excel
from xl_appraisal.setup.install.machine import Machine
from xl_appraisal.setup.install.registry import Entry, first, text, value

_ASK = 2
_MACROS = {
    1: ("启用所有宏", "macros.silent"),
    _ASK: ("禁用宏并提示", "macros"),
    3: ("只允许已签名的宏", "macros.signed"),
    4: ("禁用所有宏且不提示", "macros.disabled"),
}
_ASR = "Windows Defender\\Windows Defender Exploit Guard\\ASR\\Rules"
_ASR_KEYS = tuple(f"HKLM\\SOFTWARE\\{top}\\{_ASR}" for top in ("Policies\\Microsoft", "Microsoft"))
_ASR_STATES = {"1": "stopped", "2": "watched", "6": "watched"}
_NO_WINDOWS_CALLS = "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"
_NO_CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
_CMD_KEY = "HKCU\\Software\\Policies\\Microsoft\\Windows\\System"


class TrustedFolder(Record):
    """A trusted location as the Trust Center lists it."""

    path: str
    with_subfolders: bool

    def holds(self, folder: str) -> bool:
        """Whether files in ``folder`` are trusted by this entry."""
        root, other = PureWindowsPath(self.path), PureWindowsPath(folder)
        return other == root or (self.with_subfolders and root in other.parents)


def trust_lines(machine: Machine, excel: Excel) -> Iterator[Line]:
    """What the registry tells of macros and of programs started by Excel."""
    yield _macros(machine, excel)
    yield _from_internet(machine, excel)
    yield from _unsigned_addins(machine, excel)
    yield _locations(machine, excel)
    yield from _attack_surface(machine)
    if value(machine.registry, _CMD_KEY, "DisableCMD") in (1, 2):
        yield line("cmd")


def _setting(
    machine: Machine, excel: Excel, name: str, below: str = "Security"
) -> tuple[str, Entry] | None:
    """A setting of the Trust Center: the policy's if there is one, else the user's."""
    cloud = excel.policy_key.replace("Microsoft\\Office", "Microsoft\\Cloud\\Office")
    keys = [f"{key}\\{below}" for key in (cloud, excel.policy_key, excel.user_key)]
    return first(machine.registry, keys, name)


def _on(machine: Machine, excel: Excel, name: str, below: str) -> bool:
    found = _setting(machine, excel, name, below)
    return found is not None and found[1] == 1


def _by(key: str) -> str:
    return "组策略" if "\\Policies\\" in key else "用户设置"


def _macros(machine: Machine, excel: Excel) -> Line:
    common = excel.policy_key.removesuffix("Excel") + "Common"
    if value(machine.registry, common, "vbaoff") == 1:
        return line("vba_off", key=common)
    key, found = _setting(machine, excel, "VBAWarnings") or ("", _ASK)
    level = found if isinstance(found, int) else _ASK
    meaning, name = _MACROS.get(level, (level, "macros"))
    return line(name, stated=f"{meaning}（{_by(key) if key else '默认值'}）")


def _from_internet(machine: Machine, excel: Excel) -> Line:
    found = _setting(machine, excel, "blockcontentexecutionfrominternet")
    if found is not None and found[1] == 0:
        return line("internet", by=_by(found[0]))
    return line("internet.stopped", by=_by(found[0]) if found else "较新的 Excel 默认如此")


def _unsigned_addins(machine: Machine, excel: Excel) -> Iterator[Line]:
    rules = (
        ("DisableAllAddins", "禁用所有加载项"),
        ("RequireAddinSig", "加载项必须由受信任的发布者签名"),
    )
    for name, meaning in rules:
        found = _setting(machine, excel, name)
        if found is not None and found[1] == 1:
            yield line("addin_policy", meaning=meaning, by=_by(found[0]))


def trusted_folders(machine: Machine, excel: Excel) -> list[TrustedFolder]:
    """The trusted locations that are in force, as far as the registry shows them."""
    places = "Security\\Trusted Locations"
    if _on(machine, excel, "AllLocationsDisabled", places):
        return []
    common = excel.policy_key.removesuffix("Excel") + f"Common\\{places}"
    keys = [f"{excel.policy_key}\\{places}", common]
    if value(machine.registry, common, "Allow User Locations") != 0:
        keys.append(f"{excel.user_key}\\{places}")
    found = []
    for key in keys:
        for name in machine.registry.subkeys(key):
            path = text(machine.registry, f"{key}\\{name}", "Path")
            below = value(machine.registry, f"{key}\\{name}", "AllowSubFolders") == 1
            found += [TrustedFolder(machine.expand(path), below)] if path else []
    remote = _on(machine, excel, "AllowNetworkLocations", places)
    return [f for f in found if remote or not f.path.startswith("\\\\")]


def _locations(machine: Machine, excel: Excel) -> Line:
    folders = trusted_folders(machine, excel)
    if not folders:
        return line("locations.none")
    listed = "；".join(f.path + ("（含子文件夹）" if f.with_subfolders else "") for f in folders)
    return line("locations", folders=listed)


def _attack_surface(machine: Machine) -> Iterator[Line]:
    """Defender's rules against what Office does here.

    Against programs that it starts: xlwings starts Python by cmd.exe.  Against macros that call
    Windows: the add-in and our message do.
    """
    state = _asr_state(machine, _NO_CHILDREN)
    yield line(f"child_process.{state}" if state else "child_process", rule=_NO_CHILDREN)
    if state := _asr_state(machine, _NO_WINDOWS_CALLS):
        yield line(f"windows_calls.{state}", rule=_NO_WINDOWS_CALLS)


def _asr_state(machine: Machine, rule: str) -> str:
    found = first(machine.registry, _ASR_KEYS, rule)
    return _ASR_STATES.get(str(found[1]), "") if found else ""
