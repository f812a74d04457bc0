"""The stage ``points``: every count that is known of a window, typed or from the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from xl_appraisal.model.exact import ZERO, Number, plain
from xl_appraisal.rules.register import kind_of
from xl_appraisal.scoring.evidence import WindowEvidence
from xl_appraisal.scoring.ledger_entries import sort_entry
from xl_appraisal.scoring.points_state import Points, PointsPlan


def known_counts(state: Points) -> dict[str, Number]:
    """Every measure that is known: typed in its column, else summed from the ledger."""
    totals = {measure: _sum(count for count, _ in known) for measure, known in state.counts.items()}
    for column in state.plan.count_columns:
        typed, measure = state.window.given.get(column.id), column.measure or column.id
        if typed is None:
            continue
        if measure in totals and totals[measure] != typed.value:
            state.two_sources(column, typed, totals[measure], "count_disagrees")
        totals[measure] = typed.value
    return totals


def refuse_counts(state: Points, counts: Mapping[str, Number]) -> None:
    """Counts that their rule cannot be asked about: a score above its full mark."""
    for key, rule, measure in state.plan.users:
        count = counts.get(key)
        allowed = "" if count is None else kind_of(rule).refusal(measure, count)
        if allowed and count is not None:
            words = {"found": plain(count), "expected": allowed}
            place = state.counts[key][0][1] if key in state.counts else state.window.place
            state.tell("outside_range", place, measure.name, rule.remark, **words)


def counts_among(plan: PointsPlan, windows: Iterable[WindowEvidence]) -> dict[str, list[Number]]:
    """What all windows have of the counts that rules hold them against each other by."""
    found: dict[str, list[Number]] = {key: [] for _, keys in plan.comparing for key in keys}
    for window in windows if found else ():
        state = Points(plan, window)
        for entry in window.entries:
            sort_entry(state, entry)
        counts = known_counts(state)
        for key, known in found.items():
            if window.name and key in counts:
                known.append(counts[key])
    return found


def refuse_alone(state: Points, counts: Mapping[str, Number]) -> None:
    """A rule that holds a window against the others cannot be asked about it alone."""
    for rule, keys in state.plan.comparing if state.plan.among is None else ():
        if not keys.isdisjoint(counts):
            state.tell("needs_all_windows", state.window.place, rule.name, rule.remark)


def refuse_unknown(state: Points, counts: Mapping[str, Number]) -> None:
    """Shares and scores that a rule cannot do without: a blank one is no 100 % and no nought.

    Scores that nobody wrote do no harm where the points themselves stand there; where nothing at
    all leads to a module that must be given, that is told of the module.
    """
    asked = {
        rule.module for rule, measures in state.plan.deriving if not measures.isdisjoint(counts)
    }
    for rule, measures_by_path, columns in state.plan.needing:
        unknown = [m for key, m in measures_by_path.items() if key not in counts]
        if not unknown:
            continue
        method = state.plan.modules[rule.module].method
        given = method == "given" and rule.module in asked and columns.isdisjoint(state.items)
        every = len(rule.measures)
        what = kind_of(rule).needed(given, every - len(unknown), every)
        for measure in unknown if what else ():
            words = {"what": what}
            state.tell("no_rule_figure", state.window.place, measure.name, rule.remark, **words)


def refuse_unset(state: Points) -> None:
    """Cases of which somebody sets the points, where they were counted and the points not set."""
    told = {line.item for line in state.contributions}
    for column in state.plan.count_columns:
        typed = state.window.given.get(column.id)
        rule, measure = state.plan.measures.get(column.measure, (None, None))
        if typed is None or not typed.value or rule is None or measure is None:
            continue
        stands = any(c.id in state.items for c in state.plan.points_columns if c.rule == rule.id)
        if kind_of(rule).given_points and not stands and measure.name not in told:
            found = plain(typed.value) + measure.unit
            label = state.label(column)
            state.tell("cases_without_points", typed.place, label, rule.remark, found=found)


def _sum(numbers: Iterable[Number]) -> Number:
    total: Number = ZERO
    for number in numbers:
        if isinstance(total, Decimal) and isinstance(number, Decimal):
            total = total + number
        else:
            total = Fraction(total) + Fraction(number)
    return total


def listed_counts(state: Points) -> dict[str, Number]:
    """What the ledger knows of the columns of counts, shares and ticks in which nothing is typed.

    A tick is 1.  Remark 7 wants a vetoed window marked, whoever wrote the veto where.
    """
    found: dict[str, Number] = {}
    for column in state.plan.count_columns:
        known = state.counts.get(column.measure or column.id)
        if known and column.id not in state.window.given:
            found[column.id] = _sum(count for count, _ in known)
    ticked = {entry.item for entry in state.window.entries}
    for column in state.plan.flag_columns:
        if column.id in ticked and column.id not in state.window.given:
            found[column.id] = Decimal(1)
    return found
