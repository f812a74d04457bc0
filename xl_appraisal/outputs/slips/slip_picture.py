"""What a slip shows at a glance: bars of block characters, which every format prints in grey.

The blocks are in GBK, so that every Chinese font has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from xl_appraisal.outputs.page import Row, Table, column

_LONGEST = 10  # blocks
_EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_WHOLE, _SHORT = "█", "▓"
_COLUMNS = (
    column("与谁比", 40),
    column("相差（负为不足）", 22, "signed"),
    column("图示（▓为不足）", 38),
)


def share_bar(part: Decimal, whole: Decimal) -> str:
    """How much of the whole the part is, ten blocks being all of it; blank below nothing."""
    if whole <= 0 or part <= 0:
        return ""
    eighths = (min(part / whole, Decimal(1)) * 8 * _LONGEST).quantize(Decimal(1), ROUND_HALF_UP)
    full, rest = divmod(int(eighths), 8)
    return _WHOLE * full + _EIGHTHS[rest]


def distances(found: Sequence[tuple[str, Decimal]], size: float) -> Table:
    """The distances that have a name, the farthest ten blocks long, the others at one scale."""
    farthest = max((abs(points) for _, points in found), default=Decimal(0))
    rows = (Row((name, points, _bar(points, farthest))) for name, points in found)
    return Table(_COLUMNS, tuple(rows), size=size)


def _bar(points: Decimal, farthest: Decimal) -> str:
    if not points:
        return ""
    blocks = (abs(points) * _LONGEST / farthest).to_integral_value(ROUND_CEILING)
    return (_WHOLE if points > 0 else _SHORT) * int(blocks)
