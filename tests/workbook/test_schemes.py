"""Other centres' schemes through real workbooks: new, typed into, recalculated, printed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.command_line import Run
from tests.scheme_books import SHARED, columns, filled, rows, shown
from xl_appraisal.book.sheets import RANKING


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
