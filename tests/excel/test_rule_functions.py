"""The functions of single rules: the notice's own figures, by values and by cells."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.excel.function_calls import MISSING
from tests.excel.memory_cells import ERROR_CODES
from tests.excel.real_table import rule_cell
from xl_appraisal.book.sheets import RULES, STAFF
from xl_appraisal.model.grid import Area

NOT_AVAILABLE = ERROR_CODES["#N/A"]


def cell(book, value, row: int = 40):
    """A cell that holds the value."""
    book.put((row, 12), value, STAFF)
    return book.cells(Area(row, 12, row, 12), STAFF)


@pytest.mark.parametrize(
    ("name", "arguments", "points"),
    [
        ("CASE_VOLUME_BONUS", (630.0, 470.0), 3.5),  # remark 4: 2 + 1.5
        ("CASE_VOLUME_BONUS", (630.0, 470.0, 0.7), 4.5),  # and 0.5 for each of two bands
        ("CASE_VOLUME_BONUS", (630.0, None, MISSING), 2.0),
        ("CASE_VOLUME_BONUS", ("６３０件", "470", "70%"), 4.5),
        ("ASSIST_BONUS", (0.0,), 0.0),
        ("PACKAGE_BONUS", (0.0, 0.0), 0.0),
        ("WALKTHROUGH_POINTS", (None, None, None, None, None), 0.0),
    ],
)
def test_values_and_cells_give_the_remarks_points(call, book, name, arguments, points) -> None:
    """Numbers, blanks, an argument left out, and figures typed in other ways."""
    assert call(name, *arguments) == points
    cells = [a if a == MISSING else cell(book, a, 40 + n) for n, a in enumerate(arguments)]
    assert call(name, *cells) == points


def test_upper_limits_hold(call, book) -> None:
    """A thousand times whatever is counted."""
    for name, count in (("PACKAGE_BONUS", 2), ("ASSIST_BONUS", 1)):
        assert call(name, *[1000.0] * count) == call(name, *[999.0] * count) > 0


def test_walkthroughs_come_as_a_net_figure(call, book) -> None:
    """Remark 3: what was left undone costs what what was done earns, both by the rule's values."""
    gain = call("WALKTHROUGH_POINTS", None, None, None, None, 1.0)
    loss = call("WALKTHROUGH_POINTS", 1.0, None, None, None, None)
    assert gain > 0 > loss
    assert call("WALKTHROUGH_POINTS", 1.0, None, None, None, 1.0) == pytest.approx(gain + loss)


def test_the_rules_in_force_are_those_of_the_workbook(call, book) -> None:
    """600 即办件 and more gain 2 points in the notice (remark 4), 3 in this workbook."""
    assert call("CASE_VOLUME_BONUS", 630.0, None) == 2.0
    book.put(rule_cell(book, "rule.case_volume.immediate.2.points"), 3.0, RULES)
    assert call("CASE_VOLUME_BONUS", 630.0, None) == 3.0


@pytest.mark.parametrize(
    ("arguments", "points"),
    [
        (("一件事", 2.0, 1.0), 5.0),  # remark 5: 2 × 2 + 1 × 1
        (("package_services", 2.0, 1.0), 5.0),
        ((" 一件 事 ", 3.0, 2.0), 5.0),  # 2 × 3 + 2 = 8, at most 5
        (("一件事",), 0.0),
        (("帮代办", 6.0), 2.0),  # remark 6: 6 to 10 times
        (
            ("办件量加分", 630.0, 470.0, 0.7),
            4.5,
        ),  # remark 4: 2 + 1.5, and 0.5 for each of two bands
    ],
)
def test_any_rule_is_asked_for_by_its_name(call, book, arguments, points) -> None:
    """RULE_POINTS: values in the order of the notice, and cells that hold them."""
    assert call("RULE_POINTS", *arguments) == points
    cells = [cell(book, a, 40 + n) for n, a in enumerate(arguments)]
    assert call("RULE_POINTS", *cells) == points


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("二件事", 2.0), "没有规则“二件事”；可写："),
        ((None, 2.0), "没有规则“”"),
        (("帮代办", 1.0, 2.0), "“帮代办”只要1个数"),
        (("帮代办", "许多"), "帮代办"),
    ],
)
def test_what_no_rule_can_be_asked_is_told(call, book, arguments, told) -> None:
    """A name that is none, numbers too many, a text where a number belongs."""
    said = call("RULE_POINTS", *arguments)
    assert said.startswith("错误：") and told in said


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (NOT_AVAILABLE, "错误值 #N/A"),
        ("许多", "“许多”"),
        (-1.0, "-1"),
        (dt.datetime(2023, 1, 1), "日期 2023-01-01"),
        (True, "TRUE"),
    ],
)
def test_a_bad_count_is_told_with_its_cell(call, book, bad, told) -> None:
    """L40 holds it."""
    text = call("PACKAGE_BONUS", cell(book, bad), 0.0)
    assert text.startswith("错误：L40 ")
    assert told in text
    assert told in call("PACKAGE_BONUS", bad, 0.0)


def test_one_count_is_one_cell(call, book) -> None:
    """Two cells for one argument."""
    two = book.cells(Area(1, 1, 1, 2), STAFF)
    assert "只能是一个单元格" in call("ASSIST_BONUS", book.cells(Area(90, 1, 90, 2), STAFF))
    assert call("ASSIST_BONUS", two).startswith("错误：")


def test_staff_scores_are_averaged_and_weighted(call, book) -> None:
    """Remark 2: (98 + 95) / 2 × 0.3 = 28.95; blanks are no people; three decimals."""
    for row, score in enumerate((98.0, None, "95分"), 50):
        book.put((row, 3), score, STAFF)
    assert call("STAFF_SCORE", book.cells(Area(50, 3, 52, 3), STAFF)) == 28.95
    assert call("STAFF_SCORE", ((98.0,), (95.0,))) == 28.95
    assert call("STAFF_SCORE", 100.0) == 30.0


def test_staff_scores_that_are_missing_or_bad_are_told(call, book) -> None:
    """All blank; an error among them; the header taken along."""
    assert call("STAFF_SCORE", book.cells(Area(60, 3, 70, 3), STAFF)) == "错误：没有考核分"
    book.put((61, 3), NOT_AVAILABLE, STAFF)
    told = call("STAFF_SCORE", book.cells(Area(60, 3, 70, 3), STAFF))
    assert told == "错误：C61 考核分为错误值 #N/A"
    assert "C3 考核分为“考核分”" in call("STAFF_SCORE", book.cells(Area(1, 3, 5, 3), STAFF))


def test_a_staff_score_that_may_be_a_percent_is_asked_about(call, book) -> None:
    """A mean of 0.95 would be 0.285 points where 28.5 are due."""
    assert call("STAFF_SCORE", ((98.0,), (0.95,))) == "错误：考核分0.95像是百分比，请核对"
    assert call("STAFF_SCORE", 1.5) == 0.45
