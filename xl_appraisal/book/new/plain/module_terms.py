"""What is added to or taken off each module's score, by the rule that it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from xl_appraisal.book.new.plain.helper_block import Field
from xl_appraisal.book.new.plain.rule_values import Values
from xl_appraisal.book.new.plain.typed_cells import quoted
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.scoring.points_state import PointsPlan


class ModuleTerms:
    """Terms by module, those of rules with a common limit put together under it.

    A module that somebody must give stops the window where nothing says that anybody did.
    """

    def __init__(self, plan: PointsPlan, values: Values) -> None:
        self._plan, self._values = plan, values
        self._terms: dict[str, list[str]] = {module: [] for module in plan.modules}
        self._limits = plan.book.notice.limits
        self._limited: dict[str, list[str]] = {limit.id: [] for limit in self._limits}
        self._given: dict[str, list[str]] = {module: [] for module in plan.modules}
        self._columns: dict[str, str] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __getitem__(self, module: str) -> list[str]:
        return self._terms[module]

    def add(self, module: str, term: str, number: str = "", *, rule: Rule | None = None) -> None:
        """A term; ``number`` is 0 where nothing gave it."""
        limit = self._limit_of(rule) if rule is not None and rule.module == module else ""
        (self._limited[limit] if limit else self._terms[module]).append(term)
        if number:
            self._given[module].append(number)

    def add_column(self, column: Column, field: Field) -> None:
        """What a points column counts with."""
        number = self._columns[column.id] = f"COUNT({field.at})"
        self.add(column.module, f"N({field.at})", number, rule=self._plan.rule_of(column))

    def given_by(self, column: Column) -> str:
        """1 where a points column counts with anything, else 0."""
        return self._columns.get(column.id, "0")

    def settle(self) -> Iterator[tuple[str, str]]:
        """Put limits over their terms; the faults of modules that nobody gave."""
        for limit in self._limits:
            terms = self._limited[limit.id]
            if terms:
                module = self._plan.rules[limit.rules[0]].module
                cap = self._values.setting(limit.setting)
                self._terms[module].append(f"MIN({'+'.join(terms)},N({cap}))")
        for given in self._plan.modules.values():
            if given.method == "given":
                none = f"{'+'.join(self._given[given.id]) or '0'}=0"
                yield none, quoted(f"没有{given.name}分：名次表和“加扣分明细”都没有填写")

    def _limit_of(self, rule: Rule) -> str:
        return next((limit.id for limit in self._limits if rule.id in limit.rules), "")
