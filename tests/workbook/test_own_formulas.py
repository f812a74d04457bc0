"""Functions and formulas that staff put into item cells count as what they show."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from xl_appraisal.book.new import Room, build_workbook
from xl_appraisal.book.own_formulas import is_as_written
from xl_appraisal.book.sheets import RANKING
from xl_appraisal.hosts import FileHost
from xl_appraisal.hosts.addresses import parse_address
from xl_appraisal.model.grid import Cell, CellError, Formula, Ref
from xl_appraisal.model.rulebook import load_rulebook
from xl_appraisal.work.desk import appraise_host, recalculate

CASES = Path(__file__).parents[1] / "fixtures" / "cases" / "t-05-function-in-item-cell"
REST = Decimal(27 + 10 + 30 + 15 + 15)  # 90 × 30 %, and no deductions
MARK = '+N("由程序填写")'
SUM = 'SUMIFS(加扣分明细!$D:$D,加扣分明细!$A:$A,$B7,加扣分明细!$B:$B,"重点加分（第18列）")'


def at(address: str) -> Ref:
    area = parse_address(address)[1]
    return area.top, area.left


def host_of(name: str, tmp_path: Path) -> FileHost:
    path = tmp_path / name
    shutil.copyfile(CASES / name, path)
    return FileHost(path)


def cell_of(host: FileHost, address: str) -> Cell:
    grid = host.grid(RANKING)
    assert grid is not None
    return grid[at(address)]


@pytest.mark.parametrize(
    ("name", "address", "points"),
    [
        ("assist.xlsx", "AA7", Decimal(2)),  # remark 6: 6 to 10 times
        ("volume.xlsx", "O7", Decimal("4.5")),  # remark 4: 2 + 1.5, and twice 0.5
    ],
)
def test_a_function_in_an_item_cell_counts_and_stays(
    name: str, address: str, points: Decimal, tmp_path: Path
) -> None:
    """Its figure is in the total; a recalculation leaves the cell as it was."""
    host = host_of(name, tmp_path)
    before = cell_of(host, address)
    (first, *_) = recalculate(host).appraisal.windows
    assert (before.value, first.total) == (points, REST + points)
    assert cell_of(host, address) == before


@pytest.mark.parametrize("value", [None, CellError("#NAME?"), "—"])
def test_a_function_that_shows_no_figure_stops_its_window(
    value: CellError | str | None, tmp_path: Path
) -> None:
    """Not computed, in error or a dash: told with its cell, and not counted as nothing."""
    host = host_of("assist.xlsx", tmp_path)
    host.write(RANKING, {at("AA7"): Formula("ASSIST_BONUS(6)", value)})  # type: ignore[arg-type]
    appraisal = appraise_host(host).appraisal
    (found,) = [f for f in appraisal.findings if f.severity == "error" and f.window == "税务"]
    assert (found.sheet, found.cell) == (RANKING, "AA7")


@pytest.mark.parametrize("formula", [SUM + MARK + "+0.5", SUM + "+0.5" + MARK, "0.5+" + SUM + MARK])
def test_what_is_added_to_a_formula_of_ours_counts_and_stays(formula: str, tmp_path: Path) -> None:
    """The ledger has 2, the cell shows 2.5: that counts, both are told, nothing is erased."""
    host = host_of("eo2.xlsx", tmp_path)
    host.write(RANKING, {at("R7"): Formula(formula, Decimal("2.5"))})
    done = recalculate(host)
    (told,) = [f for f in done.appraisal.findings if f.code == "ledger_disagrees"]
    assert (told.cell, told.found, told.expected) == ("R7", "2.5", "2")
    assert done.appraisal.windows[0].total == REST + Decimal("2.5")
    assert cell_of(host, "R7") == Cell(Decimal("2.5"), formula)


def test_what_is_added_to_a_staff_formula_is_told(tmp_path: Path) -> None:
    """27 by the people's scores, 27.5 shown: theirs counts, and the finding names the cell."""
    host = host_of("base.xlsx", tmp_path)
    formula = cell_of(host, "C7").formula
    assert formula is not None
    host.write(RANKING, {at("C7"): Formula(f"{formula}+0.5", Decimal("27.5"))})
    found = appraise_host(host).appraisal.findings
    (told,) = [f for f in found if f.code == "staff_score_differs"]
    assert (told.cell, told.found, told.expected) == ("C7", "27.5", "27")


AS_WRITTEN = [
    "1.5",
    "0",
    SUM,
    'SUMIFS(a,b,"重点(加分+1")',
    "SUMIFS($加扣分明细.$D:$D;$加扣分明细.$A:$A;$B7)",
    "加扣分明细!$D$4+IF(ISTEXT(加扣分明细!$D$5),0.5,加扣分明细!$D$5)",
    "N(X7)*规则!$C$31",
    "N(X7)*2+(SUMIFS(a,b))*-0.5",
    "0-N(K7)*-1-N(L7)*规则!$C$5",
    "MIN(N(K7)*2+N(L7)*1,规则!$C$9)",
    "MIN(IF(N(K7)>=300,1,0)+IF(AND(N(K7)>=2,N(L7)>=0.6),0.5,0),5)",
    "MIN(ROUND((人员考核!$C$4+人员考核!$C$5)/2*0.3,3),30)",
]
EDITED = [
    f"{SUM}+0.5",
    f"0.5+{SUM}",
    f"{SUM}-1",
    f"{SUM}*1.1",
    f"{SUM}/2",
    f"MIN({SUM}+0.5,5)",
    "MIN(N(K7)*2,5)+0.5",
    "加扣分明细!$D$4*2",
]


def test_only_formulas_as_we_write_them_are_ours_to_replace() -> None:
    """Sums, products of a count and its points, caps; nothing that only a person adds."""
    assert [f for f in AS_WRITTEN if not is_as_written(f + MARK)] == []
    assert [f for f in EDITED if is_as_written(f + MARK)] == []
    assert not any(map(is_as_written, [SUM, f"{SUM}{MARK}+0.5", f"0.5{MARK}-1", None]))


def test_an_edited_formula_of_the_plain_workbook_is_told(tmp_path: Path) -> None:
    """There a total rests on the typed cells: what was added to a shown figure counts nowhere."""
    path = tmp_path / "plain.xlsx"
    room = Room(windows=5, ledger=50, staff=20)
    build_workbook(path, load_rulebook(), ["甲", "乙"], quarter="2023Q1", native=room)
    host = FileHost(path)
    formula = cell_of(host, "AA7").formula
    assert formula is not None
    host.write(RANKING, {at("AA7"): Formula(f"{formula}+0.5", Decimal("2.5"))})
    told = [f for f in appraise_host(host).appraisal.findings if f.code == "formula_edited"]
    assert [(f.cell, f.window, f.found, f.severity) for f in told] == [
        ("AA7", "甲", "2.5", "warning")
    ]
