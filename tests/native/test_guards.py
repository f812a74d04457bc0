"""What may be a percent stops its window; what one row shows never rests on two moments."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.native.judge import Judge
from tests.native.tables import Content, Table

NAME = "窗口1"


def table(line: dict[str, Content] | None = None, score: str = "95", **cells: Content) -> Table:
    """One window with a staff score, those cells and perhaps a line."""
    staff: list[dict[str, Content]] = [{"window": NAME, "score": Decimal(score)}]
    return Table([{"window": NAME, **cells}], staff, [line] if line else [])


DOUBTED = (
    ("a staff score", table(score="0.95")),
    ("a count", table(assisted_times=Decimal("0.5"))),
    ("a line's count", table({"window": NAME, "item": "帮代办次数", "count": Decimal("0.5")})),
    ("a typed score", Table([{"window": NAME, "staff_performance": Decimal("0.9")}])),
)


@pytest.mark.parametrize("doubted", [d[1] for d in DOUBTED], ids=[d[0] for d in DOUBTED])
def test_what_may_be_a_percent_gives_no_score(judge: Judge, doubted: Table) -> None:
    """95 % is 0.95 to a formula: the window has no figures, and 自动核对 asks to look."""
    judge.differences(doubted)

    assert "请核对" in judge.notes()[0]
    assert [judge.shown(0, column) for column in ("rank", "total", "red_flag")] == [""] * 3


def test_a_share_and_one_are_no_percents_in_disguise(judge: Judge) -> None:
    """A share lies between 0 and 1, and a count of 1 is one."""
    plain = table(platform_share=Decimal("0.7"), assisted_times=Decimal(1))

    assert judge.differences(plain) == []
    assert judge.shown(0, "total") != ""


def test_a_typed_mean_beside_other_scores_stops_the_window(judge: Judge) -> None:
    """30 stands there, the people's 95 come to 28.5: no total from one beside the other."""
    judge.differences(table(staff_performance=Decimal(30)))

    assert "模块得分与算得的不同" in judge.notes()[0]
    assert judge.shown(0, "total") == judge.shown(0, "rank") == ""


def test_what_the_ledger_knows_shows_on_the_table(judge: Judge) -> None:
    """A count, a share and a veto of the ledger stand in their columns, as √ and figures."""
    lines: list[dict[str, Content]] = [
        {"window": NAME, "item": "帮代办次数", "count": Decimal(4)},
        {"window": NAME, "item": "帮代办次数", "count": Decimal(2)},
        {"window": NAME, "item": "一体化平台办件占比", "count": Decimal("0.7")},
        {"window": NAME, "item": "一票否决（第44列）"},
    ]
    known = Table(table().windows, table().staff, lines)

    assert judge.differences(known) == []
    columns = ("assisted_times", "platform_share", "veto_44", "veto_43", "red_flag")
    assert [judge.shown(0, c) for c in columns] == ["6", "0.7", "√", "", "一票否决"]


@pytest.mark.parametrize(
    ("share", "points"), [("0.66666666666666", "2"), ("0.666666666666667", "2.5")]
)
def test_a_share_lifts_where_the_core_lifts_it(judge: Judge, share: str, points: str) -> None:
    """Two thirds in 15 digits reach two thirds, 14 sixes do not: 600 a head give 2, lifted 2.5."""
    cells = {"immediate_cases": Decimal(600), "platform_share": Decimal(share)}

    assert judge.differences(table(**cells)) == []
    assert judge.shown(0, "case_volume_bonus") == points
