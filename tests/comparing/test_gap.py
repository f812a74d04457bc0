"""Distances to the next rank and to the red flag, and the items that could bridge them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given as arbitrary
from hypothesis import strategies as st

from tests import published
from tests.election import elect
from tests.evidence import rulebook, window
from tests.scoring.strategies import as_evidence, tables
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.scoring import Appraisal, appraise_windows
from xl_appraisal.scoring.standings import ranks
from xl_appraisal.work.comparing.gap import Gap, gaps

DUST = Decimal("1e-9")


def of_totals(
    bonuses: dict[str, str], vetoed: str = "", rules: dict[str, object] | None = None
) -> dict[str, Gap]:
    """Gaps of windows that have 100 points and the bonus given (70 + 30 + bonus)."""
    windows = [
        window(name, {"item_18": bonus} | ({"veto_44": "1"} if name in vetoed else {}))
        for name, bonus in bonuses.items()
    ]
    book = rulebook(rules or {})
    return {gap.window: gap for gap in gaps(book, appraise_windows(book, windows))}


def test_the_published_quarter() -> None:
    """Worked by hand: 8 red flags, the first place vetoed, so the line is the 9th total."""
    book = rulebook()
    found = {g.window: g for g in gaps(book, appraise_windows(book, published.evidence()))}

    farm = found["农业农村"]
    assert (farm.rank, farm.next_rank, farm.ahead) == (10, 9, ("文化和旅游",))
    assert farm.to_next == Decimal("2.73")  # 103.845 - 101.115
    assert (farm.first.flag, farm.first.line, farm.first.to_flag) == (
        "short",
        Decimal("103.845"),
        Decimal("2.73"),
    )
    last_in = found["文化和旅游"]
    assert (last_in.first.flag, last_in.first.lead) == ("elected", Decimal("2.73"))
    assert found["公安出入境"].first.flag == "vetoed"
    assert found["公安出入境"].next_rank is None


TIES = {"甲": "5", "乙": "4", "丙": "4", "丁": "3"}


@pytest.mark.parametrize(
    ("at_line", "line_of_third", "state", "strict"),
    [("include", 4, "elected", False), ("exclude", 4, "short", True)],
)
def test_ties_at_the_line(at_line: str, line_of_third: int, state: str, strict: bool) -> None:
    """Two red flags for 甲, 乙 and 丙, the latter level: all or none of the two, by the rule."""
    rules = {"setting.red_flag_share": "50%", "setting.tie_at_line": at_line}
    found = of_totals(TIES, rules=rules)

    assert (found["丙"].first.flag, found["丙"].first.line) == (state, 100 + line_of_third)
    assert found["丁"].first.to_flag == 1
    assert found["丁"].first.strict is strict
    assert found["丁"].to_next == 1  # level with 乙 and 丙, sharing their second rank
    assert (found["丁"].next_rank, found["丁"].ahead) == (2, ("乙", "丙"))
    assert found["乙"].next_rank == 1


@pytest.mark.parametrize(("substitution", "line"), [("next", 104), ("none", 105)])
def test_a_vetoed_window_moves_the_line_where_others_move_up(substitution: str, line: int) -> None:
    """甲 vetoed, one red flag: 乙 has it by moving up; without moving up nobody has it."""
    rules = {"setting.red_flag_share": "25%", "setting.substitution": substitution}
    found = of_totals({"甲": "5", "乙": "4", "丙": "3", "丁": "2"}, "甲", rules)

    assert found["丙"].first.line == line
    assert found["甲"].first.line is None


def test_without_places_or_without_rivals_there_is_no_line() -> None:
    """No quota: no total helps; a place for everybody: none is needed."""
    nobody = of_totals(TIES, rules={"setting.red_flag_share": "0%"})
    everybody = of_totals(TIES, rules={"setting.red_flag_share": "100%"})

    assert {gap.first.flag for gap in nobody.values()} == {"no_place"}
    assert {(gap.first.flag, gap.first.line) for gap in everybody.values()} == {("elected", None)}


def chance_rooms(typed: dict[str, object]) -> dict[str, str]:
    """Room by column id, of a window with those figures alone."""
    book = rulebook()
    (gap,) = gaps(book, appraise_windows(book, [window("甲", typed)]))
    return {chance.column or chance.item: str(chance.room) for chance in gap.chances}


def test_room_ends_at_the_items_cap_and_at_the_modules_full_mark() -> None:
    """一件事 has 4 of 5, 局长走流程 3 of 3; 奖励分 has 7 of 20."""
    rooms = chance_rooms({"package_bonus": "4", "walkthrough_bonus": "3"})

    assert rooms["package_bonus"] == "1"
    assert "walkthrough_bonus" not in rooms
    assert rooms["item_18"] == "13"
    assert rooms["case_volume_bonus"] == "5.5"  # 2 + 2.5, and 0.5 for each of the two bands


def test_a_full_reward_module_has_no_room_for_any_item() -> None:
    """Points beyond 20 are cut (remark 2), so no further item brings anything."""
    assert chance_rooms({"item_18": "19", "item_22": "2"}) == {}


def test_a_deduction_below_the_floor_comes_back_only_in_part() -> None:
    """31 and 1 off the 30 of 业务规范: without the 31 it has 29, without the 1 still none."""
    columns = [c for c in rulebook().layout.all_columns if c.module == "business_conduct"]
    first, second = [c.id for c in columns if c.kind == "points"][:2]

    rooms = chance_rooms({first: "31", second: "1"})
    assert (rooms[first], second in rooms) == ("29", False)


def test_a_window_without_a_score_has_neither_distances_nor_chances() -> None:
    """Nothing is said of a window that cannot be scored."""
    blank = window("乙")
    blank = type(blank)("乙", blank.place)  # neither staff nor a typed figure
    book = rulebook()
    found = {g.window: g for g in gaps(book, appraise_windows(book, [window("甲"), blank]))}

    assert found["乙"].first.flag == "unscored"
    assert (found["乙"].to_next, found["乙"].chances) == (None, ())


# ── any table: the distances tried out, by ranking and electing anew ──


def elected_with(notice: Notice, appraisal: Appraisal, name: str, total: Decimal) -> bool:
    """Whether the window would be elected with that total, by the election itself."""
    candidates = [(total if w.window == name else w.total, w.vetoed) for w in appraisal.windows]
    index = next(i for i, w in enumerate(appraisal.windows) if w.window == name)
    return index in elect(notice, candidates).elected


def rank_with(notice: Notice, appraisal: Appraisal, name: str, total: Decimal) -> int | None:
    totals = [total if w.window == name else w.total for w in appraisal.windows]
    index = next(i for i, w in enumerate(appraisal.windows) if w.window == name)
    return ranks(totals, notice.choice("tie_rank"))[index]


@arbitrary(
    tables,
    st.sampled_from(["include", "exclude"]),
    st.sampled_from(["next", "none"]),
    st.sampled_from(["shared", "dense"]),
    st.sampled_from(["30%", "50%"]),
)
def test_the_distances_hold_when_tried(
    rows: list, at_line: str, substitution: str, tie_rank: str, share: str
) -> None:
    """With the points the rank or the flag is had, with a hair less it is not."""
    book = rulebook(
        {
            "setting.tie_at_line": at_line,
            "setting.substitution": substitution,
            "setting.tie_rank": tie_rank,
            "setting.red_flag_share": share,
        }
    )
    windows = [as_evidence(f"窗口{number}", row) for number, row in enumerate(rows)]
    appraisal = appraise_windows(book, windows)
    for gap in gaps(book, appraisal):
        assert gap.total is not None
        if gap.to_next is not None:
            there = gap.total + gap.to_next
            assert rank_with(book.notice, appraisal, gap.window, there) == gap.next_rank
            almost = rank_with(book.notice, appraisal, gap.window, there - DUST)
            assert almost is not None and almost > (gap.next_rank or 0)
        if gap.first.line is not None:
            above, below = gap.first.line + DUST, gap.first.line - DUST
            assert elected_with(book.notice, appraisal, gap.window, above)
            assert not elected_with(book.notice, appraisal, gap.window, below)
            at_it = elected_with(book.notice, appraisal, gap.window, gap.first.line)
            assert at_it is not gap.first.strict
        state = appraisal.window(gap.window).red_flag
        assert state is (gap.first.flag == "elected")
