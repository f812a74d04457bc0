"""Where every window stands: its rank, and the election."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.scoring.ranking import by_total, ranks
from xl_appraisal.scoring.red_flag import elect
from xl_appraisal.scoring.result import WindowScore


class Standings:
    """Ranks (``places``) and election of those scores."""

    def __init__(self, notice: Notice, scores: Sequence[WindowScore]) -> None:
        totals = [score.total for score in scores]
        order = by_total(totals)
        self.ranked = len(order)
        self.places = ranks(totals, notice.choice("tie_rank"), order)
        self.election = elect(notice, totals, [score.vetoed for score in scores], order)

    @cached_property
    def sharing(self) -> Counter[int | None]:
        """How many windows have each rank."""
        return Counter(self.places)
