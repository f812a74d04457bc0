"""One program with the extension for all tests of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.libreoffice.staffed import Desk, desk, filled_template


@pytest.fixture(scope="session")
def session_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("calc")) as running:
        yield running


@pytest.fixture
def calc_desk(session_desk: Desk) -> Iterator[Desk]:
    """The program for as long as one test may take; all its workbooks are closed afterwards."""
    _ = session_desk.office.context
    with session_desk.office.limit():
        yield session_desk
        session_desk.office.close_all()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The committed template with the real quarter's inputs."""
    return filled_template(tmp_path_factory.mktemp("filled") / "2023Q1.xlsm")
