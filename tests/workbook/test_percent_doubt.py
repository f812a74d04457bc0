"""A figure that may be what is left of a percentage stops its window for every reader."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.workbook.books import BASE, Book
from xl_appraisal.model.grid import Cell, Percent


@pytest.mark.parametrize("score", ["0.95", "0.5", "1", "0.001"])
def test_a_persons_score_of_one_or_less_is_none(score: str) -> None:
    """0.95 may be 95 %: neither reading is taken, and the line is named.  乙 keeps its score."""
    book = Book({"甲": {}, "乙": {}}, staff={"甲": [Decimal(score)], "乙": [95]})
    found = book.finding("maybe_percent")
    assert (found.severity, found.window, found.sheet) == ("error", "甲", "人员考核")
    assert f"{score}，像是百分比，请核对" in found.message
    assert (book.total("甲"), book.total("乙")) == (None, BASE)


@pytest.mark.parametrize("score", ["0", "1.5", "95"])
def test_a_score_that_is_no_share_counts(score: str) -> None:
    """Nothing at all, and more than one: 30 % of it, and 70 points without deductions."""
    book = Book({"甲": {}}, staff={"甲": [Decimal(score)]})
    assert book.findings("maybe_percent") == []
    assert book.total("甲") == Decimal(score) * 30 / 100 + 70


def test_a_count_of_less_than_one_is_none_and_half_a_point_is_one() -> None:
    """即办件 0.7 may be 70 %; 0.5 bonus points are what the notice gives."""
    book = Book({"甲": {"immediate_cases": Decimal("0.7")}, "乙": {"item_18": Decimal("0.5")}})
    assert book.finding("maybe_percent").window == "甲"
    assert (book.total("甲"), book.total("乙")) == (None, BASE + Decimal("0.5"))


@pytest.mark.parametrize(("value", "counts"), [("0", True), ("0.02", False), ("2", False)])
def test_a_percent_format_is_told_where_its_two_readings_differ(value: str, counts: bool) -> None:
    """0 % is nought either way; 2 % may be 2 points or 0.02."""
    book = Book({"甲": {"item_18": Cell(Percent(value))}})
    told = [finding.code for finding in book.findings("percent_in_number")]
    assert (told, book.total("甲")) == ([], BASE) if counts else (["percent_in_number"], None)
