"""Python, the add-in and the configuration: each fault is found and named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PureWindowsPath

import pytest

from tests.doctor.reports import severities, the
from tests.install.office import EXCEL_KEY, office
from xl_appraisal.setup.doctor.addin_check import addin_lines, config_lines
from xl_appraisal.setup.doctor.python_check import importable, python_lines
from xl_appraisal.setup.install.excel_found import Excel, startup_folder
from xl_appraisal.setup.install.machine import Machine
from xl_appraisal.setup.install.packages import installed
from xl_appraisal.setup.install.xlwings_config import config_path

EXCEL = Excel(PureWindowsPath("C:\\Office\\EXCEL.EXE"), "16.0", 64)


def put_addin(machine: Machine, data: bytes) -> Path:
    path = startup_folder(machine) / "xlwings.xlam"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def configure(machine: Machine, text: str) -> None:
    path = config_path(machine)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("cp936"))


def test_an_old_python_is_an_error(tmp_path: Path) -> None:
    """3.11 is the oldest that will do."""
    assert the("python", python_lines(office(tmp_path, version="3.10.9"), None)).severity == "error"
    assert the("python", python_lines(office(tmp_path, version="3.14.0"), None)).severity == "fine"


@pytest.mark.parametrize("bits", [32, 64])
def test_the_library_of_excels_bitness_must_lie_near_python(tmp_path: Path, bits: int) -> None:
    """Excel loads it into itself: its own bitness counts, not Python's."""
    machine = office(tmp_path)
    excel = Excel(EXCEL.program, "16.0", bits)
    missing = the("dll", python_lines(machine, excel))
    assert (missing.severity, "--user" in missing.remedy) == ("error", True)
    (machine.prefix / f"xlwings{bits}-{installed('xlwings')}.dll").touch()
    assert the("dll", python_lines(machine, excel)).severity == "fine"


def test_the_stores_python_is_an_error(tmp_path: Path) -> None:
    """Its files are hidden from Excel."""
    python = tmp_path / "Microsoft" / "WindowsApps" / "python.exe"
    lines = list(python_lines(office(tmp_path, python=python), None))
    assert the("python_store", lines).severity == "error"


def test_windows_without_pywin32_is_an_error(tmp_path: Path) -> None:
    """A wheelhouse put together on Linux leaves it out."""
    lines = list(python_lines(office(tmp_path, has_module=lambda _: False), None))
    assert "离线安装" in the("pywin32", lines).remedy
    assert "pywin32" not in severities(python_lines(office(tmp_path), None))


def test_a_module_that_cannot_be_imported_is_an_error() -> None:
    """With Python's own words, which whoever mends it will want."""
    line = importable("xl_appraisal.no_such_module", "函数")
    assert line.severity == "error"
    assert "ModuleNotFoundError" in line.found
    assert importable("xl_appraisal.model.commands", "命令").severity == "fine"


def test_an_add_in_of_another_version_is_an_error(
    tmp_path: Path, stating: Callable[[str], bytes]
) -> None:
    """Both versions are named; each works with its own Python side only."""
    machine = office(tmp_path)
    put_addin(machine, stating("0.30.0"))
    line = the("addin_version", addin_lines(machine, EXCEL))
    assert line.severity == "error"
    assert "0.30.0" in line.found
    assert installed("xlwings") in line.found


def test_a_damaged_add_in_is_an_error(tmp_path: Path) -> None:
    """Its version cannot be read."""
    machine = office(tmp_path)
    put_addin(machine, b"not a workbook")
    assert "版本读不出" in the("addin_version", addin_lines(machine, EXCEL)).found


def test_two_copies_are_pointed_out(tmp_path: Path, current: bytes) -> None:
    """Even when both are of the right version."""
    other = tmp_path / "other" / "xlwings.xlam"
    other.parent.mkdir()
    other.write_bytes(current)
    options = {f"{EXCEL_KEY}\\Options": {"OPEN": f'/R "{other}"'}}
    machine = office(tmp_path, options)
    path = put_addin(machine, current)
    line = the("addin_twice", addin_lines(machine, EXCEL))
    assert str(path) in line.found
    assert str(other) in line.found


def interpreter(machine: Machine, text: str) -> tuple[str, str]:
    configure(machine, text)
    line = the("interpreter", config_lines(machine))
    return line.severity, line.found


def test_excels_python_must_be_there_and_hold_this_product(tmp_path: Path) -> None:
    """The same one, another one that answers, one that does not, one that is gone, none."""
    other = tmp_path / "other" / "python.exe"
    other.parent.mkdir()
    other.touch()
    mine = office(tmp_path)
    answers = office(tmp_path, run=lambda _: installed("xlwings"))
    assert interpreter(mine, f'"INTERPRETER_WIN","{mine.python}"\r\n')[0] == "fine"
    assert interpreter(answers, f'"INTERPRETER_WIN","{other}"\r\n')[0] == "fine"
    assert interpreter(mine, f'"INTERPRETER_WIN","{other}"\r\n')[0] == "error"
    assert "不存在" in interpreter(mine, '"INTERPRETER_WIN","C:\\gone\\python.exe"\r\n')[1]
    assert interpreter(mine, '"SHOW CONSOLE","False"\r\n')[0] == "warning"
    assert interpreter(mine, '"CONDA PATH","C:\\c"\r\n"CONDA ENV","base"\r\n')[0] == "fine"


def test_a_variable_in_the_interpreters_path_is_followed(tmp_path: Path) -> None:
    """The add-in expands it, so a path with one is no fault."""
    machine = office(tmp_path, environ={"KAOHE": str(tmp_path / "venv")})
    text = '"INTERPRETER_WIN","%KAOHE%/Scripts/python.exe"\r\n'
    assert interpreter(machine, text)[0] == "fine"


def test_lines_the_add_in_stumbles_on_are_shown(tmp_path: Path) -> None:
    """Together with a missing list of functions."""
    machine = office(tmp_path)
    configure(machine, f'"INTERPRETER_WIN","{machine.python}"\r\nINTERPRETER=x\r\n')
    lines = list(config_lines(machine))
    assert "INTERPRETER=x" in the("config_line", lines).found
    assert severities(lines)["config_udf"] == "warning"
