"""One contract for every host: what is written is read, before and after saving.

A host joins by an entry in :data:`HOSTS`: a function that makes a workbook of these grids, and
what the program behind it does about the figures of formulas.  :func:`reopened` opens it anew
after it was saved.  The host of Excel runs here over an engine in memory; in Excel only the
engine is another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pytest

from tests.excel.memory_cells import content_of
from tests.excel.memory_engine import MemoryEngine, memory_engine
from tests.hosts.workbooks import START, content, in_file, written_file
from tests.workbook.books import at, one
from xl_appraisal.hosts import FileHost, Host, MemoryHost
from xl_appraisal.hosts.excel.excel_host import XlwingsHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Area, Cell, Formula, Grid, Percent, Ref, Write, a1
from xl_appraisal.work.desk import appraise_host

Ask: TypeAlias = Callable[[str], Any]
"""Asks for a fixture by its name."""
Make: TypeAlias = Callable[[Path, Sequence[Grid], Ask], Host]
Figures: TypeAlias = Literal["told", "computed", "left"]
"""A file holds the figure it is told with a formula; Calc computes it; the engine in memory
computes nothing and leaves it as it was."""


def in_memory(_folder: Path, grids: Sequence[Grid], _ask: Ask) -> Host:
    return MemoryHost(grids, "簿.xlsx")


def in_excel(_folder: Path, grids: Sequence[Grid], ask: Ask) -> Host:
    sheets = {grid.name: content_of(grid) for grid in grids}
    return XlwingsHost(ask("excel").open("/簿.xlsx", sheets))


def in_calc(folder: Path, grids: Sequence[Grid], ask: Ask) -> Host:
    document = ask("office").open(written_file(folder, grids))
    from xl_appraisal.hosts.calc.calc_host import CalcHost

    return CalcHost(document)


@pytest.fixture
def excel() -> Iterator[MemoryEngine]:
    with memory_engine() as engine:
        yield engine


def reopened(host: Host) -> Host:
    """The workbook as somebody who opens it next would see it."""
    host.save()
    if type(host).__name__ == "CalcHost":
        document = host.document  # type: ignore[attr-defined]
        url = document.URL
        desktop = document.CurrentController.Frame.Creator
        document.close(True)
        return type(host)(desktop.loadComponentFromURL(url, "_blank", 0, hidden()))
    return FileHost(host.path) if isinstance(host, FileHost) else host


def hidden() -> tuple[Any, ...]:
    """How Calc opens a workbook without a window."""
    from tests.libreoffice.office import properties

    return properties(Hidden=True, MacroExecutionMode=0)


HOSTS: dict[str, tuple[Make, Figures]] = {
    "memory": (in_memory, "told"),
    "file": (in_file, "told"),
    "excel": (in_excel, "left"),
    "calc": (in_calc, "computed"),
}


@dataclass(frozen=True)
class Opening:
    """A way to get a host of some grids."""

    make: Make
    figures: Figures
    folder: Path
    ask: Ask

    def __call__(self, grids: Sequence[Grid] = START) -> Host:
        return self.make(self.folder, grids, self.ask)


@pytest.fixture(params=HOSTS.values(), ids=HOSTS)
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Opening:
    return Opening(*request.param, tmp_path, request.getfixturevalue)


def test_a_workbook_is_read_as_it_is(opening: Opening) -> None:
    """Name, cells with their types and formulas, merged areas; a sheet may be empty."""
    host = opening()
    assert host.name == "簿.xlsx"
    for start in START:
        grid = host.grid(start.name)
        assert grid is not None
        assert (grid.name, content(host, start.name)) == (start.name, dict(start.cells))
        assert set(grid.merges) == set(start.merges)


def test_what_is_shown_as_a_percentage_is_told_apart(opening: Opening) -> None:
    """0.95 shown as 95 % beside 0.95, cell by cell in one column, and a whole column of them."""
    cells = {(row, 1): Cell(Percent("0.95") if row % 3 else Decimal("0.95")) for row in range(1, 9)}
    cells |= {(row, 2): Cell(Percent("0.8")) for row in range(1, 9)}
    found = content(opening([Grid("名次表", cells)]))
    assert found == cells
    assert {ref: type(cell.value) for ref, cell in found.items()} == {
        ref: type(cell.value) for ref, cell in cells.items()
    }


def test_half_a_point_shown_as_a_percentage_is_asked_about(opening: Opening) -> None:
    """0.5 points under 0 %: the cell reads 50 %, and the finding names it, in every program."""
    found = appraise_host(opening(one(item_18=Percent("0.5")).grids())).appraisal.findings
    assert any(f.where == f"名次表!{at('item_18')}" and "%" in f.message for f in found), found


def test_a_sheet_that_is_not_there_is_none(opening: Opening) -> None:
    """Names are matched to the letter."""
    host = opening()
    for name in ("规则", "", " 名次表", "名次表 "):
        assert host.grid(name) is None


class Shown(dict[Figures, Cell]):
    """A cell whose figure depends on who computes it."""


def shown(told: Cell, *, computed: Cell, left: Cell) -> Shown:
    return Shown(told=told, computed=computed, left=left)


SUM, TEXT = "SUM(A1:A2)", '"a"&"<"'
WRITES: list[tuple[str, Ref, Write, Cell | Shown]] = [
    ("a number", (2, 1), Decimal("0.1"), Cell(Decimal("0.1"))),
    ("many places", (5, 1), Decimal("0.1234567890123456789"),
     Cell(Decimal("0.123456789012346"))),
    ("fifteen digits", (5, 1), Decimal(123456789012345), Cell(Decimal(123456789012345))),
    ("an exponent", (5, 1), Decimal("1E+2"), Cell(Decimal(100))),
    ("a negative", (5, 1), Decimal("-0.5"), Cell(Decimal("-0.5"))),
    ("nought", (5, 1), Decimal("-0.00"), Cell(Decimal(0))),
    ("true", (5, 1), True, Cell(True)),
    ("false", (5, 1), False, Cell(False)),
    ("text", (5, 1), "一票否决", Cell("一票否决")),
    ("text that looks like a formula", (5, 1), "=1+1", Cell("=1+1")),
    ("text with leading noughts", (5, 1), "007", Cell("007")),
    ("text that looks like a number", (5, 1), "1e5", Cell("1e5")),
    ("text with spaces", (5, 1), "  甲　\n乙 ", Cell("  甲　\n乙 ")),
    ("text of markup", (5, 1), '<b a="1">&amp;</b>', Cell('<b a="1">&amp;</b>')),
    ("text that looks escaped", (5, 1), "_x0041_", Cell("_x0041_")),
    ("text beyond the basic plane", (5, 1), "𠮷😀", Cell("𠮷😀")),
    ("an error's text", (5, 1), "#N/A", Cell("#N/A")),
    ("a blank", (2, 1), None, Cell(None)),
    ("a blank where nothing is", (5, 1), None, Cell(None)),
    ("a formula", (5, 1), Formula(SUM, Decimal(7)),
     shown(Cell(Decimal(7), SUM), computed=Cell(Decimal("107.562"), SUM), left=Cell(None, SUM))),
    ("a formula of text", (5, 1), Formula(TEXT, "a<"),
     shown(Cell("a<", TEXT), computed=Cell("a<", TEXT), left=Cell(None, TEXT))),
    ("a formula without a figure", (5, 1), Formula("1/4", None),
     shown(Cell(None, "1/4"), computed=Cell(Decimal("0.25"), "1/4"), left=Cell(None, "1/4"))),
    ("another formula", (2, 2), Formula("5+5", Decimal(10)),
     shown(Cell(Decimal(10), "5+5"), computed=Cell(Decimal(10), "5+5"), left=Cell(None, "5+5"))),
    ("a figure for a formula", (2, 2), Decimal(4),
     shown(Cell(Decimal(4), "1+2"), computed=Cell(Decimal(3), "1+2"),
           left=Cell(Decimal(3), "1+2"))),
    ("a text for a formula", (2, 2), "三",
     shown(Cell("三", "1+2"), computed=Cell(Decimal(3), "1+2"), left=Cell(Decimal(3), "1+2"))),
    ("a blank for a formula", (2, 2), None, Cell(None)),
    ("the corner of a merged area", (2, 3), "新", Cell("新")),
    ("a cell far away", (500, 60), Decimal(1), Cell(Decimal(1))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("ref", "write", "expected"), [w[1:] for w in WRITES], ids=[w[0] for w in WRITES]
)
def test_what_is_written_is_read(
    opening: Opening, ref: Ref, write: Write, expected: Cell | Shown
) -> None:
    """At once and after saving, with its type; every other cell is as it was."""
    host = opening()
    host.write("名次表", {ref: write})
    cell = expected[opening.figures] if isinstance(expected, Shown) else expected
    wanted = {**START[0].cells, ref: cell}
    wanted = {at: cell for at, cell in wanted.items() if cell != Cell(None)}
    for _ in range(2):
        assert content(host) == wanted
        assert type(content(host).get(ref, Cell(None)).value) is type(cell.value)
        assert content(host, "核对") == dict(START[1].cells)
        host = reopened(host)


def test_texts_among_formulas_stay_texts(opening: Opening) -> None:
    """A list with a column of formulas; texts that begin like a formula, a number or a mark."""
    host = opening()
    texts = ("=1+1", "+1", "-", "@甲", "'乙", "007", "丙" * 300)
    formula = Formula(TEXT, "a<")
    rows = dict(enumerate(texts, 5))
    host.write(
        "名次表", {(r, c): formula if c == 2 else t for r, t in rows.items() for c in (1, 2, 3)}
    )
    written = {(row, c): Cell(text) for row, text in rows.items() for c in (1, 3)}
    figure = None if opening.figures == "left" else "a<"
    written |= {(row, 2): Cell(figure, TEXT) for row in rows}
    assert content(host) == {**START[0].cells, **written}


def test_later_writes_go_before_earlier_ones(opening: Opening) -> None:
    """Several writes to several sheets, then one save."""
    host = opening()
    host.write("名次表", {(5, 1): Decimal(1), (5, 2): "甲"})
    host.write("空表", {(1, 1): True})
    host.write("名次表", {(5, 1): None, (5, 2): Formula("1", Decimal(1))})
    host.write("名次表", {})
    again = reopened(host)
    assert (5, 1) not in content(again)
    figure = None if opening.figures == "left" else Decimal(1)
    assert content(again)[5, 2] == Cell(figure, "1")
    assert content(again, "空表") == {(1, 1): Cell(True)}


def test_saving_twice_is_saving_once(opening: Opening) -> None:
    """A host may be saved, written into and saved again."""
    host = opening()
    host.save()
    host.write("名次表", {(5, 1): Decimal(1)})
    host.save()
    host.write("名次表", {(5, 1): Decimal(2)})
    assert content(reopened(host))[5, 1] == Cell(Decimal(2))


def test_a_grid_does_not_change_under_its_reader(opening: Opening) -> None:
    """What was read stays as it was read."""
    host = opening()
    grid = host.grid("名次表")
    assert grid is not None
    host.write("名次表", {(2, 1): Decimal(1)})
    assert grid.value(2, 1) == Decimal("107.562")


def test_forgotten_figures_leave_the_formulas(opening: Opening) -> None:
    """A file stores none until a program computes; a program has its own; no other cell changes."""
    host = opening()
    host.forget_figures("名次表")
    host.forget_figures("没有的表")
    told, computed = opening.figures == "told", Cell(Decimal(3), "1+2")
    wanted = {**START[0].cells, (2, 2): Cell(None, "1+2") if told else computed}
    for _ in range(2):
        assert content(host) == wanted
        assert content(host, "核对") == dict(START[1].cells)
        host = reopened(host)


LINES = (
    Grid(
        "名次表",
        {
            (1, 1): Cell("窗口"),
            (3, 1): Cell("公安"),
            (3, 2): Cell(Decimal(7), "核对!A2+A9"),
            (4, 1): Cell("税务"),
            (5, 1): Cell("住建"),
            (5, 2): Cell(Decimal(5), "SUM(C3:C5)"),
            (9, 1): Cell(Decimal(4)),
        },
        (Area(1, 1, 2, 1), Area(7, 1, 7, 3)),
    ),
    Grid(
        "核对",
        {
            (2, 1): Cell(Decimal(3)),
            (4, 4): Cell("说明"),
            (5, 4): Cell(Decimal(6), "名次表!B5+1"),
            (6, 4): Cell(Decimal(0), "SUM(名次表!$C$4:$C$5)"),
        },
    ),
)
"""What stands below row 4, and what speaks of it from above and from another sheet."""


def formulas(host: Host) -> dict[str, str]:
    return {
        f"{sheet}{a1(*ref)}": cell.formula
        for sheet in ("名次表", "核对")
        for ref, cell in content(host, sheet).items()
        if cell.formula is not None
    }


def names(host: Host) -> dict[int, object]:
    return {row: cell.value for (row, column), cell in content(host).items() if column == 1}


def test_rows_put_in_move_all_that_is_below(opening: Opening) -> None:
    """Cells, merges and formulas, of another sheet too; the other sheet's own rows stay."""
    host = opening(LINES)
    host.insert_rows("名次表", 5, 2, 4)
    for _ in range(2):
        assert names(host) == {1: "窗口", 3: "公安", 4: "税务", 7: "住建", 11: Decimal(4)}
        assert formulas(host) == {
            "名次表B3": "核对!A2+A11",
            "名次表B7": "SUM(C3:C7)",
            "核对D5": "名次表!B7+1",
            "核对D6": "SUM(名次表!$C$4:$C$7)",
        }
        grid = host.grid("名次表")
        assert grid is not None
        assert set(grid.merges) == {Area(1, 1, 2, 1), Area(9, 1, 9, 3)}
        host = reopened(host)


def test_rows_taken_out_are_gone_everywhere(opening: Opening) -> None:
    """Ranges shrink; what pointed to such a row alone says so."""
    host = opening(LINES)
    host.delete_rows("名次表", 4, 2)
    for _ in range(2):
        assert names(host) == {1: "窗口", 3: "公安", 7: Decimal(4)}
        found = formulas(host)
        assert found.pop("核对D6").endswith("#REF!)")
        assert "#REF!" in found.pop("核对D5")
        assert found == {"名次表B3": "核对!A2+A7"}
        grid = host.grid("名次表")
        assert grid is not None
        assert set(grid.merges) == {Area(1, 1, 2, 1), Area(5, 1, 5, 3)}
        host = reopened(host)


def test_a_protected_sheet_keeps_its_rows(opening: Opening) -> None:
    """:class:`BookError`, and nothing has changed; a file's protection stops no command."""
    host = opening(LINES)
    host.protect("名次表", "")
    before = names(host)
    refused = nullcontext() if opening.make is in_file else pytest.raises(BookError, match="名次表")
    with refused:
        host.insert_rows("名次表", 5, 1, 4)
    assert (names(host) == before) is (opening.make is not in_file)


REFUSED: Mapping[str, tuple[str, Mapping[Ref, Write]]] = {
    "a sheet that is not there": ("规则", {(1, 1): Decimal(1)}),
    "a cell under a merged area": ("名次表", {(5, 1): Decimal(1), (3, 4): Decimal(1)}),
    "a text no cell can hold": ("名次表", {(5, 1): Decimal(1), (5, 2): "字" * 32_768}),
    "a number no cell can hold": ("名次表", {(5, 1): Decimal(1), (5, 2): Decimal("1e400")}),
    "a figure that is none": ("名次表", {(5, 1): Decimal(1), (5, 2): Decimal("NaN")}),
}


@pytest.mark.parametrize(("sheet", "changes"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_written_is_refused_whole(
    opening: Opening, sheet: str, changes: Mapping[Ref, Write]
) -> None:
    """:class:`BookError` in Chinese, and none of the changes is made."""
    host = opening()
    with pytest.raises(BookError) as caught:
        host.write(sheet, changes)
    assert any("一" <= letter <= "鿿" for letter in str(caught.value))
    assert content(reopened(host)) == dict(START[0].cells)
