"""Steps are all taken or all undone."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.install.office import office, tree
from tests.install.test_install import XLSTART
from xl_appraisal.setup.install.file_changes import Change, InstallError, Plan, perform
from xl_appraisal.setup.install.install_plan import carry_out, plan_uninstall
from xl_appraisal.setup.install.machine import Machine, RunningExcel

Planner = Callable[[Machine], Plan]


class Stop(Exception):
    """Something that goes wrong in between."""


def fail_at(number: int) -> Callable[[Change], None]:
    left = iter(range(number))

    def told(_: Change) -> None:
        if next(left, None) is None:
            raise Stop

    return told


@pytest.mark.parametrize("number", range(4))
def test_a_failed_installation_leaves_no_trace(disk: Path, plan: Planner, number: int) -> None:
    """Whichever step it fails after, every file and folder is as before."""
    machine = office(disk)
    before = tree(disk)
    steps = plan(machine)
    assert len(steps.steps) == 4
    with pytest.raises(Stop):
        carry_out(machine, steps, fail_at(number))
    assert tree(disk) == before


@pytest.mark.parametrize("number", range(4))
def test_a_failed_removal_leaves_everything_installed(
    disk: Path, plan: Planner, number: int
) -> None:
    """The other way round as well."""
    machine = office(disk)
    carry_out(machine, plan(machine))
    before = tree(disk)
    with pytest.raises(Stop):
        carry_out(machine, plan_uninstall(machine), fail_at(number))
    assert tree(disk) == before


def test_a_file_that_cannot_be_written_is_named(disk: Path, plan: Planner) -> None:
    """The message says which file, what to do, and that nothing has changed."""
    machine = office(disk)
    steps = plan(machine)
    (disk / "Users/wang/AppData/Roaming").parent.mkdir(parents=True)
    (disk / "Users/wang/AppData/Roaming").write_text("a file where a folder should be")
    before = tree(disk)
    with pytest.raises(InstallError, match="已撤销全部步骤"):
        carry_out(machine, steps)
    assert tree(disk) == before


def test_an_add_in_held_open_by_excel_asks_to_close_it(
    disk: Path, plan: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace a file that is open."""
    machine = office(disk)
    real = os.replace

    def refuse(source: str, target: str) -> None:
        if Path(target).name == "xlwings.xlam":
            raise PermissionError(13, "in use", str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    before = tree(disk)
    with pytest.raises(InstallError, match=r"xlwings\.xlam：.*请关闭所有 Excel 窗口后重试"):
        carry_out(machine, plan(machine))
    assert tree(disk) == before


def test_a_file_changed_after_planning_stops_the_plan(tmp_path: Path) -> None:
    """Somebody else's change is never overwritten."""
    path = tmp_path / "file"
    path.write_bytes(b"changed meanwhile")
    with pytest.raises(InstallError, match="文件刚被改动"):
        perform([Change("文件", path, b"as planned", b"new")])
    assert path.read_bytes() == b"changed meanwhile"


def test_a_run_cut_short_can_be_taken_back(disk: Path, plan: Planner) -> None:
    """The record is written first: after a power cut, uninstalling still knows what to do."""
    machine = office(disk)
    before = {name: data for name, data in tree(disk).items() if data is not None}
    steps = plan(machine)
    for count in range(len(steps.steps)):
        for change in steps.steps[: count + 1]:
            change.path.parent.mkdir(parents=True, exist_ok=True)
            change.path.write_bytes(change.after or b"")
        carry_out(machine, plan_uninstall(machine))
        assert {name: data for name, data in tree(disk).items() if data is not None} == before


def test_each_step_says_what_it_does_and_where(disk: Path, plan: Planner) -> None:
    """What --dry-run prints."""
    texts = [str(change) for change in plan(office(disk)).steps]
    assert texts[1] == f"新建xlwings 加载项：{disk / XLSTART}"
    assert [text.partition("：")[0] for text in texts] == [
        "新建安装记录",
        "新建xlwings 加载项",
        "新建模板",
        "新建xlwings 用户配置",
    ]


class OpenExcel(RunningExcel):
    """An Excel that is running, as the installer meets it."""

    def __init__(self, folder: Path, *, stubborn: bool = False) -> None:
        self.folder, self.stubborn = folder, stubborn
        self.seen: list[str] = []

    def startup_folder(self) -> Path:
        return self.folder

    def unload(self, name: str) -> None:
        self.seen.append(f"unload {name}")

    def load(self, path: Path) -> None:
        if self.stubborn:
            raise RuntimeError("a dialog is open")
        self.seen.append(f"load {path.name} {path.read_bytes().decode()}")


def test_an_open_excel_changes_its_add_in_without_a_restart(disk: Path, plan: Planner) -> None:
    """Its startup folder is asked for, the add-in is closed before and opened after."""
    excel = OpenExcel(disk / "start")
    machine = office(disk, excel_running=excel)
    assert not carry_out(machine, plan(machine))
    assert excel.seen == ["unload xlwings.xlam", "load xlwings.xlam add-in 1"]
    assert not carry_out(machine, plan(machine)), "the second time Excel is not disturbed"
    assert len(excel.seen) == 2


def test_an_excel_that_cannot_load_it_wants_a_restart(disk: Path, plan: Planner) -> None:
    """The files are in place all the same."""
    machine = office(disk, excel_running=OpenExcel(disk / "start", stubborn=True))
    assert carry_out(machine, plan(machine))
    assert (disk / "start" / "xlwings.xlam").exists()
