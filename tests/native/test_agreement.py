"""The core and a workbook of plain formulas judge each other: random tables, every figure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.native.judge import Judge
from tests.native.runs import Tally, judged
from tests.native.tables import DEDUCTIVE, Content, Table

SEED = 20230331
TABLES = 100
NAME = "窗口1"


def test_random_tables_come_out_alike(judge: Judge) -> None:
    """Figures, ranks and flags agree; ties, vetoes, settings and unreadable cells are met."""
    tally = Tally()
    differences = []
    for difference in judged(judge, SEED, TABLES, tally):
        differences.append(difference)
    print(f"seed {SEED}: {tally}")

    assert differences == []
    assert min(tally.tied, tally.vetoed, tally.substituted, tally.stopped) > 10, str(tally)
    assert tally.figures > 10 * TABLES


def one(**cells: Content) -> Table:
    """One window with those cells and a full staff score, and one beside it."""
    other: dict[str, Content] = {"window": "窗口2", "staff_performance": Decimal(30)}
    return Table([{"window": NAME, "staff_performance": Decimal(30), **cells}, other])


CASES: tuple[tuple[str, Table, str], ...] = (
    ("a word", one(item_18="五"), "R7认不出"),
    ("an error value", one(item_18="=1/0"), "R7认不出"),
    ("below nothing", one(item_18=Decimal(-1)), "R7认不出"),
    ("a word as a count", one(immediate_cases="很多"), "M7认不出"),
    ("an odd tick", one(veto_44="？？"), "AR7认不出"),
    ("no staff score", Table([{"window": NAME}]), "没有人员考核分"),
    (
        "a deduction without its module",
        one(item_47=Decimal(2)),
        "加扣分明细没有写明各扣哪个模块",
    ),
    (
        "a line without points",
        Table(one().windows, ledger=[{"window": NAME, "module": "人员进驻"}]),
        "“加扣分明细”第4行：没有分值",
    ),
    (
        "nothing but a full mark for a module",
        Table(one().windows, ledger=[{"window": NAME, "module": "（30分）", "points": Decimal(3)}]),
        "“加扣分明细”第4行：没有这个模块",
    ),
    (
        "a status that is none",
        Table(one().windows, staff=[{"window": NAME, "score": Decimal(90), "status": "删"}]),
        "“人员考核”第4行：状态只能留空或写“作废”",
    ),
    (
        "a rule that cannot be read",
        Table(one().windows, rules={"setting.staff_weight": "三成"}),
        "“规则”表的“窗口人员表现权重”认不出",
    ),
)


@pytest.mark.parametrize(("table", "told"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_what_cannot_be_read_has_no_score_and_is_told(
    judge: Judge, table: Table, told: str
) -> None:
    """As in the core: no score, no rank, never a blank; 自动核对 says where and what."""
    assert judge.differences(table) == []
    assert judge.appraisal.window(NAME).total is None
    assert told in judge.notes()[0]


def test_a_module_may_be_written_with_its_full_mark(judge: Judge) -> None:
    """30 - 3 = 27, as without it; 作废 with a space in it strikes the second line."""
    line: dict[str, Content] = {"window": NAME, "module": "业务规范（30分）", "points": Decimal(3)}
    table = Table(one().windows, ledger=[line, {**line, "status": "作 废", "struck_reason": "重"}])

    assert judge.differences(table) == []
    assert judge.shown(0, "business_conduct") == "27"


@pytest.mark.parametrize(
    ("floor", "scores"),
    [("12", ["10", "12", "12", "12"]), ("40", ["10", "30", "15", "15"])],
    ids=["above one full mark", "above all"],
)
def test_a_floor_gives_no_more_than_the_full_mark(
    judge: Judge, floor: str, scores: list[str]
) -> None:
    """A 下限 typed too high lifts a module to its full mark (10, 30, 15, 15), never above it."""
    lines: list[dict[str, Content]] = [
        {"window": NAME, "module": module, "points": Decimal(25)} for module in DEDUCTIVE
    ]
    table = Table(one().windows, ledger=lines, rules={"setting.module_floor": Decimal(floor)})

    assert judge.differences(table) == []
    modules = [m.id for m in judge.book.notice.modules if m.method == "deduct"]
    assert [judge.shown(0, module) for module in modules] == scores


def test_a_repeated_window_is_stopped_on_every_row(judge: Judge) -> None:
    """Neither row has a score; the lines, a veto among them, are those of both."""
    name: Content = "窗口 1"
    table = Table(
        [{"window": NAME}, {"window": name, "staff_performance": Decimal(30)}],
        staff=[{"window": NAME, "score": Decimal(90)}],
        ledger=[{"window": NAME, "item": "一票否决"}],
    )

    assert judge.differences(table) == []
    assert [judge.shown(row, "red_flag") for row in (0, 1)] == ["一票否决"] * 2
    assert [note for note in judge.notes() if note] == ["窗口重复出现，请只留一行"] * 2


REFUSED: tuple[tuple[str, dict[str, Content], str], ...] = (
    ("a number stored as text", {"item_18": "5分"}, "R7认不出"),
    ("more decimals than millionths", {"item_18": Decimal("0.1234567")}, "R7认不出"),
    ("points of ten thousand", {"item_37": Decimal(10000)}, "AK7认不出"),
    ("a finer count", {"item_24_count": Decimal("1.0005")}, "小数超过三位"),
)


@pytest.mark.parametrize(
    ("cells", "told"), [case[1:] for case in REFUSED], ids=[c[0] for c in REFUSED]
)
def test_what_formulas_cannot_take_exactly_is_refused(
    judge: Judge, cells: dict[str, Content], told: str
) -> None:
    """The core scores these; plain formulas give no score rather than one that may be off."""
    assert judge.differences(one(**cells))
    assert judge.appraisal.window(NAME).total is not None
    assert told in judge.notes()[0]
    assert judge.shown(0, "total") == judge.shown(0, "rank") == ""


VETOES: tuple[tuple[dict[str, Content], str], ...] = (
    ({}, "一票否决"),
    ({"count": Decimal(1)}, "一票否决"),
    ({"count": Decimal(0)}, "红旗"),
    ({"points": Decimal(0)}, "红旗"),
    ({"count": Decimal(1), "points": Decimal(0)}, "一票否决"),
)


@pytest.mark.parametrize(("said", "shown"), VETOES)
def test_a_line_of_no_vetoes_vetoes_nobody(
    judge: Judge, said: dict[str, Content], shown: str
) -> None:
    """The first of two windows has the one flag; 0 in the count, or without one in the points."""
    lower: dict[str, Content] = {"window": "窗口2", "staff_performance": Decimal(20)}
    line: dict[str, Content] = {"window": NAME, "item": "一票否决", **said}
    table = Table([{"window": NAME, "staff_performance": Decimal(30)}, lower], ledger=[line])

    assert judge.differences(table) == []
    assert judge.shown(0, "red_flag") == shown
