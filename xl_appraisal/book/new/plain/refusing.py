"""What a notice may say that plain formulas cannot compute exactly: it is refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from xl_appraisal.book.new.plain.rule_values import MOST_PLACES, is_weight, places_of
from xl_appraisal.book.new.plain.typed_cells import MOST_COUNT
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.fields import parse_share
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.notice.parameters import Parameter, parameters

_FORM = 2
_MOST_GROUPS = 40
"""Numbers of places in one formula: 40 times the length of a cell's name, several times over."""


def refuse(notice: Notice) -> None:
    """Raise :class:`BookError` with every such thing."""
    found = list(_refusals(notice))
    if found:
        raise BookError(
            "这份通报不能做成纯公式工作簿〔命令行：--formulas native〕："
            f"{'；'.join(found)}。请新建带宏的工作簿〔命令行：不加 --formulas native〕。"
        )


def _refusals(notice: Notice) -> Iterator[str]:
    if notice.form > _FORM:
        yield f"form = {notice.form} 的通报公式还不会算"
    if len(notice.groups) > _MOST_GROUPS:
        yield f"分了{len(notice.groups)}个组排名，公式最多算{_MOST_GROUPS}个组"
    for parameter in parameters(notice):
        why = _unsayable(parameter)
        if why:
            yield f"“{parameter.name}”为{parameter.value}，{why}"


def _unsayable(parameter: Parameter) -> str:
    """Why the formulas could not take a value; empty where they can."""
    if parameter.choices or not parameter.value:
        return ""
    if is_weight(parameter):
        share = parse_share(parameter.value) or Fraction(0)
        exact = (share * 10 ** places_of(parameter)).denominator == 1
        return "" if exact else "公式只能准确计算最多两位小数的百分数"
    if parameter.unit == "比例":
        return ""
    value, places = abs(Decimal(parameter.value)), places_of(parameter)
    if parameter.unit == "位" and parameter.path.endswith("places") and value > MOST_PLACES:
        return f"公式最多算到{MOST_PLACES}位小数"
    if value >= MOST_COUNT:
        return f"公式只会算小于{MOST_COUNT}的数"
    exact = value.scaleb(places) == value.scaleb(places).to_integral_value()
    return "" if exact else f"公式只会算最多{places}位小数"
