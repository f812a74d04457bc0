"""What an award came to: its places, and of people who is elected."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from xl_appraisal.model.exact_json import fields_json
from xl_appraisal.model.notice.awards import Award
from xl_appraisal.model.record import Record


class Winner(NamedTuple):
    """A person who is elected: the name (or the line's place), the window, the score."""

    name: str
    window: str
    score: Decimal

    @property
    def told(self) -> str:
        """``张三（公安）``."""
        return f"{self.name}（{self.window}）"

    def as_json(self) -> dict[str, object]:
        return fields_json(self, "name", "window", "score")


class Contest(Record):
    """One award of the period: its places, and over how many windows they are counted.

    ``group`` is the one that it was elected in, empty where groups do not matter; ``people`` are
    those elected to an award of people, the highest score first, counted by heads.
    """

    award: Award
    group: str
    counted: int
    quota: int
    people: tuple[Winner, ...] = ()
