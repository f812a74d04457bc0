"""Workbooks as LibreOffice prints them: a PDF, the text on it, pictures of its pages.

``python -m tests.render BOOK FOLDER`` puts one picture a page into the folder.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.libreoffice.as_staff import set_up
from xl_appraisal.hosts import programs

TIME_LIMIT = 300  # seconds for each program started
DPI = 110


def pdf_of(book: Path, folder: Path) -> Path:
    """The workbook printed to a PDF in ``folder``.  Raises :class:`RuntimeError` likewise."""
    return pdfs_of([book], folder)[0]


def pdfs_of(books: Sequence[Path], folder: Path) -> list[Path]:
    """Workbooks and documents of different names printed to PDFs by one LibreOffice.

    Raises :class:`RuntimeError` with what LibreOffice said if a PDF is missing.
    """
    with tempfile.TemporaryDirectory() as profile:
        set_up(Path(profile))
        said = _run(
            [
                "soffice",
                f"-env:UserInstallation={Path(profile).as_uri()}",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                str(folder),
                *map(str, books),
            ]
        )
    printed = [folder / f"{book.stem}.pdf" for book in books]
    if not all(one.is_file() for one in printed):
        raise RuntimeError(f"soffice printed nothing: {said}")
    return printed


def pages_of(pdf: Path) -> list[str]:
    """The text of each page."""
    text = pdf.with_suffix(".txt")
    _run(["pdftotext", "-layout", str(pdf), str(text)])
    return text.read_text(encoding="utf-8").split("\f")[:-1]


def page_sizes(pdf: Path) -> list[tuple[float, float]]:
    """Width and height of each page in points."""
    said = _run(["pdfinfo", "-l", "9999", str(pdf)])
    found = re.findall(r"Page\s+\d+ size:\s+([\d.]+) x ([\d.]+)", said)
    return [(float(width), float(height)) for width, height in found]


def pictures_of(pdf: Path, folder: Path, dpi: int = DPI) -> list[Path]:
    """A PNG of each page, in order."""
    _run(["pdftoppm", "-r", str(dpi), "-png", str(pdf), str(folder / pdf.stem)])
    return sorted(folder.glob(f"{pdf.stem}-*.png"))


def _run(command: list[str]) -> str:
    """What the program said.  It goes to a file: soffice waits for ever on a pipe left open."""
    program = shutil.which(command[0])
    if program is None:
        raise RuntimeError(f"{command[0]} is not installed")
    with tempfile.TemporaryFile() as said:
        subprocess.run(
            [program, *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            timeout=TIME_LIMIT,
            check=True,
            env=programs.environment(),
        )
        said.seek(0)
        return said.read().decode("utf-8", "replace")


def main(book: str, folder: str) -> None:
    """Print the workbook and name the pictures made."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for picture in pictures_of(pdf_of(Path(book), target), target):
        print(picture)


if __name__ == "__main__":
    main(*sys.argv[1:])
