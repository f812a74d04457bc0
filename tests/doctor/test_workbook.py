"""The workbook: where it lies, where it came from, and what macros it holds."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

import openpyxl
import pytest

from tests.doctor.reports import severities, the
from tests.install.office import EXCEL_KEY, office
from xl_appraisal.setup.doctor.book_check import workbook_lines, zone
from xl_appraisal.setup.doctor.libreoffice_check import libreoffice_lines
from xl_appraisal.setup.doctor.path_check import program_path_lines, workbook_path_lines
from xl_appraisal.setup.install.excel_found import Excel

EXCEL = Excel(PureWindowsPath("C:\\Office\\EXCEL.EXE"), "16.0", 64)


def mark(path: Path, number: int) -> None:
    """What a browser writes beside a download; on Linux an ordinary file of that name."""
    Path(f"{path}:Zone.Identifier").write_text(f"[ZoneTransfer]\r\nZoneId={number}\r\n")


@pytest.mark.parametrize(
    ("path", "code", "severity"),
    [
        ("C:\\Users\\wang\\Documents\\a.xlsm", "workbook_path", "fine"),
        ("https://x.sharepoint.com/a.xlsm", "path_url", "error"),
        ("C:\\Users\\wang\\OneDrive\\考核\\a.xlsm", "path_onedrive", "warning"),
        ("\\\\server\\share\\a.xlsm", "path_network", "warning"),
        ("Z:\\a.xlsm", "path_network", "warning"),
        ("C:\\Users\\wang\\AppData\\Local\\Temp\\7z\\a.xlsm", "path_temporary", "warning"),
        ("D:\\" + "长" * 220 + ".xlsm", "path_long", "error"),
        ("D:\\考核&评比\\a.xlsm", "path_characters", "warning"),
    ],
)
def test_paths_that_trip_up_excel(tmp_path: Path, path: str, code: str, severity: str) -> None:
    """Each kind of trap, and a path without any."""
    machine = office(
        tmp_path,
        environ={"OneDrive": "C:\\Users\\wang\\OneDrive"},
        on_network=lambda text: text.startswith("Z:"),
    )
    lines = list(workbook_path_lines(machine, path))
    assert severities(lines) == {code: severity}


def test_on_linux_a_path_is_a_path(tmp_path: Path) -> None:
    """None of these traps is one there."""
    lines = workbook_path_lines(office(tmp_path, system="linux"), "/srv/temp/a&b.xlsx")
    assert severities(lines) == {"workbook_path": "fine"}


@pytest.mark.parametrize(
    ("python", "code", "severity"),
    [
        ("C:\\Program Files\\Python311\\python.exe", "python_path", "fine"),
        ("D:\\王\\python.exe", "python_path", "fine"),
        ("D:\\😀\\python.exe", "python_path", "error"),
        ("\\\\server\\python\\python.exe", "python_network", "warning"),
        ("D:\\" + "a" * 260 + "\\python.exe", "python_long", "error"),
        ("D:\\R&D\\python.exe", "path_characters", "warning"),
    ],
)
def test_places_where_python_cannot_be_started(
    tmp_path: Path, python: str, code: str, severity: str
) -> None:
    """Blanks and Chinese are no trouble, as long as the code page can write them."""
    machine = office(tmp_path, python=PureWindowsPath(python), environ={"USERPROFILE": "C:\\w"})
    assert severities(program_path_lines(machine)) == {code: severity}


@pytest.mark.parametrize(("name", "severity"), [("王", "info"), ("😀", "error")])
def test_a_users_folder_with_a_chinese_name(tmp_path: Path, name: str, severity: str) -> None:
    """It matters only where the code page cannot write it."""
    machine = office(tmp_path, environ={"USERPROFILE": f"C:\\Users\\{name}"})
    assert the("profile", program_path_lines(machine)).severity == severity


def test_a_blocked_workbook_is_found_by_its_mark(
    tmp_path: Path, workbook: Callable[..., Path]
) -> None:
    """Zone 3 is the internet; the remedy is the check box in its properties."""
    path, machine = workbook(), office(tmp_path)
    assert zone(path) is None
    mark(path, 3)
    line = the("blocked", workbook_lines(machine, EXCEL, path))
    assert (line.severity, "解除锁定" in line.remedy) == ("error", True)
    mark(path, 1)
    assert the("blocked", workbook_lines(machine, EXCEL, path)).severity == "fine"


def test_a_mark_does_not_matter_in_a_trusted_location(
    tmp_path: Path, workbook: Callable[..., Path]
) -> None:
    """As Microsoft documents it."""
    path = workbook()
    mark(path, 3)
    key = f"{EXCEL_KEY}\\Security\\Trusted Locations\\Location5"
    machine = office(tmp_path, {key: {"Path": str(path.parent)}})
    assert the("blocked", workbook_lines(machine, EXCEL, path)).severity == "fine"


def test_a_workbook_of_this_version_is_in_order(
    tmp_path: Path, workbook: Callable[..., Path]
) -> None:
    """With the add-in called by name or referred to, or with xlwings embedded."""
    machine = office(tmp_path, system="linux")
    for path in (workbook(), workbook(bridge="reference")):
        assert severities(workbook_lines(machine, None, path)) == {"workbook_vba": "fine"}
    both = {"workbook_vba": "fine", "embedded": "fine"}
    assert severities(workbook_lines(machine, None, workbook(bridge="standalone"))) == both


def test_an_embedded_xlwings_of_another_version_is_an_error(
    tmp_path: Path, with_modules: Callable[..., Path]
) -> None:
    """It would refuse to talk to the installed package."""
    path = with_modules(xlwings='Public Const XLWINGS_VERSION As String = "0.30.0"')
    line = the("embedded", workbook_lines(office(tmp_path, system="linux"), None, path))
    assert (line.severity, "0.30.0" in line.found) == ("error", True)


def test_macros_of_another_version_are_named(
    tmp_path: Path, with_modules: Callable[..., Path]
) -> None:
    """Modules that are missing, and modules that differ."""
    path = with_modules(Macros="Public Sub Old()\nEnd Sub")
    line = the("workbook_vba", workbook_lines(office(tmp_path, system="linux"), None, path))
    assert line.severity == "warning"
    assert "模块 Macros 不同" in line.found
    assert "缺少模块 Runner" in line.found


@pytest.mark.parametrize(
    ("name", "data", "severity"),
    [("a.xlsx", b"", "info"), ("a.xlsm", b"damaged", "warning"), ("", b"", "error")],
)
def test_workbooks_without_macros_damaged_or_gone(
    tmp_path: Path, name: str, data: bytes, severity: str
) -> None:
    """None of them stops the report."""
    path = tmp_path / (name or "gone.xlsm")
    if name:
        path.write_bytes(data)
    lines = list(workbook_lines(office(tmp_path, system="linux"), None, path))
    assert [line.severity for line in lines] == [severity]


def test_an_empty_configuration_sheet_sets_nothing(
    tmp_path: Path, workbook: Callable[..., Path]
) -> None:
    """Only what it sets is told."""
    path = workbook("名次表", "xlwings.conf")
    lines = workbook_lines(office(tmp_path, system="linux"), None, path)
    assert "sheet_config" not in {line.code for line in lines}


def test_the_templates_own_configuration_is_no_reason_to_warn(tmp_path: Path) -> None:
    """But a Python named there is, by its name and value."""
    path = tmp_path / "a.xlsm"
    shutil.copy(Path(__file__).parents[2] / "workbook_template.xlsm", path)
    own = workbook_lines(office(tmp_path, system="linux"), None, path)
    assert "sheet_config" not in {line.code for line in own}

    book = openpyxl.load_workbook(path, keep_vba=True)
    book["xlwings.conf"].append(["INTERPRETER_WIN", "evil.exe"])
    book.save(path)
    line = the("sheet_config", workbook_lines(office(tmp_path, system="linux"), None, path))
    assert line.severity == "warning"
    assert line.found.endswith("：INTERPRETER_WIN=evil.exe")


_REST = {"uno": "warning", "extension": "info"}


@pytest.mark.parametrize(
    ("there", "says", "found"),
    [
        (False, None, {"libreoffice": "info"}),
        (True, None, {"libreoffice": "warning"}),
        (True, "LibreOffice 6.4.7.2 40(Build:2)", {"libreoffice": "warning", **_REST}),
        (True, "LibreOffice 24.2.1 x", {"libreoffice": "fine", **_REST}),
    ],
)
def test_libreoffice_absent_silent_old_or_new(
    tmp_path: Path, there: bool, says: str | None, found: dict[str, str]
) -> None:
    """And its bridge to Python, which here does not answer."""
    machine = office(
        tmp_path,
        system="linux",
        which=lambda name: f"/usr/bin/{name}" if there else None,
        run=lambda command: says if "--version" in command else None,
    )
    assert severities(libreoffice_lines(machine)) == found
