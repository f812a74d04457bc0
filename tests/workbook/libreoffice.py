"""Workbook files recalculated from scratch by LibreOffice: a second opinion on every formula."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.libreoffice.as_staff import IN_CHINESE, set_up, setting
from xl_appraisal.hosts import programs

TIME_LIMIT = 300  # seconds
_ALWAYS = setting("Office.Calc/Formula/Load", "OOXMLRecalcMode", "0")
"""Calc otherwise shows the figures that the file came with."""


def recalculated_copies(books: list[Path], folder: Path) -> list[Path]:
    """Each workbook opened, recalculated and saved again into ``folder``.

    Raises :class:`RuntimeError` with what LibreOffice said where there is no copy.
    """
    program = shutil.which("soffice")
    if program is None:
        raise RuntimeError("soffice is not installed; see tests/run for the packages needed")
    with tempfile.TemporaryDirectory() as profile, tempfile.TemporaryFile() as said:
        set_up(Path(profile), IN_CHINESE + _ALWAYS)
        subprocess.run(
            [
                program,
                f"-env:UserInstallation={Path(profile).as_uri()}",
                "--headless",
                "--convert-to",
                "xlsx",
                "--outdir",
                str(folder),
                *map(str, books),
            ],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            timeout=TIME_LIMIT,
            check=True,
            env=programs.environment(),
        )
        said.seek(0)
        copies = [folder / book.name for book in books]
        if not all(copy.is_file() for copy in copies):
            raise RuntimeError(f"soffice wrote no copy: {said.read().decode(errors='replace')}")
    return copies
