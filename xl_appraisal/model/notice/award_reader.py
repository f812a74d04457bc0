"""The blocks of a notice that say what is elected, read with all their faults."""

from __future__ import annotations

from collections.abc import Sequence

from xl_appraisal.model.fields import Fields, Path, is_id
from xl_appraisal.model.notice.awards import (
    ALL_GROUPS,
    EACH_GROUP,
    FIRST_COLUMN,
    Award,
    AwardOf,
    Exclusion,
    ExclusionKind,
    Group,
    same_name,
)
from xl_appraisal.model.notice.notice import Setting, Standing
from xl_appraisal.model.notice.own_values import AWARD_VALUES, FIRST_NAMES, PEOPLE_VALUES, read_own

RESERVED = ("group", "veto", "rank", "window", "total", "grade", FIRST_COLUMN)
"""Ids of columns that mean something already."""
Own = dict[str, tuple[Setting, Path]]
"""Settings of a block by the key they stand under, each with its place."""


def read_award(block: Fields, remark: int, known: Sequence[Award]) -> tuple[Award, Own, Standing]:
    """One award and its settings; the first one's go by the names of the first form."""
    award, name = block.text("id"), block.text("name")
    of: AwardOf = block.choice("of", AwardOf, "windows")
    values = AWARD_VALUES if of == "windows" else PEOPLE_VALUES
    first = of == "windows" and not any(one.of == "windows" for one in known)
    names = FIRST_NAMES["award"] if first else {key: f"{award}.{key}" for key in values}
    how: Standing = block.choice("standing", Standing, "notice")
    own = read_own(block, values, names, name, remark, how)
    if ("share" in own) == ("number" in own):
        block.note("share（比例）和 number（名额）要写其中一个。", "id")
    for one in known:
        if one.id == award:
            block.fault("id", award, "未用过的编号，此编号前面已有")
        if one.name == name:
            block.fault("name", name, "与别的评选不同的名称")
    if not is_id(award):
        block.fault("id", award, "英文字母、数字和下划线，中文名称写在 name")
    column = FIRST_COLUMN if first else f"award_{award}" if of == "windows" else ""
    kept = {key: setting.id for key, (setting, _) in own.items()}
    group = block.text("group", EACH_GROUP if of == "windows" else ALL_GROUPS)
    return Award(award, name, remark, kept, column, of, group), own, how


def read_group(block: Fields, remark: int, known: Sequence[Group]) -> tuple[Group, Standing]:
    """One group; its name is what staff type for a window."""
    name = block.text("name").strip()
    if (
        not name
        or name in (EACH_GROUP, ALL_GROUPS)
        or same_name(name) in [same_name(one.name) for one in known]
    ):
        block.fault("name", name, "与别的组不同的组名，如 A组")
    return Group(name, remark), block.choice("standing", Standing, "notice")


def read_exclusion(
    block: Fields, remark: int, known: Sequence[Exclusion]
) -> tuple[Exclusion, Standing]:
    """One reason not to take part, and how a window that has it is shown."""
    own, name = block.text("id"), block.text("name")
    kind: ExclusionKind = block.choice("typed", ExclusionKind, "flag")
    awards = block.texts("awards") if "awards" in block.table else ()
    ranked = block.flag("ranked")
    found = Exclusion(
        id=own,
        name=name,
        remark=remark,
        typed=kind,
        ranked=ranked,
        counted=block.flag("counted"),
        shown=block.text("shown", name),
        awards=awards,
        graded=block.flag("graded", ranked),
    )
    if not is_id(own) or own in RESERVED or any(own == one.id for one in known):
        block.fault("id", own, "没有用过的英文字母、数字和下划线，中文名称写在 name")
    return found, block.choice("standing", Standing, "notice")
