"""What of awards, groups and who takes no part only shows when a whole notice is read."""

from __future__ import annotations

from collections.abc import Iterator

from xl_appraisal.model.fields import Fault
from xl_appraisal.model.notice.awards import ALL_GROUPS, EACH_GROUP
from xl_appraisal.model.notice.notice import Notice


def election_faults(notice: Notice) -> Iterator[Fault]:
    """Groups and awards that are spoken of and not there."""
    groups = [group.name for group in notice.groups]
    for award in notice.awards:
        if award.group not in (EACH_GROUP, ALL_GROUPS, *groups):
            known = "、".join([*groups, ALL_GROUPS])
            told = f"评选 {award.name}：group 为“{award.group}”；应为{known} 之一，或不写。"
            yield Fault(told, (*notice.places[f"award.{award.id}"], "group"))
    awards, rules = [award.id for award in notice.awards], notice.rules.keys()
    for exclusion in notice.exclusions:
        place = notice.places[f"exclusion.{exclusion.id}"]
        unknown = [award for award in exclusion.awards if award not in awards]
        if unknown:
            known, wrong = "、".join(awards) or "（没有评选）", "、".join(unknown)
            told = f"不参评 {exclusion.name}：awards 里的{wrong}没有定义；应为{known}。"
            yield Fault(told, (*place, "awards"))
        people = [award.id for award in notice.awards if award.of == "people"]
        if not exclusion.ranked and set(exclusion.awards) - {*people, *unknown}:
            told = "awards 里有窗口的评选；不排名次的窗口什么也不评，不用写，或者写 ranked = true。"
            yield Fault(f"不参评 {exclusion.name}：{told}", (*place, "awards"))
        if exclusion.id in rules or exclusion.id in {module.id for module in notice.modules}:
            told = f"不参评 {exclusion.name}：id 为“{exclusion.id}”，已是规则或模块的编号。"
            yield Fault(told, (*place, "id"))
