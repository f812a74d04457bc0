"""Fixtures for every test that needs a live Calc; :mod:`tests.conftest` makes them known.

``office`` is the running program, ``calc`` its xlwings App, ``calc_book(path)`` a fresh copy of a
workbook opened in it.  All workbooks are closed after each test.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # both take their time to load, and most tests need neither
    import xlwings as xw

    from tests.libreoffice.office import Office


@pytest.fixture(scope="session")
def session_office() -> Iterator[Office]:
    from tests.libreoffice.office import running

    with running() as office:
        yield office


@pytest.fixture
def office(session_office: Office) -> Iterator[Office]:
    """The program, alive, without any workbook open, for as long as one test may take."""
    from tests.libreoffice.office import active

    engine = session_office.engine
    session_office.alerts.clear()
    with session_office.limit(), active(engine):
        yield session_office
        session_office.close_all()


@pytest.fixture
def calc(office: Office) -> xw.App:
    app = office.engine.apps.active
    assert app is not None
    return app


@pytest.fixture
def calc_book(office: Office, tmp_path: Path) -> Callable[..., xw.Book]:
    """Open a fresh copy: a lock file left by another would make the opening fail."""
    numbers = itertools.count(1)

    def opened(path: Path, name: str | None = None) -> xw.Book:
        folder = tmp_path / f"calc{next(numbers)}"
        folder.mkdir()
        copy = folder / (name or path.name)
        shutil.copyfile(path, copy)
        return office.open(copy)

    return opened
