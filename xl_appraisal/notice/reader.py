"""A notice file (TOML) read into :class:`~xl_appraisal.notice.model.Notice`, faults and all."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, get_args

from xl_appraisal.errors import NoticeError
from xl_appraisal.fields import Faults, Fields
from xl_appraisal.notice.model import (
    Band,
    Lift,
    Measure,
    MethodKind,
    Module,
    Notice,
    Reading,
    Remark,
    Rule,
    RuleKind,
    Setting,
    SettingKind,
    SettingValue,
    Situation,
    Stage,
    Standing,
)

REQUIRED_SETTINGS: dict[str, SettingKind] = {
    "total_places": "integer",
    "tie_rank": "choice",
    "red_flag_share": "share",
    "quota_rounding": "choice",
    "tie_at_line": "choice",
    "staff_weight": "share",
    "staff_score_max": "points",
    "staff_places": "integer",
    "module_floor": "points",
    "substitution": "choice",
}
"""The settings that scoring asks for, and the kind of each."""


def build_notice(source: str, document: dict[str, Any]) -> Notice:
    """The notice of a parsed document.

    Raises :class:`NoticeError` listing every fault; ``source`` names the file in it.
    """
    faults: Faults = []
    notice = _NoticeReader(Fields(source, document, faults)).read()
    faults.extend(f"{source}：{fault}" for fault in _cross_check(notice))
    if faults:
        raise NoticeError(source, faults)
    return notice


class _NoticeReader:
    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.faults = fields.faults
        self.remarks: list[Remark] = []
        self.readings: list[Reading] = []
        self.modules: list[tuple[str, str, Decimal, int]] = []
        self.methods: dict[str, tuple[MethodKind, int]] = {}
        self.settings: dict[str, Setting] = {}
        self.rules: dict[str, Rule] = {}
        self.situations: list[Situation] = []

    def read(self) -> Notice:
        head = self.fields.table_of("notice") or Fields("[notice]", {}, self.faults)
        for fields in self.fields.tables("remark"):
            self._remark(fields)
        self.fields.done()
        notice = Notice(
            id=head.text("id"),
            plan=head.text("plan"),
            annex=head.text("annex"),
            title=head.text("title"),
            stages=_stages(head),
            remarks=tuple(self.remarks),
            readings=tuple(self.readings),
            modules=tuple(self._modules()),
            settings=self.settings,
            rules=self.rules,
            situations=tuple(self.situations),
        )
        head.done()
        return notice

    def _remark(self, fields: Fields) -> None:
        number = fields.integer("number")
        fields.where = f"备注{number}"
        self.remarks.append(Remark(number, fields.text("text")))
        for block in fields.tables("reading"):
            self.readings.append(_reading(block, number))
        for block in fields.tables("module"):
            self.modules.append((block.text("id"), block.text("name"), block.number("max"), number))
            block.done()
        for block in fields.tables("method"):
            self._method(block, number)
        for block in fields.tables("setting"):
            setting = _setting(block, number)
            self._add(self.settings, setting.id, setting, block)
        for block in fields.tables("rule"):
            rule = read_rule(block, number)
            self._add(self.rules, rule.id, rule, block)
        for block in fields.tables("situation"):
            self.situations.append(Situation(block.integer("number"), block.text("text")))
            block.done()
        fields.done()

    def _add(self, known: dict[str, Any], key: str, value: object, fields: Fields) -> None:
        if key in known:
            fields.fault("id", key, "未用过的编号，此编号前面已有")
        known[key] = value

    def _method(self, block: Fields, remark: int) -> None:
        kind = block.choice("kind", MethodKind)
        for module in block.texts("modules"):
            self.methods[module] = (kind, remark)
        reading = Reading(
            id=kind,
            stage=block.choice("stage", Stage),
            standing=block.choice("standing", Standing),
            text=block.text("reading"),
            remark=remark,
        )
        self.readings.append(reading)
        block.done()

    def _modules(self) -> Iterable[Module]:
        for module_id, name, maximum, remark in self.modules:
            if module_id not in self.methods:
                self.faults.append(
                    f"备注{remark}：模块 {name} 没有 [[remark.method]] 说明怎样计分。"
                )
            if maximum <= 0:
                self.faults.append(f"备注{remark}：模块 {name} 的 max 应大于0。")
            method, method_remark = self.methods.get(module_id, ("deduct", remark))
            yield Module(module_id, name, maximum, remark, method, method_remark)
        for module_id in self.methods.keys() - {module[0] for module in self.modules}:
            self.faults.append(f"[[remark.method]] 提到的模块 {module_id} 没有定义。")


def _stages(head: Fields) -> tuple[Stage, ...]:
    stages = head.texts("stages")
    allowed = get_args(Stage)
    if stages != tuple(stage for stage in allowed if stage in stages) or not stages:
        head.fault("stages", list(stages), "按先后排列的 " + "、".join(allowed))
        return ()
    return stages  # type: ignore[return-value]  # checked against Stage just above


def _reading(block: Fields, remark: int) -> Reading:
    reading = Reading(
        id=block.text("id"),
        stage=block.choice("stage", Stage),
        standing=block.choice("standing", Standing),
        text=block.text("text"),
        remark=remark,
    )
    block.done()
    return reading


def _setting(block: Fields, remark: int) -> Setting:
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


def read_rule(block: Fields, remark: int) -> Rule:
    """One rule block; also used for the rules that a layout brings along."""
    kind: RuleKind = block.choice("kind", RuleKind)
    standings = block.table_of("standings", optional=True)
    rule = Rule(
        id=block.text("id"),
        name=block.text("name"),
        kind=kind,
        stage=block.choice("stage", Stage, "points"),
        standing=block.choice("standing", Standing),
        standings={key: standings.choice(key, Standing) for key in standings.table}
        if standings
        else {},
        reading=block.text("reading"),
        remark=remark,
        module=block.text("module"),
        deduction_module=block.text("deduction_module", "") or None,
        measures=tuple(_measure(fields, kind) for fields in block.tables("measures")),
        cap=block.optional_number("cap"),
        target=block.optional_number("target"),
        lift=_lift(block),
    )
    if not rule.measures:
        block.fault("measures", [], "至少一项计数")
    block.done()
    return rule


def _measure(fields: Fields, kind: RuleKind) -> Measure:
    measure = Measure(
        id=fields.text("id"),
        name=fields.text("name"),
        unit=fields.text("unit", ""),
        bands=tuple(_band(band) for band in fields.tables("bands")) if kind == "bands" else (),
        points=fields.number("points") if kind == "tally" else None,
    )
    if kind == "bands" and not measure.bands:
        fields.fault("bands", [], "至少一个区间")
    starts = [band.start for band in measure.bands]
    if starts != sorted(set(starts)):
        fields.fault("bands", [str(start) for start in starts], "起点由小到大、互不相同的区间")
    fields.done()
    return measure


def _band(fields: Fields) -> Band:
    band = Band(fields.number("from"), fields.optional_number("to"), fields.number("points"))
    if band.start <= 0:
        fields.fault("from", band.start, "大于0的起点")
    fields.done()
    return band


def _lift(block: Fields) -> Lift | None:
    fields = block.table_of("lift", optional=True)
    if fields is None:
        return None
    lift = Lift(
        fields.text("id"), fields.text("name"), fields.share("share"), fields.number("points")
    )
    fields.done()
    return lift


def _cross_check(notice: Notice) -> Iterable[str]:
    """Faults that only show when the whole file is read."""
    numbers = [remark.number for remark in notice.remarks]
    if numbers != list(range(1, len(numbers) + 1)) or not numbers:
        yield f"备注编号为 {numbers}；应从1起连续。"
    if len({module.id for module in notice.modules}) != len(notice.modules):
        yield "模块编号有重复。"
    methods = [module.method for module in notice.modules]
    if methods.count("mean") != 1 or methods.count("accumulate") != 1:
        yield "应有且只有一个平均分模块（mean）和一个累计加分模块（accumulate）。"
    for setting_id, kind in REQUIRED_SETTINGS.items():
        if setting_id not in notice.settings:
            yield f"缺少设置 {setting_id}。"
        elif notice.settings[setting_id].kind != kind:
            yield f"设置 {setting_id} 的 kind 应为 {kind}。"
    modules = {module.id for module in notice.modules}
    for rule in notice.rules.values():
        for target in (rule.module, rule.deduction_module):
            if target is not None and target not in modules:
                yield f"规则 {rule.name}：模块 {target} 没有定义。"
    deductive = {module.id for module in notice.modules if module.method == "deduct"}
    for rule in notice.rules.values():
        if rule.deduction_module in modules - deductive:
            yield f"规则 {rule.name}：扣分不能计入 {rule.deduction_module}，它不是倒扣分的模块。"
    fed = {stage for _, stage in notice.reading_pairs()}
    for stage in notice.stages:
        if stage not in fed:
            yield f"步骤 {stage} 没有任何备注支撑。"
