"""The setting blocks of a notice's first form, read with all their faults."""

from __future__ import annotations

from decimal import Decimal

from xl_appraisal.model.fields import Fields
from xl_appraisal.model.notice.notice import Setting, SettingKind, SettingValue, Stage, Standing


def read_setting(block: Fields, remark: int) -> Setting:
    """One setting block."""
    kind: SettingKind = block.choice("kind", SettingKind)
    optional = block.flag("optional")
    choices = _choices(block) if kind == "choice" else {}
    setting = Setting(
        id=block.text("id"),
        name=block.text("name"),
        kind=kind,
        value=_setting_value(block, kind, optional, choices),
        stage=block.choice("stage", Stage),
        standing=block.choice("standing", Standing),
        reading=block.text("reading"),
        remark=remark,
        choices=choices,
        optional=optional,
        minimum=block.optional_number("min"),
        maximum=block.optional_number("max"),
    )
    _check_bounds(block, setting)
    block.done()
    return setting


def _choices(block: Fields) -> dict[str, str]:
    fields = block.table_of("choices")
    return {key: fields.text(key) for key in fields.table} if fields else {}


def _setting_value(
    block: Fields, kind: SettingKind, optional: bool, choices: dict[str, str]
) -> SettingValue:
    if optional and block.table.get("value") == "":
        block.text("value")
        return None
    if kind == "share":
        return block.share("value")
    if kind == "choice":
        value = block.text("value")
        if value not in choices:
            block.fault("value", value, "、".join(choices) + " 之一")
        return value
    number = block.number("value")
    if kind == "integer" and number != number.to_integral_value():
        block.fault("value", number, "整数")
    return number


def _check_bounds(block: Fields, setting: Setting) -> None:
    value = setting.value
    if not isinstance(value, Decimal):
        return
    low = Decimal(0) if setting.minimum is None else setting.minimum
    if value < low or (setting.maximum is not None and value > setting.maximum):
        upper = "" if setting.maximum is None else f"、不大于{setting.maximum}"
        block.fault("value", value, f"不小于{low}{upper}的数字")
