"""What the engine writes: the changed cells and nothing else, against hand-written XML."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.ooxml.books import MAIN, SHEET, book, parts, raw_members, read, sheet_xml, zipped
from xl_appraisal.model.grid import CellError, Formula, Write
from xl_appraisal.ooxml import Workbook, XlsxError

STRINGS = f'<sst xmlns="{MAIN}"><si><t>甲</t></si></sst>'
CELLS: list[tuple[str, Write, str]] = [
    # a plain value on a plain cell: style and foreign attributes stay
    ('<c r="B2" s="3"><v>1</v></c>', Decimal("98.60"), '<c r="B2" s="3"><v>98.60</v></c>'),
    ('<c r="B2" s="3"/>', Decimal("1E+2"), '<c r="B2" s="3"><v>100</v></c>'),
    ('<c r="B2" s="3" t="s"><v>0</v></c>', Decimal("-0.0"), '<c r="B2" s="3"><v>0</v></c>'),
    ('<c r="B2"><v>1</v></c>', True, '<c r="B2" t="b"><v>1</v></c>'),
    ('<c r="B2"><v>1</v></c>', CellError("#N/A"), '<c r="B2" t="e"><v>#N/A</v></c>'),
    (
        '<c r="B2" ph="1"><v>1</v></c>',
        "优秀",
        '<c r="B2" ph="1" t="inlineStr"><is><t>优秀</t></is></c>',
    ),
    (
        '<c r="B2" t="b"><v>1</v></c>',
        " <&>\t_x0041_\x01\r",
        '<c r="B2" t="inlineStr"><is><t xml:space="preserve"> &lt;&amp;&gt;\t'
        "_x005F_x0041__x0001__x000D_</t></is></c>",
    ),
    ('<c r="B2" s="3" t="str"><v>x</v></c>', None, '<c r="B2" s="3"/>'),
    ('<c r="B2" vm="1" t="e"><v>#VALUE!</v></c>', Decimal(2), '<c r="B2"><v>2</v></c>'),
    # a plain value on a formula cell: the formula stays as it was written
    (
        '<c r="B2" s="3"><f ca="1">A1+1</f><v>1</v></c>',
        Decimal("2.5"),
        '<c r="B2" s="3"><f ca="1">A1+1</f><v>2.5</v></c>',
    ),
    ('<c r="B2"><f>A1</f></c>', Decimal(2), '<c r="B2"><f>A1</f><v>2</v></c>'),
    ('<c r="B2"><f>A1</f><v>1</v></c>', "否", '<c r="B2" t="str"><f>A1</f><v>否</v></c>'),
    ('<c r="B2" t="str"><f>A1</f><v>否</v></c>', Decimal(1), '<c r="B2"><f>A1</f><v>1</v></c>'),
    ('<c r="B2"><f>A1</f><v>1</v></c>', "", '<c r="B2" t="str"><f>A1</f><v></v></c>'),
    (
        '<c r="B2" cm="1"><f t="array" ref="B2">TOTAL(A1)</f><v>1</v></c>',
        Decimal(3),
        '<c r="B2" cm="1"><f t="array" ref="B2">TOTAL(A1)</f><v>3</v></c>',
    ),
    # only a Formula sets one, and None takes it away
    (
        '<c r="B2" cm="1"><f t="array" ref="B2">TOTAL(A1)</f><v>1</v></c>',
        Formula('A1&"<"', "甲<"),
        '<c r="B2" t="str"><f>A1&amp;"&lt;"</f><v>甲&lt;</v></c>',
    ),
    ('<c r="B2" t="s"><v>0</v></c>', Formula("A1", None), '<c r="B2"><f>A1</f></c>'),
    ('<c r="B2" s="3"><f>A1</f><v>1</v></c>', None, '<c r="B2" s="3"/>'),
    # forms that only expat reads
    ("<c r='B2' s='3'><v>1</v></c>", Decimal(2), "<c r='B2' s='3'><v>2</v></c>"),
    ('<c s="3" r="B2" t="str"><v>1</v></c>', Decimal(2), '<c s="3" r="B2"><v>2</v></c>'),
    (
        '<c r="B2"><f>A1</f><v>1</v><extLst><ext uri="u"/></extLst></c>',
        Decimal(2),
        '<c r="B2"><f>A1</f><v>2</v><extLst><ext uri="u"/></extLst></c>',
    ),
    # what the cell holds already keeps its bytes, noise and all
    ('<c r="B2"><v>0.6879999999999999</v></c>', Decimal("0.688"), ""),
    ('<c r="B2"><f>A1</f><v>2.50</v></c>', Decimal("2.5"), ""),
    ('<c r="B2" t="inlineStr"><is><r><t>优</t></r></is></c>', "优", ""),
    ('<c r="B2"><f>A1</f><v>1</v></c>', Formula("A1", Decimal(1)), ""),
    ("<c r='B2'><f>A1</f><v>1</v></c>", Formula("A1", Decimal(1)), ""),
    ('<c r="B2" s="3"/>', None, ""),
]


@pytest.mark.parametrize(("before", "write", "after"), CELLS)
def test_an_edit_changes_the_bytes_of_its_cell_and_no_others(
    tmp_path: Path, before: str, write: Write, after: str
) -> None:
    """The cell becomes the expected XML; all around it, in and outside the sheet, stays."""
    row = (
        '<row r="2" spans="1:3" x="> &quot;"><c r="A2"><v>1</v></c>{}'
        '<c r="C2" t="b"><v>1</v></c></row>'
    )
    more = '<row r="9" hidden="1"/>'
    rows = row.format(before) + more
    path = book(tmp_path, rows, before='<dimension ref="A2:C9"/>', sharedStrings=STRINGS)
    old = raw_members(path)
    opened = Workbook.open(path)
    opened.set("排名", {(2, 2): write})
    opened.save()
    assert read(path) == sheet_xml(
        row.format(after or before) + more, before='<dimension ref="A2:C9"/>'
    )
    new = raw_members(path)
    assert list(new) == list(old)
    changed = [name for name in old if old[name] != new[name]]
    assert changed == ([SHEET] if after else [])


INSERTIONS = [
    ("", {(3, 2): Decimal(1)}, '<row r="3"><c r="B3" s="7"><v>1</v></c></row>'),
    ("", {(3, 2): None}, ""),
    (
        '<row r="1"/><row r="5" spans="1:1"/>',
        {(3, 1): Decimal(1), (5, 4): Decimal(2)},
        '<row r="1"/><row r="3"><c r="A3"><v>1</v></c></row>'
        '<row r="5" spans="1:4"><c r="D5"><v>2</v></c></row>',
    ),
    (
        '<row r="5" s="4" customFormat="1" spans="2:4"><c r="B5"/><c r="D5"/></row>',
        {(5, 1): Decimal(1), (5, 3): "x", (5, 5): Formula("A5", None)},
        '<row r="5" s="4" customFormat="1" spans="1:5"><c r="A5" s="4"><v>1</v></c><c r="B5"/>'
        '<c r="C5" s="4" t="inlineStr"><is><t>x</t></is></c><c r="D5"/>'
        '<c r="E5" s="4"><f>A5</f></c></row>',
    ),
    (
        "<row r='5'><c r='B5'/><c r='D5'/></row>",
        {(5, 3): Decimal(1), (5, 28): Decimal(2)},
        "<row r='5'><c r='B5'/><c r=\"C5\"><v>1</v></c><c r='D5'/><c r=\"AB5\"><v>2</v></c></row>",
    ),
]


@pytest.mark.parametrize(("rows", "writes", "expected"), INSERTIONS)
def test_missing_rows_and_cells_come_in_at_their_place(
    tmp_path: Path, rows: str, writes: dict[tuple[int, int], Write], expected: str
) -> None:
    """New cells stand in order, with the style of their row or column; ``spans`` grow."""
    cols = '<cols><col min="2" max="2" width="9" style="7"/></cols>'
    path = book(tmp_path, rows, before=cols)
    opened = Workbook.open(path)
    opened.set("排名", writes)
    opened.save()
    assert read(path) == sheet_xml(expected, before=cols)


@pytest.mark.parametrize(
    ("cell", "dimension"), [((2, 3), "B2:C4"), ((9, 3), "B2:C9"), ((1, 27), "B1:AA4")]
)
def test_the_dimension_grows_only_with_a_cell_outside_it(
    tmp_path: Path, cell: tuple[int, int], dimension: str
) -> None:
    """``dimension`` is left alone by a cell inside it and widened by one outside."""
    path = book(tmp_path, '<row r="2"><c r="B2"/></row>', before='<dimension ref="B2:C4"/>')
    opened = Workbook.open(path)
    opened.set("排名", {cell: Decimal(1)})
    opened.save()
    assert f'<dimension ref="{dimension}"/>' in read(path)


def test_an_empty_sheet_takes_its_first_cell(tmp_path: Path) -> None:
    """``<sheetData/>`` is opened up for it."""
    path = tmp_path / "empty.xlsx"
    data = sheet_xml("").replace("<sheetData></sheetData>", "<sheetData />")
    path.write_bytes(zipped(parts(data)))
    opened = Workbook.open(path)
    opened.set("排名", {(1, 1): True})
    opened.save()
    row = '<sheetData><row r="1"><c r="A1" t="b"><v>1</v></c></row></sheetData>'
    assert read(path) == sheet_xml("").replace("<sheetData></sheetData>", row)


def test_what_was_set_is_what_is_read_next(tmp_path: Path) -> None:
    """Changes are visible in the grid before they are saved, and can be changed again."""
    path = book(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>')
    opened = Workbook.open(path)
    opened.set("排名", {(1, 1): Decimal(2)})
    opened.set("排名", {(1, 2): "二", (1, 1): Decimal(3)})
    assert [opened.grid("排名").value(1, column) for column in (1, 2)] == [Decimal(3), "二"]
    opened.save()
    sheet = openpyxl.load_workbook(path)["排名"]
    assert [sheet["A1"].value, sheet["B1"].value] == [3, "二"]


@pytest.mark.parametrize(
    ("writes", "found"),
    [
        ({(2, 3): Decimal(1)}, "单元格 C2：这个单元格被合并单元格覆盖"),
        ({(1, 1): "长" * 32768}, "单元格 A1：文字有 32768 个字符"),
        ({(1, 1): "\ud800"}, "单元格 A1：文字含有不完整的字符"),
        ({(1, 1): Decimal("NaN")}, "单元格 A1：数值 NaN 不能写入"),
        ({(1, 1): Decimal("1E400")}, "单元格 A1：数值"),
        ({(1, 1): Formula("=A2", None)}, "单元格 A1：公式 '=A2' 无效"),
        ({(1, 1): Formula("A2+" * 3000, None)}, "单元格 A1：文字有 9000 个字符"),
        ({(0, 1): Decimal(1)}, "在工作表之外"),
        ({(1, 16385): Decimal(1)}, "在工作表之外"),
    ],
)
def test_what_a_cell_cannot_hold_is_refused_and_nothing_is_set(
    tmp_path: Path, writes: dict[tuple[int, int], Write], found: str
) -> None:
    """One bad value refuses the whole call; the message names file, sheet and cell."""
    after = '<mergeCells count="1"><mergeCell ref="B2:C3"/></mergeCells>'
    path = book(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>', after=after)
    before = path.read_bytes()
    opened = Workbook.open(path)
    with pytest.raises(XlsxError, match=found) as refused:
        opened.set("排名", {(5, 5): Decimal(1), **writes})
    assert "book.xlsx，工作表“排名”" in str(refused.value)
    opened.save()
    assert path.read_bytes() == before


def test_the_top_left_of_a_merge_is_written(tmp_path: Path) -> None:
    """It holds the merge's value."""
    after = '<mergeCells count="1"><mergeCell ref="B2:C3"/></mergeCells>'
    path = book(tmp_path, "", after=after)
    opened = Workbook.open(path)
    opened.set("排名", {(2, 2): "合"})
    assert opened.grid("排名").value(2, 2) == "合"
