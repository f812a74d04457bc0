"""The kinds of rule there are.  A new one is a file of its own and a line here."""

from __future__ import annotations

from decimal import Decimal

from xl_appraisal.model.notice.kinds import RuleKind
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.rules.average import Average
from xl_appraisal.rules.bands import Bands
from xl_appraisal.rules.discretion import Discretion
from xl_appraisal.rules.judged import Judged
from xl_appraisal.rules.kind import Among, Counts, Derived, Kind, path
from xl_appraisal.rules.per_head import PerHead
from xl_appraisal.rules.place import Place
from xl_appraisal.rules.proportion import Proportion
from xl_appraisal.rules.rate import Rate
from xl_appraisal.rules.score import Score
from xl_appraisal.rules.tally import Tally

KINDS: dict[RuleKind, Kind] = {
    "bands": Bands(),
    "tally": Tally(),
    "judged": Judged(),
    "rate": Rate(),
    "score": Score(),
    "average": Average(),
    "per_head": PerHead(),
    "place": Place(),
    "proportion": Proportion(),
    "discretion": Discretion(),
}


def kind_of(rule: Rule) -> Kind:
    """The rule's kind."""
    return KINDS[rule.kind]


def derive(rule: Rule, counts: Counts, among: Among | None = None) -> Derived | None:
    """The points that ``rule`` gives for ``counts``, before its cap.

    ``None`` where the rule derives nothing: points follow from no count, none is known, or it
    holds the window against others and ``among`` does not say what those have.
    """
    kind = KINDS[rule.kind]
    known = [measure for measure in rule.measures if path(rule, measure) in counts]
    if not kind.derives or not known:
        return None
    if kind.among_all:
        return None if among is None else kind.derive_among(rule, known, counts, among)
    return kind.derive(rule, known, counts)


def cap(rule: Rule, points: Decimal) -> Decimal:
    """``points`` within the rule's upper limit, if it has one."""
    return points if rule.cap is None else min(points, rule.cap)


def most_points(rule: Rule) -> Decimal | None:
    """The most that a rule can give; ``None`` where nothing limits it."""
    most = KINDS[rule.kind].most(rule)
    return rule.cap if most is None else cap(rule, most)
