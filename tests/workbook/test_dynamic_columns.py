"""动态节选: columns added, taken out, renamed and moved by a clerk on the real quarter's table."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from tests.workbook.clerk import HEADER_BOTTOM, LISTED, PLACES, Clerk
from xl_appraisal.book.sheets import COLUMNS, HEADER_ROW, ID_ROW, RANKING
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import a1
from xl_appraisal.work.desk import Appraised, appraise_host, recalculate

WINDOW_ROW = 7
NEW = ("节日值守", "分值", "+", "奖励分", None, None, "备注写明", "General", "是")


@pytest.fixture
def clerk(demo_folder: Path) -> Clerk:
    return Clerk(demo_folder / "2023Q1.xlsx")


@pytest.fixture(scope="module")
def published(demo_folder: Path) -> Appraised:
    return appraise_host(FileHost(demo_folder / "2023Q1.xlsx"))


def rewards(done: Appraised, window: str) -> Decimal:
    return done.appraisal.window(window).score.modules["reward"]


def codes(done: Appraised) -> set[str]:
    return {finding.code for finding in done.appraisal.findings}


def first_window(clerk: Clerk) -> str:
    column = clerk.column("window")
    return str(clerk.grids[RANKING].value(WINDOW_ROW, column))


@pytest.mark.parametrize(
    ("typed", "listed"),
    [("festival", "festival"), (None, "festival"), (None, None)],
    ids=["id typed", "id forgotten on 名次表", "id forgotten on both"],
)
def test_a_new_column_counts(
    clerk: Clerk, published: Appraised, typed: str | None, listed: str | None
) -> None:
    """2 points of a new item: the window's rewards rise by 2, everybody else's stay."""
    at = clerk.column("item_18")
    window = first_window(clerk)
    clerk.insert(at, "节日值守", typed)
    clerk.list_column(listed, *NEW)
    clerk.type(RANKING, (WINDOW_ROW, at), Decimal(2))
    host = clerk.host()
    done = recalculate(host)
    assert rewards(done, window) == rewards(published, window) + 2
    for other in published.appraisal.windows:
        if other.window != window:
            assert done.appraisal.window(other.window).total == other.total
    assert ("column_bound" in codes(done)) is (typed is None)
    assert codes(done) >= codes(published)
    grid = host.grid(RANKING)
    assert grid is not None
    assert grid.value(WINDOW_ROW, at) == 2
    total = done.quarter.table.columns["total"]
    assert grid.value(WINDOW_ROW, total) == done.appraisal.window(window).total


def test_a_ledger_line_may_name_the_new_column(clerk: Clerk, published: Appraised) -> None:
    """By its header; the points are added as a formula in the new column."""
    at, window = clerk.column("item_18"), first_window(clerk)
    clerk.insert(at, "节日值守")
    clerk.list_column("festival", *NEW)
    row = max(r for r, _ in clerk.grids["加扣分明细"].cells) + 1
    for column, value in ((1, window), (2, "节日值守"), (4, Decimal("1.5"))):
        clerk.type("加扣分明细", (row, column), value)
    host = clerk.host()
    done = recalculate(host)
    assert rewards(done, window) == rewards(published, window) + Decimal("1.5")
    grid = host.grid(RANKING)
    assert grid is not None and grid[WINDOW_ROW, at].formula is not None


def test_a_column_that_is_not_listed_stops_only_who_uses_it(clerk: Clerk) -> None:
    """And says where to write what."""
    at, window = clerk.column("item_18"), first_window(clerk)
    clerk.insert(at, "节日值守")
    clerk.type(RANKING, (WINDOW_ROW, at), Decimal(2))
    done = appraise_host(clerk.host())
    assert [w.window for w in done.appraisal.windows if w.total is None] == [window]
    found, own = [f for f in done.appraisal.findings if f.code == "column_unknown"]
    assert (found.cell, found.item, own.window) == (f"{a1(3, at)}", "重点加分/节日值守", window)
    assert "“栏目”加一行" in found.message and "第3行" in found.message


def test_two_columns_with_the_listed_header_are_not_guessed(clerk: Clerk) -> None:
    """The first takes the row of 栏目; the second is unknown and stops its window."""
    at = clerk.column("item_18")
    for _ in range(2):
        clerk.insert(at, "节日值守")
    clerk.list_column("festival", *NEW)
    clerk.type(RANKING, (WINDOW_ROW, at + 1), Decimal(2))
    done = appraise_host(clerk.host())
    assert {"column_unknown", "column_bound"} <= codes(done)
    assert done.appraisal.window(first_window(clerk)).total is None


def test_a_renamed_column_counts_as_before(clerk: Clerk, published: Appraised) -> None:
    """The id ties it; the ledger takes the new name and no longer the old one."""
    at, window = clerk.column("item_18"), first_window(clerk)
    top = next(row for row in range(HEADER_BOTTOM, HEADER_ROW - 1, -1)
               if clerk.grids[RANKING].value(row, at) is not None)  # fmt: skip
    clerk.type(RANKING, (top, at), "急难险重任务")
    done = appraise_host(clerk.host())
    assert [w.total for w in done.appraisal.windows] == [
        w.total for w in published.appraisal.windows
    ]
    row = max(r for r, _ in clerk.grids["加扣分明细"].cells) + 1
    for column, value in ((1, window), (2, "急难险重任务"), (4, Decimal(1))):
        clerk.type("加扣分明细", (row, column), value)
    clerk.type(RANKING, (WINDOW_ROW, at), None)
    done = appraise_host(clerk.host())
    assert done.appraisal.window(window).score.items["item_18"].points == 1


def test_a_moved_column_counts_as_before(clerk: Clerk, published: Appraised) -> None:
    """To another place among the items, header and id with it."""
    clerk.cut_and_insert(clerk.column("item_48"), clerk.column("item_45"))
    done = recalculate(clerk.host())
    totals = {w.window: w.total for w in done.appraisal.windows}
    assert totals == {w.window: w.total for w in published.appraisal.windows}
    assert codes(done) == codes(published)


@pytest.mark.parametrize("unlisted", [True, False])
def test_a_deleted_column_is_out(clerk: Clerk, published: Appraised, unlisted: bool) -> None:
    """Its points are gone; a row left on 栏目 is a warning that says how to mend it."""
    given = {
        w.window: w.score.items["item_18"].points
        for w in published.appraisal.windows
        if "item_18" in w.score.items
    }
    assert any(given.values())
    clerk.delete(clerk.column("item_18"))
    if unlisted:
        clerk.unlist("item_18")
    done = appraise_host(clerk.host())
    for window in published.appraisal.windows:
        less = given.get(window.window, Decimal(0))
        assert rewards(done, window.window) == rewards(published, window.window) - less
    assert ("column_missing" in codes(done)) is not unlisted


@pytest.mark.parametrize(
    ("column", "told"), [("total", "缺少栏目 total"), ("window", "不要删除表头上方的隐藏行")]
)
def test_a_column_that_nothing_goes_without_is_asked_back(
    clerk: Clerk, column: str, told: str
) -> None:
    """Refused, and nothing is computed from the rest."""
    clerk.delete(clerk.column(column))
    with pytest.raises(BookError, match=told):
        appraise_host(clerk.host())


def test_an_id_wiped_out_by_hand_is_found_again_by_its_header(
    clerk: Clerk, published: Appraised
) -> None:
    """栏目 still says what the header is; the figures are the published ones."""
    at = clerk.column("item_18")
    clerk.type(RANKING, (ID_ROW, at), None)
    done = appraise_host(clerk.host())
    assert [w.total for w in done.appraisal.windows] == [
        w.total for w in published.appraisal.windows
    ]
    assert codes(done) == codes(published) | {"column_bound"}


def test_a_copied_column_is_refused_until_it_has_an_id_of_its_own(clerk: Clerk) -> None:
    """With both places and what to do."""
    at = clerk.column("item_18")
    clerk.insert(at, "节日值守", "item_18")
    with pytest.raises(BookError, match="复制出来的新栏目请改用新编号"):
        appraise_host(clerk.host())


def test_in_a_file_a_column_is_added_beside_the_others(demo_folder: Path, tmp_path: Path) -> None:
    """On a real file, recalculated and read again: one more item and one more point."""
    path = Path(shutil.copy(demo_folder / "2023Q1.xlsx", tmp_path / "a.xlsx"))
    host = FileHost(path)
    before = appraise_host(host)
    grid, listed = host.grid(RANKING), host.grid(COLUMNS)
    assert grid is not None and listed is not None
    at = max(before.quarter.table.columns.values()) + 1
    cells = {(row, at): "节日值守" if row == HEADER_ROW else None for row in range(4, 7)}
    host.write(RANKING, {**cells, (WINDOW_ROW, at): Decimal(1)})
    row = max(r for r, _ in listed.cells) + 1
    line = {PLACES[f]: t for f, t in zip(LISTED, ("festival", *NEW), strict=True)}
    line[PLACES["printed"]] = "否"
    host.write(COLUMNS, {(row, column): text for column, text in line.items()})
    recalculate(host)
    host.save()
    after = appraise_host(FileHost(path))
    window = after.quarter.table.cell(WINDOW_ROW, "window").value
    assert rewards(after, str(window)) == rewards(before, str(window)) + 1
