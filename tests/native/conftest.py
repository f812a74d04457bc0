"""One judge for the tests of this folder: making its workbook takes longer than a table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.libreoffice.office import Office
from tests.native.judge import Judge


@pytest.fixture(scope="module")
def judge(session_office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    """Each table has a time limit of its own: together they may take longer than one test may."""
    yield Judge(session_office, tmp_path_factory.mktemp("judge"))
    session_office.close_all()
