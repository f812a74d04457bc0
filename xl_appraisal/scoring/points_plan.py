"""What a rulebook means for the stage ``points``, worked out once for all windows."""

from __future__ import annotations

from xl_appraisal.model.layout.layout import VETO, Column
from xl_appraisal.model.notice.notice import Rule, Standing
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.rules.kind import path
from xl_appraisal.rules.register import kind_of


class PointsPlan:
    """Columns, rules and modules of a rulebook, by what the stage asks for."""

    def __init__(self, book: Rulebook) -> None:
        notice, every = book.notice, book.layout.all_columns
        self.book, self.rules = book, notice.rules
        self.columns, self.labels = book.layout.by_id, book.layout.labels
        self.modules = {module.id: module for module in notice.modules}
        self.items_remark = notice.remark_of("points")
        """The remark under which a quarter's items are selected."""
        self.points_columns = tuple(c for c in every if c.kind == "points")
        self.flag_columns = tuple(c for c in every if c.rule == VETO)
        self.count_columns = tuple(c for c in every if c.kind in ("count", "percent"))
        """Columns that hold a count or a share, whether or not a rule uses it."""
        rules = self.rules.values()
        self.share_measures = frozenset(path(rule, rule.lift) for rule in rules if rule.lift)
        """The measures that are shares: they are compared, never added up."""
        deriving = [rule for rule in rules if kind_of(rule).derives]
        self.deriving = [
            (r, frozenset(path(r, measure) for measure in r.measures)) for r in deriving
        ]
        """The rules that derive points, with the counts that each looks at."""
        self.targets = [
            (rule, rule.target, path(rule, rule.measures[0]))
            for rule in rules
            if rule not in deriving and rule.target is not None
        ]
        """The judged rules with a target, the target, and the count that it is set for."""
        ruled = [(c, self.rules[c.rule]) for c in self.points_columns if c.rule]
        ruled = [(column, rule) for column, rule in ruled if rule in deriving]
        self.derived_columns = {
            r.id: c for c, r in ruled if r.module == c.module and not only_deducts(r)
        }
        """Rule id → the points column that shows what the rule derives."""
        self.deduction_columns = {
            rule.id: column
            for column, rule in ruled
            if column.sign == "-" and rule.deduction_module is not None
        }
        """Rule id → the column that shows what the rule deducts beside the points it gives."""

    def single_measure(self, column: Column) -> str | None:
        """The one count that a column's points follow from, if there is just one."""
        rule = self.rule_of(column)
        if rule is None or not kind_of(rule).derives or len(rule.measures) != 1:
            return None
        return path(rule, rule.measures[0])

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


def only_deducts(rule: Rule) -> bool:
    """Whether a rule writes all its points as deductions from the very module that it names."""
    losing = all((measure.points or 0) < 0 for measure in rule.measures)
    return losing and rule.deduction_module == rule.module
