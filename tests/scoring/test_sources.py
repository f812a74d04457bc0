"""Where points come from, and what is said where two sources disagree or nothing can be told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from tests.evidence import (
    LAYOUT_TEXT,
    NOTICE_TEXT,
    appraise,
    codes,
    entry,
    figure,
    window,
    with_total,
)
from xl_appraisal.model.exact import plain
from xl_appraisal.model.findings import Finding
from xl_appraisal.model.rulebook import rulebook_from_texts
from xl_appraisal.scoring import Entry, appraise_windows


@dataclass(frozen=True)
class Sources:
    """One window's sources, the module scores that come of them, and the finding if any."""

    says: str
    modules: Mapping[str, str]
    typed: Mapping[str, object] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    code: str = ""
    found: str = ""
    expected: str = ""

    def __str__(self) -> str:
        return self.says


def bonus(points: object) -> dict[str, str]:
    """The five other modules in full, and that reward."""
    return {**FULL, "reward": str(points)}


FULL = {
    "staff_performance": "30",
    "personnel_stationing": "10",
    "business_conduct": "30",
    "window_conduct": "15",
    "evaluation_management": "15",
    "reward": "0",
}

SCORED = [
    Sources("a typed figure counts", bonus(2), {"item_22": 2}),
    Sources("a ledger figure counts", bonus(2), entries=(entry(item="item_22", points=2),)),
    Sources(
        "two ledger lines of one item add up",
        bonus("2.5"),
        entries=(entry(4, item="item_22", points=2), entry(5, item="item_22", points="0.5")),
    ),
    Sources(
        "typed and ledger agree: counted once",
        bonus(2),
        {"item_22": 2},
        (entry(item="item_22", points=2),),
    ),
    Sources(
        "typed and ledger disagree: the typed one stays and both are shown",
        bonus(2),
        {"item_22": 2},
        (entry(item="item_22", points=3),),
        "ledger_disagrees",
        "2",
        "3",
    ),
    Sources(
        "a typed 0 is a figure, not a blank",
        bonus(0),
        {"item_22": 0},
        (entry(item="item_22", points=3),),
        "ledger_disagrees",
        "0",
        "3",
    ),
    Sources(
        "typed and rule disagree: the typed one stays (6 times give 2)",
        bonus(1),
        {"assisted_times": 6, "assisted_bonus": 1},
        (),
        "rule_disagrees",
        "1",
        "2",
    ),
    Sources(
        "ledger and rule disagree: the ledger stays",
        bonus(1),
        {"assisted_times": 6},
        (entry(item="assisted_bonus", points=1),),
        "rule_disagrees",
        "1",
        "2",
    ),
    Sources(
        "a typed count and the ledger's disagree: the typed one stays (5 times give 1)",
        bonus(1),
        {"assisted_times": 5},
        (entry(item="assisted_times", count=6),),
        "count_disagrees",
        "5",
        "6",
    ),
    Sources(
        "a typed count and the ledger's agree",
        bonus(2),
        {"assisted_times": 6},
        (entry(4, item="assisted_times", count=4), entry(5, item="assisted_times", count=2)),
    ),
    Sources(
        "the platform's share may come from the ledger (1 + 0.5)",
        bonus("1.5"),
        {"immediate_cases": 300},
        (entry(item="platform_share", count="2/3"),),
    ),
    Sources(
        "a line that names only a deductive module reaches it",
        {**FULL, "window_conduct": "14.5"},
        entries=(entry(module="window_conduct", label="着装", points="0.5"),),
    ),
    Sources(
        "a line that names only 奖励分 reaches it",
        bonus("0.3"),
        entries=(entry(module="reward", points="0.3"),),
    ),
    Sources(
        "an item without a column reaches the module beside it",
        {**FULL, "personnel_stationing": "9"},
        entries=(entry(label="脱岗", module="personnel_stationing", points=1),),
    ),
    Sources(
        "an item's own module may be written beside it",
        {**FULL, "business_conduct": "25"},
        entries=(entry(item="item_37", module="business_conduct", points=5),),
    ),
    Sources(
        "an item with a single measure may be entered by its count (2 × 0.2)",
        bonus("0.4"),
        entries=(entry(item="item_24", count=2),),
    ),
    Sources(
        "a measure without a column may be entered (1 × 2)",
        bonus(2),
        entries=(entry(item="package_services.lead", count=1),),
    ),
    Sources("a percentage touches no score", FULL, {"item_45": "98%"}),
    Sources("a count without a rule touches no score", FULL, {"package_count": 5937}),
    Sources("a text column touches no score", FULL, {"item_31": 4}),
    Sources(
        "by entry: typed and ledger agree",
        {**FULL, "business_conduct": "27"},
        {"item_47": 3},
        (entry(item="item_47", module="business_conduct", points=3),),
    ),
    Sources(
        "by entry: the ledger alone is enough, over several modules",
        {**FULL, "window_conduct": "14", "evaluation_management": "13.5"},
        entries=(
            entry(4, item="item_48", module="window_conduct", points=1),
            entry(5, item="item_48", module="evaluation_management", points="1.5"),
        ),
    ),
    Sources(
        "by entry, one module: the typed figure stays and goes there",
        {**FULL, "business_conduct": "27"},
        {"item_47": 3},
        (entry(item="item_47", module="business_conduct", points=1),),
        "ledger_disagrees",
        "3",
        "1",
    ),
    Sources("by entry: a typed 0 needs no module", FULL, {"item_47": 0}),
]


@pytest.mark.parametrize("case", SCORED, ids=str)
def test_points_reach_their_module(case: Sources) -> None:
    """The module scores are those of the source that counts; a disagreement is told, once."""
    appraisal = appraise(window(typed=case.typed, entries=case.entries))

    scores = {name: plain(score) for name, score in appraisal.windows[0].score.modules.items()}
    assert scores == dict(case.modules)
    assert codes(appraisal) == ([case.code] if case.code else [])
    for finding in appraisal.findings:
        assert (finding.found, finding.expected) == (case.found, case.expected)
        assert case.found in finding.message
        assert case.expected in finding.message


STOPPED = [
    Sources("by entry: nothing says which module", {}, {"item_47": 3}, (), "unrouted", "3"),
    Sources(
        "by entry: a line without a module",
        {},
        {"item_47": 3},
        (entry(item="item_47", points=3),),
        "unrouted",
    ),
    Sources(
        "by entry: a line that names a module without deductions",
        {},
        {"item_47": 3},
        (entry(item="item_47", module="reward", points=3),),
        "unrouted",
    ),
    Sources(
        "a line that names neither item nor module",
        {},
        entries=(entry(points=1),),
        code="unrouted",
    ),
    Sources(
        "an item that is no column, and no module",
        {},
        entries=(entry(label="锦旗", points=1),),
        code="unrouted",
    ),
    Sources(
        "points straight into 窗口人员表现",
        {},
        entries=(entry(module="staff_performance", points=1),),
        code="unrouted",
    ),
    Sources(
        "an item's line that names another module",
        {},
        entries=(entry(item="item_37", module="window_conduct", points=1),),
        code="module_conflict",
    ),
    Sources(
        "an item's line without points",
        {},
        entries=(entry(item="item_37"),),
        code="entry_without_points",
    ),
    Sources(
        "a count for an item with more than one measure",
        {},
        entries=(entry(item="case_volume_bonus", count=300),),
        code="entry_without_points",
    ),
    Sources(
        "a count for points that people judge",
        {},
        entries=(entry(item="leadership_bonus", count=3),),
        code="entry_without_points",
    ),
    Sources(
        "a module's line without points",
        {},
        entries=(entry(module="reward"),),
        code="entry_without_points",
    ),
    Sources(
        "a measure's line without a count",
        {},
        entries=(entry(item="assisted_times", points=1),),
        code="entry_without_count",
    ),
    Sources(
        "a share given twice, which cannot be added up",
        {},
        {"immediate_cases": 300},
        (
            entry(4, item="platform_share", count="1/3"),
            entry(5, item="platform_share", count="1/3"),
        ),
        "share_repeated",
    ),
    Sources(
        "a line for a column of text",
        {},
        entries=(entry(item="item_31", points=1),),
        code="entry_without_effect",
    ),
    Sources(
        "a line for a computed column",
        {},
        entries=(entry(item="total", points=1),),
        code="entry_without_effect",
    ),
]


@pytest.mark.parametrize("case", STOPPED, ids=str)
def test_what_cannot_be_told_stops_the_score(case: Sources) -> None:
    """The window gets no module score, no total, no rank, no flag, and an error says why."""
    appraisal = appraise(
        window(typed=case.typed, entries=case.entries), with_total("乙", 70), with_total("丙", 71)
    )

    stopped = appraisal.window("甲")
    assert (stopped.total, stopped.rank, stopped.red_flag) == (None, None, False)
    assert stopped.score.modules == {}
    assert appraisal.windows[-1] is stopped
    assert [window.rank for window in appraisal.windows] == [1, 2, None]
    assert appraisal.stopped
    errors = [finding for finding in appraisal.findings if finding.severity == "error"]
    assert [(finding.code, finding.window) for finding in errors] == [(case.code, "甲")]
    assert errors[0].where
    assert "暂不计分" in errors[0].message
    assert "ranking_provisional" in codes(appraisal)


def test_by_entry_over_several_modules_that_do_not_add_up_stops_the_score() -> None:
    """3 is typed, the ledger has 1 and 1 in two modules: which one takes the third is unknown."""
    appraisal = appraise(
        window(
            typed={"item_47": 3},
            entries=[
                entry(4, item="item_47", module="business_conduct", points=1),
                entry(5, item="item_47", module="window_conduct", points=1),
            ],
        )
    )

    assert appraisal.windows[0].total is None
    assert codes(appraisal) == ["ledger_disagrees", "unrouted"]


def test_all_that_is_wrong_with_a_window_is_told_at_once() -> None:
    """Two bad lines and no staff score give three errors, not the first one only."""
    bad = [entry(4, points=1), entry(5, item="item_37")]
    appraisal = appraise(window(typed={"staff_performance": ""}, entries=bad))

    assert codes(appraisal) == ["entry_without_points", "no_staff_score", "unrouted"]


def test_a_window_with_an_unreadable_cell_gets_no_score() -> None:
    """An error from reading stops the score even where the rest would do."""
    unreadable = Finding("error", "unreadable", "甲：看不懂", "名次表", "K6", "甲")
    evidence = window(typed={"item_22": 2})
    blocked = type(evidence)(
        name="甲", given=evidence.given, findings=(unreadable,), place=evidence.place
    )

    appraisal = appraise(blocked, with_total("乙", 70))

    assert appraisal.window("甲").total is None
    assert appraisal.window("乙").rank == 1
    assert unreadable in appraisal.findings


def test_where_no_window_has_a_score_nothing_is_called_provisional() -> None:
    """Without any score there is no ranking that could be provisional."""
    appraisal = appraise(window(typed={"staff_performance": ""}))

    assert codes(appraisal) == ["no_staff_score"]


def test_unscored_windows_still_count_towards_the_quota() -> None:
    """30 % of the windows appraised: 5 windows give 1.5 → 2, although one has no score."""
    windows = [with_total(f"窗{i}", 100 - i) for i in range(4)]
    appraisal = appraise(window(typed={"staff_performance": ""}), *windows)

    assert appraisal.quota == 2
    assert [w.window for w in appraisal.windows if w.red_flag] == ["窗0", "窗1"]


def test_a_row_without_a_name_does_not_count_towards_the_quota() -> None:
    """30 % of 4 windows is 1.2 → 1; with the row that nobody named it would be 1.5 → 2."""
    windows = [with_total(f"窗{i}", 100 - i) for i in range(4)]
    appraisal = appraise(window("", {"staff_performance": ""}), *windows)

    assert (appraisal.quota, appraisal.named, len(appraisal.windows)) == (1, 4, 5)
    assert [w.window for w in appraisal.windows if w.red_flag] == ["窗0"]


@pytest.mark.parametrize(
    ("typed", "apply_rules", "reward", "code"),
    [
        ({"assisted_times": 6, "assisted_bonus": 1}, False, "1", "rule_disagrees"),
        ({"assisted_times": 6, "assisted_bonus": 1}, True, "2", "rule_applied"),
        # 0.2 × 2 = 0.4 is only inferred, so even apply_rules leaves the typed figure alone
        ({"item_24_count": 2, "item_24": 1}, True, "1", "rule_disagrees"),
    ],
)
def test_rules_go_before_typed_points_only_when_asked_and_only_the_notices_own(
    typed: dict[str, object], apply_rules: bool, reward: str, code: str
) -> None:
    """What was typed is never overwritten silently."""
    appraisal = appraise(window(typed=typed), apply_rules=apply_rules)

    assert plain(appraisal.windows[0].score.modules["reward"]) == reward
    assert codes(appraisal) == [code]


def test_the_effect_of_a_contradiction_tells_totals_ranks_and_flags() -> None:
    """甲 typed 0 for 11 times (3 by remark 6): 100 → 103, from rank 3 to 1, and the red flag."""
    appraisal = appraise(
        window("甲", {"assisted_times": 11, "assisted_bonus": 0}),
        with_total("乙", 102),
        with_total("丙", 101),
    )

    (finding,) = appraisal.findings
    assert "总分由100变为103" in finding.message
    assert "名次由第3名变为第1名，共3个窗口名次变动" in finding.message
    assert "红旗窗口增甲、减乙" in finding.message


def test_a_typed_count_of_text_kind_never_enters_a_sum() -> None:
    """Only columns with a module or a measure count: all others together change nothing."""
    book = rulebook_from_texts(NOTICE_TEXT, LAYOUT_TEXT)
    idle = [
        column.id
        for column in book.layout.items
        if column.kind not in ("points", "flag") and not column.measure
    ]
    appraisal = appraise_windows(book, [window(typed=dict.fromkeys(idle, 7))])

    assert idle
    assert appraisal.windows[0].total == Decimal(100)


@pytest.mark.parametrize(
    ("walks", "reward", "lines"),
    [
        # 5 × 0.5 = 2.5; 7 × 0.5 = 3.5, of which remark 3 lets 3 count
        (5, "2.5", [("derived", "2.5")]),
        (7, "3", [("derived", "3.5"), ("cap", "-0.5")]),
    ],
)
def test_a_rule_without_a_column_counts_beside_the_table(
    walks: int, reward: str, lines: list[tuple[str, str]]
) -> None:
    """A quarter that does not show 局长走流程 still counts what the ledger says of it."""
    shown = re.sub(
        r"\[\[column\]\][^\[]*id = \"walkthrough_bonus\".*?(?=\[\[column)",
        "",
        LAYOUT_TEXT,
        flags=re.S,
    )
    book = rulebook_from_texts(NOTICE_TEXT, shown)
    entries = [entry(item="walkthrough.extra_walks", count=walks)]
    (scored,) = appraise_windows(book, [window(entries=entries)]).windows

    assert "walkthrough_bonus" not in book.layout.by_id
    assert plain(scored.score.modules["reward"]) == reward
    told = [line for line in scored.lines if line.item == "局长走流程"]
    assert [(line.source, plain(line.points or Decimal(0))) for line in told] == lines
    assert {line.remark for line in told} == {3}


def test_the_finding_points_to_the_cell_that_holds_the_typed_figure() -> None:
    """Where typed and ledger disagree, the finding's cell is the typed one."""
    evidence = window(typed={"item_22": 2}, entries=[entry(item="item_22", points=3)])

    (finding,) = appraise(evidence).findings

    assert finding.where == str(evidence.given["item_22"].place)
    assert figure(finding.found) == 2
