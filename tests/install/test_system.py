"""What is asked of the system: the registry, Excel in it, this machine, the installed xlwings."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest

from tests.install.office import APP_PATHS, CLICK_TO_RUN, CURRENT, EXCEL_KEY, PROGRAM, office
from xl_appraisal.setup.doctor.addin_check import addin_version
from xl_appraisal.setup.install.excel_found import addin_copies, find_excel
from xl_appraisal.setup.install.machine import this_machine
from xl_appraisal.setup.install.packages import addin_source, installed
from xl_appraisal.setup.install.registry import Registry, WindowsRegistry, text, value

OUTLOOK = "HKLM\\SOFTWARE\\Microsoft\\Office\\16.0\\Outlook"
HALVES = {
    ("HKLM", "A", 64): ({"": "default", "Number": 4, "Binary": b"?"}, ["One", "Two"]),
    ("HKLM", "A", 32): ({"number": 9, "Only32": "x"}, ["Two", "Three"]),
}


def fake_winreg() -> types.ModuleType:
    """The few functions of the standard library's winreg that are used."""
    module = types.ModuleType("winreg")

    def open_key(hive: str, path: str, _: int, access: int) -> object:
        try:
            return HALVES[hive, path, access & ~1]  # the access right to read is 1
        except KeyError:
            raise FileNotFoundError(path) from None

    vars(module).update(
        HKEY_LOCAL_MACHINE="HKLM",
        HKEY_CURRENT_USER="HKCU",
        KEY_READ=1,
        KEY_WOW64_64KEY=64,
        KEY_WOW64_32KEY=32,
        OpenKey=open_key,
        QueryInfoKey=lambda key: (len(key[1]), len(key[0]), 0),
        EnumValue=lambda key, i: (*list(key[0].items())[i], 1),
        EnumKey=lambda key, i: key[1][i],
    )
    return module


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> WindowsRegistry:
    monkeypatch.setitem(sys.modules, "winreg", fake_winreg())
    return WindowsRegistry()


def test_both_halves_of_the_registry_are_read(registry: WindowsRegistry) -> None:
    """A 32-bit Excel writes where a 64-bit Python would not look."""
    assert registry.values("HKLM\\A")["Only32"] == "x"
    assert registry.subkeys("HKLM\\A") == ("One", "Two", "Three")
    assert value(registry, "HKLM\\A", "NUMBER") == 4


def test_a_key_that_is_not_there_holds_nothing(registry: WindowsRegistry) -> None:
    """Nor does a registry that is not there."""
    for nowhere in (registry, Registry()):
        assert not nowhere.values("HKCU\\B")
        assert not nowhere.subkeys("HKCU\\B")
    assert text(registry, "HKLM\\A") == "default"
    assert text(registry, "HKLM\\A", "Number") == ""


@pytest.mark.parametrize(
    ("keys", "bits"),
    [
        ({CLICK_TO_RUN: {"Platform": "x86"}}, 32),
        ({CLICK_TO_RUN: {}, OUTLOOK: {"Bitness": "x64"}}, 64),
        ({CLICK_TO_RUN: {}, APP_PATHS: {"": PROGRAM.replace("Files", "Files (x86)")}}, 32),
        ({CLICK_TO_RUN: {}}, None),
    ],
)
def test_excels_bitness_is_read_or_left_open(
    tmp_path: Path, keys: dict[str, dict[str, str]], bits: int | None
) -> None:
    """From Click-to-Run, from Outlook, from the folder; unknown is not guessed."""
    excel = find_excel(office(tmp_path, keys))
    assert excel is not None
    assert excel.bits == bits


def test_an_older_excel_has_keys_of_its_own(tmp_path: Path) -> None:
    """The version number is part of every key."""
    excel = find_excel(office(tmp_path, {CURRENT: {"": "Excel.Application.15"}}))
    assert excel is not None
    assert excel.user_key == EXCEL_KEY.replace("16.0", "15.0")


def test_every_copy_that_excel_loads_is_found(tmp_path: Path) -> None:
    """XLSTART, the alternate startup folder, and the list of add-ins with or without a folder."""
    roaming = tmp_path / "Users/wang/AppData/Roaming/Microsoft"
    places = [roaming / "Excel" / "XLSTART", tmp_path / "start", roaming / "AddIns"]
    for place in places:
        place.mkdir(parents=True)
        (place / "xlwings.xlam").touch()
    options = {"AltStartup": str(tmp_path / "start"), "OPEN": "/R xlwings.xlam", "OPEN1": 5}
    machine = office(tmp_path, {f"{EXCEL_KEY}\\Options": options})  # type: ignore[dict-item]
    excel = find_excel(machine)
    assert excel is not None
    assert addin_copies(machine, excel) == [place / "xlwings.xlam" for place in places]


def test_the_installed_add_in_is_of_the_packages_version() -> None:
    """Read out of its VBA by a reader that is not Excel."""
    assert addin_version(addin_source()) == installed("xlwings")


def test_this_machine_is_described_truly() -> None:
    """The Python that runs the tests, and programs that answer or do not."""
    machine = this_machine()
    assert machine.python == Path(sys.executable)
    assert machine.version == sys.version.split()[0]
    assert machine.run([sys.executable, "-c", "print('好')"]) == "好"
    assert machine.run([sys.executable, "-c", "raise SystemExit(1)"]) is None
    assert machine.run(["no-such-program"]) is None
