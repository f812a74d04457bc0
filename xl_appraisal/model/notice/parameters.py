"""Every number and choice of a notice as one flat list that staff can read and change.

The sheet 规则 shows this list.  A change made there is put back into the notice's document and
read again, so that a changed value passes the same checks as one in the file.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from xl_appraisal.model.exact import percent, plain
from xl_appraisal.model.fields import parse_share
from xl_appraisal.model.notice.kinds import FIELDS
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
    found = [*_module_parameters(notice), *_setting_parameters(notice)]
    for rule in notice.rules.values():
        found.extend(_rule_parameters(rule, notice.deducting_modules))
    return tuple(sorted(found, key=lambda parameter: parameter.remark))


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
    deductive = _deductive(changed)
    for path, value in changes.items():
        table, key, kind, choices = _locate(changed, path)
        choices = deductive if key == "deduction_module" else choices
        table[key] = _parsed(value, kind, choices)
    return changed


def _deductive(document: dict[str, Any]) -> dict[str, str]:
    """The modules that deductions may go to: a deduction in any other would raise a score."""
    remarks = document.get("remark", ())
    methods = [method for r in remarks for method in r.get("method", ())]
    ids = {m for method in methods if method["kind"] == "deduct" for m in method["modules"]}
    modules = [module for r in remarks for module in r.get("module", ())]
    return {module["id"]: module["name"] for module in modules if module["id"] in ids}


def _locate(document: dict[str, Any], path: str) -> tuple[dict[str, Any], str, str, dict[str, str]]:
    """The table and key that a path stands for, with the kind of value allowed there."""
    sort, _, name = path.partition(".")
    if sort not in ("module", "setting", "rule"):
        raise KeyError(path)
    block_id, *rest = name.split(".")
    blocks = [b for r in document.get("remark", ()) for b in r.get(sort, ()) if b["id"] == block_id]
    if not blocks:
        raise KeyError(path)
    block = blocks[0]
    match rest:
        case [] if sort == "setting":
            kind = f"{block['kind']}{'?' if block.get('optional') else ''}"
            return block, "value", kind, block.get("choices", {})
        case ["max"] if sort == "module":
            return block, "max", "points", {}
        case ["cap" | "target" as key]:
            return block, key, "points?", {}
        case ["deduction_module" as key] if key in block:
            return block, key, "choice", {}
        case ["lift", "share" | "points" as key] if "lift" in block:
            return block["lift"], key, "share" if key == "share" else "points", {}
        case [measure_id, "points"]:
            return _measure_table(block, measure_id, path), "points", "points", {}
        case [measure_id, number, "from" | "points" as key] if number.isdecimal():
            bands = _measure_table(block, measure_id, path).get("bands", ())
            if 1 <= int(number) <= len(bands):
                return bands[int(number) - 1], key, "points", {}
    raise KeyError(path)


def _measure_table(block: dict[str, Any], measure_id: str, path: str) -> dict[str, Any]:
    for measure in block.get("measures", ()):
        if measure["id"] == measure_id:
            found: dict[str, Any] = measure
            return found
    raise KeyError(path)


def _parsed(value: str | Decimal, kind: str, choices: dict[str, str]) -> object:
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
