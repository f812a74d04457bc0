"""What the engine reads out of cells, against hand-written XML."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from tests.ooxml.books import (
    MAIN,
    RELATIONS,
    STRICT_MAIN,
    STRICT_RELATIONS,
    book,
    parts,
    sheet_xml,
    workbook_xml,
    zipped,
)
from xl_appraisal.model.grid import Area, Cell, CellError, ShownAs
from xl_appraisal.ooxml import Workbook

STRINGS = (
    f'<sst xmlns="{MAIN}" count="4" uniqueCount="4"><si><t>张三</t></si>'
    '<si><r><rPr><b/></rPr><t xml:space="preserve">前 </t></r><r><t>后</t></r>'
    '<rPh sb="0" eb="1"><t>qian</t></rPh><phoneticPr fontId="1"/></si>'
    "<si><t>a_x000D_b &amp; &#20013;_x005F_x0041_</t></si><si><t/></si></sst>"
)
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="8">'
    '<numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>'
    '<numFmt numFmtId="171" formatCode="[Red]0.00_ &quot;元/day&quot;;\\d0"/>'
    '<numFmt numFmtId="172" formatCode="h:mm:ss"/>'
    '<numFmt numFmtId="173" formatCode="[$-804]yyyy/m/d h:mm"/>'
    '<numFmt numFmtId="174" formatCode="General"/>'
    '<numFmt numFmtId="175" formatCode="[DBNum1]0.0E+00"/>'
    '<numFmt numFmtId="176" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="177" formatCode="m&quot;月&quot;"/></numFmts>'
    '<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs>'
    + "".join(f'<xf numFmtId="{n}" xfId="0"/>' for n in (0, 14, 22, *range(170, 178), 31, 57))
    + '<xf xfId="0"/></cellXfs></styleSheet>'
)

VALUES = [
    ("<c r='A1'><v>5</v></c>", Decimal(5)),
    ('<c r="A1"><v>0.6879999999999999</v></c>', Decimal("0.688")),
    ('<c r="A1"><v>0.30000000000000004</v></c>', Decimal("0.3")),
    ('<c r="A1"><v>0.1</v></c>', Decimal("0.1")),
    ('<c r="A1"><v>1.50</v></c>', Decimal("1.5")),
    ('<c r="A1"><v>-0</v></c>', Decimal(0)),
    ('<c r="A1"><v>1E2</v></c>', Decimal(100)),
    ('<c r="A1"><v>2.5E-3</v></c>', Decimal("0.0025")),
    ('<c r="A1"><v>12345678901234567</v></c>', Decimal("12345678901234600")),
    ('<c r="A1" t="n"><v>007.5</v></c>', Decimal("7.5")),
    ('<c r="A1"><v></v></c>', None),
    ('<c r="A1" s="1"/>', None),
    ('<c r="A1" t="b"><v>1</v></c>', True),
    ('<c r="A1" t="b"><v>0</v></c>', False),
    ('<c r="A1" t="e"><v>#DIV/0!</v></c>', CellError("#DIV/0!")),
    ('<c r="A1" t="s"><v>0</v></c>', "张三"),
    ('<c r="A1" t="s"><v>1</v></c>', "前 后"),
    ('<c r="A1" t="s"><v>2</v></c>', "a\rb & 中_x0041_"),
    ('<c r="A1" t="s"><v>3</v></c>', ""),
    ('<c r="A1" t="str"><f>B1</f><v>&lt;文&gt;</v></c>', "<文>"),
    ('<c r="A1" t="str"><f>B1</f><v xml:space="preserve"> 空 </v></c>', " 空 "),
    ('<c r="A1" t="str"><f>B1</f><v/></c>', ""),
    ('<c r="A1" t="inlineStr"><is><t> 内 </t></is></c>', " 内 "),
    ('<c r="A1" t="inlineStr"><is><r><t>一</t></r><r><t>二</t></r></is></c>', "一二"),
    ("<c r=\"A1\" t='str'><v><![CDATA[<原>]]></v></c>", "<原>"),
    ('<c r="A1"><!-- 注 --><v>8</v><extLst><ext uri="u"/></extLst></c>', Decimal(8)),
    ('<c r="A1" s="1"><v>45000</v></c>', dt.date(2023, 3, 15)),
    ('<c r="A1" s="2"><v>45000.75</v></c>', dt.datetime(2023, 3, 15, 18)),
    ('<c r="A1" s="3"><v>45000</v></c>', dt.date(2023, 3, 15)),
    ('<c r="A1" s="4"><v>45000</v></c>', ShownAs.of(Decimal(45000), "45000.00元/day")),
    ('<c r="A1" s="5"><v>0.5</v></c>', dt.time(12)),
    ('<c r="A1" s="6"><v>45000.25</v></c>', dt.datetime(2023, 3, 15, 6)),
    ('<c r="A1" s="7"><v>45000</v></c>', Decimal(45000)),
    ('<c r="A1" s="8"><v>45000</v></c>', Decimal(45000)),
    ('<c r="A1" s="9"><v>1.25</v></c>', Decimal("1.25")),
    ('<c r="A1" s="10"><v>45000</v></c>', dt.date(2023, 3, 15)),
    ('<c r="A1" s="11"><v>1</v></c>', dt.date(1900, 1, 1)),
    ('<c r="A1" s="12"><v>61</v></c>', dt.date(1900, 3, 1)),
    ('<c r="A1" s="13"><v>45000</v></c>', dt.date(2023, 3, 15)),
    ('<c r="A1" s="1"><v>60</v></c>', Decimal(60)),
    ('<c r="A1" s="1"><v>-1</v></c>', Decimal(-1)),
    ('<c r="A1" s="1"><v>2958466</v></c>', Decimal(2958466)),
    ('<c r="A1" t="d"><v>2023-03-15T18:00:00Z</v></c>', dt.datetime(2023, 3, 15, 18)),
    ('<c r="A1" t="d"><v>2023-03-15</v></c>', dt.date(2023, 3, 15)),
]


@pytest.mark.parametrize(("cell", "expected"), VALUES)
def test_a_cell_holds_what_its_xml_says(tmp_path: Path, cell: str, expected: object) -> None:
    """Numbers, dates, booleans, errors and text are read by value and by type."""
    path = book(tmp_path, f'<row r="1">{cell}</row>', sharedStrings=STRINGS, styles=STYLES)
    value = Workbook.open(path).grid("排名").value(1, 1)
    assert (type(value), value) == (type(expected), expected)
    assert getattr(value, "shown", None) == getattr(expected, "shown", None)


def test_days_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    """With date1904 the serial 0 is 1 January 1904."""
    cells = '<row r="1"><c r="A1" s="1"><v>0</v></c><c r="B1" s="1"><v>43538</v></c></row>'
    workbook = workbook_xml('<workbookPr date1904="1"/>')
    grid = Workbook.open(book(tmp_path, cells, styles=STYLES, workbook=workbook)).grid("排名")
    assert [grid.value(1, 1), grid.value(1, 2)] == [dt.date(1904, 1, 1), dt.date(2023, 3, 15)]


FORMS = {
    "as Excel writes it": '<row r="2" spans="1:2"><c r="A2" s="0"><v>7</v></c>'
    '<c r="B2" t="str"><f>A2&amp;"x"</f><v>7x</v></c></row>',
    "single quotes": "<row r='2'><c r='A2'><v>7</v></c><c t='str' r='B2'><f>A2&amp;\"x\"</f>"
    "<v>7x</v></c></row>",
    "no addresses": '<row/><row><c><v>7</v></c><c t="str"><f>A2&amp;"x"</f><v>7x</v></c></row>',
    "pretty-printed": '\n  <row r="2">\n    <c r="A2">\n      <v>7</v>\n    </c>\n    '
    '<c r="B2" t="str">\n<f>A2&amp;"x"</f>\n<v>7x</v>\n</c>\n  </row >\n',
    "comments": '<!-- <row r="1"/> --><row r="2"><!-- </row> --><c r="A2"><v>7</v></c>'
    '<c r="B2" t="str"><f>A2&amp;"x"</f><v>7x</v></c></row>',
    "character references": '<row r="2"><c r="A&#50;"><v>&#x37;</v></c>'
    '<c r="B2" t="str"><f>A2&#38;&quot;x&quot;</f><v>7x</v></c></row>',
}


@pytest.mark.parametrize("rows", FORMS.values(), ids=FORMS.keys())
def test_the_same_cells_are_read_from_every_form_of_xml(tmp_path: Path, rows: str) -> None:
    """Quotes, spaces, comments, references and missing addresses change nothing."""
    grid = Workbook.open(book(tmp_path, rows)).grid("排名")
    assert dict(grid.cells) == {
        (2, 1): Cell(Decimal(7)),
        (2, 2): Cell("7x", 'A2&"x"'),
    }


@pytest.mark.parametrize(
    ("main", "relations"), [(MAIN, RELATIONS), (STRICT_MAIN, STRICT_RELATIONS)]
)
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_prefixes_strict_namespaces_and_a_byte_order_mark_are_read(
    tmp_path: Path, main: str, relations: str, bom: bytes
) -> None:
    """A sheet with namespace prefixes, of the strict variant, or behind a BOM is the same."""
    rows = '<x:row r="3"><x:c r="C3" t="inlineStr"><x:is><x:t>文</x:t></x:is></x:c></x:row>'
    sheet = (
        f'<x:worksheet xmlns:x="{main}"><x:sheetData>{rows}</x:sheetData><x:mergeCells>'
        '<x:mergeCell ref="C3:D4"/></x:mergeCells></x:worksheet>'
    )
    members = parts(bom + sheet.encode())
    for name in ("xl/workbook.xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"):
        text = str(members[name]).replace(MAIN, main).replace(RELATIONS, relations)
        members[name] = bom + text.encode()
    path = tmp_path / "strict.xlsx"
    path.write_bytes(zipped(members))
    grid = Workbook.open(path).grid("排名")
    assert dict(grid.cells) == {(3, 3): Cell("文")}
    assert grid.merges == (Area(3, 3, 4, 4),)


def test_every_cell_of_a_formula_group_shows_its_formula(tmp_path: Path) -> None:
    """Followers of a shared formula show it moved; cells of an array formula show the array's."""
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c>'
        '<c r="B1"><f t="shared" ref="B1:B3" si="0">A1*$D$1</f><v>2</v></c>'
        '<c r="C1"><f t="array" ref="C1:C3">TRANSPOSE(A1:A3)</f><v>1</v></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/><v>3</v></c><c r="C2"><v>4</v></c></row>'
        '<row r="3"><c r="B3"><f t="shared" si="0"></f></c></row>'
    )
    grid = Workbook.open(book(tmp_path, rows)).grid("排名")
    shown = {ref: cell.formula for ref, cell in grid.cells.items() if cell.formula is not None}
    array = "TRANSPOSE(A1:A3)"
    assert shown == {
        (1, 2): "A1*$D$1",
        (2, 2): "A2*$D$1",
        (3, 2): "A3*$D$1",
        (1, 3): array,
        (2, 3): array,
        (3, 3): array,
    }
    assert grid[2, 3].value == Decimal(4)


def test_sheets_and_names_are_listed_as_the_workbook_orders_them(tmp_path: Path) -> None:
    """Chart sheets are left out; a name of one sheet is told from one of the workbook."""
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="图" sheetId="9" r:id="r9"/><sheet name="A&amp;B" sheetId="1" r:id="r1"/>'
        '</sheets><definedNames><definedName name="总分">排名!$A$1</definedName>'
        '<definedName name="总分" localSheetId="1" hidden="1">排名!$B$1</definedName>'
        "</definedNames></workbook>"
    )
    members = parts(sheet_xml(""), workbook=workbook)
    links = str(members["xl/_rels/workbook.xml.rels"])
    chart = f'<Relationship Id="r9" Type="{RELATIONS}/chartsheet" Target="/xl/chart.xml"/>'
    members["xl/_rels/workbook.xml.rels"] = links.replace("</R", chart + "</R")
    path = tmp_path / "names.xlsx"
    path.write_bytes(zipped(members))
    opened = Workbook.open(path)
    assert opened.sheet_names == ("A&B",)
    assert dict(opened.defined_names) == {"总分": "排名!$A$1", "A&B!总分": "排名!$B$1"}
