"""The report: complete, in Chinese, with a remedy for whatever is wrong, and never a crash."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.doctor.reports import severities, the
from tests.install.office import EXCEL_KEY, office
from xl_appraisal.doors.command_line import main
from xl_appraisal.model.exact_json import exact_json
from xl_appraisal.setup.doctor import Line, examine, summary, worst_first
from xl_appraisal.setup.install.excel_found import find_excel, startup_folder
from xl_appraisal.setup.install.install_plan import carry_out, plan_install
from xl_appraisal.setup.install.machine import Machine
from xl_appraisal.setup.install.packages import installed


@pytest.fixture
def sound(tmp_path: Path, current: bytes) -> Machine:
    """An office computer on which everything was installed and fits together."""
    (tmp_path / "package").mkdir()
    addin, template = tmp_path / "package" / "xlwings.xlam", tmp_path / "package" / "t.xlsm"
    addin.write_bytes(current)
    template.write_bytes(b"template")
    machine = office(tmp_path / "disk")
    (machine.prefix / f"xlwings64-{installed('xlwings')}.dll").touch()
    carry_out(machine, plan_install(machine, template=template, addin=addin))
    return machine


def test_after_installing_nothing_is_left_to_mend(
    sound: Machine, workbook: Callable[..., Path]
) -> None:
    """What install puts there is what doctor wants to find."""
    lines = examine(workbook(), sound)
    mine = [line for line in lines if line.code != "module"]  # other parts have tests of their own
    assert [str(line) for line in mine if line.severity in ("error", "warning")] == []
    assert {"addin_version", "config", "config_udf", "interpreter", "dll"} <= set(severities(mine))


def test_before_installing_the_remedy_is_to_install(tmp_path: Path) -> None:
    """Add-in and configuration are missing; both lines say which command to run."""
    lines = examine(None, office(tmp_path))
    for code in ("addin", "config"):
        assert the(code, lines).severity == "error"
        assert "xl-appraisal install" in the(code, lines).remedy


def test_a_machine_without_excel_is_no_error(tmp_path: Path) -> None:
    """The command line needs neither Excel nor LibreOffice."""
    lines = examine(None, office(tmp_path, excel=False))
    assert the("excel", lines).severity == "info"
    assert "xl-appraisal recalc" in the("excel", lines).remedy


def test_wps_is_named_where_there_is_no_excel(tmp_path: Path) -> None:
    """Staff who think they have Excel often have WPS."""
    wps = {"HKCU\\Software\\Kingsoft\\Office\\6.0": {"Version": "12"}}
    assert "WPS" in the("excel", examine(None, office(tmp_path, wps, excel=False))).found


def test_wps_in_the_place_of_excel_is_an_error(tmp_path: Path) -> None:
    """Python would talk to it unawares."""
    key = "HKLM\\SOFTWARE\\Classes\\CLSID\\{00024500-0000-0000-C000-000000000046}\\LocalServer32"
    line = the("excel_taken_over", examine(None, office(tmp_path, {key: {"": "C:\\WPS\\et.exe"}})))
    assert line.severity == "error"
    assert "et.exe" in line.found


def test_every_fault_comes_with_a_remedy_in_chinese(tmp_path: Path) -> None:
    """On a machine where almost everything is wrong."""
    keys = {
        f"{EXCEL_KEY}\\Security": {"VBAWarnings": 4, "RequireAddinSig": 1, "DisableAllAddins": 1},
        "HKCU\\Software\\Policies\\Microsoft\\Windows\\System": {"DisableCMD": 1},
    }
    machine = office(tmp_path, keys, version="3.9.1", environ={"USERPROFILE": "C:\\Users\\😀"})
    faults = [
        line
        for line in examine("\\\\server\\share\\a&b.xlsm", machine)
        if line.severity in ("error", "warning")
    ]
    assert len(faults) > 8
    for line in faults:
        assert re.search("[\u4e00-\u9fff]{4}", line.remedy), line


def test_a_self_check_that_fails_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines found so far are kept, and the failure becomes a line as well."""

    def broken(_: Machine) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("xl_appraisal.setup.doctor.path_check.program_path_lines", broken)
    lines = examine(None, office(tmp_path))
    assert lines[0].code == "python"
    assert "boom" in the("doctor", lines).found


class OpenBook:
    """A workbook open in Excel, as far as the self-check asks it."""

    def __init__(self, path: str, addin: str = "") -> None:
        self._path, self._addin = path, addin

    def addin(self, name: str) -> str | None:
        return self._addin if self._addin and name == "xlwings.xlam" else None

    @property
    def fullname(self) -> str:
        if "://" in self._path:
            raise RuntimeError("Couldn't find your local OneDrive file")
        return self._path


def test_an_open_workbook_tells_which_add_in_its_excel_loaded(
    sound: Machine, workbook: Callable[..., Path]
) -> None:
    """The path as the running Excel names it."""
    excel = find_excel(sound)
    assert excel is not None
    path = str(startup_folder(sound) / "xlwings.xlam")
    lines = examine(OpenBook(str(workbook()), path), sound)
    assert the("addin_loaded", lines).found == path
    without = examine(OpenBook(str(workbook())), sound)
    assert the("addin_loaded", without).severity == "warning"


def test_an_open_workbook_without_a_local_path_is_an_error(sound: Machine) -> None:
    """For a workbook in the cloud that it cannot find on the disk, xlwings raises."""
    line = the("path_url", examine(OpenBook("https://d.docs.live.net/1/a.xlsm"), sound))
    assert (line.severity, "D:\\绩效考核" in line.remedy) == ("error", True)


def test_a_line_reads_as_a_sentence_and_as_data() -> None:
    """What the message box and --json show."""
    line = Line("error", "addin", "加载项", "没有", "运行 install。")
    assert str(line) == "[错误] 加载项：没有\n    处理：运行 install。"
    assert exact_json(line) == {
        "severity": "error",
        "code": "addin",
        "checked": "加载项",
        "found": "没有",
        "remedy": "运行 install。",
    }
    fine = Line("fine", "python", "Python", "3.11")
    assert str(fine) == "[正常] Python：3.11"
    assert worst_first([fine, line]) == [line, fine]
    assert summary([fine]) == "共检查1项，没有发现问题。"
    assert summary([fine, line]) == "共检查2项：1项错误，0项提醒。"


def test_the_command_examines_this_very_machine(capsys: pytest.CaptureFixture[str]) -> None:
    """For real: Python, xlwings, and LibreOffice with its bridge, as JSON."""
    code = main(["doctor", "--json"])
    lines = [Line(**line) for line in json.loads(capsys.readouterr().out)]
    assert the("python", lines).severity == "fine"
    assert the("libreoffice", lines).severity == "fine"
    assert the("uno", lines).severity == "fine"
    assert code == int(any(line.severity == "error" for line in lines))


def test_the_command_examines_a_workbook_too(
    workbook: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """Its path, its macros; the last line sums up."""
    main(["doctor", str(workbook())])
    out = capsys.readouterr().out
    assert "工作簿中的宏：与已安装的版本一致" in out
    assert out.splitlines()[-1].startswith("共检查")


def test_the_commands_say_what_they_would_do(
    sound: Machine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --dry-run uninstall lists its steps and touches nothing; uninstall takes them."""
    monkeypatch.setattr("xl_appraisal.setup.install.machine.this_machine", lambda: sound)
    addin = startup_folder(sound) / "xlwings.xlam"
    assert main(["uninstall", "--dry-run"]) == 0
    assert addin.exists()
    assert f"1. 删除xlwings 加载项：{addin}" in capsys.readouterr().out
    assert main(["uninstall"]) == 0
    assert not addin.exists()
    assert "已卸载" in capsys.readouterr().out


def test_install_without_excel_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And uninstall, with nothing to do, with 0."""
    machine = office(tmp_path, excel=False, system="linux")
    monkeypatch.setattr("xl_appraisal.setup.install.machine.this_machine", lambda: machine)
    assert main(["install"]) == 2
    assert "没有找到 Microsoft Excel" in capsys.readouterr().err
    assert main(["uninstall"]) == 0


def test_what_is_really_installed_passes_the_self_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real add-in and the real template, by the commands, on a disk that is a folder."""
    machine = office(tmp_path)
    (machine.prefix / f"xlwings64-{installed('xlwings')}.dll").touch()
    monkeypatch.setattr("xl_appraisal.setup.install.machine.this_machine", lambda: machine)
    assert main(["install", "--dry-run"]) == 0
    assert not startup_folder(machine).exists()
    assert main(["install"]) == 0
    assert "安装完成" in capsys.readouterr().out
    assert main(["install"]) == 0
    assert "已经安装好" in capsys.readouterr().out
    template = machine.home / "Documents" / "窗口绩效考核模板.xlsm"
    lines = examine(template, machine)
    assert [str(line) for line in lines if line.severity in ("error", "warning")] == []
    assert the("workbook_vba", lines).found == "与已安装的版本一致"
