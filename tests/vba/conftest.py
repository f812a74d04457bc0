"""Workbooks to look at, and what LibreOffice makes of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.vba.books import fill
from xl_appraisal.vba.attach import macro_workbook

HERE = Path(__file__).parent
LIMIT = 60  # seconds for LibreOffice as a whole; it takes about three


@pytest.fixture(scope="session")
def workbook() -> bytes:
    return macro_workbook(fill)


@pytest.fixture(scope="session")
def standalone() -> bytes:
    return macro_workbook(fill, standalone=True)


@pytest.fixture(scope="session")
def libreoffice(
    workbook: bytes, standalone: bytes, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Any]:
    """LibreOffice's report on both workbooks (see libreoffice_reader.py)."""
    office = shutil.which("soffice")
    assert office, "these tests need LibreOffice: soffice is not on the PATH"
    folder = tmp_path_factory.mktemp("libreoffice")
    files = {"addin.xlsm": workbook, "standalone.xlsm": standalone}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    pipe = f"xl_appraisal_vba_{os.getpid()}"
    profile = (folder / "profile").as_uri()
    arguments = ["--headless", "--norestore", f"-env:UserInstallation={profile}"]
    report = folder / "report.json"
    reader = ["/usr/bin/python3", str(HERE / "libreoffice_reader.py"), pipe, str(report)]
    with (folder / "log").open("wb") as log:
        soffice = subprocess.Popen(
            [office, *arguments, f"--accept=pipe,name={pipe};urp"], stdout=log, stderr=log
        )
        try:
            subprocess.run(
                [*reader, *(str(folder / name) for name in files)],
                stdout=log,
                stderr=log,
                timeout=LIMIT,
                check=True,
            )
            soffice.wait(LIMIT)
        except subprocess.SubprocessError as error:
            pytest.fail(f"{error}\n{(folder / 'log').read_text(errors='replace')}")
        finally:
            soffice.kill()
            soffice.wait()
    return json.loads(report.read_text(encoding="utf-8"))
