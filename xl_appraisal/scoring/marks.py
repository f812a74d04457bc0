"""In which group a window is, and what takes it out of the ranking or of an award."""

from __future__ import annotations

from typing import NamedTuple

from xl_appraisal.model.findings import Finding, finding
from xl_appraisal.model.layout.layout import GROUP
from xl_appraisal.model.notice.awards import same_name
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring.evidence import WindowEvidence, Words

NO_REASON = frozenset({"否", "无", "不", "×", "X", "0", "N", "NO", "FALSE", "-", "—", "/", "参评"})
"""What may mean that a window takes part after all: nobody but the clerk can tell."""

_MERE_TICKS = frozenset("√✓✔☑是")
"""Marks that give no reason."""


class Marks(NamedTuple):
    """A window's group, and the reason typed (or nothing) by what takes it out."""

    group: str
    out: dict[str, str]
    findings: tuple[Finding, ...]


def marks_of(book: Rulebook, window: WindowEvidence) -> Marks:
    """What the columns of groups and exclusions say of a window; an unknown group is told."""
    notice, columns = book.notice, book.layout.all_columns
    if not notice.groups and not notice.exclusions:
        return Marks("", {}, ())
    by_rule = {column.rule: column.id for column in columns if column.rule}
    out, told = {}, []
    for exclusion in notice.exclusions:
        column = by_rule.get(exclusion.id, "")
        flag, words = window.given.get(column), window.texts.get(column)
        if exclusion.typed == "flag" and flag is not None and flag.value:
            out[exclusion.id] = ""
        elif exclusion.typed == "text" and words is not None and words.text:
            if same_name(words.text).upper() in NO_REASON:
                names = {"item": exclusion.name, "found": words.text}
                told.append(_told("reason_unclear", window, words, exclusion.remark, names))
            out[exclusion.id] = "" if words.text in _MERE_TICKS else words.text
    group = ""
    if notice.groups:
        words = window.texts.get(by_rule.get(GROUP, ""), Words("", window.place))
        known = {same_name(one.name): one.name for one in notice.groups}
        group = known.get(same_name(words.text), "")
        if not group:
            label = book.layout.labels.get(by_rule.get(GROUP, ""), "组别")
            names = {
                "item": label,
                "found": words.text or "空",
                "expected": "、".join(known.values()),
            }
            told.append(_told("group_unknown", window, words, notice.groups[0].remark, names))
    return Marks(group, out, tuple(told))


def _told(
    code: str, window: WindowEvidence, words: Words, remark: int, names: dict[str, str]
) -> Finding:
    return finding(code, words.place, window=window.name, remark=remark, **names)
