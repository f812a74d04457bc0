"""The real table and its ledger, from the files to the ranking, in a real workbook file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.published import FIXTURES, MODULE_COLUMNS, MODULES, rows
from xl_appraisal.book.new import build_workbook
from xl_appraisal.book.read.quarter import read_quarter_book
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.exact import plain, shown
from xl_appraisal.model.rulebook import load_rulebook
from xl_appraisal.work.desk import Appraised, recalculate
from xl_appraisal.work.importing import plan_import
from xl_appraisal.work.importing.import_plan import ImportPlan
from xl_appraisal.work.importing.window_names import read_window_names

TABLE, ROUTES = FIXTURES / "table.csv", FIXTURES / "routes.csv"


def plan(host: FileHost) -> ImportPlan:
    return plan_import(read_quarter_book(host.grid), [TABLE], [ROUTES])


def imported(path: Path, *, named: bool) -> Appraised:
    """Import into a new workbook at ``path`` and recalculate; with names or with blank rows."""
    names = read_window_names(TABLE) if named else ()
    build_workbook(path, load_rulebook(), names, quarter="2023Q1")
    host = FileHost(path)
    plan(host).write_to(host)
    done = recalculate(host)
    host.save()
    return done


@pytest.mark.parametrize("named", [True, False], ids=["windows named", "blank rows"])
def test_all_windows_come_out_as_published(tmp_path: Path, named: bool) -> None:
    """25 of 25 in six modules, total and rank; one contradiction, and nothing else to say."""
    done = imported(tmp_path / "2023Q1.xlsx", named=named)
    expected = {
        row["c2"]: (
            row["c1"],
            row["c9"].strip(),
            *(_plain(row[c].strip()) for c in MODULE_COLUMNS.values()),
        )
        for row in rows()
    }
    found = {
        w.window: (
            str(w.rank),
            shown(w.total, 2) if w.total is not None else "",
            *(plain(w.score.modules[module]) for module in MODULES.values()),
        )
        for w in done.appraisal.windows
    }

    assert len(found) == 25
    assert found == expected
    assert [(f.code, f.window) for f in done.appraisal.findings] == [("rule_disagrees", "残联")]
    assert len(done.quarter.published) == 25


def _plain(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def test_importing_the_same_again_changes_no_byte(tmp_path: Path) -> None:
    """Seven lines are told as already there."""
    path = tmp_path / "2023Q1.xlsx"
    imported(path, named=False)
    before = path.read_bytes()
    host = FileHost(path)
    again = plan(host)
    again.write_to(host)
    host.save()

    assert again.changes_nothing
    assert path.read_bytes() == before
    assert any("7笔" in line and "没有重复导入" in line for line in again.report)


def test_a_recalculated_workbook_can_itself_be_imported(tmp_path: Path) -> None:
    """Its ranking sheet and its ledger, with hidden ids, merged header and remarks."""
    path = tmp_path / "2023Q1.xlsx"
    imported(path, named=True)
    copy = tmp_path / "copy.xlsx"
    build_workbook(copy, load_rulebook(), (), quarter="2023Q1")
    host = FileHost(copy)
    plan_import(read_quarter_book(host.grid), [path], [path]).write_to(host)
    done = recalculate(host)

    assert [(f.code, f.window) for f in done.appraisal.findings] == [("rule_disagrees", "残联")]
    assert [w.window for w in done.appraisal.windows] == [row["c2"] for row in rows()]
    assert plan_import(read_quarter_book(FileHost(path).grid), [path], [path]).changes_nothing


def test_the_ledger_names_its_columns_as_the_table_does(tmp_path: Path) -> None:
    """c47 of the notice's routes becomes what staff read above the column."""
    path = tmp_path / "2023Q1.xlsx"
    imported(path, named=True)
    grid = FileHost(path).grid("加扣分明细")

    assert grid is not None
    assert {grid.value(row, 2) for row in range(4, 11)} == {"扣分（第47列）", "扣分（第48列）"}
    assert grid.value(11, 2) is None
