"""What a slip says of one window: figures and the lines behind them, nothing of their looks."""

from __future__ import annotations

from decimal import Decimal

from xl_appraisal.book.write.chart_figures import CUTS
from xl_appraisal.model.exact import ZERO
from xl_appraisal.model.notice.notice import Remark, Standing
from xl_appraisal.model.record import Record
from xl_appraisal.scoring import RankedWindow
from xl_appraisal.scoring.result import Source
from xl_appraisal.work.comparing.gap import Gap


class SlipLine(Record):
    """One line of a module's score: signed ``points`` and the ``balance`` after them.

    ``count`` is what was counted, as a text with its unit; empty where nothing was.
    """

    item: str
    count: str
    points: Decimal
    balance: Decimal
    reason: str
    remark: int
    source: Source
    standing: Standing


class SlipModule(Record):
    """A module: its full mark, its score and every line that made it, all in points."""

    id: str
    name: str
    maximum: Decimal
    score: Decimal
    lines: tuple[SlipLine, ...]

    @property
    def cut(self) -> Decimal:
        """The points that a cap took away (negative), or that a floor gave back (positive)."""
        return sum((line.points for line in self.lines if line.source in CUTS), ZERO)


class Slip(Record):
    """One window's slip.

    ``scored`` is how many windows have a rank at all.  ``earlier`` is the earlier quarter it is
    compared with, empty where none was given; ``before`` is ``None`` where none was given or
    the window was not in it.  ``faults`` are the findings that stopped its score.
    """

    quarter: str
    window: RankedWindow
    scored: int
    quota: int
    modules: tuple[SlipModule, ...]
    maximum: Decimal
    display: str
    gap: Gap
    notes: tuple[str, ...]
    faults: tuple[str, ...]
    remarks: tuple[Remark, ...]
    earlier: str
    before: RankedWindow | None

    @property
    def is_new(self) -> bool:
        """Whether the window was not in the earlier quarter."""
        return bool(self.earlier) and self.before is None
