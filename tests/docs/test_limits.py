"""The page of limits says what the code says."""

from __future__ import annotations

import re
from pathlib import Path

from xl_appraisal.model import limits

PAGE = Path(__file__).parents[2] / "docs" / "limits.md"
ROW = re.compile(r"\| `([A-Z_]+)` \| ([\d,]+)( MiB)? \| (.+) \|")


def test_the_page_of_limits_is_held_to_the_code() -> None:
    """Every limit with its value and a reason; none that is not in the code."""
    told = {
        name: int(number.replace(",", "")) * (limits.MIB if unit else 1)
        for name, number, unit, _reason in map(
            re.Match.groups, ROW.finditer(PAGE.read_text("utf-8"))
        )
    }
    assert told == {
        name: value for name, value in vars(limits).items() if name.isupper() and name != "MIB"
    }
