"""Workbooks to look at, and what LibreOffice makes of them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.vba.books import fill
from xl_appraisal.book.new.macros.macro_book import macro_workbook
from xl_appraisal.hosts import programs

HERE = Path(__file__).parent
LIMIT = 300  # seconds for LibreOffice as a whole; it takes about three, against hanging


@pytest.fixture(scope="session")
def workbook() -> bytes:
    return macro_workbook(fill)


@pytest.fixture(scope="session")
def standalone() -> bytes:
    return macro_workbook(fill, "standalone")


@pytest.fixture(scope="session")
def libreoffice(
    workbook: bytes, standalone: bytes, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Any]:
    """LibreOffice's report on both workbooks (see libreoffice_reader.py)."""
    office = shutil.which("soffice")
    assert office, "these tests need LibreOffice: soffice is not on the PATH"
    folder = tmp_path_factory.mktemp("libreoffice")
    (folder / "addin.xlsm").write_bytes(workbook)
    (folder / "standalone.xlsm").write_bytes(standalone)
    try:
        _ask(office, folder, ["addin.xlsm", "standalone.xlsm"])
    except subprocess.SubprocessError as error:
        pytest.fail(f"{error}\n{(folder / 'log').read_text(errors='replace')}")
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))


def _ask(office: str, folder: Path, names: list[str]) -> None:
    """Start soffice with a profile of its own and let the reader write its report."""
    pipe = f"xl_appraisal_vba_{os.getpid()}"
    arguments = [
        "--headless",
        "--norestore",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        f"--accept=pipe,name={pipe};urp",
    ]
    reader = ["/usr/bin/python3", str(HERE / "libreoffice_reader.py"), pipe]
    reader += [str(folder / name) for name in ("report.json", *names)]
    with (folder / "log").open("wb") as log:  # a file: an inherited pipe has hung before
        soffice = subprocess.Popen(
            [office, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=programs.environment(),
            start_new_session=True,  # so that it ends with what it started
        )
        try:
            subprocess.run(reader, stdout=log, stderr=log, timeout=LIMIT, check=True)
            soffice.wait(LIMIT)
        finally:
            if soffice.poll() is None:
                os.killpg(soffice.pid, signal.SIGKILL)
            soffice.wait(10)
