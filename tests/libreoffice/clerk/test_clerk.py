"""A short shift of the clerk in the suite; the long form is ``bash tests/nightly clerk``."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.libreoffice.clerk.books import small_book
from tests.libreoffice.clerk.choosing import STAFF_LINES
from tests.libreoffice.clerk.shift import Bench, Failure, Tally, replayed, work
from tests.libreoffice.clerk.shorten import shortest
from tests.libreoffice.staffed import desk
from xl_appraisal.book.sheets import LEDGER, RANKING, STAFF

ACTIONS = 90


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A program of its own: somebody answers its windows from now on."""
    folder = tmp_path_factory.mktemp("clerk")
    with desk(folder) as running:
        bench = Bench(running, small_book(folder / "考核.xlsm"), folder / "班")
        with running.office.limit(3600):
            yield bench
        bench.end()


def test_no_figure_is_wrong_after_any_action(bench: Bench) -> None:
    """Every figure is the core's or says what is wrong; every saved file shows the same."""
    tally = Tally()
    failure = work(bench, 20230402, ACTIONS, tally)
    if failure is not None:
        failure = shortest(bench, failure, 30)
    told = (
        ""
        if failure is None
        else "\n".join(
            [*failure.wrong, *(json.dumps(a, ensure_ascii=False) for a in failure.script)]
        )
    )
    assert not told, told
    assert tally.actions == ACTIONS
    assert tally.scored > tally.windows // 4


def test_the_judge_sees_a_wrong_figure_and_shortens_the_script(bench: Bench) -> None:
    """A rank that somebody replaced by a formula of another row's is found, with one action."""
    rank = "=WINDOW_RANK($J7:$AX7;$I$3:$I$19;$B$3:$B$19;$通报数据.$X$1:$X$2)"
    script = [
        ["paste", STAFF, "A4", STAFF_LINES],
        ["type", LEDGER, "A4", "税务"],
        ["clear", LEDGER, "A4"],
        ["type", RANKING, "A8", rank],
    ]
    wrong = replayed(bench, script)
    assert wrong[0].startswith("A8 rank: 8.0, not 7.0"), wrong
    found = shortest(bench, Failure(script, wrong), 20)
    assert found.script == [script[0], script[3]]
