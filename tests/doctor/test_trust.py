"""What the registry says about macros, add-ins and programs that Excel starts."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

import pytest

from tests.doctor.reports import severities, the
from tests.install.office import EXCEL_KEY, POLICY_KEY, office
from xl_appraisal.setup.doctor.trust_check import TrustedFolder, trust_lines, trusted_folders
from xl_appraisal.setup.install.excel_found import Excel
from xl_appraisal.setup.install.registry import Entry

EXCEL = Excel(PureWindowsPath("C:\\Office\\EXCEL.EXE"), "16.0", 64)
COMMON = POLICY_KEY.removesuffix("Excel") + "Common"
RULES = "Windows Defender\\Windows Defender Exploit Guard\\ASR\\Rules"
RULE = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"
Keys = dict[str, dict[str, Entry]]


@pytest.mark.parametrize(
    ("keys", "severity", "words"),
    [
        ({}, "fine", "禁用宏并提示（默认值）"),
        ({f"{EXCEL_KEY}\\Security": {"VBAWarnings": 1}}, "warning", "启用所有宏（用户设置）"),
        ({f"{EXCEL_KEY}\\Security": {"VBAWarnings": 3}}, "warning", "只允许已签名的宏"),
        ({f"{EXCEL_KEY}\\Security": {"vbawarnings": 4}}, "error", "禁用所有宏且不提示"),
        (
            {
                f"{EXCEL_KEY}\\Security": {"VBAWarnings": 1},
                f"{POLICY_KEY}\\Security": {"VBAWarnings": 4},
            },
            "error",
            "组策略",
        ),
    ],
)
def test_the_macro_setting_in_force_is_the_policys_else_the_users(
    tmp_path: Path, keys: Keys, severity: str, words: str
) -> None:
    """Four levels; the default asks."""
    line = the("macros", trust_lines(office(tmp_path, keys), EXCEL))
    assert line.severity == severity
    assert words in line.found


def test_vba_switched_off_altogether_is_an_error(tmp_path: Path) -> None:
    """Then the macro setting does not matter any more."""
    lines = list(trust_lines(office(tmp_path, {COMMON: {"vbaoff": 1}}), EXCEL))
    assert severities(lines)["vba_off"] == "error"
    assert "macros" not in severities(lines)


@pytest.mark.parametrize(("set_to", "words"), [(None, "默认"), (1, "组策略"), (0, "不阻止")])
def test_files_from_the_internet(tmp_path: Path, set_to: int | None, words: str) -> None:
    """Blocked by default in newer versions, by policy, or let through by policy."""
    name = "blockcontentexecutionfrominternet"
    keys: Keys = {} if set_to is None else {f"{POLICY_KEY}\\Security": {name: set_to}}
    assert words in the("internet", trust_lines(office(tmp_path, keys), EXCEL)).found


@pytest.mark.parametrize("name", ["RequireAddinSig", "DisableAllAddins"])
def test_a_policy_against_the_add_in_offers_a_way_round(tmp_path: Path, name: str) -> None:
    """A standalone workbook needs no add-in."""
    keys: Keys = {f"{POLICY_KEY}\\Security": {name: 1}}
    line = the("addin_policy", trust_lines(office(tmp_path, keys), EXCEL))
    assert "xl-appraisal new --standalone" in line.remedy


@pytest.mark.parametrize(("state", "severity"), [("1", "error"), (6, "warning"), ("0", None)])
def test_defenders_rule_against_macros_that_call_windows(
    tmp_path: Path, state: Entry, severity: str | None
) -> None:
    """The add-in declares such functions; where the rule is off there is nothing to say."""
    rule = "92E97FA1-2EDF-4476-BDD6-9DD0B4DDDC7B"
    keys: Keys = {f"HKLM\\SOFTWARE\\Policies\\Microsoft\\{RULES}": {rule: state}}
    lines = list(trust_lines(office(tmp_path, keys), EXCEL))
    assert severities(lines).get("windows_calls") == severity
    told = [line.remedy for line in lines if rule.lower() in line.remedy]
    assert len(told) == (severity is not None) and severities(lines)["child_process"] == "info"


@pytest.mark.parametrize(("state", "severity"), [("1", "error"), (2, "warning"), ("0", "info")])
def test_defenders_rule_against_child_processes(
    tmp_path: Path, state: Entry, severity: str
) -> None:
    """The rule that stops xlwings from starting Python, by its documented number."""
    keys: Keys = {f"HKLM\\SOFTWARE\\Policies\\Microsoft\\{RULES}": {RULE: state}}
    line = the("child_process", trust_lines(office(tmp_path, keys), EXCEL))
    assert line.severity == severity


def test_a_forbidden_command_prompt_is_an_error(tmp_path: Path) -> None:
    """Python is started through it."""
    keys: Keys = {"HKCU\\Software\\Policies\\Microsoft\\Windows\\System": {"DisableCMD": 2}}
    assert the("cmd", trust_lines(office(tmp_path, keys), EXCEL)).severity == "error"


USER = f"{EXCEL_KEY}\\Security\\Trusted Locations"
PRESCRIBED = f"{POLICY_KEY}\\Security\\Trusted Locations"


def locations(**extra: dict[str, Entry]) -> Keys:
    return {
        USER: extra.get("user", {}),
        f"{USER}\\Location0": {"Path": "%APPDATA%\\Excel\\XLSTART\\"},
        f"{USER}\\Location1": {"Path": "\\\\server\\kaohe", "AllowSubFolders": 1},
        f"{PRESCRIBED}\\Location1": {"Path": "D:\\绩效考核", "AllowSubFolders": 1},
        f"{COMMON}\\Security\\Trusted Locations": extra.get("common", {}),
    }


def paths(tmp_path: Path, keys: Keys) -> list[str]:
    machine = office(tmp_path, keys, environ={"APPDATA": "C:\\Roaming"})
    return [folder.path for folder in trusted_folders(machine, EXCEL)]


def test_trusted_locations_in_force(tmp_path: Path) -> None:
    """The policy's and the user's; network folders only where they are allowed."""
    local = ["D:\\绩效考核", "C:\\Roaming\\Excel\\XLSTART\\"]
    allowed: dict[str, Entry] = {"AllowNetworkLocations": 1}
    assert paths(tmp_path, locations()) == local
    assert paths(tmp_path, locations(user=allowed)) == [*local, "\\\\server\\kaohe"]
    only: dict[str, Entry] = {"Allow User Locations": 0}
    assert paths(tmp_path, locations(common=only)) == ["D:\\绩效考核"]
    off: dict[str, Entry] = {"AllLocationsDisabled": 1}
    assert paths(tmp_path, locations(user=off)) == []


def test_a_policy_from_the_cloud_goes_before_the_users_own(tmp_path: Path) -> None:
    """Microsoft's cloud policy stands in a key of its own, whatever the setting."""
    cloud = POLICY_KEY.replace("Microsoft\\Office", "Microsoft\\Cloud\\Office")
    off: Keys = {f"{cloud}\\Security\\Trusted Locations": {"AllLocationsDisabled": 1}}
    assert paths(tmp_path, locations() | off) == []


def test_the_report_lists_them_or_says_there_are_none(tmp_path: Path) -> None:
    """With their subfolders where these count too."""
    line = the("locations", trust_lines(office(tmp_path, locations()), EXCEL))
    assert "D:\\绩效考核（含子文件夹）" in line.found
    assert the("locations", trust_lines(office(tmp_path), EXCEL)).severity == "info"


def test_a_trusted_location_holds_its_subfolders_only_if_it_says_so() -> None:
    """Nor a folder whose name merely begins alike."""
    below = TrustedFolder("D:\\绩效考核\\", True)
    alone = TrustedFolder("D:\\绩效考核", False)
    assert below.holds("d:/绩效考核/2023")
    assert not below.holds("D:\\绩效考核2")
    assert alone.holds("D:\\绩效考核")
    assert not alone.holds("D:\\绩效考核\\2023")
