"""A notice file (TOML) read into ``Notice``, faults and all.

Long because the two forms of notice files are read side by side.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, get_args

from xl_appraisal.model.errors import NoticeError
from xl_appraisal.model.fields import Fault, Faults, Fields, Path
from xl_appraisal.model.notice.award_reader import read_award, read_exclusion, read_group
from xl_appraisal.model.notice.awards import Award, Exclusion, Group
from xl_appraisal.model.notice.consistency import cross_check
from xl_appraisal.model.notice.kinds import MethodKind
from xl_appraisal.model.notice.notice import (
    ELECTION,
    OFFICE,
    TITLE_WORDS,
    Gathering,
    Grade,
    Limit,
    Module,
    Notice,
    Reading,
    Remark,
    Rule,
    Setting,
    Situation,
    Stage,
    Standing,
)
from xl_appraisal.model.notice.notice_form import form_of, refuse_newer
from xl_appraisal.model.notice.own_values import (
    FIRST_NAMES,
    HEAD_VALUES,
    LIMIT_VALUES,
    MODULE_VALUES,
    read_own,
)
from xl_appraisal.model.notice.rule_reader import read_rule
from xl_appraisal.model.notice.setting_reader import read_setting
from xl_appraisal.model.period import PeriodKind, every_kind
from xl_appraisal.model.record import replace

_LEAST_RUN = 2
_STAGES: dict[MethodKind, Stage] = {
    "mean": "staff_performance",
    "deduct": "deductions",
    "accumulate": "reward",
    "given": "reward",
}


def build_notice(source: str, document: dict[str, Any]) -> Notice:
    """The notice of a parsed document.

    Raises :class:`NoticeError` listing every fault; ``source`` names the file in it.
    """
    faults: Faults = []
    refuse_newer(source, document)
    notice = _NoticeReader(Fields(source, document, faults)).read()
    found = cross_check(notice)
    faults.extend(Fault(f"{source}：{fault}", fault.path) for fault in found)
    if faults:
        raise NoticeError(source, faults)
    return notice


class _NoticeReader:
    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.form = form_of(fields.table)
        self.awards: list[Award] = []
        self.groups: list[Group] = []
        self.exclusions: list[Exclusion] = []
        self.grades: list[Grade] = []
        self.limits: list[Limit] = []
        self.own: dict[str, dict[str, str]] = {}
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
        modules = tuple(self._modules())
        more = self._first_form() if self.form == 1 else self._second_form(head)
        notice = Notice(
            id=head.text("id"),
            plan=head.text("plan"),
            annex=head.text("annex"),
            title=_title(head),
            office=head.text("office", OFFICE),
            stages=self._stages(head),
            remarks=tuple(self.remarks),
            readings=tuple(self.readings),
            modules=tuple(self._with_settings(module) for module in modules),
            settings=self.settings,
            rules={key: self._caps(rule) for key, rule in self.rules.items()},
            situations=tuple(self.situations),
            places=self.places,
            awards=tuple(self.awards),
            groups=tuple(self.groups),
            exclusions=tuple(self.exclusions),
            grades=tuple(self.grades),
            limits=tuple(self.limits),
            form=self.form,
            **more,
        )
        head.done()
        return notice

    def _first_form(self) -> dict[str, Any]:
        """The one award of the first form, whose name stands in that of its share."""
        share = self.settings.get("red_flag_share")
        name = share.name.removesuffix("比例") if share else ""
        remark = share.remark if share else 1
        self.awards = [Award("red_flag", name or ELECTION, remark, FIRST_NAMES["award"])]
        return {}

    def _second_form(self, head: Fields) -> dict[str, Any]:
        """What the head of the second form may say beside what the first had."""
        remark = self.remarks[0].number if self.remarks else 0
        ids = {key: key for key in HEAD_VALUES}
        own = read_own(head, HEAD_VALUES, ids, "", remark, "notice")
        head.integer("form")
        for setting, place in own.values():
            self._own(setting, place)
        period: PeriodKind = head.choice("period", PeriodKind, "quarter")
        source = head.text("source", "")
        gather: Gathering = head.choice("gather", Gathering, "mean")
        partial = head.flag("partial")
        last = head.integer("last_in_a_row") if "last_in_a_row" in head.table else 0
        if "last_in_a_row" in head.table and last < _LEAST_RUN:
            head.fault("last_in_a_row", last, "不小于2的整数：连续几期末位")
        more = {"period": period, "partial": partial, "source": source}
        return {**more, "gather": gather, "last_in_a_row": last}

    def _own(self, setting: Setting, place: Path) -> str:
        if setting.id in self.settings:
            self.faults.append(Fault(f"设置 {setting.id} 已写在别处，只能写一处。", place))
        self.settings[setting.id] = setting
        self.places[f"setting.{setting.id}"] = place[:-1]
        self.places[f"value.{setting.id}"] = place
        return setting.id

    def _award(self, block: Fields, remark: int) -> None:
        award, own, how = read_award(block, remark, self.awards)
        for setting, place in own.values():
            self._own(setting, place)
        self.awards.append(award)
        self.places[f"award.{award.id}"] = block.path
        self._told(f"award.{award.id}", "red_flag", block, remark, how)

    def _group(self, block: Fields, remark: int) -> None:
        group, how = read_group(block, remark, self.groups)
        self.groups.append(group)
        self._told("group", "ranking", block, remark, how)

    def _exclusion(self, block: Fields, remark: int) -> None:
        exclusion, how = read_exclusion(block, remark, self.exclusions)
        self.exclusions.append(exclusion)
        self.places[f"exclusion.{exclusion.id}"] = block.path
        self._told(f"exclusion.{exclusion.id}", "ranking", block, remark, how)

    def _told(self, name: str, stage: Stage, block: Fields, remark: int, how: Standing) -> None:
        """The block's own reading; nothing else may stand in it."""
        self.readings.append(Reading(name, stage, how, block.text("reading", ""), remark))
        block.done()

    def _limit(self, block: Fields, remark: int) -> None:
        limit, name, rules = block.text("id"), block.text("name"), block.texts("rules")
        how: Standing = block.choice("standing", Standing, "notice")
        own = read_own(block, LIMIT_VALUES, {"cap": f"{limit}.cap"}, name, remark, how)
        setting = self._own(*own["cap"])
        self.limits.append(Limit(limit, name, remark, rules, setting))
        self.places[f"limit.{limit}"] = block.path
        block.text("reading", "")
        block.done()

    def _grade(self, block: Fields, remark: int) -> None:
        how: Standing = block.choice("standing", Standing, "notice")
        grade = Grade(block.text("name"), block.number("from"), remark, how)
        if any(known.start == grade.start for known in self.grades):
            block.fault("from", grade.start, "与别的等次不同的起点")
        self.grades.append(grade)
        self.places[f"grade.{len(self.grades)}"] = (*block.path, "from")
        self._told("grade", "ranking", block, remark, how)

    def _caps(self, rule: Rule) -> Rule:
        """In the second form, a rule of a deducting module may be capped like any other."""
        method = self.methods.get(rule.module, ("", 0))[0]
        return replace(rule, caps_deductions=self.form > 1 and method == "deduct")

    def _with_settings(self, module: Module) -> Module:
        first = FIRST_NAMES.get(module.method, {}) if self.form == 1 else {}
        return replace(module, settings=self.own.get(module.id) or first)

    def _stages(self, head: Fields) -> tuple[Stage, ...]:
        """In the second form, those that the remarks feed, and where every window is ranked."""
        if self.form == 1 or "stages" in head.table:
            return _stages(head)
        fed: set[str] = {reading.stage for reading in self.readings}
        fed |= {setting.stage for setting in self.settings.values()}
        fed |= {rule.stage for rule in self.rules.values()}
        return tuple(stage for stage in get_args(Stage) if stage in fed)

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
            if self.form > 1 and "method" in block.table:
                self._own_method(block, number)
            block.done()
        for block in fields.tables("method"):
            self._method(block, number)
        for block in fields.tables("setting"):
            setting = read_setting(block, number)
            self._add(self.settings, "setting", setting.id, setting, block)
            self.places[f"value.{setting.id}"] = (*block.path, "value")
        for block in fields.tables("rule"):
            rule = read_rule(block, number)
            self._add(self.rules, "rule", rule.id, rule, block)
        read = {
            "award": self._award,
            "group": self._group,
            "exclusion": self._exclusion,
            "limit": self._limit,
            "grade": self._grade,
        }
        for name, of_second_form in read.items() if self.form > 1 else ():
            for block in fields.tables(name):
                of_second_form(block, number)
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

    def _own_method(self, block: Fields, remark: int) -> None:
        """A method that stands in the module's own block, with the values that go with it."""
        module, name = self.modules[-1][:2]
        kind: MethodKind = block.choice("method", MethodKind)
        how: Standing = block.choice("standing", Standing, "notice")
        self.methods[module] = (kind, remark)
        reading = block.text("reading", "")
        self.readings.append(Reading(kind, _STAGES[kind], how, reading, remark))
        names = {key: f"{module}.{key}" for key in MODULE_VALUES[kind]}
        if kind == "mean" and "staff_weight" not in self.settings:
            names = FIRST_NAMES["mean"]
        own = read_own(block, MODULE_VALUES[kind], names, name, remark, how)
        self.own[module] = {key: self._own(*value) for key, value in own.items()}

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
    period = head.table.get("period", "quarter")
    word = {words.kind: words.word for words in every_kind()}.get(period, "期数")
    allowed = {"{year}", f"{{{period}}}"}
    if set("{}") & set(TITLE_WORDS.sub(lambda m: "" if m[0] in allowed else m[0], title)):
        head.fault(
            "title", title, f"一行文字，花括号只用于 {{year}}（年）和 {{{period}}}（{word}）"
        )
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
