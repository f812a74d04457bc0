"""Other centres' schemes in Calc: points that it computes from counts lead to the hand figures."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.command_line import Run
from tests.libreoffice.bridge import load_uno
from tests.libreoffice.office import Office
from tests.scheme_books import filled

load_uno()  # what works inside LibreOffice imports it

from xl_appraisal.book.sheets import RANKING  # noqa: E402
from xl_appraisal.hosts.calc.calc_host import CalcHost  # noqa: E402
from xl_appraisal.work.desk import appraise_host  # noqa: E402


@pytest.mark.parametrize("notice", ["yinchuan-service", "yangdong-flag", "public-unit-grades"])
def test_points_that_calc_computes_lead_to_the_hand_figures(
    run: Callable[..., Run], office: Office, tmp_path: Path, notice: str
) -> None:
    """Full mark less the points cells of a deducting module, their sum in any other one."""
    book, cases = filled(run, tmp_path, notice, scored_only=True)
    document = office.open(book)
    document.calculateAll()
    host = CalcHost(document)
    done = appraise_host(host)
    grid, table = host.grid(RANKING), done.quarter.table
    modules = {module.id: module for module in done.quarter.book.notice.modules}
    checked = 0
    for window in done.appraisal.windows:
        case, row = cases[window.window], window.score.place.row
        assert window.total == Decimal(str(case.table["total"]))
        for module_id, score in case.table.get("modules", {}).items():
            cells = [
                Decimal(str(grid[row, table.columns[column.id]].value or 0))
                for column in done.quarter.book.layout.all_columns
                if column.kind == "points" and column.module == module_id
            ]
            module, points = modules[module_id], sum(cells, Decimal(0))
            own = max(module.maximum - points, Decimal(0)) if module.sign == "-" else points
            assert (window.window, own) == (window.window, Decimal(str(score)))
            checked += bool(cells)
    assert checked >= 1
