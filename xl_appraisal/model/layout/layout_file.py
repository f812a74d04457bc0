"""A layout file (TOML) read into ``Layout``, faults and all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from xl_appraisal.model.errors import LayoutError
from xl_appraisal.model.exact import plain
from xl_appraisal.model.fields import Fault, Faults, Fields, is_id
from xl_appraisal.model.layout.layout import (
    BY_ENTRY,
    GROUP,
    KIND_NAMES,
    VETO,
    Column,
    ColumnKind,
    Layout,
    NameStanding,
)
from xl_appraisal.model.notice.awards import FIRST_COLUMN
from xl_appraisal.model.notice.kinds import Sign
from xl_appraisal.model.notice.notice import Notice, Rule
from xl_appraisal.model.period import parse_period

DEFAULT_WIDTH = 5.0  # characters, as in Excel's column width; 49 such columns fit A3 landscape


def build_layout(source: str, document: dict[str, Any], notice: Notice) -> Layout:
    """The layout of a parsed document, checked against its notice.

    Raises :class:`LayoutError` listing every fault; ``source`` names the file in it.
    """
    faults: Faults = []
    fields = Fields(source, document, faults)
    head = fields.table_of("layout") or Fields("[layout]", {}, faults)
    layout = Layout(
        id=head.text("id"),
        notice=head.text("notice"),
        quarter=_quarter(head, notice),
        columns=tuple(_column(column, notice) for column in fields.tables("column")),
        working=tuple(_column(column, notice) for column in fields.tables("working")),
    )
    head.done()
    fields.done()
    found = layout_faults(layout, notice)
    faults.extend(Fault(f"{source}：{fault}", fault.path) for fault in found)
    if faults:
        raise LayoutError(source, faults)
    return layout


def _quarter(head: Fields, notice: Notice) -> str:
    """The period's code; written as ``quarter``, for other kinds rather as ``period``."""
    key = "period" if "period" in head.table else "quarter"
    text = head.text(key)
    try:
        return parse_period(text, notice.period).code
    except ValueError:
        if text or key in head.table:
            head.fault(key, text, notice.words.example)
    return text


def _column(fields: Fields, notice: Notice) -> Column:
    module = fields.text("module", "")
    header = tuple(_filled(part, module, notice) for part in fields.texts("header"))
    width = fields.optional_number("width")
    column = Column(
        id=fields.text("id"),
        header=header,
        kind=fields.choice("kind", ColumnKind),
        sign=fields.choice("sign", Sign, ""),
        module=module,
        rule=fields.text("rule", ""),
        measure=fields.text("measure", ""),
        standing=fields.choice("standing", NameStanding),
        number_format=fields.text("format", "General"),
        width=DEFAULT_WIDTH if width is None else float(width),
    )
    fields.done()
    return column


def _filled(header: str, module: str, notice: Notice) -> str:
    """``{max}`` in a header is the full mark of its module, or of the total."""
    if "{max}" not in header:
        return header
    marks = {known.id: known.maximum for known in notice.modules}
    return header.replace("{max}", plain(marks.get(module, notice.maximum)))


def layout_faults(layout: Layout, notice: Notice) -> Iterator[Fault]:
    """What makes the layout unusable with this notice, as Chinese sentences with their places."""
    yield from map(Fault, _repeated("栏目编号", (column.id for column in layout.all_columns)))
    yield from map(Fault, _repeated("表头", ("/".join(c.header) for c in layout.all_columns)))
    ids = {column.id for column in layout.columns}
    for needed in ("rank", "window", "total"):
        if needed not in ids:
            yield Fault(f"缺少栏目 {needed}。")
    for module in notice.modules:
        if module.id not in ids:
            said = f"通报的模块“{module.name}”没有地方显示得分，请加一栏，id 和 module 都写它。"
            yield Fault(f"缺少栏目 {module.id}。{said}")
    measures = _measures(notice)
    signs: dict[str, str] = {module.id: module.sign for module in notice.modules}
    outcome = dict.fromkeys(["rank", "total", FIRST_COLUMN, "grade", *notice.figure_names])
    marks = {one.id: one.typed for one in notice.exclusions}
    yield from _marks_missing(layout, notice)
    for award in notice.window_awards[1:]:
        if award.column not in ids:
            said = f"评选“{award.name}”没有地方显示结果，请加一栏，id 写它，kind 写 computed。"
            yield Fault(f"缺少栏目 {award.column}。{said}")
    for group, columns in (("column", layout.columns), ("working", layout.working)):
        for number, column in enumerate(columns):
            for fault in _column_faults(column, notice.rules, measures, signs, outcome, marks):
                said = f"栏目 {column.id}（{'/'.join(column.header)}）：{fault}"
                yield Fault(said, (group, number))
    derived = (f"{c.rule}（{c.sign}）" for c in layout.all_columns if c.kind == "points" and c.rule)
    yield from map(Fault, _repeated("分值规则", derived))
    used = (c.measure for c in layout.all_columns if c.measure)
    yield from map(Fault, _repeated("计数用途", used))


def _marks_missing(layout: Layout, notice: Notice) -> Iterator[Fault]:
    """Groups and reasons not to take part that no column says of any window, or two say."""
    rules = [column.rule for column in layout.all_columns if column.kind in ("text", "flag")]
    wanted = {one.id: (one.name, one.typed) for one in notice.exclusions}
    if notice.groups:
        wanted = {GROUP: ("组别", "text"), **wanted}
    for rule, (name, kind) in wanted.items():
        if rules.count(rule) != 1:
            said = f"“{name}”要有一栏填写，请加一栏" if rule not in rules else f"“{name}”只能有一栏"
            yield Fault(f"{said}（kind 为 {kind}，rule 为 {rule}）。")


def _measures(notice: Notice) -> dict[str, ColumnKind]:
    """Every measure of the notice, and the kind that a column of it must have."""
    kinds: dict[str, ColumnKind] = {}
    for rule in notice.rules.values():
        shares = rule.share_ids()
        for measure in rule.measure_ids():
            kinds[measure] = "percent" if measure in shares else "count"
    return kinds


def _repeated(what: str, names: Iterable[str]) -> Iterator[str]:
    for name, times in Counter(names).items():
        if times > 1:
            yield f"{what} {name} 出现 {times} 次，应各不相同。"


def _column_faults(
    column: Column,
    rules: Mapping[str, Rule],
    measures: Mapping[str, ColumnKind],
    modules: dict[str, str],
    outcome: Collection[str],
    marks: Mapping[str, ColumnKind],
) -> Iterator[str]:
    if not column.header or not all(column.header):
        yield "header 应至少有一级表头，各级不能为空。"
    if not is_id(column.id):
        yield "id 只能用英文字母、数字和下划线。"
    if column.measure and (
        column.measure not in measures or column.kind not in ("count", "percent")
    ):
        known = "、".join(sorted(measures))
        yield f"measure 为 {column.measure}；只用于计数、百分比栏，可用的有：{known}。"
    elif column.measure and column.kind != measures[column.measure]:
        found, allowed = (
            f"{kind}（{KIND_NAMES[kind]}）" for kind in (column.kind, measures[column.measure])
        )
        yield f"kind 为 {found}；计数用途为 {column.measure} 的应为 {allowed}。"
    wanted = marks.get(column.rule, column.kind)
    if column.kind != wanted:
        yield f"kind 为 {column.kind}；rule 为 {column.rule} 的应为 {wanted}。"
    elif column.kind == "flag" and column.rule not in (VETO, "", *marks):
        yield f"rule 为 {column.rule}；√ 栏只能用 {'、'.join([VETO, *marks])} 或不写。"
    if column.kind == "computed" and not {column.id, column.module or column.id} <= set(outcome):
        known = "、".join(outcome)
        yield f"只有名次、得分等由程序填写的栏目才是计算栏，id 和 module 应为 {known}。"
    if column.kind != "points":
        if column.sign:
            yield "sign 只用于分值栏。"
        return
    if column.sign not in ("+", "-"):
        yield "分值栏要写 sign：+ 或 -。"
    if column.rule and column.rule not in rules:
        yield f"rule 为 {column.rule}；没有这条规则。"
    if column.module != BY_ENTRY and column.module not in modules:
        yield f"module 为 {column.module or '空'}；应为 {'、'.join(modules)} 或 {BY_ENTRY}。"
    elif column.module != BY_ENTRY and column.sign != modules[column.module]:
        yield f"{column.sign} 分值不能计入 {column.module}：奖励分只加，倒扣分模块只扣。"
