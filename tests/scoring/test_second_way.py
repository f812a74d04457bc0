"""The product against a second computation that shares nothing with it."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given

from tests import plain_appraisal
from tests.evidence import appraise
from tests.plain_appraisal import Row
from tests.published import MODULES
from tests.scoring.strategies import as_windows, tables


@given(tables)
def test_both_ways_come_to_the_same_figures(table: list[Row]) -> None:
    """Modules, totals, ranks, quota and red flags are those of the remarks worked in fractions."""
    appraisal = appraise(*as_windows(table))

    modules = [plain_appraisal.modules(row) for row in table]
    totals = [sum(scores.values(), Fraction(0)) for scores in modules]
    quota, flags = plain_appraisal.red_flags(table, totals)
    for number, rank in enumerate(plain_appraisal.ranking(totals)):
        window = appraisal.window(f"窗{number}")
        scores = {name: Fraction(window.score.modules[key]) for name, key in MODULES.items()}
        assert scores == modules[number]
        assert window.total is not None
        assert Fraction(window.total) == totals[number]
        assert window.rank == rank
        assert window.red_flag == (number in flags)
    assert appraisal.quota == quota
