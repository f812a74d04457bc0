"""The seal at the foot of what is printed, so that paper and file can be compared."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line import Run
from xl_appraisal.hosts import FileHost
from xl_appraisal.work.closing import verify


def feet(path: Path) -> str:
    """What stands at the foot of the pages of a Word document or a workbook."""
    with zipfile.ZipFile(path) as package:
        names = [n for n in package.namelist() if "footer" in n or n.startswith("xl/worksheets/s")]
        texts = "".join(package.read(name).decode() for name in names)
    found = re.findall(r"<oddFooter>(.*?)</oddFooter>|<w:t[^>]*>([^<]*)</w:t>", texts)
    return "".join("".join(pair) for pair in found)


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_paper_and_file_can_be_compared(
    run: Callable[..., Run], closed: Path, demo_folder: Path, tmp_path: Path, ending: str
) -> None:
    """The foot of each page has the start of the code; of an open book, that there is none."""
    found = str(verify(FileHost(closed)).events[-1].note)
    printed = {}
    for name, book, more in (
        ("closed", closed, ()),
        ("open", demo_folder / "2023Q1.xlsx", ()),
        ("without", closed, ("--no-seal",)),
    ):
        target = tmp_path / f"{name}.{ending}"
        assert run("annex", book, "--to", target, *more).code == 0
        printed[name] = feet(target)
    assert found[4:16] in printed["closed"] and "封存码" in printed["closed"]
    assert "未封存" in printed["open"]
    assert "封存" not in printed["without"]


def test_slips_have_it_too(run: Callable[..., Run], closed: Path, tmp_path: Path) -> None:
    """Each slip, and the index."""
    found = str(verify(FileHost(closed)).events[-1].note)
    assert run("slips", closed, "--out", tmp_path / "slips").code == 0
    made = list((tmp_path / "slips").glob("*.docx"))
    assert len(made) == 26
    assert all(f"封存码 {found[4:16]}" in feet(path) for path in made)
