"""The red-flag election of windows in any order: what tests hold the product's own ways against."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.scoring.red_flag import Election, elect_in_order


def elect(notice: Notice, windows: Sequence[tuple[Decimal | None, bool]]) -> Election:
    """Elect among windows, each a total (``None`` without a score) and whether it is vetoed."""
    totals = [total for total, _ in windows]
    scored = [(-total, index) for index, total in enumerate(totals) if total is not None]
    by_total = [index for _, index in sorted(scored)]
    return elect_in_order(notice, totals, [vetoed for _, vetoed in windows], by_total)
