"""Uninstalling takes back exactly what was installed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.install.office import office, tree
from tests.install.test_install import CONFIG, TEMPLATE, XLSTART
from xl_appraisal.setup.install.file_changes import InstallError, Plan
from xl_appraisal.setup.install.install_plan import carry_out, plan_uninstall
from xl_appraisal.setup.install.install_record import record_path
from xl_appraisal.setup.install.machine import Machine

Planner = Callable[[Machine], Plan]


def install_and_remove(machine: Machine, plan: Planner) -> Plan:
    carry_out(machine, plan(machine))
    removal = plan_uninstall(machine)
    carry_out(machine, removal)
    return removal


def files(disk: Path) -> dict[str, bytes | None]:
    return {name: data for name, data in tree(disk).items() if data is not None}


def test_everything_is_as_it_was(disk: Path, plan: Planner) -> None:
    """On a fresh machine no file of ours stays, and no folder of ours either."""
    machine = office(disk)
    before = files(disk)
    install_and_remove(machine, plan)
    assert files(disk) == before
    assert not (disk / CONFIG).parent.exists()
    assert not record_path(machine).parent.exists()


def test_the_users_own_add_in_and_settings_come_back(disk: Path, plan: Planner) -> None:
    """Byte for byte, from the backup and the record."""
    machine = office(disk)
    for path, data in (
        (XLSTART, b"the user's add-in"),
        (CONFIG, b'"INTERPRETER_WIN","C:\\Python39\\python.exe"\r\n"UDF MODULES","tools"\r\n'),
    ):
        (disk / path).parent.mkdir(parents=True)
        (disk / path).write_bytes(data)
    before = files(disk)
    install_and_remove(machine, plan)
    assert files(disk) == before


def test_upgrades_do_not_lose_the_users_own(disk: Path, plan: Planner, addin: Path) -> None:
    """What comes back is what stood there before the first installation."""
    machine = office(disk)
    (disk / XLSTART).parent.mkdir(parents=True)
    (disk / XLSTART).write_bytes(b"the user's add-in")
    before = files(disk)
    carry_out(machine, plan(machine))
    addin.write_bytes(b"add-in 2")
    install_and_remove(office(disk, python=disk / "new" / "python.exe"), plan)
    assert files(disk) == before


def test_what_was_changed_since_stays(disk: Path, plan: Planner) -> None:
    """A template somebody filled in, and settings somebody changed, are theirs."""
    machine = office(disk)
    carry_out(machine, plan(machine))
    (disk / TEMPLATE).write_bytes(b"a quarter's work")
    (disk / CONFIG).write_bytes(
        b'"INTERPRETER_WIN","D:\\my\\python.exe"\r\n"UDF MODULES","xl_appraisal.udfs;mine"\r\n'
    )
    removal = plan_uninstall(machine)
    carry_out(machine, removal)
    assert (disk / TEMPLATE).read_bytes() == b"a quarter's work"
    kept = b'"INTERPRETER_WIN","D:\\my\\python.exe"\r\n"UDF MODULES","mine"\r\n'
    assert (disk / CONFIG).read_bytes() == kept
    assert any("予以保留" in note for note in removal.notes)


def test_a_module_that_was_listed_before_stays_listed(disk: Path, plan: Planner) -> None:
    """It was the user who put it there."""
    machine = office(disk)
    (disk / CONFIG).parent.mkdir(parents=True)
    (disk / CONFIG).write_bytes(b'"UDF MODULES","xl_appraisal.udfs"\r\n')
    install_and_remove(machine, plan)
    assert (disk / CONFIG).read_bytes() == b'"UDF MODULES","xl_appraisal.udfs"\r\n'


def test_an_add_in_that_was_there_before_stays(disk: Path, plan: Planner) -> None:
    """The same file, put there by `xlwings addin install`, is not ours to remove."""
    machine = office(disk)
    (disk / XLSTART).parent.mkdir(parents=True)
    (disk / XLSTART).write_bytes(b"add-in 1")
    install_and_remove(machine, plan)
    assert (disk / XLSTART).read_bytes() == b"add-in 1"


@pytest.mark.parametrize("system", ["win32", "linux"])
def test_nothing_installed_is_nothing_to_remove(disk: Path, system: str) -> None:
    """It says so and is content, on a machine without Excel too."""
    plan = plan_uninstall(office(disk, excel=False, system=system))
    assert plan.steps == ()
    assert "没有安装记录" in plan.notes[0]


def test_removing_twice_is_no_mistake(disk: Path, plan: Planner) -> None:
    """The second time there is nothing left to do."""
    machine = office(disk)
    install_and_remove(machine, plan)
    assert plan_uninstall(machine).steps == ()


@pytest.mark.parametrize("damage", [b"{", b'{"format": 9}', b"[]", b'{"format": 1, "files": [1]}'])
def test_a_damaged_record_stops_everything(disk: Path, plan: Planner, damage: bytes) -> None:
    """Guessing what was ours could delete what is not."""
    machine = office(disk)
    carry_out(machine, plan(machine))
    record_path(machine).write_bytes(damage)
    for planned in (plan, plan_uninstall):
        with pytest.raises(InstallError, match=r"install\.json：安装记录无法读取"):
            planned(machine)
