"""The red-flag election of windows in any order: what tests hold the product's own ways against."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.scoring.elections import Election
from xl_appraisal.scoring.elections import elect as elect_windows
from xl_appraisal.scoring.standings import by_total


def elect(notice: Notice, windows: Sequence[tuple[Decimal | None, bool]]) -> Election:
    """Elect among windows, each a total (``None`` without a score) and whether it is vetoed."""
    totals = [total for total, _ in windows]
    vetoed = [veto for _, veto in windows]
    assert notice.award is not None
    return elect_windows(notice, notice.award, totals, vetoed, by_total(totals), len(windows))
