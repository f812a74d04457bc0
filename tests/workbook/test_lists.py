"""人员考核, 加扣分明细 and 公布成绩 read: what each line does, and what may be wrong with it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.workbook.books import (
    BASE,
    COLUMNS,
    LEDGER,
    PRINTED,
    PUBLISHED,
    RANKING,
    STAFF,
    Book,
    at,
    one,
)
from xl_appraisal.model.grid import Cell, CellError

# ── 人员考核 ──


def test_staff_performance_is_the_weighted_mean_of_the_staff() -> None:
    """(96 + 92) / 2 × 30 % = 28.2, in whatever width the scores are typed."""
    book = one().but(staff={"甲": ["９６ 分", "92.0"], "乙": [95]})
    assert book.window().score.modules["staff_performance"] == Decimal("28.2")
    assert book.findings() == []


def test_a_person_without_a_score_is_not_counted() -> None:
    """A blank is a warning, not a nought: 96 × 30 % = 28.8."""
    book = one().but(staff={"甲": [96, "　"], "乙": [95]})
    found = book.finding("staff_score_blank")
    assert (found.severity, found.sheet, found.cell, found.window) == ("warning", STAFF, "C5", "甲")
    assert "甲2" in found.message
    assert book.window().score.modules["staff_performance"] == Decimal("28.8")


def test_a_score_over_the_full_mark_is_a_warning() -> None:
    """101 points stand, but want a second look."""
    book = one().but(staff={"甲": [101, 95], "乙": [95]})
    found = book.finding("over_maximum")
    assert (found.severity, found.cell, found.window) == ("warning", "C4", "甲")
    assert book.window().score.modules["staff_performance"] == Decimal("29.4")


@pytest.mark.parametrize(
    ("score", "code"),
    [
        ("优秀", "unreadable"),
        ("-95", "negative"),
        (CellError("#N/A"), "error_cell"),
        (dt.date(2023, 3, 1), "date_in_number"),
        (Cell(None, "AVERAGE(E4:E9)"), "not_calculated"),
        ("9 5", "unreadable"),
    ],
)
def test_an_unreadable_score_stops_its_window(score: object, code: str) -> None:
    """The mean of the others would be a made-up figure."""
    book = one().but(staff={"甲": [96, score], "乙": [95]})
    (found,) = (f for f in book.findings(code))
    assert (found.severity, found.sheet, found.cell, found.window) == ("error", STAFF, "C5", "甲")
    assert (book.total(), book.total("乙")) == (None, BASE)


@pytest.mark.parametrize("window", ["丙", "甲乙", ""])
def test_a_person_of_no_window_is_told(window: str) -> None:
    """The line counts for nobody, which is an error of the table and of no window."""
    book = one().but(staff={"甲": [95], "乙": [95], window: [10]})
    found = book.finding("window_unknown")
    assert (found.severity, found.sheet, found.cell, found.window) == ("error", STAFF, "A6", "")
    assert book.total() == BASE


def test_an_error_value_for_a_window_is_told() -> None:
    """A lookup gone wrong names nobody."""
    found = one().but(cells={STAFF: {"A5": CellError("#N/A")}}).finding("error_cell")
    assert (found.severity, found.sheet, found.cell) == ("error", STAFF, "A5")
    assert found.expected


@pytest.mark.parametrize("written", ["甲 ", "　甲", "\u200b甲"])
def test_a_window_is_found_however_it_is_spaced(written: str) -> None:
    """People pad names; it is the same window."""
    assert one().but(staff={written: [95], "乙": [95]}).total() == BASE


def test_a_window_merged_over_its_people_counts_for_each() -> None:
    """(96 + 92) / 2 × 30 % = 28.2 with the window's cell merged over both rows."""
    book = one().but(
        staff={"甲": [96, 92], "乙": [95]},
        cells={STAFF: {"A5": None}},
        merges={STAFF: ["A4:A5"]},
    )
    assert book.findings() == []
    assert book.window().score.modules["staff_performance"] == Decimal("28.2")


def test_staff_lines_go_before_a_typed_figure_and_both_are_shown() -> None:
    """28 typed, 28.5 by the staff: 28.5 counts."""
    book = one(staff_performance=28)
    found = book.finding("staff_score_differs")
    assert (found.severity, found.cell) == ("warning", at("staff_performance"))
    assert (found.found, found.expected) == ("28", "28.5")
    assert book.total() == BASE


# ── 加扣分明细 ──


@pytest.mark.parametrize(
    ("entry", "change"),
    [
        ({"项目": "重点加分（第18列）", "分值": 2}, 2),
        ({"项目": "重点加分(第18列)", "分值": "２分"}, 2),
        ({"项目": "item_18", "分值": 2}, 2),
        ({"项目": "c18", "分值": 2}, 2),
        ({"项目": "第18列", "分值": 2}, 2),
        ({"项目": "重点加分/重点加分（第18列）", "分值": 2}, 2),
        ({"项目": "帮代办", "分值": 2}, 2),
        ({"项目": "帮代办", "数量": 6}, 2),  # remark 6: 6–10 times
        ({"项目": "帮代办次数", "数量": 6}, 2),
        ({"项目": "领导重视", "模块": "业务规范", "分值": 5}, -5),
        ({"项目": "领导重视", "模块": "奖励分", "分值": 3}, 3),
        ({"模块": "窗口规范", "分值": 1}, -1),
        ({"模块": "窗口规范（15分）", "分值": 1}, -1),
        ({"模块": "奖励分", "分值": 1}, 1),
        ({"模块": "reward", "分值": 1}, 1),
        ({"项目": "晨会缺席", "模块": "人员进驻", "分值": "0.5"}, Decimal("-0.5")),
        ({"项目": "扣分（第47列）", "模块": "评价管理", "分值": 4}, -4),
        ({"项目": "一件事牵头事项", "数量": 2}, 4),  # remark 5: 2 each
        ({"项目": "多走流程次数", "数量": 3}, Decimal("1.5")),  # remark 3: 0.5 each
        ({"项目": "年度工作方案未提交", "数量": 1}, -1),
        ({"项目": "窗口人均即办件", "数量": 600}, 2),  # remark 4
        ({"项目": "一票否决"}, 0),
    ],
)
def test_an_entry_reaches_what_it_names(entry: dict[str, object], change: object) -> None:
    """By any name of its item, by a module alone, or by an item without a column and a module."""
    book = one().but(ledger=[entry])
    assert book.findings() == []
    assert book.total() == BASE + Decimal(str(change))


def test_an_entry_may_veto() -> None:
    """一票否决 in the ledger does what a tick does, and says nothing of the score."""
    window = one(item_18=2).but(ledger=[{"项目": "一票否决"}]).window()
    assert (window.vetoed, window.red_flag, window.total) == (True, False, BASE + 2)


@pytest.mark.parametrize(
    ("entry", "code", "cell"),
    [
        ({"项目": "帮代办", "分值": "若干"}, "unreadable", "D4"),
        ({"项目": "帮代办", "分值": -2}, "negative", "D4"),
        ({"项目": "帮代办", "分值": CellError("#N/A")}, "error_cell", "D4"),
        ({"项目": "帮代办", "分值": dt.date(2023, 1, 2)}, "date_in_number", "D4"),
        ({"项目": "帮代办", "数量": "几次"}, "unreadable", "E4"),
        ({"项目": CellError("#REF!"), "分值": 2}, "error_cell", "B4"),
        ({"模块": CellError("#REF!"), "分值": 2}, "error_cell", "C4"),
        ({"项目": "加分", "分值": 2}, "item_ambiguous", "B4"),
        ({"项目": "领导重视", "分值": 2}, "item_ambiguous", "B4"),
        ({"项目": "重点加分", "分值": 2}, "item_ambiguous", "B4"),
        ({"项目": "扣分", "模块": "评价管理", "分值": 2}, "item_ambiguous", "B4"),
        ({"项目": "帮代办", "模块": "表彰", "分值": 2}, "module_unknown", "C4"),
        ({"项目": "帮代办", "模块": "业务规范", "分值": 2}, "module_conflict", "D4"),
        ({"项目": "帮代办"}, "entry_without_points", "D4"),
        ({"项目": "局长走流程", "数量": 2}, "entry_without_points", "D4"),
        ({"模块": "窗口规范"}, "entry_without_points", "D4"),
        ({"项目": "窗口人均即办件"}, "entry_without_count", "D4"),
        ({"项目": "文字（第49列）", "分值": 2}, "entry_without_effect", "D4"),
        ({"项目": "c9", "分值": 2}, "entry_without_effect", "D4"),
        ({"项目": "晨会缺席", "分值": 2}, "unrouted", "D4"),
        ({"事由": "迟到", "分值": 2}, "unrouted", "D4"),
        ({"模块": "窗口人员表现", "分值": 2}, "unrouted", "D4"),
        ({"项目": "扣分（第47列）", "分值": 2}, "unrouted", "D4"),
        ({"项目": "一体化平台办件占比", "数量": "70"}, "out_of_range", "E4"),
    ],
)
def test_an_entry_that_cannot_count_stops_its_window(
    entry: dict[str, object], code: str, cell: str
) -> None:
    """The finding stands on the ledger, names the window and says what is allowed."""
    book = one().but(ledger=[entry])
    (found,) = (f for f in book.findings() if f.severity == "error")
    assert (found.code, found.sheet, found.cell, found.window) == (code, LEDGER, cell, "甲")
    assert found.expected
    assert (book.total(), book.total("乙")) == (None, BASE)


def test_a_share_told_twice_stops_its_window() -> None:
    """Shares cannot be added up, and which one holds is not guessed."""
    entry = {"项目": "一体化平台办件占比", "数量": "2/3"}
    book = one(immediate_cases=300).but(ledger=[entry, entry])
    found = book.finding("share_repeated")
    assert (found.severity, found.sheet, found.cell) == ("error", LEDGER, "D5")
    assert book.total() is None
    assert book.but(ledger=[entry]).total() == BASE + 1 + Decimal("0.5")


@pytest.mark.parametrize("window", ["丙", "", "甲、乙"])
def test_an_entry_of_no_window_is_told(window: str) -> None:
    """An error of the table: nobody's score is stopped, but the line is not forgotten."""
    book = one().but(ledger=[{"窗口": window, "项目": "帮代办", "分值": 2}])
    found = book.finding("window_unknown")
    assert (found.severity, found.sheet, found.cell) == ("error", LEDGER, "A4")
    assert (found.window, found.found) == ("", window)
    assert book.total() == BASE


def test_a_number_in_a_neutral_name_stays_with_its_name() -> None:
    """第18列 after columns were moved: the 18th, or the one called so?  It is asked."""
    order = list(COLUMNS[:PRINTED])
    order.insert(9, order.pop())  # the last printed column moves before the items
    book = one().but(order=[*order, *COLUMNS[PRINTED:]], ledger=[{"项目": "第18列", "分值": 2}])
    found = book.finding("item_ambiguous")
    assert "第18列" in found.expected
    assert book.but(ledger=[{"项目": "重点加分（第18列）", "分值": 2}]).total() == BASE + 2


def test_a_window_merged_over_its_entries_counts_for_each() -> None:
    """Two entries under one merged window: 2 + 1."""
    book = one().but(
        ledger=[{"项目": "帮代办", "分值": 2}, {"窗口": None, "模块": "奖励分", "分值": 1}],
        merges={LEDGER: ["A4:A5"]},
    )
    assert book.findings() == []
    assert book.total() == BASE + 3


# ── where sources meet ──


def test_a_typed_figure_goes_before_the_ledger() -> None:
    """3 typed, 2 in the ledger: 3 counts and both are shown."""
    book = one(item_18=3).but(ledger=[{"项目": "item_18", "分值": 2}])
    found = book.finding("ledger_disagrees")
    assert (found.severity, found.cell) == ("warning", at("item_18"))
    assert (found.found, found.expected) == ("3", "2")
    assert book.total() == BASE + 3


def test_the_ledger_goes_before_a_rule() -> None:
    """7 times are 2 points by remark 6; the ledger says 3, and 3 counts."""
    book = one(assisted_times=7).but(ledger=[{"项目": "帮代办", "分值": 3}])
    found = book.finding("rule_disagrees")
    assert (found.severity, found.remark, found.found, found.expected) == ("warning", 6, "3", "2")
    assert book.total() == BASE + 3


def test_a_typed_count_goes_before_the_ledger() -> None:
    """7 typed, 12 in the ledger: 7 counts and both are shown."""
    book = one(assisted_times=7).but(ledger=[{"项目": "帮代办", "数量": 12}])
    found = book.finding("count_disagrees")
    assert (found.found, found.expected) == ("7", "12")
    assert book.total() == BASE + 2


# ── 公布成绩 ──

FIGURES = {
    "名次": 1,
    "窗口人员表现": "28.5",
    "人员进驻": 10,
    "业务规范": 30,
    "窗口规范": 15,
    "评价管理": 15,
    "奖励分": 2,
    "总分": "100.50 ",
}


def test_published_figures_that_agree_are_not_mentioned() -> None:
    """98.5 and 2 of reward are 100.5, rank 1."""
    assert one(item_18=2).but(published={"甲": FIGURES}).findings() == []


@pytest.mark.parametrize(
    ("header", "published", "cell"),
    [
        ("名次", 2, "B4"),
        ("窗口人员表现", "28.501", "C4"),
        ("人员进驻", 9, "D4"),
        ("业务规范", "29.999", "E4"),
        ("窗口规范", 0, "F4"),
        ("评价管理", 14, "G4"),
        ("奖励分", 3, "H4"),
        ("总分", "100.51", "I4"),
    ],
)
def test_each_published_figure_that_differs_is_told(
    header: str, published: object, cell: str
) -> None:
    """Both figures and the cell; the score does not move."""
    book = one(item_18=2).but(published={"甲": {**FIGURES, header: published}})
    found = book.finding("published_differs")
    assert (found.severity, found.sheet, found.cell) == ("warning", PUBLISHED, cell)
    assert (found.window, found.item, found.found) == ("甲", header, str(published))
    assert book.total() == BASE + 2


@pytest.mark.parametrize("published", ["100.50", "100.504"])
def test_a_published_total_is_compared_as_it_is_shown(published: str) -> None:
    """Totals are published with two decimals."""
    book = one(item_18=2).but(published={"甲": {**FIGURES, "总分": published}})
    assert book.findings() == []


def test_a_published_figure_that_cannot_be_read_is_left_out() -> None:
    """It stops nothing: it is only compared with."""
    book = one().but(published={"甲": {"总分": CellError("#N/A"), "名次": "并列第一"}})
    assert {(f.code, f.severity, f.cell) for f in book.findings()} == {
        ("error_cell", "warning", "I4"),
        ("unreadable", "warning", "B4"),
    }
    assert book.total() == BASE


def test_a_published_window_that_is_gone_is_a_warning() -> None:
    """Windows come and go between quarters."""
    found = one().but(published={"丙": {"总分": 90}}).finding("window_unknown")
    assert (found.severity, found.sheet, found.cell) == ("warning", PUBLISHED, "A4")


def test_a_published_header_that_is_gone_is_a_warning() -> None:
    """What is no longer compared is told."""
    book = one(item_18=2).but(published={"甲": FIGURES}, cells={PUBLISHED: {"I3": "总 计"}})
    found = book.finding("published_header_missing")
    assert (found.severity, found.sheet) == ("warning", PUBLISHED)
    assert "总分" in found.message


def test_published_figures_never_feed_a_score() -> None:
    """Rank, modules and total that stand on 名次表 are written, not read."""
    typed: dict[str, object] = {"rank": 9, "total": 1, "reward": 19, "business_conduct": 2}
    book = Book({"甲": typed, "乙": {}})
    assert book.total() == BASE
    assert book.but(cells={RANKING: {at("reward"): CellError("#N/A")}}).total() == BASE
