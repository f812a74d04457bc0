r"""install, doctor and uninstall over a registry that says an Excel is there: Wine's own.

The keys are those that an Excel of 2016 or later leaves (HKLM\...\App Paths\excel.exe and so on).
"""

from __future__ import annotations

import os
import winreg
from pathlib import Path

import pytest

from tests.windows.inside.programs import files, run

SECURITY = r"Software\Microsoft\Office\16.0\Excel\Security"


def test_without_excel_nothing_is_installed() -> None:
    """The reason and what works without it; exit code 2."""
    done = run("install")
    assert done.code == 2 and "没有找到 Microsoft Excel" in done.err.decode()


def test_installing_twice_and_removing_leaves_the_user_s_files_as_they_were(excel: None) -> None:
    """Add-in, settings in code page 936, template; a second run changes nothing; all back."""
    home, roaming = Path(os.environ["USERPROFILE"]), Path(os.environ["APPDATA"])
    conf = home / ".xlwings" / "xlwings.conf"
    conf.parent.mkdir(parents=True, exist_ok=True)
    conf.write_text('"MINE","张三"\n', encoding="gbk")
    before = files(conf.parent, roaming, home / "Documents")

    dry = run("install", "--dry-run")
    assert dry.code == 0 and files(conf.parent, roaming, home / "Documents") == before
    done = run("install")
    assert done.code == 0, done.err.decode()
    added = roaming / "Microsoft" / "Excel" / "XLSTART" / "xlwings.xlam"
    assert added.exists()
    settings = conf.read_text(encoding="gbk")
    assert '"MINE","张三"' in settings and "xl_appraisal.udfs" in settings
    after = files(conf.parent, roaming, home / "Documents")
    assert run("install").code == 0
    assert files(conf.parent, roaming, home / "Documents") == after
    told = run("doctor").text
    assert "[正常] Microsoft Excel" in told or "Excel" in told

    assert run("uninstall").code == 0
    assert not added.exists()
    assert conf.read_text(encoding="gbk") == '"MINE","张三"\n'
    assert files(conf.parent, roaming, home / "Documents") == before


@pytest.mark.parametrize(("level", "said"), [(4, "宏"), (2, "宏")])
def test_the_macro_setting_is_read_from_the_registry(excel: None, level: int, said: str) -> None:
    """``VBAWarnings`` as Excel's Trust Centre writes it: 4 without notice, 2 with."""
    with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, SECURITY) as handle:
        winreg.SetValueEx(handle, "VBAWarnings", 0, winreg.REG_DWORD, level)
    try:
        told = run("doctor").text
    finally:
        winreg.DeleteKey(winreg.HKEY_CURRENT_USER, SECURITY)
    (line,) = [line for line in told.splitlines() if said in line and line.startswith("[")][:1]
    assert ("问题" in line or "提醒" in line or "错误" in line) == (level == 4), line
