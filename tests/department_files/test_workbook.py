"""The same in the workbook itself: what is typed there by hand is told as an import tells it."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.department_files.test_cases import CASES
from tests.importing.books import LEDGER, RANKING, STAFF, new_book, quarter
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.findings import Finding
from xl_appraisal.model.grid import Percent, Write

D = Decimal


def checked(run, tmp_path: Path, case: str) -> Any:  # type: ignore[no-untyped-def]
    path = tmp_path / "book.xlsx"
    shutil.copyfile(CASES / case, path)
    return run("check", path, "--json").json


def found(*lines: dict[str, Write]) -> list[Finding]:
    """The findings on lines of the ledger, by column letter."""
    cells = {f"{c}{row}": v for row, line in enumerate(lines, 4) for c, v in line.items()}
    book = quarter(new_book(written={LEDGER: cells}))
    return [f for window in book.windows for f in window.findings]


def test_cells_shown_as_percentages_are_errors(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A score of 95 % and points of 50 %: neither window gets a score of 0.95 or 0.5."""
    findings = checked(run, tmp_path, "09-percent-format/pw.xlsx")["findings"]
    told = {(f["sheet"], f["cell"]): f["message"] for f in findings if f["severity"] == "error"}
    assert "显示为95%的0.95" in told[STAFF, "C4"]
    assert "显示为50%的0.5" in told[LEDGER, "D4"]


@pytest.mark.parametrize(("case", "name"), [("c1", "合计"), ("c2", "平均")])
def test_a_total_on_the_table_is_no_window(run, tmp_path: Path, case: str, name: str) -> None:  # type: ignore[no-untyped-def]
    """Told, not ranked and not counted for the quota: all else is as without the row."""
    with_row = checked(run, tmp_path, f"t-04-average-row/{case}.xlsx")
    codes = [f for f in with_row["findings"] if f["code"] == "row_of_sums"]
    assert [name in f["message"] for f in codes] == [True]
    without = FileHost(CASES / "t-04-average-row/without.xlsx")
    places = [
        [(w.window, w.rank, w.total, w.red_flag) for w in quarter(host).appraise().windows]
        for host in (FileHost(tmp_path / "book.xlsx"), without)
    ]
    assert places[0] == places[1]
    assert len(places[0]) == 24


def test_figures_of_the_file_engine_keep_their_percent_format(tmp_path: Path) -> None:
    """The value is the same, and says that it is shown as a percentage."""
    grid = FileHost(CASES / "09-percent-format/pw.xlsx").grid(STAFF)
    assert grid is not None
    assert type(grid[4, 3].value) is Percent and grid[4, 3].value == D("0.95")


def test_lines_that_say_the_same_are_told_with_both_rows() -> None:
    """Both count, for they may be two events; another date or reason makes them two."""
    line: dict[str, Write] = {"A": "税务", "C": "业务规范", "D": D(1), "G": "迟到"}
    told = [f for f in found(line, line, {**line, "G": "早退"}) if f.code == "line_repeated"]
    assert [(f.severity, f.cell) for f in told] == [("warning", "B5")]
    assert "第4行和第5行内容完全相同" in told[0].message


def test_a_veto_of_none_is_no_veto() -> None:
    """As 0 in the column itself; a blank count still is one."""
    lines: list[dict[str, Write]] = [
        {"A": "税务", "B": "一票否决", "E": D(0)},
        {"A": "残联", "B": "一票否决", "D": D(0)},
        {"A": "医保", "B": "一票否决"},
    ]
    cells = {f"{c}{row}": v for row, line in enumerate(lines, 4) for c, v in line.items()}
    book = quarter(new_book(written={LEDGER: cells}))
    assert [len(window.entries) for window in book.windows] == [0, 0, 1]
    codes = [[f.code for f in window.findings] for window in book.windows]
    assert codes == [["veto_of_none"], ["veto_of_none"], []]


LINES: list[tuple[dict[str, Write], str, str]] = [
    ({"C": "业务规范", "D": "+2"}, "sign_against", "error"),
    ({"B": "扣分（第47列）", "C": "业务规范", "D": "＋2"}, "sign_against", "error"),
    ({"C": "奖励分", "D": "+2"}, "", ""),
    ({"C": "业务规范", "D": D(2), "F": "2023-02-30"}, "date_impossible", "error"),
    ({"C": "业务规范", "D": D(2), "F": D(20230230)}, "date_impossible", "error"),
    ({"C": "业务规范", "D": D(2), "F": "2022-12-31"}, "date_outside", "warning"),
    ({"C": "业务规范", "D": D(2), "F": "20230331"}, "", ""),
    ({"C": "业务规范", "D": D(2), "F": "3月上旬"}, "", ""),
]


@pytest.mark.parametrize(("line", "code", "severity"), LINES)
def test_signs_and_dates_of_lines_are_looked_at(
    line: dict[str, Write], code: str, severity: str
) -> None:
    """The book is of 2023 Q1; what cannot be told stops the window."""
    told = [(f.code, f.severity) for f in found({"A": "税务", **line})]
    assert told == ([(code, severity)] if code else [])


def test_names_like_totals_and_notes_are_told_wherever_they_stand() -> None:
    """In the column of windows, or at the edge of a row without one."""
    cells: dict[str, Write] = {"B8": "平均：", "J8": D(3), "A9": "合 计", "J9": D(9), "B9": None}
    book = quarter(new_book(written={RANKING: cells}))
    assert [window.name for window in book.windows] == ["税务"]
    assert [f.code for f in book.findings if f.code == "row_of_sums"] == ["row_of_sums"] * 2
