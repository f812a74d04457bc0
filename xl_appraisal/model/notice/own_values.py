"""Values that stand in the block they belong to: a module's floor, an award's share.

Each becomes a :class:`Setting`, so that the sheet 规则 shows and changes it like any other.  The
first form of notice files wrote them as settings of fixed names; those names go on here.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xl_appraisal.model.fields import Fields, Path
from xl_appraisal.model.notice.kinds import MethodKind
from xl_appraisal.model.notice.notice import (
    Setting,
    SettingKind,
    SettingValue,
    Stage,
    Standing,
)
from xl_appraisal.model.record import NOTHING, Record

ROUNDING = {"half_up": "四舍五入", "up": "有小数即进一", "down": "舍去小数"}
TIES = {
    "include": "同分的都评上（可能超名额）",
    "exclude": "同分的都不评（可能不足名额）",
}
SUBSTITUTION = {"next": "按名次由下一个符合资格的窗口补位", "none": "不补位，名额空缺"}
TIE_RANK = {
    "shared": "并列，其后空出名次（1、2、2、4）",
    "dense": "并列，其后不空名次（1、2、2、3）",
}


class OwnValue(Record):
    """A value that a block may hold; ``default`` stands where the block has none.

    ``default`` ``None`` is a value that must be written, ``""`` one that may stay unset.
    """

    name: str
    kind: SettingKind
    stage: Stage
    default: object = None
    choices: Mapping[str, str] = NOTHING
    most: Decimal | None = None


_PLACES = OwnValue("小数位", "integer", "staff_performance", 3, most=Decimal(12))
MODULE_VALUES: dict[MethodKind, dict[str, OwnValue]] = {
    "mean": {
        "weight": OwnValue("权重", "share", "staff_performance"),
        "full": OwnValue("考核分满分", "points", "staff_performance"),
        "places": _PLACES,
    },
    "deduct": {"floor": OwnValue("最低分", "points", "deductions", 0)},
    "accumulate": {},
    "given": {},
}
"""What a module's block may hold, by its method."""

AWARD_VALUES = {
    "share": OwnValue("比例", "share", "red_flag", ""),
    "number": OwnValue("名额", "integer", "red_flag", ""),
    "smallest": OwnValue("最低总分", "points", "red_flag", ""),
    "rounding": OwnValue("名额取整", "choice", "red_flag", "half_up", ROUNDING),
    "ties": OwnValue("名额线上总分相同", "choice", "red_flag", "include", TIES),
    "substitution": OwnValue("一票否决后补位", "choice", "red_flag", "next", SUBSTITUTION),
}
PEOPLE_VALUES = {
    **{key: AWARD_VALUES[key] for key in ("share", "number", "rounding", "ties")},
    "smallest": OwnValue("最低考核分", "points", "red_flag", ""),
    "per_window": OwnValue("每个窗口最多", "integer", "red_flag", ""),
}
"""What the block of an award of people may hold."""
LIMIT_VALUES = {"cap": OwnValue("合计上限", "points", "points")}
HEAD_VALUES = {
    "base": OwnValue("起评分", "points", "total", ""),
    "total_cap": OwnValue("总分上限", "points", "total", ""),
    "total_places": OwnValue("总分显示小数位", "integer", "total", 2, most=Decimal(6)),
    "tie_rank": OwnValue("总分相同的名次", "choice", "ranking", "shared", TIE_RANK),
}

FIRST_NAMES = {
    "mean": {"weight": "staff_weight", "full": "staff_score_max", "places": "staff_places"},
    "deduct": {"floor": "module_floor"},
    "award": {
        "share": "red_flag_share",
        "number": "red_flag_number",
        "smallest": "red_flag_smallest",
        "rounding": "quota_rounding",
        "ties": "tie_at_line",
        "substitution": "substitution",
    },
}
"""What the first form calls the settings of a module of that method and of its one award."""


def read_own(
    block: Fields,
    values: Mapping[str, OwnValue],
    ids: Mapping[str, str],
    owner: str,
    remark: int,
    standing: Standing,
) -> dict[str, tuple[Setting, Path]]:
    """The values of a block as settings, with their places, by the key they stand under.

    ``ids`` names the settings, ``owner`` is what they belong to; a value of another's standing
    is said in the block's ``standings``.
    """
    told = block.table_of("standings", optional=True)
    found = {}
    for key, own in values.items():
        here = key in block.table
        if own.default is not None and not here:
            block.table = {**block.table, key: own.default}
        value = _value(block, key, own)
        if value is None and not here and own.default == "":
            continue
        how: Standing = standing if here else "default"
        if told is not None and key in told.table:
            how = told.choice(key, Standing)
        setting = Setting(
            id=ids[key],
            name=f"{owner} {own.name}" if owner else own.name,
            kind=own.kind,
            value=value,
            stage=own.stage,
            standing=how,
            reading="" if here else "通报未写，按默认做法。",
            remark=remark,
            choices=own.choices,
            optional=own.default == "",
            minimum=Decimal(0),
            maximum=own.most,
        )
        found[key] = setting, (*block.path, key)
    if told is not None:
        told.done()
    return found


def _value(block: Fields, key: str, own: OwnValue) -> SettingValue:
    if own.default == "" and block.table.get(key) == "":
        block.text(key)
        return None
    if own.kind == "share":
        return block.share(key)
    if own.kind == "choice":
        value = block.text(key)
        if value not in own.choices:
            block.fault(key, value, "、".join(own.choices) + " 之一")
        return value
    number = block.number(key)
    if own.kind == "integer" and number != number.to_integral_value():
        block.fault(key, number, "整数")
    if number < 0 or (own.most is not None and number > own.most):
        upper = "" if own.most is None else f"、不大于{own.most}"
        block.fault(key, number, f"不小于0{upper}的数字")
    return number
