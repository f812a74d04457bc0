"""The real quarter, closed."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from tests.closing.closed_books import NOON
from xl_appraisal.hosts import FileHost
from xl_appraisal.work.closing import close, reopen, verify


@pytest.fixture(scope="session")
def closed_once(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real quarter closed, opened again with a reason, and closed once more."""
    path = tmp_path_factory.mktemp("closed") / "2023Q1.xlsx"
    shutil.copy(demo_folder / "2023Q1.xlsx", path)
    host = FileHost(path)
    close(host, now=NOON)
    reopen(host, "残联 更正", now=NOON + dt.timedelta(hours=1))
    close(host, now=NOON + dt.timedelta(hours=2))
    host.save()
    assert verify(FileHost(path)).sound
    return path


@pytest.fixture
def closed(closed_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(closed_once, tmp_path / "2023Q1.xlsx"))
