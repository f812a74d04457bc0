"""What a seal covers: every part by name, the history, formulas; later versions."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.closing.closed_books import NOON, altered, event_rows
from tests.workbook.books import one, recalculated
from xl_appraisal.book.read.quarter import read_quarter_book
from xl_appraisal.hosts import FileHost, MemoryHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Formula, Ref, Write, parse_a1
from xl_appraisal.work.closing import close, verify
from xl_appraisal.work.closing.digest import digest


@pytest.mark.parametrize(
    ("sheet", "place", "value", "part"),
    [
        ("名次表", "K10", Decimal(3), "填写的内容"),
        ("加扣分明细", "D4", Decimal(9), "填写的内容"),
        ("名次表", "I10", Decimal(120), "成绩"),
        ("规则", "B8", Decimal("0.31"), "规则和栏目"),
        ("栏目", "A10", "改名", "规则和栏目"),
        ("通报数据", "B900", "# 旁注", "通报和栏目的原文"),
    ],
)
def test_the_kind_of_what_changed_is_told(
    closed: Path, sheet: str, place: str, value: Write, part: str
) -> None:
    """One cell of each kind; no other kind is named with it."""
    verdict = altered(closed, sheet, {parse_a1(place): value})
    assert [p for p in verdict.problems if p.endswith("与封存时不同。")] == [
        f"{part}与封存时不同。"
    ]


@pytest.mark.parametrize(
    ("number", "column", "value"),
    [
        (0, 2, "2023-07-06 12:00:30"),
        (1, 7, "别的原因"),
        (2, 2, "2023-07-06 12:00:30"),
        (0, 7, "封存码 0123456789abcdef0123456789abcdef（第2版）"),
        (1, 4, "旁边"),
    ],
    ids=["first time", "reason", "last time", "earlier code", "beside"],
)
def test_the_history_is_under_the_seal(closed: Path, number: int, column: int, value: str) -> None:
    """Each closing holds all that stood on 规则 before it, its own time too."""
    verdict = altered(closed, "规则", {(event_rows(closed)[number], column): value})
    assert verdict.problems == ("封存和重新打开的记录与封存时不同。",)


@pytest.mark.parametrize("form", ["{}；经研究免于公布", "{0}；{0}", "第一次：{}"])
def test_nothing_is_written_beside_the_code(closed: Path, form: str) -> None:
    """The code cannot cover its own cell, so that cell holds it and nothing else."""
    rules, last = FileHost(closed).grid("规则"), event_rows(closed)[-1]
    assert rules is not None
    code = str(rules.value(last, 7))
    verdict = altered(closed, "规则", {(last, 7): form.format(code)})
    assert (
        len(verdict.problems) == 1 and "封存码与“通报数据”里的封存记录对不上" in verdict.problems[0]
    )
    assert verdict.cells == ()  # all else is as it was


def test_a_formula_that_shows_the_code_is_told(closed: Path) -> None:
    """Today this code, tomorrow another."""
    rules, last = FileHost(closed).grid("规则"), event_rows(closed)[-1]
    assert rules is not None
    code = str(rules.value(last, 7))
    verdict = altered(closed, "规则", {(last, 7): Formula(f'"{code}"', code)})
    assert verdict.problems == ("封存和重新打开的记录与封存时不同。",)


def test_an_erased_reopening_is_told(closed: Path) -> None:
    """The rows of the first closing and of the reopening emptied: the last one misses them."""
    rules = FileHost(closed).grid("规则")
    assert rules is not None
    first, reopened, _ = event_rows(closed)
    gone: dict[Ref, Write] = {ref: None for ref in rules.cells if ref[0] in (first, reopened)}
    verdict = altered(closed, "规则", gone)
    assert verdict.problems == ("封存和重新打开的记录与封存时不同。",)


def test_a_rule_is_not_hidden_by_the_mark_of_an_event(closed: Path) -> None:
    """``book.event.9`` far to the right of a rule hid its row from the first form."""
    host = FileHost(closed)
    host.write("规则", {(8, 30): "book.event.9", (8, 2): Decimal("0.31")})
    host.save()
    verdict = verify(FileHost(closed))
    assert "规则和栏目与封存时不同。" in verdict.problems
    assert {"规则!B8", "规则!AD8（新填）"} <= set(verdict.cells)


def test_two_contents_have_two_codes() -> None:
    """A text with tab and line feed read, in the first form, like the cells that it replaced."""
    codes, prints = [], []
    for cells in (
        {(30, 8): "重复", (31, 8): "作废"},
        {(30, 8): "重复\n加扣分明细\t31\t8\ts:作废", (31, 8): None},
    ):
        host = recalculated(one(item_18=2))
        host.write("加扣分明细", cells)
        prints.append(digest(read_quarter_book(host.grid), host.grid).inputs)
        codes.append(_closed_code(host))
    assert prints[0] == prints[1]
    assert codes[0] != codes[1]


def _closed_code(host: MemoryHost) -> str:
    return close(host, now=NOON).code


def test_a_formula_in_place_of_a_figure_is_told(closed: Path) -> None:
    """It shows the same figure today, and another tomorrow."""
    held = FileHost(closed).grid("名次表")
    assert held is not None
    total = held.value(7, 9)
    assert isinstance(total, Decimal)
    verdict = altered(closed, "名次表", {(7, 9): Formula("100+7.562", total)})
    assert verdict.problems == ("成绩与封存时不同。",)
    assert verdict.cells == ("名次表!I7",)


def test_a_seal_of_a_later_version_is_no_change(closed: Path) -> None:
    """It says what to do and accuses nobody."""
    last = event_rows(closed)[-1]
    with pytest.raises(BookError, match=r"第3版的封存.*请更新"):
        altered(closed, "规则", {(last, 7): f"封存码 {'0' * 32}（第3版）"})
