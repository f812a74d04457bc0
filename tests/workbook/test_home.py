"""首页 after a recalculation: the next step, what is missing, the ranking with its flags."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.workbook.books import Book, at
from xl_appraisal.book.new import build_workbook
from xl_appraisal.book.sheets import HOME, HOME_TABLE, RANKING
from xl_appraisal.hosts import FileHost, MemoryHost
from xl_appraisal.model.grid import Grid, parse_a1
from xl_appraisal.model.rulebook import load_rulebook
from xl_appraisal.work import closing
from xl_appraisal.work.desk import check_what_came_in, recalculate

HEADER = HOME_TABLE.header_row
FIELDS = [field for field, _ in HOME_TABLE.fields]


def with_home(book: Book) -> MemoryHost:
    """The same workbook with an empty 首页."""
    page = MemoryHost([Grid(HOME)])
    headers = {(HEADER, n): text for n, text in enumerate(HOME_TABLE.headers, 1)}
    page.write(HOME, headers)
    plain = book.host()
    home = page.grid(HOME)
    assert home is not None
    return MemoryHost([home, *(g for name in plain.sheet_names if (g := plain.grid(name)))])


def rows(host: MemoryHost | FileHost) -> list[dict[str, object]]:
    grid = host.grid(HOME)
    assert grid is not None
    last = max(row for row, _ in grid.cells)
    return [
        {field: grid.value(row, n) for n, field in enumerate(FIELDS, 1)}
        for row in range(HEADER + 1, last + 1)
    ]


def next_step(host: MemoryHost | FileHost) -> str:
    grid = host.grid(HOME)
    assert grid is not None
    return str(grid.value(3, 1))


def test_the_ranking_at_a_glance() -> None:
    """乙 has 1.5 points more than 甲 and 丙, who share a rank; the link goes to its row."""
    host = with_home(Book({"甲": {}, "乙": {"item_18": "1.5"}, "丙": {}}))
    recalculate(host)
    first, second, third = rows(host)[:3]
    assert (first["rank"], first["window"], first["short"]) == (1, "乙", None)
    assert (second["window"], second["short"]) == ("甲", Decimal("1.5"))
    assert (third["window"], third["short"]) == ("丙", 0)
    home = host.grid(HOME)
    assert home is not None
    row = parse_a1(at("window", 8))[0]
    assert f"#'{RANKING}'!" in str(home[HEADER + 1, 2].formula)
    assert f"{row}" in str(home[HEADER + 1, 2].formula)


def test_what_is_missing_goes_once_it_is_mended() -> None:
    """The error with its place, then nothing; the next step follows."""
    host = with_home(Book({"甲": {"item_18": "x"}, "乙": {}}))
    recalculate(host)
    (told,) = [row for row in rows(host) if row["missing"]]
    assert told["where"] == f"{RANKING}!{at('item_18')}"
    assert "1处错误" in next_step(host) and "1个窗口没有得分" in next_step(host)
    host.write(RANKING, {parse_a1(at("item_18")): None})
    recalculate(host)
    assert [row["missing"] for row in rows(host) if row["missing"]] == ["没有缺的，也没有错误。"]
    assert "生成名次表" in next_step(host)


def test_a_workbook_without_windows_asks_for_them() -> None:
    """The first thing to do in a new one."""
    host = with_home(Book({}))
    recalculate(host)
    assert "填写窗口名称" in next_step(host)


@pytest.mark.parametrize("close", [False, True])
def test_a_new_workbook_has_it_first_and_keeps_it_up(tmp_path: Path, close: bool) -> None:
    """In a file too; once the quarter is closed it says so, and that is no change to the seal."""
    path = tmp_path / "2023Q1.xlsx"
    build_workbook(path, load_rulebook(), ["税务", "残联"], quarter="2023Q1")
    host = FileHost(path)
    given = {"税务": 28, "残联": 27}
    column = load_rulebook().layout.positions[load_rulebook().notice.staff_id or ""]
    grid = host.grid(RANKING)
    assert grid is not None
    for (row, place), cell in grid.cells.items():
        if cell.value in given and place == load_rulebook().layout.positions["window"]:
            host.write(RANKING, {(row, column): Decimal(given[str(cell.value)])})
    recalculate(host)
    assert [row["window"] for row in rows(host)[:2]] == ["税务", "残联"]
    if close:
        closing.close(host)
        assert "已封存" in next_step(host)
        assert closing.verify(host).sound


def test_an_older_workbook_goes_without() -> None:
    """No sheet is made, none is missed."""
    host = Book({"甲": {}}).host()
    recalculate(host)
    assert HOME not in host.sheet_names


def test_what_came_in_shows_before_the_next_recalculation() -> None:
    """乙 gets 1.5 points more and is first: told with what to do; 名次表 itself waits."""
    host = with_home(Book({"甲": {}, "乙": {}}))
    recalculate(host)
    assert "生成名次表" in next_step(host)
    host.write(RANKING, {parse_a1(at("item_18", 8)): Decimal("1.5")})
    rank = host.grid(RANKING)
    check_what_came_in(host)
    assert [row["window"] for row in rows(host)[:2]] == ["乙", "甲"]
    assert "2个窗口的总分、名次或评选与“名次表”上的不同" in next_step(host)
    assert "先“重新计算”" in next_step(host)
    assert host.grid(RANKING) == rank
    recalculate(host)
    assert "不同" not in next_step(host)
