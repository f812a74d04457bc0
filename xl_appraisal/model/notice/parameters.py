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
from xl_appraisal.model.fields import Path, parse_share
from xl_appraisal.model.keeping import kept_by_identity
from xl_appraisal.model.notice.kinds import FIELDS
from xl_appraisal.model.notice.notice import Notice, Rule, Setting, SettingKind, Standing
from xl_appraisal.model.notice.notice_reader import build_notice
from xl_appraisal.model.record import NOTHING, Record

UNSET = ""
"""How an optional value that is not set is written, in the file and on the sheet."""


class Parameter(Record):
    """One value of a notice.

    ``path`` is stable and names the value (``rule.visits.times.1.from``); ``value`` is
    what the sheet shows: a number, a share such as ``30%`` or the Chinese text of a choice.
    ``place`` is where it stands in the notice's document.
    """

    path: str
    place: Path
    name: str
    value: str
    unit: str
    remark: int
    standing: Standing
    reading: str
    kind: SettingKind = "points"
    choices: Mapping[str, str] = NOTHING
    optional: bool = False


@kept_by_identity
def parameters(notice: Notice) -> tuple[Parameter, ...]:
    """All values of the notice in the order of its remarks."""
    values = [*_module_parameters(notice), *_setting_parameters(notice)]
    values += _grade_parameters(notice)
    for rule in notice.rules.values():
        place = notice.places[f"rule.{rule.id}"]
        values.extend(_rule_parameters(rule, place, notice.deducting_modules))
    return tuple(sorted(values, key=lambda parameter: parameter.remark))


def _module_parameters(notice: Notice) -> Iterator[Parameter]:
    for module in notice.modules:
        yield Parameter(
            path=f"module.{module.id}.max",
            place=(*notice.places[f"module.{module.id}"], "max"),
            name=f"{module.name} 满分",
            value=plain(module.maximum),
            unit="分",
            remark=module.remark,
            standing="notice",
            reading="",
        )


def _grade_parameters(notice: Notice) -> Iterator[Parameter]:
    for number, grade in enumerate(notice.grades, 1):
        yield Parameter(
            path=f"grade.{number}.from",
            place=notice.places[f"grade.{number}"],
            name=f"{grade.name} 起点",
            value=plain(grade.start),
            unit="分",
            remark=grade.remark,
            standing=grade.standing,
            reading="",
        )


_UNITS = {"points": "分", "integer": "位", "share": "比例", "choice": "选一"}


def _setting_parameters(notice: Notice) -> Iterator[Parameter]:
    for setting in notice.settings.values():
        yield Parameter(
            path=f"setting.{setting.id}",
            place=notice.places[f"value.{setting.id}"],
            name=setting.name,
            value=_setting_text(setting),
            unit=_UNITS[setting.kind],
            remark=setting.remark,
            standing=setting.standing,
            reading=setting.reading,
            kind=setting.kind,
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


_MEASURE_VALUES: tuple[tuple[str, str, str, SettingKind], ...] = (
    ("goal", "应达到", "比例", "share"),
    ("per", "每差", "比例", "share"),
    ("weight", "权重", "比例", "share"),
    ("full", "满分", "分", "points"),
    ("least", "最少", "分", "points"),
    ("most", "最多", "分", "points"),
)
"""What a measure may have beside points and bands: field, name, unit and kind."""


def _rule_parameters(rule: Rule, place: Path, deductive: Mapping[str, str]) -> Iterator[Parameter]:
    def row(
        path: str, name: str, value: str, unit: str, *, below: Path = (), **more: Any
    ) -> Parameter:
        return Parameter(
            path=f"rule.{rule.id}.{path}",
            place=(*place, *(below or path.split("."))),
            name=name if name.startswith(rule.name) else f"{rule.name} {name}",
            value=value,
            unit=unit,
            remark=rule.remark,
            standing=rule.standing_of(path),
            reading=rule.reading,
            **more,
        )

    for m, measure in enumerate(rule.measures):
        own: Path = ("measures", m)
        if measure.points is not None:
            name, points = f"{measure.name} 每{measure.unit}", plain(measure.points)
            yield row(f"{measure.id}.points", name, points, "分", below=(*own, "points"))
        for key, label, unit, kind in _MEASURE_VALUES:
            number = getattr(measure, key)
            if number is not None:
                text = percent(number) if kind == "share" else plain(number)
                name = f"{measure.name} {label}"
                yield row(f"{measure.id}.{key}", name, text, unit, below=(*own, key), kind=kind)
        for number, band in enumerate(measure.bands, 1):
            path, label = f"{measure.id}.{number}", f"{measure.name} 第{number}档"
            start, points = plain(band.start), plain(band.points)
            at = (*own, "bands", number - 1)
            unit = "名" if rule.kind == "place" else measure.unit
            yield row(f"{path}.from", f"{label}起点", start, unit, below=(*at, "from"))
            yield row(f"{path}.points", f"{label}加分", points, "分", below=(*at, "points"))
    if rule.lift is not None:
        yield row(
            "lift.share", f"{rule.lift.name} 达到", percent(rule.lift.share), "比例", kind="share"
        )
        yield row("lift.points", f"{rule.lift.name} 每区间再加", plain(rule.lift.points), "分")
    if "target" in FIELDS[rule.kind]:
        unit = rule.measures[0].unit
        yield row("target", "目标次数", _optional(rule.target), unit, optional=True)
    if rule.module not in deductive or rule.caps_deductions:
        name = "扣分上限" if rule.caps_deductions else "加分上限"
        yield row("cap", name, _optional(rule.cap), "分", optional=True)
    if rule.deduction_module is not None:
        module = deductive.get(rule.deduction_module, rule.deduction_module)
        yield row("deduction_module", "扣分计入", module, "选一", kind="choice", choices=deductive)


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
    known = {parameter.path: parameter for parameter in parameters(build_notice("", document))}
    changed = copy.deepcopy(document)
    for path, value in changes.items():
        *way, key = known[path].place
        table: Any = changed
        for part in way:
            table = table[part]
        table[key] = _parsed(value, known[path])
    return changed


def _parsed(value: str | Decimal, wanted: Parameter) -> object:
    if value == UNSET:
        if wanted.optional:
            return UNSET
        raise ValueError("不空的值")
    if wanted.kind == "choice":
        for key, text in wanted.choices.items():
            if value in (key, text):
                return key
        raise ValueError("；".join(wanted.choices.values()) + " 之一")
    if wanted.kind == "share":
        if parse_share(value) is None:
            raise ValueError("0 到 1 之间的比例，如 30% 或 2/3")
        return value
    if not isinstance(value, Decimal):
        raise ValueError("数字")
    return value
