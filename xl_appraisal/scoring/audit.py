"""The published table held against the recomputed one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xl_appraisal.model.exact import half_up, plain
from xl_appraisal.model.findings import Finding, finding
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.record import Record
from xl_appraisal.scoring.evidence import Given
from xl_appraisal.scoring.result import Appraisal, RankedWindow


class Published(Record):
    """What was published of one window: ``rank``, module ids and ``total`` → figure and cell."""

    window: str
    figures: Mapping[str, Given]


def audit(
    notice: Notice, appraisal: Appraisal, published: Sequence[Published]
) -> tuple[Finding, ...]:
    """A finding for each published figure that does not come out of the inputs.

    Published figures never feed a score.  A total is compared as it is shown, half-up to the
    notice's places (published totals are); a module's score to the last digit.
    """
    computed = {window.window: window for window in appraisal.windows}
    return tuple(
        told
        for entry in published
        if entry.window in computed
        for told in _differences(notice, computed[entry.window], entry)
    )


def _differences(notice: Notice, window: RankedWindow, entry: Published) -> Iterator[Finding]:
    if window.total is None:
        return
    places = int(notice.number("total_places"))
    known = {module.id: (module.name, module.method_remark) for module in notice.modules}
    known["rank"] = "名次", notice.remark_of("ranking")
    known["total"] = "总分", notice.remark_of("total")
    for figure, given in entry.figures.items():
        ours = _ours(window, figure)
        theirs = Decimal(plain(given.value))
        if figure == "total":
            ours, theirs = half_up(ours, places), half_up(theirs, places)
        if ours != theirs:
            item, remark = known[figure]
            yield finding(
                "published_differs",
                given.place,
                window=window.window,
                item=item,
                found=plain(theirs),
                expected=plain(ours),
                remark=remark,
            )


def _ours(window: RankedWindow, figure: str) -> Decimal:
    if figure == "rank":
        return Decimal(window.rank or 0)
    if figure == "total":
        return window.total or Decimal(0)
    return window.score.modules[figure]
