"""Rows put into a sheet of a file and taken out: what spoke of a cell speaks of the same cell."""

from __future__ import annotations

import re
import warnings
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import range_boundaries

from xl_appraisal.files.file_error import XlsxError
from xl_appraisal.model.grid import Cell, a1
from xl_appraisal.ooxml import Workbook
from xl_appraisal.ooxml.row_moves import RowMove, moved_formula

SHEET, OTHER = "名次表", "其他 表"
ROWS, COLUMNS = 20, 4

moves = st.one_of(
    st.builds(RowMove, st.just(SHEET), st.integers(1, ROWS + 2), st.integers(1, 4)),
    st.builds(RowMove, st.just(SHEET), st.integers(1, ROWS - 4), st.integers(-4, -1)),
)
cells = st.tuples(st.integers(1, ROWS), st.integers(1, COLUMNS))


def old_rows(move: RowMove) -> list[int | None]:
    """Which row stood where each row is now, from the first; ``None`` for one put in."""
    rows: list[int | None] = list(range(1, ROWS + 1))
    if move.rows > 0:
        return [*rows[: move.at - 1], *[None] * move.rows, *rows[move.at - 1 :]]
    return rows[: move.at - 1] + rows[move.at - 1 - move.rows :]


def seen(formula: str, rows: list[int | None]) -> set[tuple[int, int]]:
    """The cells, by their old places, that a reference after the move takes in."""
    left, top, right, bottom = range_boundaries(formula.rpartition("!")[2])
    return {
        (old, column)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if row <= len(rows) and (old := rows[row - 1]) is not None
    }


@given(move=moves, first=cells, last=cells, fixed=st.booleans(), there=st.booleans())
def test_a_reference_takes_in_the_cells_that_are_left_of_it(
    move: RowMove, first: tuple[int, int], last: tuple[int, int], fixed: bool, there: bool
) -> None:
    """A range and a cell, with and without ``$``, from its own sheet and from another."""
    (top, bottom), (left, right) = (sorted(pair) for pair in zip(first, last, strict=True))
    sign = "$" if fixed else ""
    ends = [re.sub(r"(?=\d)", sign, a1(*ref), count=1) for ref in ((top, left), (bottom, right))]
    text = f"{SHEET}!{':'.join(ends)}" if there else ":".join(ends)
    moved = moved_formula(text, OTHER if there else SHEET, move)
    rows = old_rows(move)
    before = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
    kept = {ref for ref in before if ref[0] in rows}
    assert seen(moved, rows) == kept if kept else moved == "#REF!"


@given(move=moves, ref=cells)
def test_what_is_no_reference_to_the_sheet_stays(move: RowMove, ref: tuple[int, int]) -> None:
    """Texts, names, functions with digits, other sheets, other workbooks, columns."""
    place = a1(*ref)
    for text in (f'"{place}"', f"其他!{place}", f"[1]{SHEET}!{place}", f"LOG10({OTHER[:2]}!A1)",
                 f"'[b.xlsx]{SHEET}'!{place}", f"表{place}", f"{place}_x", f"'{SHEET}2'!{place}",
                 f"表1[[#This Row],[{place}]]", f"{SHEET}!$A:$D", "DEC2BIN(1)"):  # fmt: skip
        assert moved_formula(text, OTHER, move) == text


def test_a_reference_through_sheets_is_refused() -> None:
    """It would have to be taken apart; the message names it."""
    with pytest.raises(XlsxError, match="甲:乙!"):
        moved_formula("SUM(甲:乙!A5)", OTHER, RowMove(SHEET, 3, 1))


def book(path: Path) -> Path:
    """A workbook by XlsxWriter with everything that holds an address."""
    with xlsxwriter.Workbook(str(path)) as written:
        sheet, other = (written.add_worksheet(name) for name in (SHEET, OTHER))
        bold = written.add_format({"bold": True})
        sheet.write_row(0, 0, ["窗口", "分", "合计", "备注"])
        for row in range(1, 10):
            sheet.write(row, 0, f"窗口{row}", bold)
            sheet.write(row, 1, row)
            sheet.write_formula(row, 2, f"=SUM(B{row + 1}:B$10)", None, 1)
        sheet.set_row(4, 33)
        sheet.set_row(6, None, None, {"hidden": True})
        sheet.merge_range("A12:D13", "备注")
        sheet.merge_range("D7:D8", "")
        sheet.data_validation("B2:B10", {"validate": "decimal", "criteria": ">=", "value": 0})
        sheet.conditional_format("B2:B10", {"type": "formula", "criteria": "=B2>$B$9",
                                            "format": bold})  # fmt: skip
        sheet.conditional_format("C9:C10", {"type": "data_bar", "data_bar_2010": True})
        sheet.add_sparkline("E9", {"range": f"{SHEET}!B2:B10"})
        sheet.write_url("A9", f"internal:'{OTHER}'!A3")
        sheet.write_comment("B10", "说明")
        sheet.insert_textbox("F9", "文")
        sheet.insert_button("F3", {"macro": "x", "caption": "按"})
        sheet.freeze_panes(1, 1)
        sheet.set_h_pagebreaks([8])
        sheet.repeat_rows(0)
        sheet.print_area("A1:D13")
        sheet.autofilter("A1:C10")
        other.write_formula("A1", f"=SUM({SHEET}!B2:B10)", None, 45)
        other.write_array_formula("A2:A3", f"{{={SHEET}!B8:B9}}", None, 7)
        other.write_url("A5", f"internal:{SHEET}!A9")
        other.add_table("D1:E4", {"name": "表"})
        written.define_name("分数", f"={SHEET}!$B$2:$B$10")
        written.define_name(f"'{OTHER}'!此", f"={SHEET}!$B$8")
        chart = written.add_chart({"type": "bar"})
        chart.add_series({"values": [SHEET, 1, 1, 9, 1], "categories": [SHEET, 1, 0, 9, 0]})
        other.insert_chart("G2", chart)
    return path


def moved_book(path: Path, at: int, rows: int, like: int = 0) -> Any:
    """The file after a move, with all that openpyxl makes of it."""
    workbook = Workbook.open(book(path))
    workbook.move_rows(RowMove(SHEET, at, rows), like)
    workbook.save()
    return read(path)


def read(path: Path) -> Any:
    """All that openpyxl makes of it, which passes over extensions with a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(path)


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


def test_everything_that_holds_an_address_follows_rows_put_in(tmp_path: Path) -> None:
    """Two rows before row 8 (window 7): cells, ranges, merges, lists, tints, names, pictures …"""
    path = tmp_path / "簿.xlsx"
    found = moved_book(path, 8, 2, like=7)
    sheet, other = found[SHEET], found[OTHER]
    assert [sheet.cell(row, 1).value for row in (7, 8, 9, 10)] == ["窗口6", None, None, "窗口7"]
    assert [sheet.cell(r, 3).value for r in (2, 10)] == ["=SUM(B2:B$12)", "=SUM(B10:B$12)"]
    assert sheet.cell(8, 1).font.bold
    assert not sheet.cell(8, 3).font.bold
    assert sheet.row_dimensions[5].height == 33
    assert [row for row in range(1, 20) if sheet.row_dimensions[row].hidden] == [7]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A14:D15", "D7:D10"}
    assert str(sheet.data_validations.dataValidation[0].sqref) == "B2:B12"
    tints = {str(tint.sqref): tint.rules[0].formula for tint in sheet.conditional_formatting}
    assert tints["B2:B12"] == ["B2>$B$11"]
    assert "C11:C12" in tints
    assert sheet.freeze_panes == "B2"
    assert [b.id for b in sheet.row_breaks.brk] == [10]
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_area == f"'{SHEET}'!$A$1:$D$15"
    assert sheet.auto_filter.ref == "A1:C12"
    assert sheet["A11"].hyperlink.location == f"'{OTHER}'!A3"
    assert sheet["B12"].comment.text == "说明"
    assert other["A1"].value == f"=SUM({SHEET}!B2:B12)"
    assert other["A2"].value.text == f"={SHEET}!B10:B11"
    assert other["A5"].hyperlink.location == f"{SHEET}!A11"
    assert found.defined_names["分数"].attr_text == f"{SHEET}!$B$2:$B$12"
    assert other.defined_names["此"].attr_text == f"{SHEET}!$B$10"
    own = part(path, "xl/worksheets/sheet1.xml")
    assert f"<xm:f>{SHEET}!B2:B12</xm:f><xm:sqref>E11</xm:sqref>" in own
    assert "<xm:sqref>C11:C12</xm:sqref>" in own
    assert f"<c:f>{SHEET}!$B$2:$B$12</c:f>" in part(path, "xl/charts/chart1.xml")
    assert "<xdr:from><xdr:col>5</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>10<" in part(
        path, "xl/drawings/drawing1.xml"
    )
    shapes = part(path, "xl/drawings/vmlDrawing1.vml")
    assert "<x:Row>11</x:Row>" in shapes
    assert re.search(r"<x:Anchor>5, \d+, 2, ", shapes)  # the button above the place stays


def test_everything_that_holds_an_address_follows_rows_taken_out(tmp_path: Path) -> None:
    """Rows 7 to 9 go: ranges shrink, a merge and a link in them go, the tint counts on."""
    found = moved_book(tmp_path / "簿.xlsx", 7, -3)
    sheet, other = found[SHEET], found[OTHER]
    assert [sheet.cell(row, 1).value for row in (6, 7, 9)] == ["窗口5", "窗口9", "备注"]
    assert sheet.cell(6, 3).value == "=SUM(B6:B$7)"
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A9:D10"}
    assert str(sheet.data_validations.dataValidation[0].sqref) == "B2:B7"
    tints = {str(tint.sqref): tint.rules[0].formula for tint in sheet.conditional_formatting}
    assert tints["B2:B7"] == ["B2>#REF!"]
    assert "C7" in tints
    assert [row for row in range(1, 20) if sheet.row_dimensions[row].hidden] == []
    assert other["A1"].value == f"=SUM({SHEET}!B2:B7)"
    assert other["A2"].value.text == "=#REF!"
    assert other.defined_names["此"].attr_text == "#REF!"
    assert sheet["B7"].comment.text == "说明"


REFUSED = {
    "a comment in the rows": (10, -1, "批注"),
    "the filter's header": (1, -1, "筛选"),
}


@pytest.mark.parametrize(("at", "rows", "told"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_moved_is_refused_by_name(
    tmp_path: Path, at: int, rows: int, told: str
) -> None:
    """Nothing is changed: the file saved afterwards is the file opened."""
    path = book(tmp_path / "簿.xlsx")
    before, workbook = path.read_bytes(), Workbook.open(path)
    with pytest.raises(XlsxError, match=told):
        workbook.move_rows(RowMove(SHEET, at, rows))
    workbook.save()
    assert path.read_bytes() == before


def test_arrays_and_tables_are_not_cut(tmp_path: Path) -> None:
    """An array formula over rows 2 and 3, a table's header; above and below them rows may come."""
    path = book(tmp_path / "簿.xlsx")
    for move, told in ((RowMove(OTHER, 3, 1), "数组公式"), (RowMove(OTHER, 1, -1), "表格“表”")):
        with pytest.raises(XlsxError, match=told):
            Workbook.open(path).move_rows(move)
    workbook = Workbook.open(path)
    workbook.move_rows(RowMove(OTHER, 4, 1), 3)
    workbook.move_rows(RowMove(OTHER, 1, 1), 0)
    workbook.save()
    found = read(path)[OTHER]
    assert found.tables["表"].ref == "D2:E6"
    assert found["A3"].value.ref == "A3:A4"


def test_shared_formulas_get_texts_of_their_own(tmp_path: Path) -> None:
    """Row 4 comes between the first cell, which holds the text, and its followers."""
    path = book(tmp_path / "簿.xlsx")
    with zipfile.ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    shared = re.sub(
        rb'(<c r="C(\d+)"[^>]*>)<f>[^<]*</f>',
        lambda m: m[1] + (b'<f t="shared" ref="C2:C10" si="0">B2*$B$3</f>' if m[2] == b"2"
                          else b'<f t="shared" si="0"/>'),
        members[name],
    )  # fmt: skip
    with zipfile.ZipFile(path, "w") as package:
        for member, data in members.items():
            package.writestr(member, shared if member == name else data)
    workbook = Workbook.open(path)
    workbook.move_rows(RowMove(SHEET, 3, 1), 2)
    grid = workbook.grid(SHEET)
    assert [grid[row, 3].formula for row in (2, 3, 4, 11)] == [
        "B2*$B$4", None, "B4*$B$4", "B11*$B$4",
    ]  # fmt: skip


@given(st.data())
def test_put_in_and_taken_out_again_is_as_it_was(data: st.DataObject) -> None:
    """Every cell with its formula, whatever the place; two moves give the first book back."""
    import io

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as written:
        sheet = written.add_worksheet(SHEET)
        for row in range(1, 8):
            sheet.write(row, 0, row)
            sheet.write_formula(row, 1, f"=A{row + 1}+SUM($A$2:A{row + 1})", None, row)
    workbook = Workbook.of_bytes(stream.getvalue())
    before = dict(workbook.grid(SHEET).cells)
    at, rows = data.draw(st.integers(1, 9)), data.draw(st.integers(1, 3))
    workbook.move_rows(RowMove(SHEET, at, rows), max(at - 1, 0))
    between = workbook.grid(SHEET)
    assert {cell.value for cell in between.cells.values()} == {Decimal(n) for n in range(1, 8)}
    workbook.move_rows(RowMove(SHEET, at, -rows))
    assert dict(workbook.grid(SHEET).cells) == before
    assert Cell(None) not in before.values()
