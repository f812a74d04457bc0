"""``RULE_POINTS``: what any rule of the notice in force makes of counts given as arguments."""

# As in :mod:`cell_functions`.
# mypy: disallow-untyped-defs=False, disallow-untyped-calls=False

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import xlwings as xw

from xl_appraisal.book.figure_data import joined
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.typed_values import squeeze
from xl_appraisal.doors.cell_functions.function_arguments import (
    AsGiven,
    block_of,
    handed,
    numbers,
    plain_value,
)
from xl_appraisal.doors.cell_functions.function_support import answered
from xl_appraisal.doors.cell_functions.handed_book import book_of
from xl_appraisal.doors.cell_functions.typed_book import caller_sheets, rules_only
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.exact import Number
from xl_appraisal.model.notice.measure import Lift, Measure
from xl_appraisal.model.notice.notice import Notice, Rule
from xl_appraisal.rules.kind import Among, path
from xl_appraisal.rules.register import cap, derive, kind_of

CATEGORY = "绩效考核"
DATA = "可不填：计分所需的数据（通报数据表中由程序填写的单元格）"


@xw.func(category=CATEGORY)
@xw.arg("rule", AsGiven, doc="规则的名称或编号，如通报所写")
@xw.arg("counts", AsGiven, doc="各个数量，次序与通报相同；其后由程序填写")
@answered
def RULE_POINTS(rule, *counts):
    """一条规则的分值：写规则名称和各个数量，加分为正，扣分为负。由人给分的规则没有。"""
    given = list(counts)
    data = given.pop() if given and _is_data(given[-1]) else None
    notice = quarter_of(data).book.notice
    found = rule_named(notice, plain_value(_single(rule)))
    return _points(notice, found, given)


def rule_named(notice: Notice, name: object) -> Rule:
    """The rule of that name or id.  Raises :class:`BookError` with the names there are."""
    wanted = squeeze(str(name or ""))
    for rule in notice.rules.values():
        if wanted and wanted in (squeeze(rule.name), squeeze(rule.id)):
            return rule
    names = "、".join(rule.name for rule in notice.rules.values() if kind_of(rule).derives)
    raise BookError(f"没有规则“{name or ''}”；可写：{names}")


def _points(notice: Notice, rule: Rule, given: Sequence[object]) -> float:
    """Signed, as the rule's module takes them; what it cannot do without must be there."""
    kind = kind_of(rule)
    if not kind.derives:
        raise BookError(f"“{rule.name}”由人给分，不能由数量算出")
    among: Among | None = None
    if kind.among_all:
        given, among = _with_others(rule, given)
    pieces: list[Measure | Lift] = [*rule.measures, *([rule.lift] if rule.lift else [])]
    if len(given) > len(pieces):
        raise BookError(f"“{rule.name}”只要{len(pieces)}个数：{'、'.join(p.name for p in pieces)}")
    named = {p.id: value for p, value in zip(pieces, given, strict=False)}
    counts = _counts(rule, named)
    known = 0
    for measure in rule.measures:
        count = counts.get(path(rule, measure))
        known += count is not None
        allowed = "" if count is None else kind.refusal(measure, count)
        if allowed:
            raise BookError(f"{measure.name}应为{allowed}")
    lacking = kind.needed(True, known, len(rule.measures))
    if lacking:
        raise BookError(f"“{rule.name}”缺{lacking}")
    sign = notice.module(rule.module).sign
    derived = derive(rule, counts, among)
    if derived is None:
        return 0.0
    points = cap(rule, derived.points) if rule.caps(sign) else derived.points
    return float((-points if sign == "-" else points) - derived.deduction)


def _with_others(rule: Rule, given: Sequence[object]) -> tuple[Sequence[object], Among]:
    """The window's own counts, and those of all windows that are given after them."""
    own, others = given[: len(rule.measures)], given[len(rule.measures) :]
    if len(others) != len(rule.measures):
        raise BookError(
            f"“{rule.name}”要与其他窗口相比：先写本窗口的数量，再写全部窗口的，如 M7、M$7:M$31"
        )
    among: dict[str, list[Number]] = {}
    for measure, value, every in zip(rule.measures, own, others, strict=True):
        counts = [count for count in numbers(every, measure.name) if count is not None]
        mine = [count for count in numbers(value, measure.name) if count is not None]
        if any(count not in counts for count in mine):
            raise BookError(f"全部窗口的{measure.name}里没有本窗口的")
        among[path(rule, measure)] = counts
    return own, among


def rule_points(rule_id: str, arguments: Mapping[str, Any], data: object) -> float:
    """What the rule in force makes of counts given by measure, deductions taken off."""
    rules = quarter_of(data).book.notice.rules
    if rule_id not in rules:
        raise BookError("本通报没有这条规则")
    rule = rules[rule_id]
    derived = derive(rule, _counts(rule, arguments))
    if derived is None:
        return 0.0
    return float(cap(rule, derived.points) - derived.deduction)


def quarter_of(data: object) -> Quarter:
    """The rules in force: handed over, or read from the typed cells of the caller's workbook."""
    if data is None:
        return rules_only(caller_sheets())
    return book_of(handed([data]).data).quarter


def _counts(rule: Rule, arguments: Mapping[str, Any]) -> dict[str, Number]:
    """Each argument as the rule's count or share; a blank one is not known."""
    names = {measure.id: measure.name for measure in rule.measures}
    pieces: list[Measure | Lift] = [*rule.measures, *([rule.lift] if rule.lift else [])]
    paths = {piece.id: path(rule, piece) for piece in pieces}
    counts: dict[str, Number] = {}
    for measure, value in arguments.items():
        lift = rule.lift if measure not in names else None
        name = lift.name if lift else names.get(measure, measure)
        found = numbers(value, name, share=_is_share(rule, measure))
        if len(found) != 1:
            raise BookError(f"{name}只能是一个单元格")
        if found[0] is not None:
            counts[paths[measure]] = found[0]
    return counts


def _is_share(rule: Rule, measure: str) -> bool:
    """Whether a piece is a share; a rate's is one, whoever's count it takes."""
    return f"{rule.id}.{measure}" in rule.share_ids() or rule.kind == "rate"


def _is_data(argument: object) -> bool:
    return joined(cell.value for cell in block_of(argument).cells.values()) is not None


def _single(argument: object) -> object:
    """A single cell's value, or the plain value."""
    block = block_of(argument)
    return block.cells[block.area.top, block.area.left].value if block.cells else None
