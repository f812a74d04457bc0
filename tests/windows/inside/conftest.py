r"""A registry that says an Excel is there: Wine's own.

The keys are those that an Excel of 2016 or later leaves (HKLM\...\App Paths\excel.exe and so on).
"""

from __future__ import annotations

import winreg
from collections.abc import Iterator

import pytest

PROGRAM = r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"
KEYS = {
    r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe": {"": PROGRAM},
    r"SOFTWARE\Classes\Excel.Application\CurVer": {"": "Excel.Application.16"},
    r"SOFTWARE\Microsoft\Office\ClickToRun\Configuration": {"Platform": "x64"},
}


@pytest.fixture
def excel() -> Iterator[None]:
    """The registry of a machine with Excel; everything taken out again."""
    for key, values in KEYS.items():
        with winreg.CreateKeyEx(winreg.HKEY_LOCAL_MACHINE, key) as handle:
            for name, value in values.items():
                winreg.SetValueEx(handle, name, 0, winreg.REG_SZ, value)
    yield
    for key in KEYS:
        winreg.DeleteKey(winreg.HKEY_LOCAL_MACHINE, key)
