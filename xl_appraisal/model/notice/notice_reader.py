"""A notice file (TOML) read into ``Notice``, faults and all."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, get_args

from xl_appraisal.model.errors import NoticeError
from xl_appraisal.model.fields import Fault, Faults, Fields, Path
from xl_appraisal.model.notice.consistency import cross_check
from xl_appraisal.model.notice.kinds import MethodKind
from xl_appraisal.model.notice.notice import (
    TITLE_WORDS,
    Module,
    Notice,
    Reading,
    Remark,
    Rule,
    Setting,
    SettingKind,
    SettingValue,
    Situation,
    Stage,
    Standing,
)
from xl_appraisal.model.notice.rule_reader import read_rule


def build_notice(source: str, document: dict[str, Any]) -> Notice:
    """The notice of a parsed document.

    Raises :class:`NoticeError` listing every fault; ``source`` names the file in it.
    """
    faults: Faults = []
    notice = _NoticeReader(Fields(source, document, faults)).read()
    found = cross_check(notice)
    faults.extend(Fault(f"{source}：{fault}", fault.path) for fault in found)
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
        self.places: dict[str, Path] = {}
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
            title=_title(head),
            stages=_stages(head),
            remarks=tuple(self.remarks),
            readings=tuple(self.readings),
            modules=tuple(self._modules()),
            settings=self.settings,
            rules=self.rules,
            situations=tuple(self.situations),
            places=self.places,
        )
        head.done()
        return notice

    def _remark(self, fields: Fields) -> None:
        number = fields.integer("number")
        fields.where = f"备注{number}"
        self.remarks.append(Remark(number, fields.text("text")))
        for block in fields.tables("reading"):
            own = block.text("id"), block.text("text")
            self.readings.append(_reading(block, number, *own))
        for block in fields.tables("module"):
            self.modules.append((block.text("id"), block.text("name"), block.number("max"), number))
            self.places[f"module.{self.modules[-1][0]}"] = block.path
            block.done()
        for block in fields.tables("method"):
            self._method(block, number)
        for block in fields.tables("setting"):
            setting = _setting(block, number)
            self._add(self.settings, "setting", setting.id, setting, block)
        for block in fields.tables("rule"):
            rule = read_rule(block, number)
            self._add(self.rules, "rule", rule.id, rule, block)
        for block in fields.tables("situation"):
            self.situations.append(Situation(block.integer("number"), block.text("text")))
            block.done()
        fields.done()

    def _add(
        self, known: dict[str, Any], sort: str, key: str, value: object, fields: Fields
    ) -> None:
        if key in known:
            fields.fault("id", key, "未用过的编号，此编号前面已有")
        known[key] = value
        self.places[f"{sort}.{key}"] = fields.path

    def _method(self, block: Fields, remark: int) -> None:
        kind = block.choice("kind", MethodKind)
        for module in block.texts("modules"):
            self.methods[module] = (kind, remark)
            self.places[f"method.{module}"] = (*block.path, "modules")
        self.readings.append(_reading(block, remark, kind, block.text("reading")))

    def _modules(self) -> Iterable[Module]:
        for module_id, name, maximum, remark in self.modules:
            place = self.places[f"module.{module_id}"]
            if module_id not in self.methods:
                said = f"备注{remark}：模块 {name} 没有 [[remark.method]] 说明怎样计分。"
                self.faults.append(Fault(said, place))
            if maximum <= 0:
                said = f"备注{remark}：模块 {name} 的 max 应大于0。"
                self.faults.append(Fault(said, (*place, "max")))
            method, method_remark = self.methods.get(module_id, ("deduct", remark))
            yield Module(module_id, name, maximum, remark, method, method_remark)
        for module_id in self.methods.keys() - {module[0] for module in self.modules}:
            said = f"[[remark.method]] 提到的模块 {module_id} 没有定义。"
            self.faults.append(Fault(said, self.places[f"method.{module_id}"]))


def _title(head: Fields) -> str:
    title = head.text("title")
    if set("{}") & set(TITLE_WORDS.sub("", title)):
        head.fault("title", title, "一行文字，花括号只用于 {year}（年）和 {quarter}（季度）")
        return ""
    return title


def _stages(head: Fields) -> tuple[Stage, ...]:
    stages = head.texts("stages")
    allowed = get_args(Stage)
    if stages != tuple(stage for stage in allowed if stage in stages) or not stages:
        head.fault("stages", list(stages), "按先后排列的 " + "、".join(allowed))
        return ()
    return stages  # type: ignore[return-value]  # checked against Stage just above


def _reading(block: Fields, remark: int, name: str, text: str) -> Reading:
    stage, standing = block.choice("stage", Stage), block.choice("standing", Standing)
    block.done()
    return Reading(name, stage, standing, text, remark)


def _setting(block: Fields, remark: int) -> Setting:
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
