"""A window joins or leaves during the quarter: one command, the same in every kind of workbook."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.excel.real_table import COLUMNS, FIRST, NAMES
from tests.libreoffice.books import filled_template, workbook_of_figures
from tests.published import routes, rows
from xl_appraisal.book.sheets import LEDGER, RANKING, SHEETS, STAFF
from xl_appraisal.hosts import FileHost, Host, MemoryHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Grid, Value
from xl_appraisal.model.rulebook import load_rulebook
from xl_appraisal.work import desk
from xl_appraisal.work.add_window import add_window
from xl_appraisal.work.begin_quarter import build
from xl_appraisal.work.withdraw_window import plan_withdrawal, withdraw_window

TOTALS = [Decimal(row["c9"].strip()) for row in rows()]
NEW = "新窗口"
STAYING = Decimal(100)
"""30 for staff, 10 + 30 + 15 + 15 for a window without additions or deductions."""


def of_functions(folder: Path) -> Host:
    return FileHost(filled_template(folder / "2023Q1.xlsm"))


def of_figures(folder: Path) -> Host:
    return FileHost(workbook_of_figures(folder / "2023Q1.xlsx"))


def in_memory(folder: Path) -> Host:
    host = of_figures(folder)
    return MemoryHost([grid for name in SHEETS if (grid := host.grid(name)) is not None])


MAKERS: dict[str, Callable[[Path], Host]] = {
    "functions": of_functions,
    "figures": of_figures,
    "memory": in_memory,
}


@pytest.fixture(params=MAKERS.values(), ids=MAKERS)
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Host:
    made: Host = request.param(tmp_path)
    return made


def table(host: Host, sheet: str = RANKING) -> Grid:
    grid = host.grid(sheet)
    assert grid is not None
    return grid


def held(host: Host, column: str, count: int = len(NAMES)) -> dict[Value, Value]:
    """What the windows hold in a column, by name."""
    grid = table(host)
    return {
        grid.value(row, COLUMNS["window"]): grid.value(row, COLUMNS[column])
        for row in range(FIRST, FIRST + count)
    }


def test_a_new_window_is_ranked_among_the_others(host: Host) -> None:
    """100 points by hand; whoever has less stands one rank lower than published."""
    changed = add_window(host, f" {NEW} ", after="税务")
    row = next(r for r in range(FIRST, FIRST + 30) if table(host).value(r, 2) == NEW)
    assert table(host).value(row - 1, 2) == "税务"
    assert f"第{row}行" in changed.told
    host.write(RANKING, {(row, COLUMNS["staff_performance"]): None})
    host.write(RANKING, {(row, COLUMNS["staff_performance"]): Decimal(30)})
    desk.recalculate(host)
    count = len(NAMES) + 1
    ranks, totals = held(host, "rank", count), held(host, "total", count)
    assert totals[NEW] == STAYING
    assert ranks[NEW] == 1 + sum(total > STAYING for total in TOTALS)
    for published, total in zip(rows(), TOTALS, strict=True):
        expected = Decimal(published["c1"]) + (total < STAYING)
        assert ranks[published["c2"]] == expected


def test_a_window_that_leaves_takes_nothing_along(host: Host) -> None:
    """Lines and typed figures stay, struck; the others' totals are as published, ranks close up."""
    gone = next(r for r in rows() if r["c2"] == routes()[0]["window"])
    lines = [r for r in routes() if r["window"] == gone["c2"]]
    plan = plan_withdrawal(host, gone["c2"])
    typed = {label: cell.value for label, cell, _ in plan.typed}
    assert len(typed) > 3
    changed = withdraw_window(host, plan, "机构改革")
    assert f"“{LEDGER}”{len(lines)}行" in changed.told
    kept = table(host, LEDGER)
    struck = [
        {kept.value(3, c): kept.value(row, c) for c in range(1, 11)}
        for row in range(4, kept.last_row + 1)
        if kept.value(row, 1) == gone["c2"]
    ]
    assert len(struck) == len(lines) + len(typed)
    assert {(line["状态"], line["作废原因"]) for line in struck} == {("作废", "机构改革")}
    told = " ".join(str(line["事由"]) for line in struck)
    assert all(str(value) in told for value in typed.values())
    ranks, totals = held(host, "rank", len(NAMES) - 1), held(host, "total", len(NAMES) - 1)
    assert gone["c2"] not in ranks
    for published in rows():
        if published["c2"] != gone["c2"]:
            place = Decimal(published["c1"])
            assert ranks[published["c2"]] == place - (place > Decimal(gone["c1"]))
            total = Decimal(str(totals[published["c2"]]))
            assert abs(total - Decimal(published["c9"].strip())) <= Decimal("0.005")


def test_formulas_and_looks_are_those_of_the_others(tmp_path: Path) -> None:
    """The functions of the new row are handed its own cells; every range has grown with it."""
    host = FileHost(filled_template(tmp_path / "2023Q1.xlsm"))
    add_window(host, NEW, before=NAMES[3])
    host.save()
    book = openpyxl.load_workbook(host.path, keep_vba=True)
    sheet, row = book[RANKING], FIRST + 3
    assert [sheet.cell(r, 2).value for r in (row - 1, row, row + 1)] == [NAMES[2], NEW, NAMES[3]]
    total = sheet.cell(row, COLUMNS["total"])
    assert total.value.startswith(f"=WINDOW_TOTAL($J{row}:$AX{row},$B{row}:$C{row},")
    assert sheet.cell(row + 1, 9).value.startswith(f"=WINDOW_TOTAL($J{row + 1}:$AX{row + 1},")
    for column in COLUMNS.values():
        assert sheet.cell(row, column)._style == sheet.cell(row - 1, column)._style
    lists = {str(v.sqref) for v in sheet.data_validations.dataValidation}
    assert f"K{FIRST}:K{FIRST + 30}" in lists
    assert f"$B${FIRST - 1}" in book.defined_names["窗口名单"].attr_text


def test_a_blank_row_that_is_ready_is_taken_first(tmp_path: Path) -> None:
    """The last blank row stays: ranges reach to it, and grow with what is put in before it."""
    path = tmp_path / "2023Q1.xlsm"
    build(path, load_rulebook(), NAMES[:3], "2023Q1")
    host = FileHost(path)
    told = [add_window(host, f"新{number}").told for number in range(3)]
    assert ["插入" in text for text in told] == [False, True, True]
    names = [table(host).value(FIRST + n, 2) for n in range(7)]
    assert names == [*NAMES[:3], "新0", "新1", "新2", None]
    assert str(table(host)[FIRST + 6, COLUMNS["total"]].formula).startswith("WINDOW_TOTAL(")


def test_plain_formulas_take_a_window_in(tmp_path: Path) -> None:
    """Between two windows, where the sums of 图表 grow; past the rows looked at it says so."""
    path = tmp_path / "2023Q1.xlsx"
    build(path, load_rulebook(), NAMES[:3], "2023Q1", native=True)
    host = FileHost(path)
    before = table(host)[FIRST, COLUMNS["total"]].formula
    add_window(host, NEW, before=NAMES[1])
    new = table(host)[FIRST + 1, COLUMNS["total"]].formula
    assert new == before
    assert table(host)[FIRST + 1, COLUMNS["rank"]].formula == (
        table(host)[FIRST, COLUMNS["rank"]].formula
    )
    for number in range(40):
        try:
            add_window(host, f"再加{number}", before=NAMES[1])
        except BookError as error:
            assert "new --from" in str(error)
            break
    else:
        pytest.fail("no end")


REFUSED = {
    "no name": ("  ", {}, "没有写窗口名称"),
    "there already": ("税 务", {}, "已有窗口“税务”"),
    "a total": ("合计", {}, "像是合计"),
    "beside nobody": (NEW, {"after": "没有的"}, "里没有窗口“没有的”"),
    "above the first": (NEW, {"before": NAMES[0]}, "之外"),
}


@pytest.mark.parametrize(("name", "place", "told"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused(
    tmp_path: Path, name: str, place: dict[str, str], told: str
) -> None:
    """In words, with nothing changed."""
    host = in_memory(tmp_path)
    before = {sheet: host.grid(sheet) for sheet in SHEETS}
    with pytest.raises(BookError, match=told):
        add_window(host, name, **place)
    assert {sheet: host.grid(sheet) for sheet in SHEETS} == before


def test_struck_staff_of_a_window_that_left_are_no_error(tmp_path: Path) -> None:
    """They are told as information: nothing is to be done about them."""
    path = tmp_path / "2023Q1.xlsx"
    build(path, load_rulebook(), NAMES[:3], "2023Q1")
    host = FileHost(path)
    people = {(4 + n, c): v for n in range(3) for c, v in enumerate((NAMES[n], f"人{n}"), 1)}
    host.write(STAFF, {**people, **{(4 + n, 3): Decimal(90) for n in range(3)}})
    done = withdraw_window(host, plan_withdrawal(host, NAMES[1])).done
    assert [f.severity for f in done.appraisal.findings if NAMES[1] in f.message] == ["info"]
    staff = table(host, STAFF)
    assert [staff.value(5, c) for c in (1, 2, 3, 5, 6)] == [
        NAMES[1], "人1", Decimal(90), "作废", "窗口撤出",
    ]  # fmt: skip
