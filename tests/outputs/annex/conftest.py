"""The published quarter from its real inputs, as ``demo`` builds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from xl_appraisal.hosts import FileHost
from xl_appraisal.work.desk import Appraised, appraise_host


@pytest.fixture(scope="session")
def published(demo_folder: Path) -> Appraised:
    return appraise_host(FileHost(demo_folder / "2023Q1.xlsx"))
