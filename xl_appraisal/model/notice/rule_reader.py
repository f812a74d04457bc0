"""The rule blocks of a notice or a layout, read with all their faults."""

from __future__ import annotations

from typing import Literal

from xl_appraisal.model.fields import Fields, parse_share
from xl_appraisal.model.notice.kinds import FIELDS, RuleKind
from xl_appraisal.model.notice.measure import Band, Lift, Measure
from xl_appraisal.model.notice.notice import Rule, Stage, Standing


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
    people = sum(measure.heads for measure in rule.measures)
    if kind == "per_head" and (people != 1 or len(rule.measures) == 1):
        block.fault("measures", people, "一项 heads = true 的人数，和至少一项有 points 的计数")
    for key, value in (("cap", rule.cap), ("target", rule.target)):
        if value is not None and value < 0:
            block.fault(key, value, '不小于0的数字，不设的写 ""')
    block.done()
    return rule


def _measure(fields: Fields, kind: RuleKind) -> Measure:
    own = FIELDS[kind]
    heads = fields.flag("heads") if "heads" in own else False
    measure = Measure(
        id=fields.text("id"),
        name=fields.text("name"),
        unit=fields.text("unit", ""),
        bands=tuple(_band(band) for band in fields.tables("bands")) if "bands" in own else (),
        points=fields.number("points") if "points" in own and not heads else None,
        goal=fields.share("goal") if "goal" in own else None,
        per=fields.share("per") if "per" in own else None,
        part=fields.choice("part", Literal["up", "down"]) if "part" in own else "up",
        weight=fields.share("weight") if "weight" in own else None,
        full=fields.number("full") if "full" in own else None,
        least=fields.number("least") if "least" in own else None,
        most=fields.number("most") if "most" in own else None,
        heads=heads,
        order=fields.choice("order", Literal["high", "low"], "high") if "order" in own else "high",
        to=fields.choice("to", Literal["highest", "lowest", "mean"]) if "to" in own else "highest",
        of=fields.text("of", "") if "of" in fields.table else "",
    )
    _measure_faults(fields, measure)
    if "bands" in own and not measure.bands:
        fields.fault("bands", [], "至少一个区间")
    starts = [band.start for band in measure.bands]
    if starts != sorted(set(starts)):
        fields.fault("bands", [str(start) for start in starts], "起点由小到大、互不相同的区间")
    fields.done()
    return measure


def _measure_faults(fields: Fields, measure: Measure) -> None:
    if measure.per is not None and measure.per <= 0:
        fields.fault("per", measure.per, "大于0的比例")
    if measure.weight is not None and (measure.weight * 10**4).denominator != 1:
        fields.fault("weight", measure.weight, '最多两位小数的百分数，如 "30%"')
    if measure.full is not None and measure.full <= 0:
        fields.fault("full", measure.full, "大于0的满分")
    least, most = measure.least, measure.most
    if least is not None and most is not None and not 0 <= least <= most:
        fields.fault("least", least, "不小于0、不大于 most 的分值（加扣都写正数）")


def _band(fields: Fields) -> Band:
    band = Band(fields.number("from"), fields.optional_number("to"), fields.number("points"))
    if band.start <= 0:
        fields.fault("from", band.start, "大于0的起点")
    if band.points < 0:
        fields.fault("points", band.points, "不小于0的加分")
    fields.done()
    return band


def _lift(block: Fields) -> Lift | None:
    fields = block.table_of("lift", optional=True)
    if fields is None:
        return None
    lift = Lift(
        fields.text("id"), fields.text("name"), fields.share("share"), fields.number("points")
    )
    if parse_share(fields.table.get("share")) == 0:
        fields.fault("share", lift.share, "大于0的比例")
    if lift.points < 0:
        fields.fault("points", lift.points, "不小于0的加分")
    fields.done()
    return lift
