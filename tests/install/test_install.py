"""Installing puts add-in, configuration and template where Excel and staff look for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.install.office import EXCEL_KEY, SHELL, office, tree
from xl_appraisal.setup.install.file_changes import InstallError, Plan
from xl_appraisal.setup.install.install_plan import NoExcelError, carry_out
from xl_appraisal.setup.install.machine import Machine
from xl_appraisal.setup.install.staff_template import template_source
from xl_appraisal.setup.install.xlwings_config import settings

Planner = Callable[[Machine], Plan]
XLSTART = Path("Users/wang/AppData/Roaming/Microsoft/Excel/XLSTART/xlwings.xlam")
CONFIG = Path("Users/wang/.xlwings/xlwings.conf")
TEMPLATE = Path("Users/wang/Documents/窗口绩效考核模板.xlsm")


def test_everything_lands_where_it_is_looked_for(disk: Path, plan: Planner) -> None:
    """Add-in in XLSTART, settings in the user's configuration, template among the documents."""
    machine = office(disk)
    carry_out(machine, plan(machine))
    assert (disk / XLSTART).read_bytes() == b"add-in 1"
    assert (disk / TEMPLATE).read_bytes() == b"template 1"
    written = settings((disk / CONFIG).read_bytes().decode("cp936"))
    assert written == {
        "INTERPRETER_WIN": str(machine.python),
        "UDF MODULES": "xl_appraisal.udfs",
    }


def test_the_configuration_has_the_form_that_vba_reads(disk: Path, plan: Planner) -> None:
    """One quoted pair a line, lines ended as on Windows, in the system's code page."""
    machine = office(disk, python=disk / "王" / "python.exe")
    carry_out(machine, plan(machine))
    first = (disk / CONFIG).read_bytes().split(b"\r\n")[0]
    assert first == f'"INTERPRETER_WIN","{disk / "王" / "python.exe"}"'.encode("cp936")


def test_xlwings_itself_reads_the_configuration_back(
    disk: Path, plan: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Python side of xlwings finds the settings under the names it looks for."""
    import xlwings.utils

    machine = office(disk)
    carry_out(machine, plan(machine))
    monkeypatch.setattr("xlwings.USER_CONFIG_FILE", str(disk / CONFIG))
    found = xlwings.utils.read_user_config()
    assert found["udf modules"] == "xl_appraisal.udfs"
    assert found["interpreter_win"] == str(machine.python)


def test_installing_twice_changes_nothing_the_second_time(disk: Path, plan: Planner) -> None:
    """The second plan is empty."""
    machine = office(disk)
    carry_out(machine, plan(machine))
    before = tree(disk)
    assert plan(machine).steps == ()
    assert tree(disk) == before


def test_other_settings_of_the_user_stay(disk: Path, plan: Planner) -> None:
    """Other lines keep their place and bytes; other UDF modules stay in front of ours."""
    machine = office(disk)
    (disk / CONFIG).parent.mkdir(parents=True)
    (disk / CONFIG).write_bytes(b'"SHOW CONSOLE","True"\r\n"udf modules","tools"\r\njunk\r\n')
    carry_out(machine, plan(machine))
    lines = (disk / CONFIG).read_bytes().split(b"\r\n")
    assert lines[:3] == [
        b'"SHOW CONSOLE","True"',
        b'"UDF MODULES","tools;xl_appraisal.udfs"',
        b"junk",
    ]


def test_a_new_version_replaces_the_old_one(disk: Path, plan: Planner, addin: Path) -> None:
    """What we put there ourselves is simply brought up to date."""
    machine = office(disk)
    carry_out(machine, plan(machine))
    addin.write_bytes(b"add-in 2")
    carry_out(machine, plan(machine))
    assert (disk / XLSTART).read_bytes() == b"add-in 2"


def test_the_registered_add_in_is_replaced_rather_than_doubled(disk: Path, plan: Planner) -> None:
    """Two copies would be loaded in an order that nobody knows."""
    registered = disk / "addins" / "xlwings.xlam"
    registered.parent.mkdir()
    registered.write_bytes(b"old")
    entry = f'/R "{registered}"'
    machine = office(disk, {f"{EXCEL_KEY}\\Options": {"OPEN": "other.xlam", "OPEN1": entry}})
    carry_out(machine, plan(machine))
    assert registered.read_bytes() == b"add-in 1"
    assert not (disk / XLSTART).exists()


def test_a_template_somebody_works_in_is_left_alone(disk: Path, plan: Planner) -> None:
    """The new one is put beside it, and the plan says where."""
    machine = office(disk)
    (disk / TEMPLATE).write_bytes(b"a quarter's work")
    done = plan(machine)
    carry_out(machine, done)
    assert (disk / TEMPLATE).read_bytes() == b"a quarter's work"
    beside = next((disk / TEMPLATE).parent.glob("窗口绩效考核模板（*版）.xlsm"))
    assert beside.read_bytes() == b"template 1"
    assert any(str(beside) in note for note in done.notes)


def test_a_document_folder_that_was_moved_is_followed(disk: Path, plan: Planner) -> None:
    """The office may keep documents on another drive."""
    machine = office(disk, {SHELL: {"Personal": "%USERPROFILE%/公文"}})
    carry_out(machine, plan(machine))
    assert (disk / "Users/wang/公文/窗口绩效考核模板.xlsm").exists()


def test_onedrive_is_avoided(disk: Path, plan: Planner) -> None:
    """Excel would name the workbook by its web address."""
    cloud = disk / "Users" / "wang" / "Documents"
    machine = office(disk, environ={"OneDrive": str(cloud)})
    carry_out(machine, plan(machine))
    assert (disk / "Users/wang/Desktop/窗口绩效考核模板.xlsm").exists()


def test_conda_is_configured_as_xlwings_wants_it(disk: Path, plan: Planner) -> None:
    """An interpreter's path would keep the add-in from activating the environment."""
    (disk / "venv" / "conda-meta").mkdir(parents=True)
    conda = str(disk / "conda" / "Scripts" / "conda.exe")
    machine = office(disk, environ={"CONDA_EXE": conda, "CONDA_DEFAULT_ENV": "kaohe"})
    carry_out(machine, plan(machine))
    written = settings((disk / CONFIG).read_text("cp936"))
    assert (written["INTERPRETER_WIN"], written["CONDA ENV"]) == ("", "kaohe")
    assert written["CONDA PATH"] == str(disk / "conda")


def test_another_interpreter_is_replaced_and_the_plan_says_so(disk: Path, plan: Planner) -> None:
    """The user's other workbooks are concerned too."""
    machine = office(disk)
    (disk / CONFIG).parent.mkdir(parents=True)
    (disk / CONFIG).write_text('"INTERPRETER_WIN","C:\\Python39\\python.exe"\r\n')
    assert any("C:\\Python39\\python.exe" in note for note in plan(machine).notes)


def test_a_path_the_code_page_cannot_write_is_refused(disk: Path, plan: Planner) -> None:
    """Excel would not find Python; nothing is changed."""
    machine = office(disk, python=disk / "😀" / "python.exe")
    before = tree(disk)
    with pytest.raises(InstallError, match="代码页写不出的字符“😀”"):
        plan(machine)
    assert tree(disk) == before


@pytest.mark.parametrize("system", ["win32", "linux", "darwin"])
def test_without_excel_it_says_what_works_instead(disk: Path, plan: Planner, system: str) -> None:
    """Nothing is installed where nothing would use it."""
    with pytest.raises(NoExcelError, match="xl-appraisal new / import / recalc"):
        plan(office(disk, excel=False, system=system))


def test_wps_under_the_name_of_excel_is_no_excel(disk: Path, plan: Planner) -> None:
    """Its program bears another name."""
    key = "HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\App Paths\\excel.exe"
    with pytest.raises(NoExcelError):
        plan(office(disk, {key: {"": "C:\\WPS\\et.exe"}}))


def test_a_missing_template_is_reported_with_its_place(tmp_path: Path) -> None:
    """The message names the file, the folder, and what to do meanwhile."""
    with pytest.raises(InstallError, match=r"缺少模板 workbook_template\.xlsm.*xl-appraisal new"):
        template_source((tmp_path / "data" / "workbook_template.xlsm",))
