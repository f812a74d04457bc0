"""算式: counts that rules cannot be asked about, and those that they cannot do without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xl_appraisal.book.new.plain.helper_block import Field
from xl_appraisal.book.new.plain.module_terms import ModuleTerms
from xl_appraisal.book.new.plain.rule_values import Values
from xl_appraisal.book.new.plain.typed_cells import quoted
from xl_appraisal.model.layout.layout import Column
from xl_appraisal.model.notice.notice import Rule
from xl_appraisal.rules.kind import path
from xl_appraisal.rules.register import kind_of
from xl_appraisal.scoring.points_state import PointsPlan

Fault = tuple[str, str]
"""A condition that stops the window, and what is told."""


class Counts:
    """The cells of all counts that rules look at, by measure."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        self.fields = fields

    def known(self, rule: Rule) -> str:
        """How many of a rule's measures have a count."""
        cells = [self.fields[path(rule, measure)].at for measure in rule.measures]
        return f"COUNT({','.join(cells)})"


class CountFaults:
    """See above; what the core calls ``refuse_counts`` and ``refuse_unknown``."""

    def __init__(self, plan: PointsPlan, counts: Counts, values: Values, into: ModuleTerms) -> None:
        self._plan, self._counts, self._values, self._into = plan, counts, values, into

    def out_of_range(self) -> Iterator[Fault]:
        """A score above its full mark, a share of 0."""
        for key, rule, measure in self._plan.users:
            if key not in self._counts.fields:
                continue
            at, full = self._counts.fields[key].at, f"{measure.id}.full"
            most = f"N({self._values.rule(rule, full)})" if measure.full is not None else ""
            wrong = kind_of(rule).refused(measure, f"N({at})", most)
            if wrong:
                told = quoted(f"{measure.name}不在应有的范围内，请核对")
                yield f"IF(ISNUMBER({at}),{wrong},FALSE)", told

    def unknown(self) -> Iterator[Fault]:
        """What a rule lacks.

        One that nobody gave any figure may do without, unless its module must be given and its
        points stand nowhere.
        """
        for rule, _ in self._plan.deriving:
            every, known, kind = len(rule.measures), self._counts.known(rule), kind_of(rule)
            lacking = [n for n in range(every) if kind.needed(False, n, every)]
            if lacking:
                told = quoted(f"{rule.name}缺{kind.needed(False, lacking[-1], every)}，请填写")
                yield f"AND({known}>={lacking[0]},{known}<{every})", told
            what = "" if 0 in lacking else kind.needed(True, 0, every)
            if what and self._plan.modules[rule.module].method == "given":
                asked = [r for r, _ in self._plan.deriving if r.module == rule.module]
                stands = [self._into.given_by(c) for c in columns_of(self._plan, rule)]
                none = f"{'+'.join([known, *stands])}=0"
                any_asked = f"{'+'.join(map(self._counts.known, asked))}>0"
                yield f"AND({none},{any_asked})", quoted(f"{rule.name}缺{what}，请填写")


def columns_of(plan: PointsPlan, rule: Rule) -> Iterator[Column]:
    """The columns that show a rule's points."""
    return (column for column in plan.points_columns if column.rule == rule.id)
