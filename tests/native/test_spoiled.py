"""The workbook of plain formulas fails closed: no helper cell turns one figure into another."""

from __future__ import annotations

from tests.native.judge import Judge
from tests.native.spoiling import Spoiler, table

SEED = 20230403
SPOILED = 250


def test_a_spoiled_helper_never_gives_another_figure(judge: Judge) -> None:
    """Errors, texts, negative, huge and blank cells: right, or gone with the reason told."""
    assert judge.differences(table()) == []
    spoiler = Spoiler(judge)

    assert list(spoiler.wrong(spoiler.sample(SPOILED, SEED))) == []
    assert spoiler.gone > SPOILED // 2
