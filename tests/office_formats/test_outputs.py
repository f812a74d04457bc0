"""What Excel and Word would say of every file that the product writes, asked without them.

openxml-audit checks the parts by the schemas of Microsoft's Open XML SDK, which are those of
ECMA-376 (transitional) with what each version of Office added; why these: docs/decisions/0028.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from tests.office_formats.excel_limits import LENGTHS, SIZES, breaches, formula_breaches
from tests.office_formats.written import NOT_WRITING, WRITING, write_all
from xl_appraisal.book.own_formulas import NAMES
from xl_appraisal.doors.command_line.parser import build_parser

if TYPE_CHECKING:  # the quick loop reads this file without running it: a second less
    from openxml_audit import OpenXmlValidator

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KNOWN = {
    # Word needs neither part; ECMA-376 part 1 has both as optional (11.3.5 and 14.2.7).
    f"/word/document.xml: A required relationship type '{OFFICE}/fontTable' is missing.",
    f"/word/document.xml: A required relationship type '{OFFICE}/theme' is missing.",
    # openpyxl's own order inside a font: the file has it before our edit (see the test below).
    "/xl/styles.xml: Unexpected element 'color' found",
}
"""Findings that are none of a file of ours, or no fault."""

TEMPLATE = Path(__file__).parents[2] / "workbook_template.xlsm"
PLACES = {name: tuple(places.split()) for name, places in WRITING.items()}
PLACES["edits"] = ("改-xlsxwriter.xlsx", "改-openpyxl.xlsx")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_all(tmp_path_factory.mktemp("written")) | {"workbook_template.xlsm": TEMPLATE}


@pytest.fixture(scope="module")
def validator() -> OpenXmlValidator:
    from openxml_audit import FileFormat, OpenXmlValidator

    return OpenXmlValidator(file_format=FileFormat.OFFICE_2016, max_errors=0)


def chosen(written: dict[str, Path], command: str) -> dict[str, Path]:
    """The files that a command made; of a folder the first four, the index among them."""
    found: dict[str, Path] = {}
    for place in PLACES[command]:
        names = [name for name in written if name == place or name.startswith(f"{place}/")]
        found |= {name: written[name] for name in names[:4]}
    assert found, command
    return found


def findings(validator: OpenXmlValidator, path: Path) -> set[str]:
    """The errors; what Excel would merely write in another way when it saves is none."""
    from openxml_audit.errors import ValidationSeverity

    errors = validator.validate(path).errors
    grave = [error for error in errors if error.severity is ValidationSeverity.ERROR]
    return {f"{error.part_uri}: {error.description}" for error in grave}


def test_every_command_is_asked_or_writes_nothing_for_office(written: dict[str, Path]) -> None:
    """A new command has to say which, and each of its files was made."""
    actions = [a.choices for a in build_parser()._actions if isinstance(a.choices, dict)]
    assert set(actions[0]) == {*WRITING, *NOT_WRITING}
    made = {*written, *(name.partition("/")[0] for name in written)}
    assert {place for places in PLACES.values() for place in places} <= made


@pytest.mark.parametrize("command", PLACES)
def test_each_part_is_as_the_schemas_of_office_have_it(
    written: dict[str, Path], validator: OpenXmlValidator, command: str
) -> None:
    """No finding but the known, each named; as Office 2016 reads it."""
    found = {name: findings(validator, path) for name, path in chosen(written, command).items()}
    assert {name: said - KNOWN for name, said in found.items() if said - KNOWN} == {}


def test_what_is_known_of_openpyxl_is_in_its_own_file(
    written: dict[str, Path], validator: OpenXmlValidator
) -> None:
    """A bare file of that library has the finding too: it is not our edit's."""
    bare = findings(validator, written["别家-openpyxl.xlsx"])
    assert bare == {"/xl/styles.xml: Unexpected element 'color' found"}
    assert findings(validator, written["别家-xlsxwriter.xlsx"]) == set()


def test_the_template_in_the_repository_is_as_the_schemas_have_it(
    written: dict[str, Path], validator: OpenXmlValidator
) -> None:
    """The one that install copies."""
    assert findings(validator, TEMPLATE) == set()


@pytest.mark.parametrize(
    ("book", "part"),
    [
        ("新-addin.xlsm", "customUI/customUI14.xml"),
        ("新-addin.xlsm", "xl/workbook.xml"),
        ("新-addin.xlsm", "xl/worksheets/sheet1.xml"),
        ("新-addin.xlsm", "xl/styles.xml"),
        ("新-addin.xlsm", "xl/sharedStrings.xml"),
        ("新-addin.xlsm", "xl/tables/table1.xml"),
        ("新-addin.xlsm", "xl/charts/chart1.xml"),
        ("新-addin.xlsm", "xl/drawings/drawing1.xml"),
        ("新-addin.xlsm", "docProps/app.xml"),
        ("附件.docx", "word/document.xml"),
        ("附件.docx", "word/styles.xml"),
        ("附件.docx", "word/settings.xml"),
    ],
)
def test_a_mistake_in_any_part_would_be_found(
    written: dict[str, Path], validator: OpenXmlValidator, tmp_path: Path, book: str, part: str
) -> None:
    """One foreign element in one part, the ribbon's too: the check does look there."""
    spoiled = tmp_path / book
    with zipfile.ZipFile(written[book]) as before, zipfile.ZipFile(spoiled, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == part:
                root = etree.fromstring(data)
                space = etree.QName(root).namespace
                root.insert(0, etree.Element(f"{{{space}}}notInTheSchema", {"id": "x1"}))
                data = etree.tostring(root)
            after.writestr(name, data)
    found = findings(validator, spoiled) - KNOWN
    assert any(said.startswith(f"/{part}") or "notInTheSchema" in said for said in found), found


@pytest.mark.parametrize("command", PLACES)
def test_each_workbook_keeps_within_the_limits_of_excel(
    written: dict[str, Path], command: str
) -> None:
    """Lengths, sizes, counts, names, merged cells and formulas, by the tables of limits."""
    books = {n: p for n, p in chosen(written, command).items() if p.suffix != ".docx"}
    found = {name: breaches(path, frozenset(NAMES)) for name, path in books.items()}
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize("name", ["公式.xlsx", "计算-公式.xlsx"])
def test_a_plain_workbook_calls_no_function_of_ours(written: dict[str, Path], name: str) -> None:
    """It computes where no add-in is, Excel 2016 included: nothing newer than that either."""
    assert breaches(written[name]) == []
    with zipfile.ZipFile(written[name]) as archive:
        text = b"".join(archive.read(n) for n in archive.namelist() if n.endswith(".xml"))
    assert set(re.findall(rb"_xl(?:fn|ws)\.([\w.]+)", text)) <= {b"ISFORMULA"}  # Excel 2013


@pytest.mark.parametrize("command", PLACES)
def test_every_relationship_leads_to_a_part_with_a_type(
    written: dict[str, Path], command: str
) -> None:
    """ECMA-376 part 2: targets are there, no two alike, and each part has a content type."""
    for name, path in chosen(written, command).items():
        with zipfile.ZipFile(path) as archive:
            parts = archive.namelist()
            types = etree.fromstring(archive.read("[Content_Types].xml"))
            assert len({part.casefold() for part in parts}) == len(parts), name
            typed = {*types.xpath("//@PartName"), *types.xpath("//@Extension")}
            assert all(f"/{p}" in typed or p.rpartition(".")[2] in typed for p in parts[1:]), name
            for part in (part for part in parts if part.endswith(".rels")):
                links = etree.fromstring(archive.read(part))
                folder = part.partition("_rels/")[0]
                assert len(set(links.xpath("//@Id"))) == len(links), (name, part)
                for link in links:
                    if link.get("TargetMode") != "External":
                        target = link.get("Target")
                        full = target.lstrip("/") if target[0] == "/" else f"{folder}{target}"
                        assert re.sub(r"[^/]+/\.\./", "", full) in parts, (name, part, target)


def test_charts_name_each_font_for_chinese_too(written: dict[str, Path]) -> None:
    """DrawingML (ECMA-376 part 1, 21.1.2.3): ``latin`` is not asked for Chinese, ``ea`` is."""
    space = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    fonts = 0
    for name, path in written.items():
        with zipfile.ZipFile(path) as archive:
            for part in (n for n in archive.namelist() if n.startswith("xl/charts/chart")):
                for look in etree.fromstring(archive.read(part)).iterfind(".//a:latin/..", space):
                    faces = [
                        look.find(f"a:{kind}", space).get("typeface") for kind in ("latin", "ea")
                    ]
                    assert faces == ["黑体", "黑体"], (name, part)
                    fonts += 1
    assert fonts > 20


@pytest.mark.parametrize("command", ["annex", "slips"])
def test_each_document_keeps_within_the_limits_of_word(
    written: dict[str, Path], command: str
) -> None:
    """A table has 63 columns at most, a page 22 inches each way; every row fills the grid."""
    for name, path in chosen(written, command).items():
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as archive:
                root = etree.fromstring(archive.read("word/document.xml"))
            space = {"w": etree.QName(root).namespace}
            page = root.xpath("//w:pgSz/@w:w | //w:pgSz/@w:h", namespaces=space)
            assert page and max(map(int, page)) <= 22 * 1440, name
            for table in root.iterfind(".//w:tbl", space):
                columns = len(table.findall("w:tblGrid/w:gridCol", space))
                assert 0 < columns <= 63, (name, columns)
                for row in table.iterfind("w:tr", space):
                    spans = row.xpath("w:tc/w:tcPr/w:gridSpan/@w:val", namespaces=space)
                    cells = len(row.findall("w:tc", space))
                    assert cells + sum(int(span) - 1 for span in spans) == columns, name


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("SUM(A1:A9)+Sheet!B2", []),
        ("=1+1", ["formula with an equals sign of its own"]),
        ("1+" * 4096 + "1", ["formula of 8193 characters"]),
        ("1+" * 4095 + "11", []),
        ("IF(1," * 65 + "1" + ")" * 65, ["65 levels"]),
        ("IF(1," * 64 + "1" + ")" * 64, []),
        ("SUM(" + ",".join("1" * 256) + ")", ["more than 255 arguments"]),
        ('"' + "核" * 256 + '"', ["text of 256 characters in a formula"]),
        ("XLOOKUP(1,A:A,B:B)", ["function XLOOKUP"]),
        ("_xlfn.XLOOKUP(1,A:A,B:B)", []),
        ("WINDOW_TOTAL(A1)", ["function WINDOW_TOTAL"]),
        ("SUM('表(一'!A1,\")\")", []),
        ("SUM(A1))", ["a bracket too many"]),
    ],
)
def test_the_limits_of_a_formula_are_held(formula: str, said: list[str]) -> None:
    """One formula at each limit and one beyond it."""
    assert list(formula_breaches(formula)) == said


def test_the_tables_name_the_limits_that_excel_publishes() -> None:
    """Those that a workbook of ours came near: 31 for sheets, 255 for lists, 409.5 points."""
    assert ("sheet name", 31) in {(row[0], row[3]) for row in LENGTHS}
    assert ("validation's formula", 255) in {(row[0], row[3]) for row in LENGTHS}
    assert ("row's height", 409.5) in {(row[0], row[4]) for row in SIZES}
