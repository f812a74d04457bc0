"""Fixtures for every test that needs a live Calc; :mod:`tests.conftest` makes them known.

``office`` is the running program, ``calc_book(path)`` a fresh copy of a workbook opened in it.
All workbooks are closed after each test.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # both take their time to load, and most tests need neither
    from tests.libreoffice.calc_book import CalcBook
    from tests.libreoffice.office import Office


@pytest.fixture(scope="session")
def session_office() -> Iterator[Office]:
    from tests.libreoffice.office import running

    with running() as office:
        yield office


@pytest.fixture
def office(session_office: Office) -> Iterator[Office]:
    """The program, alive, without any workbook open, for as long as one test may take."""
    _ = session_office.context
    with session_office.limit():
        yield session_office
        session_office.close_all()


@pytest.fixture
def calc_book(office: Office, tmp_path: Path) -> Callable[..., CalcBook]:
    """Open a fresh copy: a lock file left by another would make the opening fail."""
    from tests.libreoffice.calc_book import CalcBook

    numbers = itertools.count(1)

    def opened(path: Path, name: str | None = None) -> CalcBook:
        folder = tmp_path / f"calc{next(numbers)}"
        folder.mkdir()
        copy = folder / (name or path.name)
        shutil.copyfile(path, copy)
        return CalcBook(office.context, office.open(copy))

    return opened
