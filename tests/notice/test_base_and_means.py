"""A total that starts from a base and ends at a cap; means of several scores and months."""

from __future__ import annotations

from tests.made_notice import codes, faults, made, module, rule, scored, totals
from tests.other_schemes import book_of
from xl_appraisal.work.comparing.room_to_gain import chances

BASE = made(
    module("bonus", "accumulate", 15),
    module("extra", "accumulate", 5),
    head="base = 100\ntotal_cap = 110",
)
MONTHS = """\
measures = [
  { id = "m1", name = "1月", full = 100, weight = "20%" },
  { id = "m2", name = "2月", full = 100, weight = "20%" },
  { id = "m3", name = "3月", full = 100, weight = "20%" },
]"""
MEANS = made(
    module("window_part", "deduct", 80),
    module("monthly", "given", 20),
    rule("months", "average", "monthly", MONTHS),
)


def test_a_total_starts_from_its_base_and_ends_at_its_cap() -> None:
    """100 + 7 + 2 = 109; 100 + 9 + 3 = 112, of which 110 count; nothing: 100."""
    windows = {"甲": {"bonus": 7, "extra": 2}, "乙": {"bonus": 9, "extra": 3}, "丙": {}}
    appraisal = scored(BASE, windows)

    assert totals(appraisal) == {"乙": "110", "甲": "109", "丙": "100"}
    lines = {
        w.window: next(n.text for n in w.lines if n.figure == "total") for w in appraisal.windows
    }
    assert lines["甲"] == "起评100 + BONUS7 + EXTRA2 = 109，显示109.00"
    assert lines["乙"] == "起评100 + BONUS9 + EXTRA3 = 112，总分不高于110，显示110.00"


def test_the_full_mark_is_what_base_and_modules_come_to() -> None:
    """100 + 15 + 5 = 120, of which 110 can be had; without a cap 120."""
    assert book_of(BASE).notice.maximum == 110
    assert book_of(BASE.replace("total_cap = 110", "")).notice.maximum == 120
    assert "总分（110分）" in book_of(BASE).layout.labels.values()


def test_base_and_cap_are_values_of_the_sheet() -> None:
    """Changed there, they count: 60 + 7 + 2 = 69; without a cap 60 + 15 + 5 = 80."""
    windows = {"甲": {"bonus": 7, "extra": 2}, "乙": {"bonus": 15, "extra": 5}}
    changed = BASE.replace("base = 100", "base = 60").replace("total_cap = 110", 'total_cap = ""')
    assert totals(scored(changed, windows)) == {"乙": "80", "甲": "69"}
    book = book_of(BASE, {"setting.base": 60, "setting.total_cap": ""})
    assert (book.notice.base, book.notice.total_cap) == (60, None)


def test_a_cap_that_nothing_reaches_or_that_leaves_nothing_to_earn_is_a_fault() -> None:
    """100 + 15 + 5 is 120: 130 is never met; a cap of 100 is the base itself."""
    assert faults(BASE) == []
    (far,) = faults(BASE.replace("total_cap = 110", "total_cap = 130"))
    assert "总分上限 130 够不着：起评分和各模块满分相加只有 120" in far
    (low,) = faults(BASE.replace("total_cap = 110", "total_cap = 100"))
    assert "总分上限 100 应大于起评分 100" in low
    negative, *_ = faults(BASE.replace("base = 100", "base = -5"))
    assert "base 为 -5；应为不小于0的数字" in negative


def test_the_mean_of_months_is_rounded_half_up_to_three_places() -> None:
    """(90 + 85.5 + 88)×20%÷3 = 263.5×0.2÷3 = 17.5666… → 17.567; 80 + 17.567 = 97.567."""
    counts = {"months.m1": 90, "months.m2": "85.5", "months.m3": 88}
    appraisal = scored(MEANS, {"甲": counts})

    assert totals(appraisal) == {"甲": "97.567"}
    texts = [line.text for line in appraisal.windows[0].lines if line.figure == "monthly"]
    assert texts == ["（1月90分×20% + 2月85.5分×20% + 3月88分×20%）÷3 = 17.567分"]


def test_a_month_that_nobody_wrote_is_no_nought() -> None:
    """Two of three months, a month above its full mark, a month written twice: no score."""
    two = {"months.m1": 90, "months.m2": 85}
    assert codes(scored(MEANS, {"甲": two})) == ["no_rule_figure"]
    assert codes(scored(MEANS, {"甲": {**two, "months.m3": 101}})) == ["outside_range"]
    assert codes(scored(MEANS, {"甲": {}})) == ["no_given_score"]


def test_staff_and_a_second_mean_stand_beside_each_other() -> None:
    """Chief 95×10% = 9.5; staff (90+80)÷2×10% = 8.5; total 80 + 9.5 + 8.5 = 98."""
    text = made(
        module("window_part", "deduct", 80),
        module("chief", "given", 10),
        module("people", "mean", 10, 'weight = "10%"\nfull = 100'),
        rule(
            "chiefs",
            "average",
            "chief",
            'measures = [{ id = "c", name = "首席", full = 100, weight = "10%" }]',
        ),
    )
    assert totals(scored(text, {"甲": {"chiefs.c": 95}}, {"甲": [90, 80]})) == {"甲": "98"}
    (told,) = faults(text + module("more", "mean", 5, 'weight = "5%"\nfull = 100'))[:1]
    assert "average" in told


def test_an_id_that_no_column_can_have_is_told_with_the_notice() -> None:
    """Chinese belongs into the name; the layout would refuse such an id later."""
    told = faults(BASE.replace('id = "extra"', 'id = "加分"'))
    assert [one for one in told if "id 为“加分”；应为英文字母、数字和下划线" in one] == told[:1]


def test_what_the_cap_of_the_total_cuts_is_no_room_to_gain() -> None:
    """100 + 12 = 112 is cut to 110: no item brings more; at 107 a window can gain 3, not 8."""
    measures = 'measures = [{ id = "cases", name = "办件", unit = "件", points = 1 }]'
    text = BASE + rule("praise", "tally", "bonus", measures)
    appraisal = scored(text, {"甲": {"bonus": 12}, "乙": {"bonus": 7}})
    full, near = (chances(book_of(text), appraisal.window(name)) for name in "甲乙")
    assert full == ()
    assert [(one.item, str(one.room)) for one in near] == [("PRAISE", "3")]
