"""The next quarter begun from the last: what comes along, what is emptied, what is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.command_line import Run
from xl_appraisal.book.new.carry_over import carry, next_quarter
from xl_appraisal.book.read.quarter import Quarter, read_quarter_book
from xl_appraisal.book.sheets import COLUMNS, HEADER_ROW, LEDGER, RANKING, RULES, STAFF
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import a1, parse_a1
from xl_appraisal.model.layout.layout_text import layout_text
from xl_appraisal.model.rulebook import load_rulebook, rulebook_from_texts
from xl_appraisal.work.desk import appraise_host

NEW = ("节日值守", "分值", "+", "奖励分", "备注写明", "General", "否")


def quarter(path: Path) -> Quarter:
    return read_quarter_book(FileHost(path).grid)


@pytest.fixture
def last(demo_folder: Path, tmp_path: Path) -> Path:
    """The real quarter with staff, a changed rule, a column added and another renamed."""
    path = Path(shutil.copy(demo_folder / "2023Q1.xlsx", tmp_path / "2023Q1.xlsx"))
    host = FileHost(path)
    people = (("税务", "张三", 95, None), ("税务", "李四", 97, None), ("残联", "王五", 90, "作废"))
    for row, (window, name, score, status) in enumerate(people, 4):
        line = {1: window, 2: name, 3: Decimal(score), 5: status, 6: status and "调离"}
        host.write(STAFF, {(row, column): value for column, value in line.items()})
    found = read_quarter_book(host.grid)
    rule = found.rules.cells["setting.staff_weight"].cell
    host.write(RULES, {parse_a1(rule): Decimal("0.25")})
    at = max(found.table.columns.values()) + 1
    host.write(RANKING, {(HEADER_ROW, at): "节日值守", (7, at): Decimal(1)})
    host.write(RANKING, {(HEADER_ROW + 1, found.table.columns["item_18"]): "急难险重"})
    listed = host.grid(COLUMNS)
    assert listed is not None
    row = max(r for r, _ in listed.cells) + 1
    host.write(COLUMNS, {(row, column): text for column, text in enumerate(NEW, 1)})
    host.save()
    return path


@pytest.fixture
def made(run: Callable[..., Run], last: Path, tmp_path: Path) -> tuple[Path, Run]:
    out = tmp_path / "2023Q2.xlsx"
    return out, run("new", out, "--from", last, "--add", "水务", "--drop", "残联")


def test_windows_people_columns_and_rules_come_along(made: tuple[Path, Run], last: Path) -> None:
    """In the old order, the new window at the end; the struck person and the gone window not."""
    path, done = made
    assert done.code == 0
    before, after = quarter(last), quarter(path)
    assert after.quarter == "2023Q2"
    assert list(after.rows) == [*(name for name in before.rows if name != "残联"), "水务"]
    staff = [(row["window"].value, row["name"].value) for row in after.lists[STAFF].rows()]
    assert staff == [("税务", "张三"), ("税务", "李四")]
    assert after.book.notice.share("staff_weight") == Decimal("0.25")
    headers = {column.id: column.header for column in after.book.layout.all_columns}
    assert headers["item_18"] == ("重点加分", "急难险重")
    assert ("节日值守",) in headers.values()
    assert list(headers)[:49] == [c.id for c in before.book.layout.all_columns][:49]


def test_every_figure_is_empty(made: tuple[Path, Run]) -> None:
    """No typed value, no line, nothing published; every window waits for its staff scores."""
    path, _ = made
    after = quarter(path)
    assert all(not window.given for window in after.windows)
    assert not list(after.lists[LEDGER].rows()) and not after.published
    codes = {f.code for f in appraise_host(FileHost(path)).appraisal.findings}
    assert codes <= {"no_staff_score", "staff_score_blank", "rule_changed", "ranking_provisional"}


def test_the_report_says_what_came_and_what_did_not(made: tuple[Path, Run]) -> None:
    """In sentences."""
    _, done = made
    for told in (
        "沿用24个，共25个",
        "新参加：水务",
        "不再参加：残联",
        "人员：沿用2人",
        "没有沿用（作废、没有姓名，或窗口不再参加）：1行",
        "沿用1处改动：setting.staff_weight",
        "没有沿用：全部分值",
    ):
        assert told in done.out


def test_a_quarter_after_the_next_carries_the_same(
    run: Callable[..., Run], made: tuple[Path, Run], tmp_path: Path
) -> None:
    """Carried twice nothing is lost; the layout's id names the last quarter that changed it."""
    path, _ = made
    out = tmp_path / "2023Q3.xlsx"
    assert run("new", out, "--from", path).code == 0
    first, second = quarter(path), quarter(out)
    assert second.quarter == "2023Q3"
    assert second.book.layout.columns == first.book.layout.columns
    assert second.book.layout.working == first.book.layout.working
    assert second.book.notice == first.book.notice


REFUSED: list[tuple[list[str], str]] = [
    (["--quarter", "2023Q1"], "就是 2023Q1 的工作簿"),
    (["--quarter", "下季度"], "应写年份和季度"),
    (["--drop", "水务"], "上季度没有窗口水务"),
    (["--add", "残 联"], "上季度已有"),
    (["--layout", "jinjiang-2023Q1"], "不能再写"),
]


@pytest.mark.parametrize(("options", "told"), REFUSED)
def test_what_makes_no_next_quarter_is_refused(
    run: Callable[..., Run], demo_folder: Path, tmp_path: Path, options: list[str], told: str
) -> None:
    """With the reason; no file appears."""
    out = tmp_path / "x.xlsx"
    done = run("new", out, "--from", demo_folder / "2023Q1.xlsx", *options)
    assert done.code == 2 and told in done.err
    assert not out.exists()


def test_a_closed_quarter_may_be_followed(demo_folder: Path, tmp_path: Path) -> None:
    """Its protection and its history stay with it."""
    from xl_appraisal.work.closing import close

    host = FileHost(shutil.copy(demo_folder / "2023Q1.xlsx", tmp_path / "a.xlsx"))
    close(host)
    carried = carry(host)
    assert carried.quarter == "2023Q2" and not carried.rules


@pytest.mark.parametrize(("last", "following"), [("2023Q1", "2023Q2"), ("2023Q4", "2024Q1")])
def test_quarters_follow_each_other(last: str, following: str) -> None:
    """Over the turn of the year too."""
    assert next_quarter(last) == following


def test_an_unknown_quarter_has_no_next() -> None:
    """Staff are asked for it."""
    with pytest.raises(BookError, match="--quarter"):
        next_quarter("去年")


def test_an_unchanged_layout_keeps_its_words() -> None:
    """Comments, full marks and widths as they were; only the quarter is another."""
    book = load_rulebook()
    text = layout_text(book.layout_text, book.layout, book.layout, "2023Q2")
    again = rulebook_from_texts(book.notice_text, text)
    assert text.count("{max}") == book.layout_text.count("{max}")
    assert (again.layout.id, again.layout.quarter) == (book.layout.id, "2023Q2")
    assert again.layout.columns == book.layout.columns
    assert again.notice == book.notice
    assert a1(1, len(again.layout.columns)) == "AW1"
