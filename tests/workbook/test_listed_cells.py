"""What the ledger alone knows of counts, shares and ticks stands on 名次表 and in 附件2."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.command_line import Run
from tests.workbook.books import LISTED, Book, at, one, recalculated, shown
from tests.workbook.libreoffice import recalculated_copies
from xl_appraisal.book.own_formulas import is_as_written, is_listed
from xl_appraisal.hosts import FileHost, MemoryHost
from xl_appraisal.model.grid import Cell
from xl_appraisal.work.desk import recalculate

FLAG = "veto_43"
LINES = {
    "immediate_cases": ({"项目": "窗口人均即办件", "数量": 700}, Decimal(700)),
    "assisted_times": ({"项目": "帮代办", "数量": 3}, Decimal(3)),
    FLAG: ({"项目": "一票否决（第43列）", "事由": "泄密"}, "√"),
}


@pytest.mark.parametrize("column", LINES)
def test_what_a_line_brings_is_shown(column: str) -> None:
    """As a formula of ours, which a second recalculation leaves as it is."""
    line, value = LINES[column]
    host = recalculated(one().but(ledger=[line]))
    first = shown(host, at(column))
    assert first.value == value and is_listed(first.formula) and is_as_written(first.formula)
    recalculate(host)
    assert shown(host, at(column)) == first


@pytest.mark.parametrize("column", LINES)
def test_a_line_that_goes_takes_the_cell_along(column: str) -> None:
    """The line emptied: so is what the program had written."""
    host = recalculated(one().but(ledger=[LINES[column][0]]))
    host.write("加扣分明细", dict.fromkeys((LISTED, column) for column in range(1, 8)))
    recalculate(host)
    assert shown(host, at(column)) == Cell(None)


def test_two_lines_are_one_count_and_the_bonus_follows() -> None:
    """400 + 300 cases are 700: band from 600, 2 points (remark 4)."""
    lines = [{"项目": "窗口人均即办件", "数量": n} for n in (400, 300)]
    host = recalculated(one().but(ledger=lines))
    assert shown(host, at("immediate_cases")).value == Decimal(700)
    assert shown(host, at("case_volume_bonus")).value == Decimal(2)


def test_what_is_typed_stays() -> None:
    """A count of one's own beside a line, and a cross in place of a tick."""
    host = recalculated(one(immediate_cases=650).but(ledger=[LINES["immediate_cases"][0]]))
    assert shown(host, at("immediate_cases")) == Cell(Decimal(650))


AWKWARD = ["A*B", ">3", 'a"b', "(半", "1.5"]


@pytest.mark.parametrize("name", AWKWARD)
def test_names_that_no_criterion_takes_still_show(name: str) -> None:
    """A window called like a pattern or a comparison: the very cells are named."""
    lines = [{"窗口": name} | line for line, _ in LINES.values()]
    host = recalculated(Book({name: {}, "乙": {}}).but(ledger=lines))
    for column, (_, value) in LINES.items():
        cell = shown(host, at(column))
        assert cell.value == value and is_listed(cell.formula), cell


SOMEBODYS = [
    'IF(COUNTIFS(A:A,B7)=0,"",SUMIFS(C:C,A:A,B7)+2+N("由程序填写"))',
    'IF(COUNTIFS(A:A,B7)>0,"√","")',
    'IF(N("由程序填写")=0,A1,"")+1',
    'SUMIFS(C:C,A:A,B7)+N("由程序填写")',
]


@pytest.mark.parametrize("formula", SOMEBODYS)
def test_a_formula_with_something_of_ones_own_is_not_ours(formula: str) -> None:
    """It counts as what it shows."""
    assert not is_listed(formula)


@pytest.fixture
def vetoed(demo_folder: Path, tmp_path: Path) -> Path:
    """The real quarter with lines for 水利: a veto, 250 immediate and 480 promised cases."""
    path = Path(shutil.copy(demo_folder / "2023Q1.xlsx", tmp_path / "2023Q1.xlsx"))
    host = FileHost(path)
    ledger = host.grid("加扣分明细")
    assert ledger is not None
    row = ledger.last_row + 1
    host.write("加扣分明细", {(row, 1): "水利", (row, 2): "一票否决（第43列）"})
    recalculate(host)
    host.save()
    return path


def test_libreoffice_comes_to_the_same(vetoed: Path, tmp_path: Path) -> None:
    """Recalculated from scratch without our functions: √ for 水利 alone among the ledger's."""
    (copy,) = recalculated_copies([vetoed], tmp_path / "lo")
    sheet = openpyxl.load_workbook(copy, data_only=True)["名次表"]
    ticked = {sheet.cell(r, 2).value for r in range(7, 32) if sheet.cell(r, 43).value == "√"}
    before = openpyxl.load_workbook(vetoed, data_only=True)["名次表"]
    expected = {before.cell(r, 2).value for r in range(7, 32) if before.cell(r, 43).value == "√"}
    assert "水利" in ticked
    assert ticked == expected


def test_the_annex_has_the_tick(run: Callable[..., Run], vetoed: Path, tmp_path: Path) -> None:
    """Remark 7: the window that is vetoed is marked √, in the printed table too."""
    target = tmp_path / "附件2.xlsx"
    assert run("annex", vetoed, "--to", target).code == 0
    sheet = openpyxl.load_workbook(target).worksheets[0]
    (row,) = [row for row in sheet.iter_rows(values_only=True) if row[1] == "水利"]
    assert row[42] == "√"


def test_whatif_lifts_a_veto_of_the_ledger(run: Callable[..., Run], vetoed: Path) -> None:
    """No tick typed, no line counted."""
    said = run("whatif", vetoed, "--set", "水利.一票否决=", "--json")
    (window,) = [w for w in said.json["windows"] if w["window"] == "水利"]
    assert window["before"]["vetoed"] and not window["after"]["vetoed"]


def test_whatif_sets_a_count_in_place_of_the_ledgers() -> None:
    """The lines of the same item do not count beside it."""
    from xl_appraisal.work.comparing.whatif import overlay
    from xl_appraisal.work.desk import appraise_host, appraise_sheets

    host: MemoryHost = recalculated(one().but(ledger=[LINES["immediate_cases"][0]]))
    quarter = appraise_host(host).quarter
    tried = appraise_sheets(overlay(quarter, host.grid, ["甲.窗口人均即办件=300"], []))
    score = tried.appraisal.windows[0].score
    assert score.items["case_volume_bonus"].points == Decimal(1)  # 300-599: 1 point
    assert not [f for f in score.findings if f.code == "count_disagrees"]
