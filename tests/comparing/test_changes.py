"""Two appraisals held against each other: what moved, and which inputs moved it."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given as arbitrary

from tests.evidence import entry, rulebook, window
from tests.scoring.strategies import as_evidence, tables
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.outputs.comparison_pages import comparison_pages, why_cells
from xl_appraisal.scoring import WindowEvidence, appraise_windows
from xl_appraisal.work.comparing.changes import Comparison, Side, compare, summary


def rows(found: Comparison) -> list[list[str]]:
    """The windows' table as it is shown."""
    (table,) = comparison_pages(found)[0].tables
    return table.texts()


def side(name: str, *windows: WindowEvidence, book: Rulebook | None = None) -> Side:
    book = book or rulebook()
    return Side(name, book, windows, appraise_windows(book, windows))


def of(found: Comparison, name: str):  # type: ignore[no-untyped-def]
    (window,) = [w for w in found.windows if w.window == name]
    return window


BEFORE = (
    window("甲", {"item_18": "3"}),
    window("乙", {"item_18": "2"}),
    window("丙", {"item_18": "1"}),
    window("丁"),
)


def test_a_gain_moves_ranks_and_the_red_flag() -> None:
    """One red flag of four: 丙 goes from 101 to 104, past 甲 (103) and 乙 (102)."""
    after = (*BEFORE[:2], window("丙", {"item_18": "4"}), BEFORE[3])
    found = compare(side("旧", *BEFORE), side("新", *after))

    third = of(found, "丙")
    assert (third.gain, third.moved, third.flags) == (3, 2, ("", "红旗"))
    assert [(f.name, f.before, f.after) for f in third.figures] == [("奖励分", 1, 4)]
    assert [c.text for c in third.inputs] == ["重点加分（第18列）：1 → 4"]
    assert [w.window for w in found.changed] == ["丙", "甲", "乙"]
    assert of(found, "甲").flags == ("红旗", "")
    assert summary(found) == "增分：丙+3；名次变动3个窗口；新增红旗：丙；失去红旗：甲。"
    assert rows(found)[0] == [
        "丙", "3", "1", "↑2", "101", "104", "+3", "", "红旗", "奖励分 1 → 4"
    ]  # fmt: skip


def test_two_workbooks_alike_have_no_difference() -> None:
    """Nothing is told where nothing changed."""
    found = compare(side("旧", *BEFORE), side("新", *BEFORE))

    assert (found.changed, found.common, summary(found)) == ((), (), "没有差别。")


def test_lines_are_compared_by_content_wherever_they_stand() -> None:
    """A line moved to another row is the same; one more of the same content is one more."""
    line = {"item": "item_18", "points": "1", "reason": "表扬"}
    before = window("甲", entries=[entry(4, **line), entry(5, item="item_22", points="2")])
    after = window("甲", entries=[entry(9, **line), entry(12, **line)])
    (changed,) = compare(side("旧", before), side("新", after)).windows

    assert sorted((c.before, c.after, c.where) for c in changed.inputs) == [
        ("", "重点加分（第18列）1分，表扬", "加扣分明细!A12"),
        ("重点加分（第22列）2分", "", "加扣分明细!A5"),
    ]


def test_ticks_and_staff_scores_are_told_as_people_write_them() -> None:
    """A veto is a tick; a corrected staff score is one change, not one gone and one come."""
    before = window("甲", staff=["90", "95"])
    after = window("甲", {"veto_44": "1"}, staff=["95", "92"])
    (changed,) = compare(side("旧", before), side("新", after)).windows

    assert [(c.what, c.before, c.after) for c in changed.inputs] == [
        ("一票否决（第44列）", "", "√"),
        ("人员考核分", "90", "92"),
    ]


def test_rules_that_differ_concern_everybody() -> None:
    """The quota's share raised from 30% to 50%: 甲 and 乙 of four instead of 甲."""
    more = rulebook({"setting.red_flag_share": "50%"})
    found = compare(side("旧", *BEFORE), side("新", *BEFORE, book=more))

    assert [(c.what, c.before, c.after) for c in found.common] == [
        ("规则·红旗窗口比例", "30%", "50%")
    ]
    assert why_cells(found)[0][0] == "（全部）"
    assert [w.window for w in found.changed] == ["乙"]


def test_windows_that_join_or_leave_are_said_to() -> None:
    """A window under another name left and joined: nobody guesses that it is the same."""
    after = (*BEFORE[:3], window("丁局"))
    found = compare(side("旧", *BEFORE), side("新", *after))

    assert (of(found, "丁局").presence, of(found, "丁").presence) == ("joined", "left")
    assert "新增窗口：丁局；不再参加：丁" in summary(found)


def test_a_window_that_lost_its_score_is_shown_so() -> None:
    """An unscored window has neither gain nor movement."""
    blank = WindowEvidence("丁", BEFORE[3].place)
    found = compare(side("旧", *BEFORE), side("新", *BEFORE[:3], blank))

    changed = of(found, "丁")
    assert (changed.gain, changed.moved, changed.changed) == (None, None, True)
    assert [row[5] for row in rows(found) if row[0] == "丁"] == ["未计分"]


@arbitrary(tables, tables)
def test_backwards_everything_is_the_other_way_round(first: list, second: list) -> None:
    """Gains, movements and flags of B→A are those of A→B with their signs turned."""
    sides = [
        side(name, *(as_evidence(f"窗口{n}", row) for n, row in enumerate(table)))
        for name, table in (("A", first), ("B", second))
    ]
    there, back = compare(*sides), compare(*reversed(sides))

    for one in there.windows:
        other = of(back, one.window)
        assert (one.gain or 0) == -(other.gain or Decimal(0))
        assert (one.moved or 0) == -(other.moved or 0)
        assert one.flags == other.flags[::-1]
        assert len(one.inputs) == len(other.inputs)
    totals = sum(w.gain for w in there.windows if w.gain is not None)
    both = [w for w in there.windows if w.gain is not None]
    assert totals == sum(w.after.total for w in both) - sum(w.before.total for w in both)
