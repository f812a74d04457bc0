"""The whole .xlsm: its parts, what points to what, and that other programs open it."""

from __future__ import annotations

import io
import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Mapping

import pytest
import xlsxwriter

from tests.vba.books import fill
from tests.vba.readers import parts, vba_sources
from xl_appraisal.book.new.macros.macro_book import add_ribbon, macro_workbook
from xl_appraisal.model.commands import ON_SHEET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
MACRO_WORKBOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def relationships(data: bytes) -> dict[str, str]:
    """Target of each relationship by the last word of its type."""
    return {
        element.attrib["Type"].rpartition("/")[2]: element.attrib["Target"]
        for element in ET.fromstring(data).iter(f"{RELS}Relationship")
    }


def content_type(package: Mapping[str, bytes], name: str) -> str:
    """The type of a part, by its own entry or by its extension (ECMA-376-2, 10.1.2.4)."""
    root = ET.fromstring(package["[Content_Types].xml"])
    for element in root.iter(f"{TYPES}Override"):
        if element.attrib["PartName"] == f"/{name}":
            return element.attrib["ContentType"]
    defaults = {
        e.attrib["Extension"]: e.attrib["ContentType"] for e in root.iter(f"{TYPES}Default")
    }
    return defaults[name.rpartition(".")[2]]


def test_the_ribbon_hangs_on_the_package_itself(workbook: bytes) -> None:
    """Relationship type, target and content type that Office looks for."""
    package = parts(workbook)
    assert relationships(package["_rels/.rels"])["extensibility"] == "customUI/customUI14.xml"
    full = b'"http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"'
    assert package["_rels/.rels"].count(full) == 1
    assert content_type(package, "customUI/customUI14.xml") == "application/xml"


def test_the_vba_project_hangs_on_the_workbook(workbook: bytes) -> None:
    """Relationship and types of a macro workbook."""
    package = parts(workbook)
    assert relationships(package["xl/_rels/workbook.xml.rels"])["vbaProject"] == "vbaProject.bin"
    assert content_type(package, "xl/vbaProject.bin") == "application/vnd.ms-office.vbaProject"
    assert content_type(package, "xl/workbook.xml") == MACRO_WORKBOOK


def test_every_relationship_of_the_package_leads_to_a_part(workbook: bytes) -> None:
    """No part is missing, and every part has a content type."""
    package = parts(workbook)
    for name in (name for name in package if name.endswith(".rels")):
        folder = name.partition("_rels/")[0]
        for target in relationships(package[name]).values():
            path = re.sub(r"[^/]+/\.\./", "", f"{folder}{target}")
            assert path in package, (name, target)
    assert all(content_type(package, n) for n in package if n != "[Content_Types].xml")


def test_code_names_of_the_sheets_are_those_of_the_document_modules(workbook: bytes) -> None:
    """<workbookPr> and each <sheetPr> against the modules in vbaProject.bin."""
    package = parts(workbook)
    (book,) = ET.fromstring(package["xl/workbook.xml"]).iter(f"{MAIN}workbookPr")
    sheets = [
        next(ET.fromstring(package[f"xl/worksheets/sheet{n}.xml"]).iter(f"{MAIN}sheetPr"))
        for n in (1, 2)
    ]
    assert [book.attrib["codeName"]] == ["ThisWorkbook"]
    assert [sheet.attrib["codeName"] for sheet in sheets] == ["Table", "Sheet2"]
    assert list(vba_sources(package["xl/vbaProject.bin"]))[:3] == [
        "ThisWorkbook",
        "Table",
        "Sheet2",
    ]


def test_buttons_stand_in_a_row_and_call_the_procedures(workbook: bytes) -> None:
    """Label, macro and place of each button in the sheet's drawing."""
    drawing = parts(workbook)["xl/drawings/vmlDrawing1.vml"].decode()
    macros = re.findall(r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", drawing)
    labels = re.findall(r'color="#000000">([^<]+)</font>', drawing)
    assert dict(zip(labels, macros, strict=True)) == {c.label: c.procedure for c in ON_SHEET}
    left = [float(x) for x in re.findall(r"margin-left:([\d.]+)pt", drawing)]
    width = [float(x) for x in re.findall(r";width:([\d.]+)pt", drawing)]
    assert all(a + w < b for a, w, b in zip(left, width, left[1:], strict=False))


@pytest.mark.parametrize("options", [{}, {"bridge": "standalone"}, {"bridge": "reference"}])
def test_two_builds_give_the_same_file(options: dict[str, bool]) -> None:
    """Even when the clock has moved on by more than a zip's two seconds."""
    first = macro_workbook(fill, **options)
    if not options:
        time.sleep(2.1)
    assert macro_workbook(fill, **options) == first


def test_only_the_project_differs_between_the_variants(workbook: bytes, standalone: bytes) -> None:
    """Sheets, buttons and ribbon do not depend on how xlwings is reached."""
    ours, theirs = parts(workbook), parts(standalone)
    assert [name for name in ours if ours[name] != theirs[name]] == ["xl/vbaProject.bin"]


def test_adding_the_ribbon_changes_no_other_part() -> None:
    """The other parts keep bytes and order."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as plain:
        plain.add_worksheet()
    before, after = parts(buffer.getvalue()), parts(add_ribbon(buffer.getvalue()))
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"_rels/.rels", "customUI/customUI14.xml"}
    assert [name for name in after if name in before] == list(before)
