"""What one window's new total changes, found without ranking all windows again."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.election import elect
from xl_appraisal.model.findings import NOWHERE
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.record import replace
from xl_appraisal.model.rulebook import load_rulebook
from xl_appraisal.scoring.ranking import ranks
from xl_appraisal.scoring.result import WindowScore
from xl_appraisal.scoring.standings import Standings

NOTICE = load_rulebook().notice
TOTALS = st.one_of(st.none(), st.integers(0, 6).map(Decimal))
WINDOWS = st.lists(st.tuples(TOTALS, st.booleans()), min_size=1, max_size=12)


def notice_with(**choices: str) -> Notice:
    notice = NOTICE
    settings = {
        **notice.settings,
        **{name: replace(notice.settings[name], value=value) for name, value in choices.items()},
    }
    return replace(notice, settings=settings)


def score(total: Decimal | None, vetoed: bool) -> WindowScore:
    return WindowScore("", NOWHERE, {}, total, vetoed, (), {}, ())


@given(
    windows=WINDOWS,
    tie_rank=st.sampled_from(["shared", "dense"]),
    at_line=st.sampled_from(sorted(NOTICE.settings["tie_at_line"].choices)),
    substitution=st.sampled_from(sorted(NOTICE.settings["substitution"].choices)),
    data=st.data(),
)
def test_a_new_total_moves_what_a_new_ranking_would(
    windows: list[tuple[Decimal | None, bool]],
    tie_rank: str,
    at_line: str,
    substitution: str,
    data: st.DataObject,
) -> None:
    """Ranks before and after, ranks moved and the election equal those of ranking all again."""
    notice = notice_with(tie_rank=tie_rank, tie_at_line=at_line, substitution=substitution)
    standings = Standings(notice, [score(*window) for window in windows])
    totals = [total for total, _ in windows]
    before = ranks(totals, tie_rank)
    assert standings.places == before
    assert standings.election == elect(notice, windows)
    scored = [index for index, total in enumerate(totals) if total is not None]
    if not scored:
        return
    index = data.draw(st.sampled_from(scored))
    new = data.draw(st.integers(0, 6).map(Decimal))
    moved = standings.moved(index, new, vetoed=False)
    after = ranks([*totals[:index], new, *totals[index + 1 :]], tie_rank)
    assert (moved.before, moved.after) == (before[index], after[index])
    assert moved.ranks == sum(old != new for old, new in zip(before, after, strict=True))
    held = elect(notice, [*windows[:index], (new, False), *windows[index + 1 :]])
    assert moved.election.elected == held.elected
    assert moved.election.substituted == held.substituted
    assert set(moved.election.passed_over) == set(held.passed_over)
