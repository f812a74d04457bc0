"""What only shows when a whole notice is read: parts that do not fit each other."""

from __future__ import annotations

from collections.abc import Iterator

from xl_appraisal.model.fields import Fault, Path, is_id
from xl_appraisal.model.notice.elections_check import election_faults
from xl_appraisal.model.notice.notice import Limit, Notice, Rule, SettingKind
from xl_appraisal.model.notice.own_values import ROUNDING, SUBSTITUTION, TIE_RANK, TIES

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
CHOICES = {
    "quota_rounding": ROUNDING,
    "tie_at_line": TIES,
    "substitution": SUBSTITUTION,
    "tie_rank": TIE_RANK,
}
"""What scoring knows of those that are choices."""


def cross_check(notice: Notice) -> Iterator[Fault]:
    """The faults of a notice, with their places in its document."""
    yield from _remarks_and_modules(notice)
    yield from _settings(notice)
    yield from _ids(notice)
    yield from _rules(notice)
    fed = {stage for _, stage in notice.reading_pairs()}
    for stage in notice.stages:
        if stage not in fed:
            yield Fault(f"步骤 {stage} 没有任何备注支撑。", ("notice", "stages"))
    if not any(reading.stage == "total" for reading in notice.readings):
        yield Fault("没有任何 [[remark.reading]] 的 stage 是 total：总分怎样得出，要有备注说明。")


def _remarks_and_modules(notice: Notice) -> Iterator[Fault]:
    numbers = [remark.number for remark in notice.remarks]
    if numbers != list(range(1, len(numbers) + 1)) or not numbers:
        wrong = next((i for i, number in enumerate(numbers) if number != i + 1), 0)
        yield Fault(f"备注编号为 {numbers}；应从1起连续。", ("remark", wrong, "number"))
    if len({module.id for module in notice.modules}) != len(notice.modules):
        ids = [module.id for module in notice.modules]
        twice = next(module for module in ids if ids.count(module) > 1)
        yield Fault("模块编号有重复。", notice.places[f"module.{twice}"])
    means = [module for module in notice.modules if module.method == "mean"]
    if not notice.modules:
        yield Fault("没有任何 [[remark.module]]：总分由哪些模块组成，要写明。")
    for second in means[1:]:
        yield Fault(
            f"模块 {second.name}：人员考核只能算一个平均分模块（mean），{means[0].name}已是；"
            "另一个写成 given（直接填写），几个得分、几个月的平均用规则 average。",
            notice.places[f"module.{second.id}"],
        )
    yield from _total(notice)
    yield from election_faults(notice)
    if notice.form == 1 and (len(means) != 1 or [m.sign for m in notice.modules].count("+") != 1):
        yield Fault("应有且只有一个平均分模块（mean）和一个累计加分模块（accumulate）。")


def _ids(notice: Notice) -> Iterator[Fault]:
    """Ids that no layout could name a column by."""
    if notice.form == 1:
        return
    named: list[tuple[str, Path]] = [
        (m.id, notice.places[f"module.{m.id}"]) for m in notice.modules
    ]
    for rule in notice.rules.values():
        place = notice.places[f"rule.{rule.id}"]
        named.append((rule.id, place))
        named += [(m.id, (*place, "measures", n)) for n, m in enumerate(rule.measures)]
    for name, place in named:
        if name and not is_id(name):
            told = f"id 为“{name}”；应为英文字母、数字和下划线，中文名称写在 name。"
            yield Fault(told, (*place, "id"))
    taken = {award.column for award in notice.window_awards}
    for module in notice.modules:
        if module.id in taken:
            told = f"模块 {module.name}：id 为“{module.id}”，是评选的栏目用的编号，请换一个。"
            yield Fault(told, (*notice.places[f"module.{module.id}"], "id"))


def _total(notice: Notice) -> Iterator[Fault]:
    """A cap of the total that leaves nothing to earn, or that nothing reaches."""
    cap, most = notice.total_cap, notice.added_up(module.maximum for module in notice.modules)
    if cap is None:
        return
    place = notice.places["value.total_cap"]
    if cap <= notice.base:
        yield Fault(f"总分上限 {cap} 应大于起评分 {notice.base}：这样谁也加不上分。", place)
    if cap > most:
        yield Fault(
            f"总分上限 {cap} 够不着：起评分和各模块满分相加只有 {most}；"
            "请核对各模块的 max，或不写 total_cap。",
            place,
        )


def _settings(notice: Notice) -> Iterator[Fault]:
    if notice.form > 1:
        yield from _read_by_nobody(notice)
        return
    for setting_id, kind in REQUIRED_SETTINGS.items():
        if setting_id not in notice.settings:
            yield Fault(f"缺少设置 {setting_id}。")
        elif notice.settings[setting_id].kind != kind:
            place = (*notice.places[f"setting.{setting_id}"], "kind")
            yield Fault(f"设置 {setting_id} 的 kind 应为 {kind}。", place)
        else:
            place, known = notice.places[f"setting.{setting_id}"], CHOICES.get(setting_id, {})
            for choice in notice.settings[setting_id].choices.keys() - known.keys():
                told = f"设置 {setting_id} 没有 {choice} 这一种；只有{'、'.join(known)}。"
                yield Fault(told, (*place, "choices", choice))


def _read_by_nobody(notice: Notice) -> Iterator[Fault]:
    """Settings of the second form that stand outside the block that they belong to."""
    for setting_id in notice.settings:
        place = notice.places[f"value.{setting_id}"]
        if place[-1] == "value":
            yield Fault(
                f"设置 {setting_id} 不起作用：form = 2 的取值写在所属的"
                " module、award 或 [notice] 里。",
                place[:-1],
            )


def _signs(rule: Rule, notice: Notice, place: Path) -> Iterator[Fault]:
    """Points that would go nowhere, or do the opposite of what their sign says."""
    sign = next((module.sign for module in notice.modules if module.id == rule.module), None)
    if sign == "":
        said = f"规则 {rule.name}：分值不能计入 {rule.module}，它由人员考核分算出。"
        yield Fault(said, (*place, "module"))
    if sign == "-" and notice.form > 1 and rule.deduction_module not in (None, rule.module):
        said = f"规则 {rule.name}：{rule.module} 本身倒扣，deduction_module 不用写，扣分写正数。"
        yield Fault(said, (*place, "deduction_module"))
    added = any((measure.points or 0) > 0 for measure in rule.measures)
    for number, measure in enumerate(rule.measures):
        if measure.points is None or measure.points >= 0:
            continue
        where = (*place, "measures", number, "points")
        if sign == "-" and (added or rule.deduction_module is None):
            yield Fault(
                f"规则 {rule.name}：{measure.name} 的 points 为 {measure.points}；"
                f"{rule.module} 是倒扣分的模块，扣分写正数，加分不能计入。",
                where,
            )
        elif rule.deduction_module is None:
            yield Fault(
                f"规则 {rule.name}：{measure.name} 的 points 为 {measure.points}；"
                "要写 deduction_module，说明扣分计入哪个倒扣分的模块。",
                where,
            )


def _borrowed(rule: Rule, notice: Notice, place: Path) -> Iterator[Fault]:
    """Counts of other rules: they must be there, be counted, and be of one sort with the own."""
    owners = {
        f"{one.id}.{measure.id}": one.kind
        for one in notice.rules.values()
        for measure in one.own_measures
        if one.kind != "discretion"
    }
    for number, measure in enumerate(rule.measures):
        if not measure.of:
            continue
        where, kind = (*place, "measures", number, "of"), owners.get(measure.of)
        told = f"规则 {rule.name}：{measure.name} 的 of 为“{measure.of}”"
        if kind is None or rule.kind in ("discretion", "judged"):
            known = "、".join(owners)
            yield Fault(f"{told}；应为别的规则自己的计数：{known}。", where)
        elif (kind == "rate") != (rule.kind == "rate"):
            yield Fault(f"{told}；比例和数量不能互相借用。", where)
    if rule.kind == "per_head" and any((measure.points or 0) < 0 for measure in rule.measures):
        yield Fault(f"规则 {rule.name}：per_head 的 points 写正数。", (*place, "measures"))


def _limit(limit: Limit, notice: Notice) -> Iterator[Fault]:
    """A limit of several rules: all known, of one module, and in no other limit."""
    place = (*notice.places[f"limit.{limit.id}"], "rules")
    unknown = [rule for rule in limit.rules if rule not in notice.rules]
    modules = {notice.rules[rule].module for rule in limit.rules if rule not in unknown}
    told = f"合计上限 {limit.name}"
    if unknown or not limit.rules:
        yield Fault(f"{told}：没有规则 {'、'.join(unknown) or '（没有写）'}。", place)
    elif len(modules) > 1:
        yield Fault(f"{told}：各条规则要计入同一个模块，现有{'、'.join(sorted(modules))}。", place)
    others = [one for one in notice.limits if one is not limit]
    twice = sorted({rule for rule in limit.rules for one in others if rule in one.rules})
    if twice or len(set(limit.rules)) < len(limit.rules):
        yield Fault(
            f"{told}：规则 {'、'.join(twice) or '有重复'}，一条规则只能在一个合计里。", place
        )


def _rules(notice: Notice) -> Iterator[Fault]:
    modules = {module.id for module in notice.modules}
    deductive = notice.deducting_modules.keys()
    for rule in notice.rules.values():
        place = notice.places[f"rule.{rule.id}"]
        for key, target in (("module", rule.module), ("deduction_module", rule.deduction_module)):
            if target is not None and target not in modules:
                yield Fault(f"规则 {rule.name}：模块 {target} 没有定义。", (*place, key))
        yield from _borrowed(rule, notice, place)
    for limit in notice.limits:
        yield from _limit(limit, notice)
    for rule in notice.rules.values():
        place = notice.places[f"rule.{rule.id}"]
        if rule.kind == "discretion" and rule.cap is not None:
            said = f"规则 {rule.name}：discretion 不能写 cap，每次的分值已有 least 和 most。"
            yield Fault(said, (*place, "cap"))
        yield from _signs(rule, notice, place)
        if rule.deduction_module in modules - deductive:
            yield Fault(
                f"规则 {rule.name}：扣分不能计入 {rule.deduction_module}，它不是倒扣分的模块。",
                (*place, "deduction_module"),
            )
