"""Edits hold wherever the parts of a workbook lie and whatever prefixes their XML has."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.ooxml.books import MAIN, RELATIONS, SHEET, parts, raw_members, read, sheet_xml, zipped
from xl_appraisal.model.grid import Formula
from xl_appraisal.ooxml import Workbook

ROWS = (
    '<row r="1"><c r="A1" s="0"><v>1</v></c><c r="B1"><f>A1*2</f><v>2</v></c></row>'
    '<row r="3"><c r="A3" t="inlineStr"><is><t>甲</t></is></c></row>'
)
TARGETS = {
    "beside the workbook": ("xl/sheet1.xml", "sheet1.xml"),
    "another folder": ("xl/sheets/deep/名次.xml", "sheets/deep/名次.xml"),
    "from the root": ("xl/worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml"),
    "above the workbook": ("data/s.xml", "../data/s.xml"),
    "another case": ("xl/Worksheets/Sheet1.xml", "worksheets/sheet1.xml"),
    "round about": ("xl/worksheets/sheet1.xml", "./other/../worksheets/sheet1.xml"),
}


@pytest.mark.parametrize(("member", "target"), TARGETS.values(), ids=TARGETS.keys())
def test_a_sheet_is_edited_wherever_its_part_lies(tmp_path: Path, member: str, target: str) -> None:
    """The relationship leads to it; only that member differs, and only in its cell."""
    members = parts(sheet_xml(ROWS))
    members[member] = members.pop(SHEET)
    links = str(members["xl/_rels/workbook.xml.rels"])
    members["xl/_rels/workbook.xml.rels"] = links.replace("worksheets/sheet1.xml", target)
    path = tmp_path / "book.xlsx"
    path.write_bytes(zipped(members))
    old = raw_members(path)

    book = Workbook.open(path)
    book.set("排名", {(1, 1): Decimal(7)})
    book.save()
    new = raw_members(path)
    assert [name for name in old if old[name] != new[name]] == [member]
    assert read(path, member) == sheet_xml(ROWS.replace("<v>1</v>", "<v>7</v>"))
    assert Workbook.open(path).grid("排名").value(1, 1) == Decimal(7)


def test_cells_of_a_sheet_with_prefixes_are_edited_with_the_same_prefix(tmp_path: Path) -> None:
    """A changed cell, a formula, a text, a new cell and a new row; all else byte for byte."""
    sheet = (
        f'<?xml version="1.0"?>\n<x:worksheet xmlns:x="{MAIN}" xmlns:r="{RELATIONS}">'
        '<x:dimension ref="A1:B3"/><x:sheetData>'
        '<x:row r="1" spans="1:2"><x:c r="A1" s="0"><x:v>1</x:v></x:c>'
        '<x:c r="B1"><x:f>A1*2</x:f><x:v>2</x:v></x:c></x:row>'
        '<x:row r="3"><x:c r="A3" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row>'
        "</x:sheetData><x:pageMargins left='1'/></x:worksheet>"
    )
    path = tmp_path / "book.xlsx"
    path.write_bytes(zipped(parts(sheet)))
    book = Workbook.open(path)
    book.set(
        "排名",
        {
            (1, 1): Decimal(7),
            (1, 2): Formula("A1*3", Decimal(21)),
            (1, 3): True,
            (2, 1): Decimal(5),
            (3, 1): "乙",
        },
    )
    book.save()

    xml = read(path)
    assert "<c" not in xml.replace("<x:c", "")
    assert '<x:c r="A1" s="0"><x:v>7</x:v></x:c>' in xml
    assert '<x:c r="B1"><x:f>A1*3</x:f><x:v>21</x:v></x:c>' in xml
    assert xml.startswith(sheet[: sheet.index("<x:dimension")])
    assert xml.endswith(sheet[sheet.index("</x:sheetData>") :])
    seen = openpyxl.load_workbook(path)["排名"]
    assert [[cell.value for cell in row] for row in seen["A1:C3"]] == [
        [7, "=A1*3", True],
        [5, None, None],
        ["乙", None, None],
    ]
