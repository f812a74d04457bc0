"""The stage ``points``: what a rulebook means for it, and one window on its way through it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from xl_appraisal.model.exact import ZERO, Number, plain
from xl_appraisal.model.findings import Finding, Place, finding
from xl_appraisal.model.layout.layout import VETO, Column
from xl_appraisal.model.notice.notice import Limit, Rule, Standing
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.rules.kind import Among, path
from xl_appraisal.rules.register import cap, kind_of
from xl_appraisal.scoring.evidence import Entry, Given, WindowEvidence
from xl_appraisal.scoring.result import ItemPoints, Line, Source, Words


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
        self.share_measures = frozenset(share for rule in rules for share in rule.share_ids())
        """The measures that are shares: they are compared, never added up."""
        self.measures = {path(r, m): (r, m) for r in rules for m in r.own_measures}
        self.users = [(path(r, m), r, m) for r in rules for m in r.measures]
        """Every measure with the count that it looks at."""
        scores = {
            key for key, (rule, _) in self.measures.items() if rule.kind in ("score", "average")
        }
        self.single_figures = dict.fromkeys(scores, "得分") | dict.fromkeys(
            self.share_measures, "比例"
        )
        """The measures that a window has one figure of: lines of it do not add up."""
        deriving = [rule for rule in rules if kind_of(rule).derives]
        self.deriving = [
            (r, frozenset(path(r, measure) for measure in r.measures)) for r in deriving
        ]
        """The rules that derive points, with the counts that each looks at."""
        self.needing = [
            (
                rule,
                {path(rule, measure): measure for measure in rule.measures},
                frozenset(c.id for c in self.points_columns if c.rule == rule.id),
            )
            for rule in deriving
        ]
        """The same rules with their measures by path, and the columns that show their points."""
        self.comparing = [(rule, keys) for rule, keys in self.deriving if kind_of(rule).among_all]
        """Those that hold a window against the others, with their counts."""
        self.among: Among | None = None
        """What all windows have of those counts; unknown where only one window was seen."""
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
        self.set_columns = {
            c.rule: c
            for c in self.points_columns
            if c.rule in self.rules and kind_of(self.rules[c.rule]).given_points
        }
        """Rule id → the column that shows the points which somebody sets case by case."""
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


class Points:
    """The stage's outcome for one window, and what it keeps on the way.

    ``by_item`` holds the ledger entries of each points column, ``counts`` the ledger's counts of
    each measure, ``listed`` what the ledger knows of columns that hold no points, ``brought`` the
    points that each rule brought to its module so far.
    """

    def __init__(self, plan: PointsPlan, window: WindowEvidence, apply_rules: bool = False) -> None:
        self.plan = plan
        self.window = window
        self.apply_rules = apply_rules
        self.contributions: list[Line] = []
        self.items: dict[str, ItemPoints] = {}
        self.findings: list[Finding] = []
        self.vetoes: list[tuple[str, Place]] = []
        self.by_item: dict[str, list[Entry]] = {}
        self.listed: dict[str, Number] = {}
        self.counts: dict[str, list[tuple[Number, Place]]] = {}
        self.brought: dict[str, Decimal] = {}

    def add(
        self,
        module: str,
        item: str,
        source: Source,
        points: Decimal,
        words: Words,
        places: tuple[Place, ...] = (),
        column: Column | None = None,
        rule: Rule | None = None,
        standing: Standing | None = None,
    ) -> None:
        """Points for a module: positive, or negative for what a cap takes back.

        They follow from ``rule``, else from the column's own, else from the selection of items.
        """
        rule = rule or (self.plan.rule_of(column) if column else None)
        remark = rule.remark if rule else self.plan.items_remark
        standing = standing or (rule.standing if rule else self.plan.standing_of(column))
        if rule and module == rule.module:
            self.brought[rule.id] = self.brought.get(rule.id, ZERO) + points
        shown = column.id if column else ""
        line = module, item, source, remark, standing, words, points, None, None, shown, places
        self.contributions.append(tuple.__new__(Line, line))  # as in :class:`Balance`

    def limit(
        self,
        rule: Rule,
        module: str,
        item: str,
        points: Decimal,
        place: Place,
        column: Column | None = None,
    ) -> Decimal:
        """Points within the rule's cap; what is above it is taken back and told."""
        limited = cap(rule, points)
        if limited < points:
            what = "扣分" if rule.caps_deductions else "加分"
            how = f"{rule.name}{what}上限{plain(limited)}分，超出的{plain(points - limited)}分不计"
            self.add(module, item, "cap", limited - points, how, column=column, rule=rule)
            words = {"found": plain(points), "expected": plain(limited), "how": how}
            self.tell("cap_cut", place, item, rule.remark, **words)
        return limited

    def limit_together(self, limit: Limit) -> None:
        """Take back what several rules together bring above what they may."""
        cap = self.plan.book.notice.number(limit.setting)
        total = sum((self.brought.get(rule, ZERO) for rule in limit.rules), ZERO)
        if total <= cap:
            return
        how = f"{limit.name}合计上限{plain(cap)}分，超出的{plain(total - cap)}分不计"
        module = self.plan.rules[limit.rules[0]].module
        standing = self.plan.book.notice.settings[limit.setting].standing
        line = Line(module, limit.name, "cap", limit.remark, standing, how, cap - total)
        self.contributions.append(line)
        words = {"found": plain(total), "expected": plain(cap), "how": how}
        self.tell("cap_cut", self.window.place, limit.name, limit.remark, **words)

    def add_entry(self, entry: Entry, label: str, module: str, column: Column | None) -> None:
        """The points of a ledger line."""
        words = "，".join(part for part in (entry.date, entry.reason) if part)
        self.add(module, label, "ledger", entry.points or ZERO, words, (entry.place,), column)

    def two_sources(self, column: Column, typed: Given, ledger: Number, name: str) -> None:
        """Tell that a typed figure and the ledger disagree."""
        words = {"found": plain(typed.value), "expected": plain(ledger)}
        self.tell(name, typed.place, self.label(column), self.plan.items_remark, **words)

    def refuse(self, entry: Entry, name: str, **words: object) -> None:
        """Tell of a ledger entry that cannot count as it stands."""
        self.tell(name, entry.place, entry.label, self.plan.items_remark, **words)

    def tell(self, name: str, place: Place, item: str, remark: int, **words: Any) -> None:
        """Keep a finding of the catalogue with the window."""
        window = self.window.name
        self.findings.append(finding(name, place, window=window, item=item, remark=remark, **words))

    def label(self, column: Column) -> str:
        return self.plan.labels[column.id]

    def module_name(self, module: str) -> str:
        known = self.plan.modules.get(module)
        return known.name if known else module
