"""What holds for arbitrary cells, numbers, texts and damage."""

from __future__ import annotations

import math
import re
import zlib
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from tests.ooxml.books import book, parts, read, sheet_xml, zipped
from xl_appraisal.model.grid import Formula, Write, a1
from xl_appraisal.ooxml import Workbook, XlsxError
from xl_appraisal.ooxml.shared_formulas import translate

REFS = st.tuples(st.integers(1, 12), st.integers(1, 60))
TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
NUMBERS = st.decimals(-(10**12), 10**12, places=3) | st.decimals(-1, 1, places=9)
PLAIN = st.none() | st.booleans() | NUMBERS | TEXTS
FORMULAS = st.builds(Formula, st.sampled_from(["A1", 'B2&"<&>"', "SUM(A:A)"]), PLAIN)
WRITES = st.dictionaries(REFS, PLAIN | FORMULAS, max_size=25)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("properties")


def held(write: Write) -> object:
    value = write.value if isinstance(write, Formula) else write
    return type(value), value


@given(st.lists(WRITES, min_size=1, max_size=3))
def test_what_is_set_is_read_back_whatever_was_there(
    folder: Path, rounds: list[dict[tuple[int, int], Write]]
) -> None:
    """After any sequence of edits each cell holds its last value, type and formula."""
    path = book(folder, "")
    last: dict[tuple[int, int], Write] = {}
    for writes in rounds:
        opened = Workbook.open(path)
        opened.set("排名", writes)
        opened.save()
        for ref, write in writes.items():
            old = last.get(ref)
            if isinstance(old, Formula) and write is not None and not isinstance(write, Formula):
                write = Formula(old.text, write)
            last[ref] = write
    grid = Workbook.open(path).grid("排名")
    for ref, write in last.items():
        cell = grid[ref]
        assert cell.formula == (write.text if isinstance(write, Formula) else None)
        assert (type(cell.value), cell.value) == held(write)
    openpyxl.load_workbook(path)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_its_shortest_decimal_cut_to_15_digits(folder: Path, value: float) -> None:
    """Of any double: the shortest decimal that gives it back, half-even at 15 digits."""
    path = book(folder, f'<row r="1"><c r="A1"><v>{value!r}</v></c></row>')
    expected = Decimal(format(Decimal(repr(value)), ".15g"))
    found = Workbook.open(path).grid("排名").value(1, 1)
    assert isinstance(found, Decimal) and found == expected
    assert "E" not in str(found) or found.adjusted() < -6


@given(NUMBERS)
def test_a_decimal_is_written_as_it_stands(folder: Path, value: Decimal) -> None:
    """Digit for digit, without exponent, and no binary fraction in between."""
    path = book(folder, '<row r="1"><c r="A1"><v>77777</v></c></row>')
    opened = Workbook.open(path)
    opened.set("排名", {(1, 1): value})
    opened.save()
    expected = format(value, "f") if value else "0"
    assert f'<c r="A1"><v>{expected}</v></c>' in read(path)


CELL = st.one_of(
    st.just('<c r="{}" s="0"/>'),
    st.integers().map(lambda n: f'<c r="{{}}" s="0"><v>{n % 10**9}</v></c>'),
    st.sampled_from(
        [
            '<c r="{}" t="str"><f>A1&amp;"&lt;"</f><v>文 &amp;</v></c>',
            '<c r="{}" t="b"><f>1=1</f><v>1</v></c>',
            '<c r="{}" t="inlineStr"><is><t xml:space="preserve"> 内 </t></is></c>',
            '<c r="{}" t="e"><v>#N/A</v></c>',
            '<c r="{}"><f ca="1" aca="false">NOW()</f><v>1.5</v></c>',
            '<c r="{}"><v>0.6879999999999999</v></c>',
        ]
    ),
)


@given(st.dictionaries(REFS, CELL, max_size=30), WRITES)
def test_the_quick_way_and_expat_agree(
    folder: Path, cells: dict[tuple[int, int], str], writes: dict[tuple[int, int], Write]
) -> None:
    """A comment in every row sends it through expat; grids before and after edits are equal."""
    grids = []
    for mark in ("", "<!-- -->"):
        by_row: dict[int, str] = {}
        for row, column in sorted(cells):
            cell = cells[row, column].replace("{}", a1(row, column))
            by_row[row] = by_row.get(row, "") + cell
        rows = "".join(f'<row r="{row}">{mark}{text}</row>' for row, text in by_row.items())
        opened = Workbook.open(book(folder, rows))
        before = opened.grid("排名")
        opened.set("排名", writes)
        opened.save()
        after = read(folder / "book.xlsx").replace(mark, "")
        grids.append((dict(before.cells), dict(opened.grid("排名").cells), after))
    assert grids[0] == grids[1]


REFERENCES = ["A1", "$B$2", "C$3", "$D4", "AW6", "A:C", "$A:B", "2:5", "$1:3", "'A1 表'!B2"]
OTHERS = ["SUM(A1,B$2)", "LOG10(A1)", '"A1"', "1E5", "Table1[A1]", "得分A1", "A1.x", "#N/A"]
FORMULA_PARTS = st.sampled_from([*REFERENCES, *OTHERS])


@given(st.lists(FORMULA_PARTS, max_size=6), st.integers(0, 9), st.integers(0, 9))
def test_a_shared_formula_moves_as_openpyxl_moves_it(
    parts_of: list[str], rows: int, columns: int
) -> None:
    """Relative references move, anchored ones, names, texts and sheet names stay."""
    text = "+".join(parts_of)
    other = Translator("=" + text, "A1").translate_formula(a1(1 + rows, 1 + columns))
    assert translate(text, rows, columns) == other[1:]


BASE = zipped(
    parts(
        sheet_xml(
            '<row r="1" spans="1:3"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1"><f>A1</f><v>2</v>'
            '</c></row><row r="2"><c r="A2" t="inlineStr"><is><t>x</t></is></c></row>'
        ),
        sharedStrings='<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>甲</t></si></sst>",
    ),
    method=0,
)


@settings(max_examples=400)
@given(st.data())
def test_damage_anywhere_is_refused_or_harmless(folder: Path, data: st.DataObject) -> None:
    """Bytes changed, cut out or put in: a clear refusal or a result, and the file untouched.

    Checksums are mended after the damage, so that it reaches the readers of XML.
    """
    content = bytearray(BASE)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        span = data.draw(st.integers(0, 3))
        content[at : at + span] = data.draw(st.binary(min_size=0, max_size=3))
    damaged = _mended(bytes(content))
    path = folder / "damaged.xlsx"
    path.write_bytes(damaged)
    try:
        opened = Workbook.open(path)
        for name in opened.sheet_names:
            opened.grid(name)
            opened.set(name, {(1, 2): Decimal(5), (3, 3): "新"})
    except XlsxError as error:
        assert re.search("[一-鿿]", str(error))
    assert path.read_bytes() == damaged


def _mended(content: bytes) -> bytes:
    """CRCs of stored members set right wherever their headers still hold together."""
    data, at = bytearray(content), content.find(b"PK\1\2")
    while at >= 0 and at + 46 <= len(data):
        size = int.from_bytes(data[at + 24 : at + 28], "little")
        offset = int.from_bytes(data[at + 42 : at + 46], "little")
        start = offset + 30 + int.from_bytes(data[offset + 26 : offset + 28], "little")
        crc = zlib.crc32(data[start : start + size])
        data[at + 16 : at + 20] = crc.to_bytes(4, "little")
        at = content.find(b"PK\1\2", at + 1)
    return bytes(data)


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_refused(folder: Path, content: bytes) -> None:
    """With or without the look of a zip file."""
    path = folder / "noise.xlsx"
    for data in (content, b"PK\3\4" + content, BASE[: len(content) * 4] + content):
        path.write_bytes(data)
        with pytest.raises(XlsxError):
            Workbook.open(path)


def test_time_grows_no_faster_than_the_table(folder: Path) -> None:
    """Inserting into many rows reads each row once (a quadratic scan would take minutes)."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 20_001))
    path = book(folder, rows)
    opened = Workbook.open(path)
    opened.set("排名", {(n, 2): Decimal(n) for n in range(1, 20_001)})
    opened.save()
    grid = Workbook.open(path).grid("排名")
    assert len(grid.cells) == 40_000 and math.isclose(float(str(grid.value(20_000, 2))), 20_000)
