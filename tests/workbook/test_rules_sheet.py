"""规则 read: a changed value takes effect and is told; an unclear one stops every score."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.evidence import rulebook
from tests.workbook.books import BASE, RULES, SOURCE, Book, one
from xl_appraisal.book.read.rules_sheet import read_quarter
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Cell, CellError, Formula
from xl_appraisal.model.notice import parameters

PATHS = ["book.quarter", "book.notice", "book.layout"] + [
    parameter.path for parameter in parameters(rulebook().notice)
]
PROMISED = "rule.case_volume.promised.1.from"


def row(path: str) -> int:
    return 4 + PATHS.index(path)


def changed(book: Book, **rules: object) -> Book:
    return book.but(rules=rules)


def test_the_rules_as_written_change_nothing() -> None:
    """Percentages, fractions, choices and blanks are read as the notice's own values."""
    assert one().findings() == []


@pytest.mark.parametrize(
    ("path", "value", "typed", "total"),
    [
        ("module.evaluation_management.max", 20, {}, BASE + 5),
        ("setting.staff_weight", "20%", {}, BASE - Decimal("9.5")),
        ("setting.staff_weight", Decimal("0.2"), {}, BASE - Decimal("9.5")),
        ("setting.staff_places", 0, {"staff_performance": None}, BASE + Decimal("0.5")),
        ("setting.module_floor", "", {"item_38": 16}, BASE - 16),
        ("rule.case_volume.promised.1.from", "２５０件", {"promised_cases": 249}, BASE),
        ("rule.case_volume.promised.1.points", 5, {"promised_cases": 300}, BASE + 5),
        ("rule.case_volume.cap", 1, {"promised_cases": 300}, BASE + 1),
        ("rule.case_volume.lift.share", "3/4", {}, BASE),
        ("rule.walkthrough.plan_missing.points", -2, {}, BASE),
    ],
)
def test_a_changed_value_takes_effect_and_is_told(
    path: str, value: object, typed: dict[str, object], total: Decimal
) -> None:
    """The finding shows the new value and the notice's."""
    book = one(**typed).but(rules={path: value})
    found = book.finding("rule_changed")
    assert (found.severity, found.sheet, found.cell) == ("info", RULES, f"C{row(path)}")
    assert found.remark is not None
    assert found.expected
    assert book.total() == total


def test_a_penalty_made_heavier_takes_effect() -> None:
    """−2 instead of −1 for a plan that was not handed in."""
    book = one().but(
        rules={"rule.walkthrough.plan_missing.points": "-2"},
        ledger=[{"项目": "年度工作方案未提交", "数量": 1}],
    )
    assert book.total() == BASE - 2


def test_a_choice_may_be_written_by_its_words_or_its_id() -> None:
    """Brackets of any width; the id is the same value, not a change."""
    path = "setting.tie_rank"
    assert one().but(rules={path: "shared"}).findings() == []
    dense = one().but(rules={path: "并列,其后不空名次(1、2、2、3)"})
    assert dense.finding("rule_changed").item == "总分相同的名次"
    assert one().but(rules={path: "并列，其后空出名次(1、2、2、4)"}).findings() == []


def test_bands_may_be_moved_past_one_another() -> None:
    """600 → 900 and 300 → 700 hold together, though neither order of the two holds alone."""
    starts = {
        "rule.case_volume.immediate.1.from": 700,
        "rule.case_volume.immediate.2.from": 900,
    }
    book = one(immediate_cases=899).but(rules=starts)
    assert [f.code for f in book.findings()] == ["rule_changed", "rule_changed"]
    assert book.total() == BASE + 1


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("module.reward.max", "二十"),
        ("module.reward.max", -20),
        ("module.reward.max", None),
        ("module.reward.max", CellError("#REF!")),
        ("module.reward.max", Cell(None, "A1+1")),
        ("module.reward.max", True),
        ("setting.red_flag_share", "130%"),
        ("setting.red_flag_share", 30),
        ("setting.red_flag_share", None),
        ("setting.tie_rank", "抽签"),
        ("setting.tie_rank", None),
        ("setting.total_places", "2.5"),
        ("setting.total_places", 7),
        ("rule.case_volume.immediate.1.from", 0),
        ("rule.case_volume.immediate.1.from", 600),
        ("rule.case_volume.immediate.1.points", -1),
        ("rule.case_volume.cap", "-1"),
        ("rule.case_volume.lift.share", "2/0"),
        ("rule.walkthrough.plan_missing.points", 1),
        ("rule.walkthrough.deduction_module", "奖励"),
        ("book.quarter", "去年"),
        ("book.quarter", None),
        ("book.quarter", "2023Q5"),
        ("book.quarter", CellError("#N/A")),
    ],
)
def test_an_unclear_rule_stops_every_score(path: str, value: object) -> None:
    """The finding names the cell, what stands there and what is allowed."""
    book = one(item_18=2).but(rules={path: value})
    (found,) = (f for f in book.findings() if f.severity == "error")
    assert (found.code, found.sheet, found.cell) == ("rule_unreadable", RULES, f"C{row(path)}")
    assert "全部窗口暂不计分" in found.message
    assert "None" not in found.message
    assert found.expected
    assert [w.total for w in book.appraised().appraisal.windows] == [None, None]


def test_an_unclear_rule_is_told_beside_those_that_hold() -> None:
    """All findings at once: one fault does not hide a change."""
    book = one().but(rules={"module.reward.max": "x", "module.window_conduct.max": 10})
    assert sorted(f.code for f in book.findings()) == ["rule_changed", "rule_unreadable"]


def test_a_rule_that_is_no_rule_is_told() -> None:
    """A misspelt id changes nothing, and its value is missed where it should stand."""
    place = f"A{row(PROMISED)}"
    book = one().but(rules={PROMISED: 100}, cells={RULES: {place: "rule.case_volumn"}})
    unknown, missing = book.finding("rule_unknown"), book.finding("rule_missing")
    assert (unknown.severity, unknown.cell, unknown.found) == (
        "warning",
        place,
        "rule.case_volumn",
    )
    assert (missing.severity, missing.expected) == ("warning", PROMISED)
    assert book.but(windows={"甲": {"promised_cases": 150}, "乙": {}}).total() == BASE


@pytest.mark.parametrize("path", ["book.quarter", "setting.module_floor", "module.reward.max"])
def test_a_missing_row_is_told_and_the_notice_holds(path: str) -> None:
    """Without a row nothing is changed; the finding says what is reckoned with."""
    book = one(item_18=2).but(no_rules=[path])
    found = book.finding("rule_missing")
    assert (found.severity, found.sheet, found.expected) == ("warning", RULES, path)
    assert book.total() == BASE + 2


@pytest.mark.parametrize("path", ["module.reward.max", "book.quarter"])
def test_a_rule_that_stands_twice_stops_every_score(path: str) -> None:
    """Even where both rows agree today."""
    book = one().but(cells={RULES: {"A200": path, "C200": "2023Q1" if "." in path else 20}})
    found = book.finding("rule_unreadable")
    assert (found.cell, path in found.message) == ("C200", True)
    assert book.total() is None


def test_an_error_for_a_rules_name_stops_every_score() -> None:
    """Which value that row held cannot be told."""
    book = one().but(cells={RULES: {f"A{row(PROMISED)}": CellError("#REF!")}})
    assert book.finding("rule_unreadable").sheet == RULES
    assert book.total() is None


def test_another_notice_is_not_chosen_on_the_sheet() -> None:
    """The workbook says by which notice it is scored, and how another is taken."""
    found = one().but(rules={"book.notice": "quanzhou-2024"}).finding("rule_unknown")
    assert (found.severity, found.found, found.expected) == (
        "warning",
        "quanzhou-2024",
        "jinjiang-2023",
    )
    assert "请另建工作簿" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "2023Q4", "2023q4", " ２０２３Ｑ４ ", "2023年第4季度", "2023年第四季度", "2023年四季度",
        "2023年4季度", "2023-4", "2023年度第四季度", "2023 年 第 4 季度", "20234",
    ],
)  # fmt: skip
def test_a_quarter_is_read_in_many_spellings(text: str) -> None:
    """All of them mean the fourth quarter of 2023."""
    assert read_quarter(text) == "2023Q4"
    assert one().but(rules={"book.quarter": text}).appraised().quarter.quarter == "2023Q4"


@pytest.mark.parametrize("text", ["", "2023", "2023Q0", "2023Q5", "23Q1", "Q1", "2023-01-01", "上"])
def test_what_is_no_quarter_is_none(text: str) -> None:
    """A date is none either: 2023-3 turned into a day of March is not the third quarter."""
    assert read_quarter(text) is None


def test_a_fraction_kept_as_a_formula_is_the_notices_own() -> None:
    """=2/3 shows 0.666666666666667, which is two thirds and no change."""
    value = Formula("2/3", Decimal("0.666666666666667"))
    assert one().but(rules={"rule.case_volume.lift.share": value}).findings() == []
    assert one().but(rules={"rule.case_volume.lift.share": "2/3"}).findings() == []
    changed = one().but(rules={"rule.case_volume.lift.share": "66.7%"})
    assert changed.finding("rule_changed").expected == "2/3"


@pytest.mark.parametrize(
    "cells",
    [{"A1": "[notice"}, {"A3": None, "A4": None, "A5": "x = = 1"}, {"B300": "module = 'x'"}],
)
def test_a_damaged_notice_is_refused(cells: dict[str, object]) -> None:
    """The hidden texts are what the workbook is scored by."""
    with pytest.raises(BookError, match="通报数据"):
        one().but(cells={SOURCE: cells}).appraised()


def test_points_that_would_vanish_are_refused_on_the_sheet_too() -> None:
    """-2 for a package led, of a rule without a module for deductions: no window is scored."""
    book = one().but(rules={"rule.package_services.lead.points": -2})
    told = book.finding("rule_unreadable")
    assert (told.severity, told.found) == ("error", "-2")
    assert book.total() is None
