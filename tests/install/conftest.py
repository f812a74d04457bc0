"""Files to install, small and known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from xl_appraisal.setup.install.file_changes import Plan
from xl_appraisal.setup.install.install_plan import plan_install
from xl_appraisal.setup.install.machine import Machine


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "package" / "workbook_template.xlsm"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"template 1")
    return path


@pytest.fixture
def addin(tmp_path: Path) -> Path:
    path = tmp_path / "package" / "addin" / "xlwings.xlam"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"add-in 1")
    return path


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    path = tmp_path / "disk"
    path.mkdir()
    return path


@pytest.fixture
def plan(template: Path, addin: Path) -> Callable[[Machine], Plan]:
    return lambda machine: plan_install(machine, template=template, addin=addin)
