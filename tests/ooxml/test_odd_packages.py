"""Forms of a package that few programs write and Excel opens: they are taken, not judged."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from tests.ooxml.books import MAIN, parts, sheet_xml, zipped
from xl_appraisal.ooxml import Workbook

ROW = '<row r="1"><c r="A1"><v>98.6</v></c></row>'
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"


def opened(path: Path, data: bytes) -> Workbook:
    path.write_bytes(data)
    return Workbook.open(path)


def test_a_package_whose_names_have_backslashes_is_read_and_saved(tmp_path: Path) -> None:
    """As old libraries for Windows write them; what is saved is read again."""
    data = zipped({name.replace("/", "\\"): text for name, text in parts(sheet_xml(ROW)).items()})
    book = opened(tmp_path / "a.xlsx", data)
    assert book.grid("排名").value(1, 1) == Decimal("98.6")
    book.set("排名", {(1, 1): Decimal("99.5")})
    book.save()
    assert Workbook.open(book.path).grid("排名").value(1, 1) == Decimal("99.5")


@pytest.mark.parametrize("given", ['r:id=""', ""])
def test_a_module_sheet_without_a_part_is_left_out(given: str, tmp_path: Path) -> None:
    """Excel 5 kept its VBA modules so; the worksheets beside it are all there."""
    named = parts(sheet_xml(ROW))
    text = str(named["xl/workbook.xml"])
    named["xl/workbook.xml"] = text.replace(
        "</sheets>", f'<sheet name="Module1" sheetId="9" {given}/></sheets>'
    )
    book = opened(tmp_path / "a.xlsx", zipped(named))
    assert book.sheet_names == ("排名",)
    assert book.grid("排名").value(1, 1) == Decimal("98.6")


def test_a_relation_that_climbs_above_the_package_stays_within_it(tmp_path: Path) -> None:
    """LibreOffice links customXml so from the root; there is nothing above the root of a zip."""
    named = parts(sheet_xml(ROW))
    relation = f'<Relationship Id="c1" Type="{CUSTOM}" Target="../customXml/item1.xml"/>'
    rels = str(named["_rels/.rels"])
    named["_rels/.rels"] = rels.replace("</Relationships>", f"{relation}</Relationships>")
    book = opened(tmp_path / "a.xlsx", zipped(named | {"customXml/item1.xml": "<a/>"}))
    assert book.grid("排名").value(1, 1) == Decimal("98.6")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A1" t="d"><v>PT12H30M</v></c>', dt.time(12, 30)),
        ('<c r="A1" t="d"><v>PT45.5S</v></c>', dt.time(0, 0, 45, 500_000)),
        ('<c r="A1" t="d"><v>P1DT12H</v></c>', Decimal("1.5")),
        ('<c r="A1" t="d"><v>\n 2023-03-15 </v></c>', dt.date(2023, 3, 15)),
        ('<c r="A1"><v>\n 98.6 </v></c>', Decimal("98.6")),
        ('<c r="A1" t="b"><v> 1 </v></c>', True),
    ],
)
def test_durations_and_blanks_around_a_value_are_read(
    cell: str, value: object, tmp_path: Path
) -> None:
    """ISO 8601 says what a duration is; blanks around a value are no part of it."""
    sheet = sheet_xml(f'<row r="1">{cell}</row>')
    book = opened(tmp_path / "a.xlsx", zipped(parts(sheet)))
    assert book.grid("排名").value(1, 1) == value


def test_blanks_around_the_number_of_a_shared_text_are_passed_over(tmp_path: Path) -> None:
    """As pretty-printed XML has them."""
    sheet = sheet_xml('<row r="1"><c r="A1" t="s"><v>\n  1\n </v></c></row>')
    strings = f'<sst xmlns="{MAIN}"><si><t>甲</t></si><si><t>乙</t></si></sst>'
    book = opened(tmp_path / "a.xlsx", zipped(parts(sheet, sharedStrings=strings)))
    assert book.grid("排名").value(1, 1) == "乙"
