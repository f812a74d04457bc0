"""Edits that touch formulas of several cells, and the calculation chain."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.ooxml.books import SHEET, book, raw_members, read, sheet_xml
from xl_appraisal.model.grid import Cell, Formula, Write
from xl_appraisal.ooxml import Workbook, XlsxError


def test_followers_live_on_when_their_shared_formula_goes(tmp_path: Path) -> None:
    """Replacing the first cell of a shared formula gives each follower its own text."""
    rows = (
        '<row r="1"><c r="B1"><f t="shared" ref="B1:B3" si="0">A1+$A$9</f><v>1</v></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="3"><c r="B3"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    path = book(tmp_path, rows)
    opened = Workbook.open(path)
    opened.set("排名", {(1, 2): None, (3, 2): Decimal(30)})
    opened.save()
    assert read(path) == sheet_xml(
        '<row r="1"><c r="B1"/></row>'
        '<row r="2"><c r="B2"><f>A2+$A$9</f><v>2</v></c></row>'
        '<row r="3"><c r="B3"><f>A3+$A$9</f><v>30</v></c></row>'
    )


def test_a_follower_can_leave_its_group(tmp_path: Path) -> None:
    """A Formula or None on a follower touches neither the first cell nor the others."""
    first = '<row r="1"><c r="B1"><f t="shared" ref="B1:B3" si="0">A1</f><v>1</v></c></row>'
    rest = '<row r="3"><c r="B3"><f t="shared" si="0"/><v>3</v></c></row>'
    rows = first + '<row r="2"><c r="B2"><f t="shared" si="0"/><v>2</v></c></row>' + rest
    path = book(tmp_path, rows)
    opened = Workbook.open(path)
    opened.set("排名", {(2, 2): Formula("C2", Decimal(5))})
    opened.save()
    own = '<row r="2"><c r="B2"><f>C2</f><v>5</v></c></row>'
    assert read(path) == sheet_xml(first + own + rest)


ARRAY = (
    '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c></row>'
    '<row r="2"><c r="A2"><v>2</v></c></row>'
)


@pytest.mark.parametrize("ref", [(1, 1), (2, 1)])
@pytest.mark.parametrize("write", [None, Formula("C1", None)])
def test_a_part_of_an_array_formula_is_not_replaced(
    tmp_path: Path, ref: tuple[int, int], write: Write
) -> None:
    """Neither its first cell nor any other; the message names the cell."""
    opened = Workbook.open(book(tmp_path, ARRAY))
    with pytest.raises(XlsxError, match=f"单元格 A{ref[0]}：不能改动数组公式"):
        opened.set("排名", {ref: write})


def test_the_figures_of_an_array_formula_are_refreshed(tmp_path: Path) -> None:
    """Plain values go into all its cells; text there is a formula's text."""
    path = book(tmp_path, ARRAY)
    opened = Workbook.open(path)
    opened.set("排名", {(1, 1): Decimal(9), (2, 1): "文"})
    opened.save()
    assert read(path) == sheet_xml(
        ARRAY.replace("<v>1</v>", "<v>9</v>").replace(
            '<c r="A2"><v>2</v></c>', '<c r="A2" t="str"><v>文</v></c>'
        )
    )


def test_the_figures_of_an_array_formula_are_left_out(tmp_path: Path) -> None:
    """The formula written as it stands keeps its one element, whatever becomes of the figures."""
    path = book(tmp_path, ARRAY)
    opened = Workbook.open(path)
    opened.set("排名", {(1, 1): Formula("B1:B2", None), (2, 1): Formula("B1:B2", None)})
    opened.save()
    bare = ARRAY.replace("<v>1</v>", "").replace('<c r="A2"><v>2</v></c>', '<c r="A2"/>')
    assert read(path) == sheet_xml(bare)


CHAIN = '<calcChain><c r="B1" i="1"/><c r="B2"/></calcChain>'
FORMULAS = (
    '<row r="1"><c r="B1"><f>A1</f><v>1</v></c></row><row r="2"><c r="B2"><f>A2</f></c></row>'
)


@pytest.mark.parametrize(
    ("write", "goes"),
    [(None, True), (Decimal(7), False), (Formula("A3", Decimal(1)), False), ("文", False)],
)
def test_the_calculation_chain_goes_when_a_formula_does(
    tmp_path: Path, write: Write, goes: bool
) -> None:
    """Part, relationship and content type go together; a refreshed figure leaves them be."""
    path = book(tmp_path, FORMULAS, calcChain=CHAIN)
    old = raw_members(path)
    opened = Workbook.open(path)
    opened.set("排名", {(1, 2): write})
    opened.save()
    new = raw_members(path)
    mentions = ["[Content_Types].xml", "xl/_rels/workbook.xml.rels"]
    if not goes:
        assert [name for name in old if old[name] != new.get(name)] == [SHEET]
        return
    assert set(old) - set(new) == {"xl/calcChain.xml"}
    assert {name for name in new if new[name] != old[name]} == {SHEET, *mentions}
    assert not any("calcChain" in read(path, name) for name in mentions)
    assert openpyxl.load_workbook(path)["排名"]["B2"].value == "=A2"


def test_a_new_formula_leaves_the_calculation_chain_alone(tmp_path: Path) -> None:
    """Excel adds what the chain lacks; only an entry without a formula does harm."""
    path = book(tmp_path, FORMULAS, calcChain=CHAIN)
    opened = Workbook.open(path)
    opened.set("排名", {(5, 5): Formula("B1", Decimal(1))})
    opened.save()
    assert read(path, "xl/calcChain.xml") == CHAIN


def test_many_array_formulas_cost_no_more_than_their_cells(tmp_path: Path) -> None:
    """A column of one-cell arrays, as user-defined functions make, is read in linear time."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" cm="1"><f t="array" ref="A{n}">TOTAL(B{n})</f><v>{n}</v></c>'
        "</row>"
        for n in range(1, 10_001)
    )
    grid = Workbook.open(book(tmp_path, rows)).grid("排名")
    assert grid[10_000, 1] == Cell(Decimal(10_000), "TOTAL(B10000)")


@pytest.mark.parametrize(
    "formula",
    ['<f t="array" ref="A1:XFD{n}">B1</f>', '<f t="shared" ref="A1:A9" si="0">{long}</f>'],
    ids=["array", "shared"],
)
def test_more_group_work_than_any_honest_workbook_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, formula: str
) -> None:
    """Arrays that overlap all over the sheet, long formulas shared by all rows."""
    monkeypatch.setattr("xl_appraisal.ooxml.shared_formulas.MAX_GROUP_WORK", 100_000)
    rows = "".join(
        f'<row r="{n}"><c r="A{n}">'
        + (formula.format(n=900, long="1+" * 500 + "1") if n == 1 or "array" in formula else "")
        + ('<f t="shared" si="0"/>' if n > 1 and "shared" in formula else "")
        + "<v>1</v></c></row>"
        for n in range(1, 900)
    )
    with pytest.raises(XlsxError, match="共享公式和数组公式过多"):
        Workbook.open(book(tmp_path, rows)).grid("排名")
