"""Many random tables before the judge, counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.native.judge import Judge
from tests.native.tables import Generator

_TOLD = 250  # tables, after which a long run says how far it is


@dataclass
class Tally:
    """What was compared; ``stopped`` are windows without a score, which both sides refuse."""

    tables: int = 0
    windows: int = 0
    figures: int = 0
    stopped: int = 0
    vetoed: int = 0
    tied: int = 0
    substituted: int = 0
    changed_rules: int = 0
    differing: int = 0

    def __str__(self) -> str:
        return ", ".join(f"{name} {count}" for name, count in vars(self).items())


def judged(judge: Judge, seed: int, tables: int, tally: Tally) -> Iterator[str]:
    """The differences in so many tables of that seed, as they are found."""
    generator = Generator(seed)
    for number in range(tables):
        table = generator.table()
        found = judge.differences(table)
        tally.tables += 1
        tally.changed_rules += bool(table.rules)
        judge.count(tally)
        if tally.tables % _TOLD == 0:
            print(tally, flush=True)
        if found:
            tally.differing += 1
            yield f"table {number} of seed {seed}: " + "; ".join(found[:5])
