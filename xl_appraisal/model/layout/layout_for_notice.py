"""A layout that follows a notice: a column for all that its modules and rules take in or give."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from xl_appraisal.model.layout.layout import GROUP, VETO
from xl_appraisal.model.layout.layout_file import build_layout
from xl_appraisal.model.notice.notice import Notice, Rule

_HEAD = """\
# 依通报 {notice} 生成的栏目：每个模块、每条规则都有栏目。增、减、移动、改名栏目只改本文件。
# 改好后用 xl-appraisal layout check 本文件 检查。
#
# kind（种类）：computed 计算 · count 计数 · points 分值 · percent 百分比 · flag √ · text 文字
# sign（加扣）：+ 加分 · - 扣分，表中一律填正数
# rule（规则）：分值依通报的哪条规则；measure：此计数供哪条规则使用

[layout]
id = {id}
notice = {notice_id}
{key} = {quarter}
"""
_NAMES = {"+": ("加分", "bonus"), "-": ("扣分", "deduction")}


class _Made(NamedTuple):
    """A column to be written; ``said`` is the comment above it."""

    id: str
    header: tuple[str, ...]
    kind: str
    said: str = ""
    module: str = ""
    rule: str = ""
    measure: str = ""
    sign: str = ""
    format: str = ""
    width: str = ""

    def text(self) -> str:
        """Its block of TOML."""
        fields = {**self._asdict(), "standing": "sure"}
        said = f"# {fields.pop('said')}\n" if self.said else ""
        width = fields.pop("width")
        lines = [f"{name} = {_toml(value)}\n" for name, value in fields.items() if value]
        return "".join([f"\n{said}[[column]]\n", *lines, f"width = {width}\n" if width else ""])


def layout_for_notice(notice: Notice, quarter: str) -> str:
    """The text of a layout file for ``notice``, usable as it is.

    ``quarter`` is a period of the notice's kind, such as ``2024Q1``.  Raises :class:`LayoutError`
    where it is not, or where ids of the notice would give two columns one id.
    """
    name = f"{notice.id}-{quarter}"
    head = _HEAD.format(
        notice=notice.id,
        id=_toml(name),
        notice_id=_toml(notice.id),
        key="quarter" if notice.period == "quarter" else "period",
        quarter=_toml(quarter),
    )
    text = head + "".join(column.text() for column in _columns(notice))
    build_layout(name, tomllib.loads(text, parse_float=Decimal), notice)
    return text


def _columns(notice: Notice) -> Iterator[_Made]:
    shown = [one.shown for one in notice.exclusions if not one.ranked]
    wide = _width(5, *shown)  # what stands there in place of a rank
    yield _Made("rank", ("名次",), "computed", "程序填写的栏目", width=wide)
    yield _Made("window", ("窗口",), "text", width="14")
    if notice.groups:
        said = f"{'、'.join(group.name for group in notice.groups)}，写其中一个"
        yield _Made(GROUP, ("组别",), "text", said, rule=GROUP, width="7")
    for module in notice.modules:
        header = (f"{module.name}（{{max}}分）",)
        yield _Made(module.id, header, "computed", module=module.id, width="8.5")
    yield _Made("total", ("总分（{max}分）",), "computed", format="0.00_ ", width="10")
    for award in notice.window_awards:
        yield _Made(award.column, (award.name,), "computed", width=_width(9, award.name))
    if notice.grades:
        yield _Made("grade", ("等次",), "computed", width="9")
    for rule in notice.rules.values():
        yield from _of_rule(rule, notice)
    if notice.award is not None and notice.situations:
        yield _Made(VETO, ("不得参评",), "flag", "有通报所列情形的打√", rule=VETO)
    for exclusion in notice.exclusions:
        header, how = (exclusion.name,), "打√" if exclusion.typed == "flag" else "写明原因"
        said = f"{exclusion.name}的{how}，其余留空"
        yield _Made(exclusion.id, header, exclusion.typed, said, rule=exclusion.id, width="9")


def _width(least: int, *texts: str) -> str:
    """Characters that hold those texts on one line, two for each of Chinese."""
    most = 15
    return str(min(most, max([least, *(2 * len(text) + 2 for text in texts)])))


def _of_rule(rule: Rule, notice: Notice) -> Iterator[_Made]:
    """What the rule takes in, then the points that follow."""
    names = {f"{rule.id}.{measure.id}": measure.name for measure in rule.own_measures}
    if rule.lift is not None:
        names[f"{rule.id}.{rule.lift.id}"] = rule.lift.name
    group = notice.module(rule.module).name
    said = f"备注{rule.remark}：{rule.name}"
    shares = rule.share_ids()
    for measure in rule.measure_ids():
        kind, shown = ("percent", "0.0%") if measure in shares else ("count", "")
        header = (group, rule.name, names[measure])
        own = measure.replace(".", "_")
        yield _Made(own, header, kind, said, measure=measure, format=shown)
        said = ""
    for module in dict.fromkeys((rule.module, rule.deduction_module or rule.module)):
        sign = notice.module(module).sign
        word, ending = _NAMES[sign]
        header = (group, rule.name, word)
        own = f"{rule.id}_{ending}"
        yield _Made(own, header, "points", module=module, rule=rule.id, sign=sign)


def _toml(text: str) -> str:
    """A basic string or a list of them in TOML, which JSON's are too."""
    return json.dumps(text, ensure_ascii=False)
