"""算式设置: lines whose points somebody sets case by case, and the range that they are held to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from xl_appraisal.book.new.plain.fixed_table import FixedTable
from xl_appraisal.book.new.plain.line_reasons import FIRST_SLOT, UNSET
from xl_appraisal.book.new.plain.rule_values import Values
from xl_appraisal.book.new.plain.typed_cells import SCALE, cases
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.rules.register import kind_of

_THOUSANDTH = SCALE // 1000


class SetPoints:
    """``rules`` are those rules by their measures (``rule.measure``)."""

    def __init__(self, rules: Iterable[Rule], values: Values) -> None:
        self.rules = {p: r for r in rules if kind_of(r).given_points for p in r.measure_ids()}
        self._values = values
        self._table: FixedTable | None = None

    def tables(self, left: int, slots: Callable[[str], Iterable[int]]) -> Iterator[FixedTable]:
        """A table that leads the slots of such lines to their bounds on 规则, if there are any."""
        rows: list[tuple[str | int, ...]] = []
        for path, rule in self.rules.items():
            own = f"rule.{rule.id}.{path.removeprefix(f'{rule.id}.')}"
            ends = [self._values.line(f"{own}.{key}") for key in ("least", "most")]
            rows += [(slot, *ends) for slot in slots(path)]
        if rows:
            self._table = FixedTable(left, rows)
            yield self._table

    def within(self, code: str, points: str, count: str) -> str:
        """A line's code, or that of the reason where its points are not within their range.

        Empty where no line can be one of these.
        """
        if self._table is None:
            return ""
        table, values = self._table, self._values.area.cells
        place = f"MATCH({code},{table.column()},0)"
        least, most = (f"INDEX({values},INDEX({table.column(n)},{place}))" for n in (1, 2))
        number = f'IF({count}="",{SCALE},N({count}))'
        each = f"/{_THOUSANDTH}*({number}/{_THOUSANDTH})"
        fits = (
            f"{number}>0",
            f"MOD({number},{_THOUSANDTH})=0",
            f"{points}>={least}{each}",
            f"{points}<={most}{each}",
        )
        inside = f"IF(AND({','.join(fits)}),{code},{UNSET})"
        return cases((f"{code}<{FIRST_SLOT}", code), (f"ISNUMBER({place})", inside), otherwise=code)
