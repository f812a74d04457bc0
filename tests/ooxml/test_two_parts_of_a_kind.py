"""A workbook with two parts for its texts or its styles: each program would take another."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.ooxml import Workbook

LINKS = "xl/_rels/workbook.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_second(source: Path, target: Path, kind: str, part: str) -> Path:
    """The package with one link more, to a copy of the part with 税务 written otherwise."""
    shutil.copy(source, target)
    with zipfile.ZipFile(source) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[f"xl/{part}2.xml"] = parts[f"xl/{part}.xml"].replace("税务".encode(), "水利".encode())
    link = f'<Relationship Id="second" Type="{OFFICE}/{kind}" Target="{part}2.xml"/>'
    parts[LINKS] = parts[LINKS].replace(b"</Relationships>", f"{link}</Relationships>".encode())
    with zipfile.ZipFile(target, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return target


@pytest.mark.parametrize(
    ("kind", "part"), [("sharedStrings", "sharedStrings"), ("styles", "styles")]
)
def test_a_second_part_is_refused(demo_folder: Path, tmp_path: Path, kind: str, part: str) -> None:
    """With both names; LibreOffice showed the second's texts, where the first's were checked."""
    book = with_second(demo_folder / "2023Q1.xlsx", tmp_path / "two.xlsx", kind, part)
    with pytest.raises(XlsxError, match=rf"两个同类的部件：xl/{part}\.xml、xl/{part}2\.xml"):
        Workbook.open(book).grid("名次表")
