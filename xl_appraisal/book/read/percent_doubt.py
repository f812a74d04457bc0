"""Figures that may be percents, by their values: a cell that shows 95 % holds 0.95.

What a format shows is told where the host tells formats.  A cell function sees values alone, a
file may have lost the format on its way; so a value that the rule does not have stops its window
for every reader alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xl_appraisal.model.exact import Number, plain
from xl_appraisal.model.findings import Finding, Place, finding
from xl_appraisal.model.keeping import kept_by_identity
from xl_appraisal.model.record import replace
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring import WindowEvidence


def is_doubtful_score(value: Number, full: Decimal) -> bool:
    """Whether a score is so low that it may be a share of its full mark: 0.95 of 100, not of 5."""
    return 0 < value <= min(Decimal(1), full / 10)


def doubted(evidence: WindowEvidence, book: Rulebook) -> WindowEvidence:
    """The evidence with a finding that stops the window for each figure that may be a percent.

    Evidence that has them already stays as it is.
    """
    found = tuple(doubt for doubt in _doubts(evidence, book) if doubt not in evidence.findings)
    return replace(evidence, findings=(*evidence.findings, *found)) if found else evidence


def _doubts(evidence: WindowEvidence, book: Rulebook) -> Iterator[Finding]:
    labels, staff = book.layout.labels, book.notice.staff_id
    for given in evidence.staff:
        if is_doubtful_score(given.value, book.notice.staff_full):
            yield _doubt(evidence, "考核分", given.value, given.place)
    typed = evidence.given.get(staff)
    if typed is None or evidence.staff:
        pass
    elif is_doubtful_score(typed.value, book.notice.module(staff).maximum):
        yield _doubt(evidence, labels[staff], typed.value, typed.place)
    pieces = _counts(book)
    for name, given in evidence.given.items():
        column = book.layout.by_id.get(name)
        if column is not None and column.measure in pieces and 0 < given.value < 1:
            yield _doubt(evidence, labels[name], given.value, given.place)
    for entry in evidence.entries:
        column = book.layout.by_id.get(entry.item)
        measure = entry.item if column is None else column.measure
        if measure in pieces and entry.count is not None and 0 < entry.count < 1:
            yield _doubt(evidence, f"{entry.label}的数量", entry.count, entry.place)


@kept_by_identity
def _counts(book: Rulebook) -> frozenset[str]:
    """What rules count: no rule gives points for less than one, and shares are no counts."""
    rules = book.notice.rules.values()
    shares = {share for rule in rules for share in rule.share_ids()}
    return frozenset(f"{r.id}.{measure.id}" for r in rules for measure in r.own_measures) - shares


def _doubt(evidence: WindowEvidence, item: str, value: Number, place: Place) -> Finding:
    told = f"{plain(value)}，像是百分比，请核对"
    return finding("maybe_percent", place, window=evidence.name, item=item, found=told)
