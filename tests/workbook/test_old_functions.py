"""Workbooks with functions of an older form: they are rewritten, or say that they are behind."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.excel.real_table import COLUMNS, FIRST
from tests.libreoffice.books import filled_template
from xl_appraisal.book.figure_data import joined, unpacked
from xl_appraisal.book.sheets import LEDGER, RANKING, SOURCE
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Formula
from xl_appraisal.work import closing, desk

OLD = {
    "total": "WINDOW_TOTAL($J{0}:$AX{0},$C{0}:$H{0})",
    "rank": "WINDOW_RANK($J{0}:$AX{0},$I$7:$I$36)",
    "red_flag": "RED_FLAG($J{0}:$AX{0},$I$7:$I$36,$AQ$7:$AQ$36,$AR$7:$AR$36)",
    "reward": 'MODULE_SCORE($J{0}:$AX{0},"奖励分",加扣分明细!$A$4:$J$503,规则!$C$4:$C$503)',
}


def old_book(path: Path) -> FileHost:
    """The real quarter with formulas as they were, and no cells of data."""
    host = FileHost(filled_template(path))
    rows = range(FIRST, FIRST + 30)
    host.write(
        RANKING,
        {
            (row, COLUMNS[name]): Formula(text.format(row), "—")
            for row in rows
            for name, text in OLD.items()
        },
    )
    host.write(SOURCE, {(1, 24): None, (2, 24): None})
    return host


def test_a_recalculation_rewrites_them_and_says_how_many(tmp_path: Path) -> None:
    """30 rows of four; a second one finds nothing to do, and every formula has a value."""
    host = old_book(tmp_path / "old.xlsm")
    assert desk.recalculate(host).rewritten == 30 * len(OLD)
    assert desk.recalculate(host).rewritten == 0
    grid = host.grid(RANKING)
    assert grid is not None
    assert [ref for ref, c in grid.cells.items() if c.formula and c.value is None] == []
    new = FileHost(filled_template(tmp_path / "new.xlsm")).grid(RANKING)
    now = host.grid(RANKING)
    assert now is not None
    assert new is not None
    for name in OLD:
        assert now[FIRST, COLUMNS[name]].formula == new[FIRST, COLUMNS[name]].formula
    assert now[FIRST, COLUMNS["total"]].value == Decimal("107.562")


def test_formulas_of_staff_stay_as_they_are(tmp_path: Path) -> None:
    """One of their own in a computed cell, and one that only contains a function of ours."""
    host = old_book(tmp_path / "old.xlsm")
    own = {
        (FIRST, COLUMNS["total"]): "SUM(C7:H7)",
        (FIRST + 1, COLUMNS["total"]): "WINDOW_TOTAL(J8:AX8)+1",
        (FIRST + 2, COLUMNS["total"]): "WINDOW_TOTAL(9)",
    }
    host.write(RANKING, {ref: Formula(text, Decimal(1)) for ref, text in own.items()})
    desk.recalculate(host)
    grid = host.grid(RANKING)
    assert grid is not None
    assert {ref: grid[ref].formula for ref in list(own)[:2]} == dict(list(own.items())[:2])


def test_an_import_into_a_file_leaves_the_data_behind(tmp_path: Path) -> None:
    """Until it is recalculated: what rests on them says 请重新计算, and nothing else."""
    host = FileHost(filled_template(tmp_path / "book.xlsm"))
    grid = host.grid(SOURCE)
    assert grid is not None
    assert grid[1, 24].value == "错误：请重新计算，有导入的数据"
    desk.recalculate(host)
    grid = host.grid(SOURCE)
    assert grid is not None
    text = joined([grid[1, 24].value, grid[2, 24].value])
    assert text is not None
    ledger = host.grid(LEDGER)
    assert ledger is not None
    assert unpacked(text)[LEDGER].cells == dict(ledger.cells)


def test_a_closed_book_is_never_rewritten(tmp_path: Path) -> None:
    """Closed by the version before, in the old form: a recalculation is refused, it verifies."""
    host = old_book(tmp_path / "old.xlsm")
    desk.recalculate(host)
    grid = host.grid(RANKING)
    assert grid is not None
    old = {
        (row, COLUMNS[name]): Formula(text.format(row), grid[row, COLUMNS[name]].value)  # type: ignore[arg-type]
        for row in range(FIRST, FIRST + 25)
        for name, text in OLD.items()
    }
    host.write(RANKING, old)
    closing.close(host)
    with pytest.raises(BookError):
        desk.recalculate(host)
    closed = host.grid(RANKING)
    assert closed is not None
    assert {ref: closed[ref].formula for ref in old} == {ref: f.text for ref, f in old.items()}
    assert closing.verify(host).sound
