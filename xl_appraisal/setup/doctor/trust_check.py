"""Whether Excel may run the macros: Trust Center, Group Policy, and what stops programs.

The names of keys and values are those of Microsoft's administrative templates for Office and
Defender.  Policies may also come from the cloud, where the registry does not show them all.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_appraisal.model.record import Record
from xl_appraisal.setup.doctor.report_line import Line
from xl_appraisal.setup.install.excel_found import Excel
from xl_appraisal.setup.install.machine import Machine
from xl_appraisal.setup.install.registry import Entry, first, text, value

GUIDE = "见 docs/it/签名与受信任位置.md"
_ENABLED_SILENTLY, _ASK, _SIGNED, _DISABLED = 1, 2, 3, 4
_MACROS = {
    _ENABLED_SILENTLY: "启用所有宏",
    _ASK: "禁用宏并提示",
    _SIGNED: "只允许已签名的宏",
    _DISABLED: "禁用所有宏且不提示",
}
_ASR = "Windows Defender\\Windows Defender Exploit Guard\\ASR\\Rules"
_ASR_KEYS = tuple(f"HKLM\\SOFTWARE\\{top}\\{_ASR}" for top in ("Policies\\Microsoft", "Microsoft"))
_NO_CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
_CMD_KEY = "HKCU\\Software\\Policies\\Microsoft\\Windows\\System"


class TrustedFolder(Record):
    """A trusted location as the Trust Center lists it."""

    path: str
    with_subfolders: bool

    def holds(self, folder: str) -> bool:
        """Whether files in ``folder`` are trusted by this entry."""
        root, other = (_plain(path) for path in (self.path, folder))
        return other == root or (self.with_subfolders and other.startswith(root + "\\"))


def trust_lines(machine: Machine, excel: Excel) -> Iterator[Line]:
    """What the registry tells of macros and of programs started by Excel."""
    yield _macros(machine, excel)
    yield _from_internet(machine, excel)
    yield from _unsigned_addins(machine, excel)
    yield _locations(machine, excel)
    yield _child_processes(machine)
    yield from _command_prompt(machine)


def _setting(machine: Machine, excel: Excel, name: str) -> tuple[str, Entry] | None:
    """A setting of the Trust Center: the policy's if there is one, else the user's."""
    cloud = excel.policy_key.replace("Microsoft\\Office", "Microsoft\\Cloud\\Office")
    keys = [f"{key}\\Security" for key in (cloud, excel.policy_key, excel.user_key)]
    return first(machine.registry, keys, name)


def _by(key: str) -> str:
    return "组策略" if "\\Policies\\" in key else "用户设置"


def _macros(machine: Machine, excel: Excel) -> Line:
    checked = "信任中心：宏设置"
    common = excel.policy_key.removesuffix("Excel") + "Common"
    if value(machine.registry, common, "vbaoff") == 1:
        remedy = f"请系统管理员解除“禁用 Office 应用程序的 VBA”（{common}，vbaoff）。"
        return Line("error", "vba_off", checked, "组策略关闭了 Office 的 VBA", remedy)
    key, found = _setting(machine, excel, "VBAWarnings") or ("", _ASK)
    level = found if isinstance(found, int) else _ASK
    stated = f"{_MACROS.get(level, level)}（{_by(key) if key else '默认值'}）"
    if level == _DISABLED:
        remedy = f"请把宏设置改为“禁用宏并提示”，或把工作簿放入受信任位置；{GUIDE}。"
        return Line("error", "macros", checked, stated, remedy)
    if level == _SIGNED:
        remedy = f"请系统管理员给模板的 VBA 工程签名，或设置受信任位置；{GUIDE}。"
        return Line("warning", "macros", checked, stated, remedy)
    if level == _ENABLED_SILENTLY:
        remedy = "本软件不需要这样设置；建议改为“禁用宏并提示”，打开工作簿时点“启用内容”。"
        return Line("warning", "macros", checked, stated, remedy)
    return Line("fine", "macros", checked, f"{stated}：打开工作簿后请点“启用内容”")


def _from_internet(machine: Machine, excel: Excel) -> Line:
    found = _setting(machine, excel, "blockcontentexecutionfrominternet")
    if found is not None and found[1] == 0:
        return Line("fine", "internet", "来自网络的文件中的宏", f"不阻止（{_by(found[0])}）")
    by = _by(found[0]) if found else "较新的 Excel 默认如此"
    text = f"阻止（{by}）：下载或邮件收到的工作簿要先解除锁定"
    return Line("info", "internet", "来自网络的文件中的宏", text)


def _unsigned_addins(machine: Machine, excel: Excel) -> Iterator[Line]:
    rules = (
        ("DisableAllAddins", "禁用所有加载项"),
        ("RequireAddinSig", "加载项必须由受信任的发布者签名"),
    )
    for name, meaning in rules:
        found = _setting(machine, excel, name)
        if found is not None and found[1] == 1:
            remedy = (
                "xlwings 的加载项没有你单位的签名，不会加载。请系统管理员调整此项，"
                f"或改用 xl-appraisal new --standalone 生成的工作簿；{GUIDE}。"
            )
            yield Line("error", "addin_policy", f"信任中心：{meaning}", _by(found[0]), remedy)


def trusted_folders(machine: Machine, excel: Excel) -> list[TrustedFolder]:
    """The trusted locations that are in force, as far as the registry shows them."""
    places = "Security\\Trusted Locations"
    off = _setting_of(machine, excel, places, "AllLocationsDisabled")
    if off == 1:
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
    remote = _setting_of(machine, excel, places, "AllowNetworkLocations") == 1
    return [f for f in found if remote or not f.path.startswith("\\\\")]


def _setting_of(machine: Machine, excel: Excel, below: str, name: str) -> Entry | None:
    keys = [f"{key}\\{below}" for key in (excel.policy_key, excel.user_key)]
    found = first(machine.registry, keys, name)
    return found[1] if found else None


def _locations(machine: Machine, excel: Excel) -> Line:
    folders = trusted_folders(machine, excel)
    if not folders:
        text = "注册表中没有，或已被禁用"
        return Line("info", "locations", "受信任位置", text, f"需要时由系统管理员设置；{GUIDE}。")
    listed = "；".join(f.path + ("（含子文件夹）" if f.with_subfolders else "") for f in folders)
    return Line("fine", "locations", "受信任位置", listed)


def _child_processes(machine: Machine) -> Line:
    """Defender's rule against programs that Office starts: xlwings starts Python by cmd.exe."""
    checked = "Office 启动其他程序（攻击面减少规则）"
    found = first(machine.registry, _ASR_KEYS, _NO_CHILDREN)
    state = str(found[1]) if found else "0"
    remedy = (
        "xlwings 通过 cmd.exe 启动 Python，会被拦下（错误 70 或 1000，“拒绝访问”）。"
        f"请系统管理员设置例外（规则 {_NO_CHILDREN}），或改用命令行 xl-appraisal recalc。"
    )
    if state == "1":
        return Line("error", "child_process", checked, "被阻止", remedy)
    if state in ("2", "6"):
        return Line("warning", "child_process", checked, "只审核或警告", remedy)
    text = "注册表中没有阻止的规则；其他杀毒软件的规则读不出"
    return Line("info", "child_process", checked, text, "若按钮无反应，请查看杀毒软件的拦截记录。")


def _command_prompt(machine: Machine) -> Iterator[Line]:
    if value(machine.registry, _CMD_KEY, "DisableCMD") in (1, 2):
        remedy = "xlwings 要用 cmd.exe 启动 Python：请系统管理员解除“阻止访问命令提示符”。"
        yield Line("error", "cmd", "命令提示符", "被组策略禁用", remedy)


def _plain(path: str) -> str:
    return path.replace("/", "\\").rstrip("\\").lower()
