"""Every number and choice of a notice as one flat list that staff can read and change.

The sheet 规则 shows this list.  A change made there is put back into the notice's document and
read again, so that a changed value passes the same checks as one in the file.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from xl_appraisal.model.exact import percent, plain
from xl_appraisal.model.fields import parse_share
from xl_appraisal.model.notice.kinds import FIELDS, SIGNS
from xl_appraisal.model.notice.notice import Notice, Rule, Setting, Standing
from xl_appraisal.model.record import NOTHING, Record

UNSET = ""
"""How an optional value that is not set is written, in the file and on the sheet."""


class Parameter(Record):
    """One value of a notice.

    ``path`` is stable and names the value (``rule.case_volume.immediate.1.from``); ``value`` is
    what the sheet shows: a number, a share such as ``30%`` or the Chinese text of a choice.
    """

    path: str
    name: str
    value: str
    unit: str
    remark: int
    standing: Standing
    reading: str
    choices: Mapping[str, str] = NOTHING
    optional: bool = False


def parameters(notice: Notice) -> tuple[Parameter, ...]:
    """All values of the notice in the order of its remarks."""
    values = [*_module_parameters(notice), *_setting_parameters(notice)]
    for rule in notice.rules.values():
        values.extend(_rule_parameters(rule, notice.deducting_modules))
    return tuple(sorted(values, key=lambda parameter: parameter.remark))


def _module_parameters(notice: Notice) -> Iterator[Parameter]:
    for module in notice.modules:
        yield Parameter(
            path=f"module.{module.id}.max",
            name=f"{module.name} 满分",
            value=plain(module.maximum),
            unit="分",
            remark=module.remark,
            standing="notice",
            reading="",
        )


_UNITS = {"points": "分", "integer": "位", "share": "比例", "choice": "选一"}


def _setting_parameters(notice: Notice) -> Iterator[Parameter]:
    for setting in notice.settings.values():
        yield Parameter(
            path=f"setting.{setting.id}",
            name=setting.name,
            value=_setting_text(setting),
            unit=_UNITS[setting.kind],
            remark=setting.remark,
            standing=setting.standing,
            reading=setting.reading,
            choices=setting.choices,
            optional=setting.optional,
        )


def _setting_text(setting: Setting) -> str:
    value = setting.value
    if value is None:
        return UNSET
    if isinstance(value, str):
        return setting.choices[value]
    if setting.kind == "share":
        return percent(value)
    return plain(value)


def _rule_parameters(rule: Rule, deductive: Mapping[str, str]) -> Iterator[Parameter]:
    def row(path: str, name: str, value: str, unit: str, **more: Any) -> Parameter:
        return Parameter(
            path=f"rule.{rule.id}.{path}",
            name=name if name.startswith(rule.name) else f"{rule.name} {name}",
            value=value,
            unit=unit,
            remark=rule.remark,
            standing=rule.standing_of(path),
            reading=rule.reading,
            **more,
        )

    for measure in rule.measures:
        if measure.points is not None:
            yield row(
                f"{measure.id}.points",
                f"{measure.name} 每{measure.unit}",
                plain(measure.points),
                "分",
            )
        for number, band in enumerate(measure.bands, 1):
            label = f"{measure.name} 第{number}档"
            yield row(
                f"{measure.id}.{number}.from", f"{label}起点", plain(band.start), measure.unit
            )
            yield row(f"{measure.id}.{number}.points", f"{label}加分", plain(band.points), "分")
    if rule.lift is not None:
        yield row("lift.share", f"{rule.lift.name} 达到", percent(rule.lift.share), "比例")
        yield row("lift.points", f"{rule.lift.name} 每区间再加", plain(rule.lift.points), "分")
    if "target" in FIELDS[rule.kind]:
        unit = rule.measures[0].unit
        yield row("target", "目标次数", _optional(rule.target), unit, optional=True)
    if rule.module not in deductive:  # a cap limits what is added
        yield row("cap", "加分上限", _optional(rule.cap), "分", optional=True)
    if rule.deduction_module is not None:
        module = deductive.get(rule.deduction_module, rule.deduction_module)
        yield row("deduction_module", "扣分计入", module, "选一", choices=deductive)


def _optional(value: Decimal | None) -> str:
    return UNSET if value is None else plain(value)


def changed_document(
    document: dict[str, Any], changes: Mapping[str, str | Decimal]
) -> dict[str, Any]:
    """A copy of a notice's document with the values at those paths replaced.

    Raises :class:`KeyError` for a path that the document does not have and
    :class:`ValueError`, saying in Chinese what is allowed, for a value of the wrong sort; the
    bounds are checked when the document is read.
    """
    changed = copy.deepcopy(document)
    slots = dict(_slots(changed))
    for path, value in changes.items():
        table, key, kind, choices = slots[path]
        table[key] = _parsed(value, kind, choices)
    return changed


Slot: TypeAlias = tuple[dict[str, Any], str, str, Mapping[str, str]]
"""Where a value stands in a document (table and key), and what may stand there (kind, choices)."""


def _slots(document: dict[str, Any]) -> Iterator[tuple[str, Slot]]:
    """Every value that can be changed, by its path."""
    remarks = document.get("remark", ())
    deductive = _deductive(remarks)
    for remark in remarks:
        for module in remark.get("module", ()):
            yield f"module.{module['id']}.max", (module, "max", "points", {})
        for setting in remark.get("setting", ()):
            kind = f"{setting['kind']}{'?' if setting.get('optional') else ''}"
            yield f"setting.{setting['id']}", (setting, "value", kind, setting.get("choices", {}))
        for rule in remark.get("rule", ()):
            for path, slot in _rule_slots(rule, deductive):
                yield f"rule.{rule['id']}.{path}", slot


def _rule_slots(rule: dict[str, Any], deductive: Mapping[str, str]) -> Iterator[tuple[str, Slot]]:
    for measure in rule.get("measures", ()):
        yield f"{measure['id']}.points", (measure, "points", "points", {})
        for number, band in enumerate(measure.get("bands", ()), 1):
            for key in ("from", "points"):
                yield f"{measure['id']}.{number}.{key}", (band, key, "points", {})
    for key in ("cap", "target"):
        yield key, (rule, key, "points?", {})
    if "deduction_module" in rule:
        yield "deduction_module", (rule, "deduction_module", "choice", deductive)
    for key in ("share", "points") if "lift" in rule else ():
        yield f"lift.{key}", (rule["lift"], key, key, {})


def _deductive(remarks: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The modules that deductions may go to: a deduction in any other would raise a score."""
    methods = [method for r in remarks for method in r.get("method", ())]
    ids = {m for method in methods if SIGNS.get(method["kind"]) == "-" for m in method["modules"]}
    modules = [module for r in remarks for module in r.get("module", ())]
    return {module["id"]: module["name"] for module in modules if module["id"] in ids}


def _parsed(value: str | Decimal, kind: str, choices: Mapping[str, str]) -> object:
    if value == UNSET:
        if kind.endswith("?"):
            return UNSET
        raise ValueError("不空的值")
    kind = kind.removesuffix("?")
    if kind == "choice":
        for key, text in choices.items():
            if value in (key, text):
                return key
        raise ValueError("；".join(choices.values()) + " 之一")
    if kind == "share":
        if parse_share(value) is None:
            raise ValueError("0 到 1 之间的比例，如 30% 或 2/3")
        return value
    if not isinstance(value, Decimal):
        raise ValueError("数字")
    return value
