"""The host over xlwings keeps the hosts' contract, with few calls into the program."""

from __future__ import annotations

import datetime as dt
import sys
import types
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.excel.memory_cells import ERROR_CODES, TOUCHES, Content
from tests.excel.memory_engine import MemoryApp, memory_engine
from tests.excel.memory_sheets import MemoryRange
from xl_appraisal.hosts import refusals
from xl_appraisal.hosts.addresses import parse_address
from xl_appraisal.hosts.block_plan import as_they_were, blocks, rectangles, refs_of, shrunk
from xl_appraisal.hosts.excel.excel_host import XlwingsHost
from xl_appraisal.hosts.excel.excel_values import raw_rows
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import EMPTY, Area, Cell, CellError, Formula, Ref


@pytest.fixture
def content() -> Content:
    return Content({(1, 1): ("表", None)})


@pytest.fixture
def host(engine, content) -> XlwingsHost:
    return XlwingsHost(engine.open("/one/book.xlsx", {"甲": content}))


def cell(host: XlwingsHost, ref: Ref) -> Cell:
    grid = host.grid("甲")
    assert grid is not None
    return grid[ref]


# ── reading ──


@pytest.mark.parametrize(
    ("held", "value"),
    [
        (0.1, Decimal("0.1")),
        (0.6879999999999999, Decimal("0.688")),
        (3.0, Decimal(3)),
        (7, Decimal(7)),
        (True, True),
        ("文字", "文字"),
        (" ", " "),
        (dt.datetime(2023, 3, 15), dt.datetime(2023, 3, 15)),
        (dt.datetime(2023, 3, 15, tzinfo=dt.UTC), dt.datetime(2023, 3, 15)),
        *((code, CellError(text)) for text, code in ERROR_CODES.items()),
    ],
)
def test_values_are_read_exactly(host, content, held, value) -> None:
    """15 digits, as the program shows them; times without a zone; errors as errors."""
    content.cells[2, 2] = (held, None)
    found = cell(host, (2, 2))
    assert found == Cell(value)
    assert type(found.value) is type(value)


def test_formulas_come_with_the_figure_they_show(host, content) -> None:
    """Without the ``=``; one without a figure yet; a text that begins with ``=`` is a text."""
    content.cells[2, 2] = (5.0, "SUM(A1:A3)")
    content.cells[2, 3] = (None, "F()")
    content.cells[2, 4] = ("=1+1", None)
    content.cells[2, 5] = (ERROR_CODES["#N/A"], "F()")
    assert cell(host, (2, 2)) == Cell(Decimal(5), "SUM(A1:A3)")
    assert cell(host, (2, 3)) == Cell(None, "F()")
    assert cell(host, (2, 4)) == Cell("=1+1")
    assert cell(host, (2, 5)) == Cell(CellError("#N/A"), "F()")


def test_currency_is_asked_for_again_as_a_plain_number() -> None:
    """COM cuts cells in a currency format to four places: 29.56247 would become 29.5625."""

    class Block:
        raw_value = ((Decimal("29.5625"), "甲"),)
        api = type("Native", (), {"Value2": ((29.56247, "甲"),)})

    assert raw_rows(Block()) == [[29.56247, "甲"]]


def test_an_unused_sheet_and_a_missing_one(engine) -> None:
    """No cell, and no sheet."""
    host = XlwingsHost(engine.open("/one/book.xlsx", {"甲": Content()}))
    grid = host.grid("甲")
    assert grid is not None
    assert dict(grid.cells) == {}
    assert host.grid("乙") is None
    assert host.name == "book.xlsx"


def test_a_sheet_used_to_its_end_is_refused_in_words(host, content, monkeypatch) -> None:
    """Somebody formatted a whole column: what to do is in the message."""
    monkeypatch.setattr(refusals, "MOST_CELLS", 100)
    content.cells[50, 3] = (1.0, None)
    with pytest.raises(BookError, match="已用区域到 C50"):
        host.grid("甲")


# ── merged areas ──

AREAS = st.builds(
    lambda top, left, height, width: Area(top, left, top + height, left + width),
    st.integers(1, 30), st.integers(1, 20), st.integers(0, 4), st.integers(0, 6),
)  # fmt: skip


def apart(areas: list[Area]) -> list[Area]:
    """Those that do not overlap an earlier one, single cells left out."""
    kept: list[Area] = []
    for area in areas:
        cells = set(refs_of(area))
        if len(cells) > 1 and not any(cells & set(refs_of(other)) for other in kept):
            kept.append(area)
    return kept


@given(st.lists(AREAS, max_size=12))
def test_merged_areas_are_found_whatever_they_are(areas) -> None:
    """Against the engine's own list; a second reading finds the same."""
    merges = apart(areas)
    content = Content({(1, 1): ("表", None), (36, 27): (1.0, None)}, merges)
    with memory_engine() as engine:
        host = XlwingsHost(engine.open("/one/book.xlsx", {"甲": content}))
        for _ in range(2):
            grid = host.grid("甲")
            assert grid is not None
            assert grid.merges == tuple(sorted(merges))


def test_a_new_merge_among_the_data_is_found(host, content) -> None:
    """Each reading looks anew."""
    content.merges.append(Area(1, 1, 1, 9))
    content.cells[40, 1] = (1.0, None)
    host.grid("甲")
    content.merges.append(Area(20, 3, 21, 3))
    grid = host.grid("甲")
    assert grid is not None
    assert grid.merges == (Area(1, 1, 1, 9), Area(20, 3, 21, 3))


def test_a_header_whose_texts_changed_is_searched_anew(host, content) -> None:
    """Its merged cells were parted and filled in."""
    content.merges.append(Area(1, 1, 1, 3))
    host.grid("甲")
    content.merges.clear()
    content.cells |= {(1, 2): ("二", None), (1, 3): ("三", None)}
    grid = host.grid("甲")
    assert grid is not None
    assert grid.merges == ()


# ── writing ──


def test_figures_go_out_as_floats_and_blanks_empty_the_cell(host, content) -> None:
    """The engine refuses decimals, which COM would turn into currency."""
    host.write("甲", {(2, 1): Decimal("107.562"), (2, 2): None, (2, 3): "红旗", (2, 4): True})
    assert content.cells[2, 1] == (107.562, None)
    assert (2, 2) not in content.cells
    assert cell(host, (2, 3)) == Cell("红旗")
    assert cell(host, (2, 4)) == Cell(True)


@pytest.mark.parametrize(
    "text", ["=1+1", "007", "3-1", "1.50", "-", "'甲", "１２", "名次表!N17", "x"]
)
def test_a_text_stays_a_text_whatever_it_looks_like(host, text) -> None:
    """Excel would make a formula, a number or a date of some."""
    host.write("甲", {(3, 3): text})
    assert cell(host, (3, 3)) == Cell(text)


def test_a_formula_is_not_overwritten_by_a_figure(host, content) -> None:
    """The program computes it; only a formula or an emptying replaces it."""
    content.cells[2, 2] = (5.0, "WINDOW_TOTAL(J7:AX7)")
    host.write("甲", {(2, 1): Decimal(1), (2, 2): Decimal(6), (2, 3): Decimal(3)})
    assert content.cells[2, 2] == (5.0, "WINDOW_TOTAL(J7:AX7)")
    assert (content.cells[2, 1], content.cells[2, 3]) == ((1.0, None), (3.0, None))
    host.write("甲", {(2, 2): Formula("SUM(A1)", Decimal(7))})
    assert content.cells[2, 2] == (None, "SUM(A1)")
    host.write("甲", {(2, 2): None})
    assert (2, 2) not in content.cells


def test_cells_that_an_array_formula_fills_are_left_alone(host, content) -> None:
    """``=MODULE_SCORES(J7:AX7)`` in C2 fills C2:H2; a constant there would be #SPILL!."""
    content.cells[2, 3] = (1.0, "MODULE_SCORES(J7:AX7)")
    content.cells |= {(2, column): (2.0, None) for column in range(4, 9)}
    content.spilled = {(2, column) for column in range(3, 9)}
    before = dict(content.cells)
    host.write("甲", {(2, column): Decimal(9) for column in range(3, 10)})
    assert content.cells == {**before, (2, 9): (9.0, None)}


def test_cells_that_hold_the_value_are_not_written(host, content) -> None:
    """Only as much of a block as differs, in one call."""
    host.write("甲", {(row, 1): Decimal(row) for row in range(2, 50)})
    TOUCHES.clear()
    host.write("甲", {(row, 1): Decimal(row) for row in range(2, 50)})
    assert TOUCHES["raw_value"] == 1  # read to compare
    TOUCHES.clear()
    host.write("甲", {(row, 1): Decimal(row + (row in (7, 9))) for row in range(2, 50)})
    assert TOUCHES["raw_value"] == 2
    assert content.cells[9, 1] == (10.0, None)


def test_a_large_block_goes_in_one_call(host, content) -> None:
    """5,000 findings of nine columns."""
    host.grid("甲")
    TOUCHES.clear()
    host.write("甲", {(row, c): "核对" for row in range(7, 5007) for c in range(1, 10)})
    assert TOUCHES["raw_value"] == 1
    assert len(content.cells) == 45_001


def test_a_missing_sheet_and_a_covered_cell_are_refused_and_nothing_written(host, content) -> None:
    """A value under a merged area would never be seen."""
    content.merges.append(Area(5, 1, 5, 3))
    before = dict(content.cells)
    with pytest.raises(BookError, match="没有工作表“乙”；现有的工作表：甲"):
        host.write("乙", {(1, 1): None})
    with pytest.raises(BookError, match="甲!B5 被合并单元格覆盖"):
        host.write("甲", {(5, 1): "可以", (5, 2): "不可以"})
    assert content.cells == before
    host.write("甲", {(5, 1): "可以"})
    assert cell(host, (5, 1)) == Cell("可以")


def test_what_the_program_refuses_is_told(host, content) -> None:
    """A protected sheet, and a file that cannot be saved."""
    content.protected = True
    with pytest.raises(BookError, match="工作表“甲”写不进去，可能受保护"):
        host.write("甲", {(2, 1): Decimal(1)})


def test_save_saves_in_the_program(host, monkeypatch) -> None:
    """And a failure is told."""
    host.save()
    assert host.book.impl._saved == 1

    def refuse(*_: object) -> None:
        raise OSError("locked")

    monkeypatch.setattr(type(host.book.impl), "save", refuse)
    with pytest.raises(BookError, match="没有保存"):
        host.save()


# ── rectangles and addresses ──


@given(st.sets(st.tuples(st.integers(1, 12), st.integers(1, 12))))
def test_rectangles_cover_the_cells_once_and_no_other(refs) -> None:
    """Whatever the cells."""
    covered = [ref for area in rectangles(refs) for ref in refs_of(area)]
    assert sorted(covered) == sorted(refs)


def test_neighbouring_rows_that_run_alike_are_one_rectangle() -> None:
    """25 rows of six columns and one of a seventh."""
    refs = [(row, c) for row in range(7, 32) for c in range(4, 10)]
    assert list(rectangles(refs)) == [Area(7, 4, 31, 9)]
    assert shrunk(Area(7, 4, 31, 9), {(8, 5), (20, 4)}) == Area(8, 4, 20, 5)
    assert shrunk(Area(7, 4, 31, 9), set()) is None


CELLS = st.dictionaries(
    st.tuples(st.integers(1, 6), st.integers(1, 5)),
    st.sampled_from([None, "甲", Decimal(1), Formula("A9", None), Formula("B9", None)]),
)


@given(CELLS, CELLS)
def test_blocks_hold_what_is_asked_for_and_bring_it_back(before, changes) -> None:
    """Formulas among values or apart; only a figure that a formula computes is not written."""
    held = {
        ref: Cell(None, value.text) if isinstance(value, Formula) else Cell(value)
        for ref, value in before.items()
    }
    written = [pair for block in blocks(changes, held) for pair in block.cells()]
    assert len(dict(written)) == len(written)
    assert dict(written).items() <= changes.items()
    for ref, value in changes.items():
        computed = value is not None and held.get(ref, EMPTY).formula is not None
        if not (computed and not isinstance(value, Formula)):
            assert dict(written).get(ref, before.get(ref)) == value
    back = [pair for block in as_they_were(Area(1, 1, 6, 5), held) for pair in block.cells()]
    assert dict(back) == {ref: before.get(ref) for ref in refs_of(Area(1, 1, 6, 5))}


def test_a_list_with_formulas_in_its_midst_is_one_block() -> None:
    """Formulas here and there beside figures are blocks of their own, or they would cut them up."""
    in_a_list = {
        (r, c): Formula("A9", None) if c == 2 else "甲" for r in range(9) for c in (1, 2, 3)
    }
    assert [block.area for block in blocks(in_a_list, {})] == [Area(0, 1, 8, 3)]
    here_and_there = {(r, 1): Decimal(1) for r in range(9)} | {(4, 2): Formula("A9", None)}
    assert [b.area for b in blocks(here_and_there, {})] == [Area(0, 1, 8, 1), Area(4, 2, 4, 2)]


@pytest.mark.parametrize(
    ("address", "sheet", "area"),
    [
        ("'[2023Q1.xlsm]名次表'!$J$7:$AX$7", "名次表", Area(7, 10, 7, 50)),
        ("[Book1]Sheet1!$A$1:C$3", "Sheet1", Area(1, 1, 3, 3)),
        ("'[it''s.xlsm]a''b!c'!$B$2", "a'b!c", Area(2, 2, 2, 2)),
        ("名次表!A1", "名次表", Area(1, 1, 1, 1)),
        ("$C:$D", "", Area(1, 3, 1_048_576, 4)),
        ("$7:$8", "", Area(7, 1, 8, 16_384)),
    ],
)
def test_addresses_are_taken_apart(address, sheet, area) -> None:
    """As Excel writes them; sheet names with apostrophes and exclamation marks."""
    assert parse_address(address) == (sheet, area)


@pytest.mark.parametrize("address", ["$A$1,$C$1", "", "名次表!", "R1C1:R2C2"])
def test_what_is_no_single_block_is_refused(address) -> None:
    """Several areas at once."""
    with pytest.raises((BookError, ValueError)):
        parse_address(address)


# ── versions of Excel ──


def test_a_member_that_this_excel_lacks_is_its_default(
    monkeypatch: pytest.MonkeyPatch, host, content
) -> None:
    """COM raises an error of its own, which is no AttributeError; Excel 2016 has no HasSpill."""

    class ComError(Exception):
        """``pywintypes.com_error``."""

    def missing(_: object) -> None:
        raise ComError(-2147352570)

    monkeypatch.setitem(sys.modules, "pywintypes", types.SimpleNamespace(com_error=ComError))
    for kind, name in ((MemoryRange, "HasSpill"), (MemoryApp, "CalculateFull")):
        monkeypatch.setattr(kind, name, property(missing))
    host.write("甲", {(2, 1): Decimal(1)})
    host.compute_all()
    assert content.cells[2, 1] == (1.0, None)
    assert host.book.app.impl._calculated == ["changed"]
