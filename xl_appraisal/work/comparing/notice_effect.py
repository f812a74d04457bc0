"""What another notice would have made of a quarter that is already appraised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.model.errors import BookError, LayoutError
from xl_appraisal.model.layout.layout_reader import layout_faults
from xl_appraisal.model.record import replace
from xl_appraisal.model.rulebook import Rulebook, rulebook_from_texts
from xl_appraisal.scoring import appraise_windows
from xl_appraisal.work.comparing.changes import Comparison, Side, compare


def effect(
    quarter: Quarter, notices: Mapping[str, str], *, apply_rules: bool = False
) -> Comparison:
    """The quarter's inputs appraised under two notices, name → text of the file, and compared.

    Values that staff changed on 规则 are left out: both notices count as their files say.  Points
    that were typed stay as typed under both, unless ``apply_rules``.
    Raises :class:`BookError` where the workbook's columns do not fit a notice, and
    :class:`~xl_appraisal.model.errors.NoticeError`.
    """
    before, after = (_side(quarter, name, text, apply_rules) for name, text in notices.items())
    return compare(before, after)


def _side(quarter: Quarter, name: str, text: str, apply_rules: bool) -> Side:
    book = _rulebook(quarter, name, text)
    appraisal = appraise_windows(book, quarter.windows, apply_rules=apply_rules)
    return Side(name, book, quarter.windows, appraisal)


def _rulebook(quarter: Quarter, name: str, text: str) -> Rulebook:
    try:
        book = rulebook_from_texts(text, quarter.book.layout_text)
    except LayoutError as error:
        raise BookError(_misfit(name, error.faults)) from error
    faults = list(layout_faults(quarter.book.layout, book.notice))
    if faults:
        raise BookError(_misfit(name, faults))
    return replace(book, layout=quarter.book.layout)


def _misfit(name: str, faults: Iterable[str]) -> str:
    return "\n".join([f"工作簿的栏目和通报 {name} 对不上，算不出对名次的影响：", *faults])
