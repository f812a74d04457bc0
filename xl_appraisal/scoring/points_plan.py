"""What a rulebook means for the stage ``points``, worked out once for all windows."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from xl_appraisal.model.layout.layout import VETO, Column
from xl_appraisal.model.notice.notice import Module, Rule, Standing
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.rules.register import kind_of


class PointsPlan:
    """Columns, rules and modules of a rulebook, by what the stage asks for."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.columns = book.layout.by_id
        self.labels = book.layout.labels
        self.rules = book.notice.rules
        self.items_remark = book.notice.remark_of("points")
        """The remark under which a quarter's items are selected."""

    @cached_property
    def modules(self) -> dict[str, Module]:
        return {module.id: module for module in self.book.notice.modules}

    @cached_property
    def points_columns(self) -> tuple[Column, ...]:
        return tuple(c for c in self.book.layout.all_columns if c.kind == "points")

    @cached_property
    def flag_columns(self) -> tuple[Column, ...]:
        return tuple(c for c in self.book.layout.all_columns if c.rule == VETO)

    @cached_property
    def share_measures(self) -> frozenset[str]:
        """The measures that are shares: they are compared, never added up."""
        return frozenset(f"{rule.id}.{rule.lift.id}" for rule in self.rules.values() if rule.lift)

    @cached_property
    def derived_columns(self) -> dict[str, Column]:
        """Rule id → the points column that shows what the rule derives."""
        return {c.rule: c for c in self.points_columns if c.rule and self._derives(c)}

    @cached_property
    def deduction_columns(self) -> dict[str, Column]:
        """Rule id → the column that shows what the rule deducts beside the points it gives."""
        return {
            column.rule: column
            for column in self.points_columns
            if column.sign == "-" and column.rule and self._deducts(column)
        }

    def _deducts(self, column: Column) -> bool:
        rule = self.rules[column.rule]
        return kind_of(rule).derives and rule.deduction_module is not None

    @cached_property
    def deriving(self) -> tuple[tuple[Rule, frozenset[str]], ...]:
        """The rules that derive points, with the counts that each looks at."""
        return tuple(
            (rule, frozenset(f"{rule.id}.{measure.id}" for measure in rule.measures))
            for rule in self.rules.values()
            if kind_of(rule).derives
        )

    @cached_property
    def targets(self) -> tuple[tuple[Rule, Decimal, str], ...]:
        """The judged rules with a target, the target, and the count that it is set for."""
        return tuple(
            (rule, rule.target, f"{rule.id}.{rule.measures[0].id}")
            for rule in self.rules.values()
            if not kind_of(rule).derives and rule.target is not None
        )

    @cached_property
    def count_columns(self) -> tuple[Column, ...]:
        """Columns that hold a count or a share, whether or not a rule uses it."""
        kinds = ("count", "percent")
        return tuple(c for c in self.book.layout.all_columns if c.kind in kinds)

    def single_measure(self, column: Column) -> str | None:
        """The one count that a column's points follow from, if there is just one."""
        rule = self.rule_of(column)
        if rule is None or not kind_of(rule).derives or len(rule.measures) != 1:
            return None
        return f"{rule.id}.{rule.measures[0].id}"

    def _derives(self, column: Column) -> bool:
        rule = self.rules[column.rule]
        return kind_of(rule).derives and rule.module == column.module

    def rule_of(self, column: Column) -> Rule | None:
        return self.rules.get(column.rule)

    def standing_of(self, column: Column | None) -> Standing:
        """How sure it is that points of this column go where they go."""
        if column is None:
            return "notice"
        rule = self.rule_of(column)
        if rule is not None:
            return rule.standing
        return "inferred" if column.standing == "unnamed" else "notice"
