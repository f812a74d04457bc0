"""Other centres' schemes through real workbooks: new, typed into, recalculated, printed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.command_line import Run
from tests.scheme_books import SHARED, columns, filled, rows, shown
from xl_appraisal.book.sheets import LEDGER, LEDGER_TABLE, RANKING


@pytest.mark.parametrize("notice", SHARED)
def test_hand_figures_stand_in_the_ranking_table(
    run: Callable[..., Run], tmp_path: Path, notice: str
) -> None:
    """Modules and total of every case worked by hand; a case without a score shows no figure."""
    book, cases = filled(run, tmp_path, notice)
    sheet = openpyxl.load_workbook(book, data_only=True)[RANKING]
    at, places = columns(sheet), rows(sheet)
    expected, found = {}, {}
    for name, case in cases.items():
        wanted = {key: _text(value) for key, value in case.table.get("modules", {}).items()}
        if "total" in case.table:
            wanted["total"] = _text(case.table["total"])
        figures = shown(sheet, places[name], at, list(wanted))
        if wanted.get("total") == "":
            figures["total"] = figures["total"] if figures["total"][:1].isdigit() else ""
        expected[case.id], found[case.id] = wanted, figures

    assert found == expected
    assert len(cases) >= 2


def test_points_set_case_by_case_stand_in_their_column_and_count_once(
    run: Callable[..., Run], tmp_path: Path
) -> None:
    """4 + 5 in two lines: the column shows 9; typed there again, 9 count once, 8 are told."""
    layout, book, names = (tmp_path / name for name in ("栏目.toml", "新.xlsx", "窗口.txt"))
    names.write_text("例1\n例2\n例3\n", encoding="utf-8")
    run("layout", "make", "county-window-monthly", layout, "--period", "2024-03")
    run("new", book, "--layout", layout, "--windows", names)
    workbook = openpyxl.load_workbook(book)
    for row, name in enumerate(("例1", "例2", "例3")):
        for line, points in enumerate((4, 5)):
            cells = (name, "受理造成不良后果", None, points)
            for column, value in enumerate(cells, 1):
                workbook[LEDGER].cell(
                    LEDGER_TABLE.header_row + 1 + 2 * row + line, column
                ).value = value
    sheet = workbook[RANKING]
    for name, points in (("例2", 9), ("例3", 8)):
        sheet.cell(rows(sheet)[name], columns(sheet)["receipts_bad_deduction"]).value = points
    workbook.save(book)
    run("recalc", book)

    sheet = openpyxl.load_workbook(book, data_only=True)[RANKING]
    found = {
        name: shown(sheet, row, columns(sheet), ["receipts", "receipts_bad_deduction"])
        for name, row in rows(sheet).items()
    }
    assert [one["receipts_bad_deduction"] for one in found.values()] == ["9", "9", "8"]
    assert [one["receipts"] for one in found.values()] == ["6", "6", "7"]  # of 15
    formula = openpyxl.load_workbook(book)[RANKING]
    at = columns(formula)["receipts_bad_deduction"]
    assert "SUMIFS" in str(formula.cell(rows(formula)["例1"], at).value)
    told = [one["code"] for one in run("check", book, "--json").json["findings"]]
    assert told.count("ledger_disagrees") == 1


@pytest.mark.parametrize("notice", ["yinchuan-service", "county-chief-monthly"])
def test_the_annex_prints_the_hand_figures(
    run: Callable[..., Run], tmp_path: Path, notice: str
) -> None:
    """Each window's line has its module scores and its total; the title says 节选 where it is."""
    book, cases = filled(run, tmp_path, notice, scored_only=True)
    annex, partial = tmp_path / "附件.xlsx", notice.startswith("county")
    assert run("annex", book, "--to", annex).code == 0
    table = [[cell.value for cell in row] for row in openpyxl.load_workbook(annex).worksheets[0]]
    lines = {str(one): row for row in table for one in row if str(one) in cases}

    assert lines.keys() == cases.keys()
    for name, case in cases.items():
        figures = {Decimal(str(one)) for one in lines[name] if isinstance(one, int | float)}
        wanted = [*case.table.get("modules", {}).values(), case.table["total"]]
        assert {Decimal(str(one)) for one in wanted} <= figures
    assert any("（节选）" in str(one) for row in table[:3] for one in row) is partial


def _text(value: object) -> str:
    return "" if value == "" else f"{Decimal(str(value)).normalize():f}"
