"""How many cases of each area came to what, in how long: shared by both forms of the run."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from tests.fuzz.areas import areas
from tests.fuzz.verdict import OUTCOMES, Ran, run_case

COLUMNS = (*OUTCOMES, "failed")


class Tally:
    """Outcomes and the slowest case by area, and every failure."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.slowest: dict[str, float] = defaultdict(float)
        self.failures: list[Ran] = []

    def add(self, ran: Ran) -> None:
        self.counts[ran.area][ran.outcome] += 1
        self.slowest[ran.area] = max(self.slowest[ran.area], ran.seconds)
        if ran.failure:
            self.failures.append(ran)

    @property
    def cases(self) -> int:
        return sum(sum(count.values()) for count in self.counts.values())

    def lines(self) -> Iterator[str]:
        """The summary as a table of text."""
        yield (
            f"{'area':<14}{'cases':>8}" + "".join(f"{c:>11}" for c in COLUMNS) + f"{'slowest':>10}"
        )
        for area, count in self.counts.items():
            figures = "".join(f"{count[column]:>11}" for column in COLUMNS)
            yield f"{area:<14}{sum(count.values()):>8}{figures}{self.slowest[area]:>9.2f}s"
        total = sum(self.counts.values(), Counter[str]())
        figures = "".join(f"{total[column]:>11}" for column in COLUMNS)
        yield f"{'all':<14}{self.cases:>8}{figures}"


def shares(cases: int) -> dict[str, int]:
    """How many cases each area gets, by weight; every area one at least."""
    known = areas()
    weights = sum(weight for _, weight in known.values())
    return {name: max(1, -(-cases * weight // weights)) for name, (_, weight) in known.items()}


def runs(seed: int, cases: int, only: Iterable[str] = (), first: int = 0) -> Iterator[Ran]:
    """Run that many cases, area by area; ``only`` names the areas wanted, if not all."""
    wanted = set(only)
    for area, count in shares(cases).items():
        if not wanted or area in wanted:
            for number in range(first, first + count):
                yield run_case(area, areas()[area][0], seed, number)
