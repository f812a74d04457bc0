"""The blocks of a notice that say what is elected, read with all their faults."""

from __future__ import annotations

from collections.abc import Sequence

from xl_appraisal.model.fields import Fields, Path, is_id
from xl_appraisal.model.notice.awards import FIRST_COLUMN, Award
from xl_appraisal.model.notice.notice import Setting, Standing
from xl_appraisal.model.notice.own_values import AWARD_VALUES, FIRST_NAMES, read_own

Own = dict[str, tuple[Setting, Path]]
"""Settings of a block by the key they stand under, each with its place."""


def read_award(block: Fields, remark: int, known: Sequence[Award]) -> tuple[Award, Own, Standing]:
    """One award and its settings; the first one's go by the names of the first form."""
    award, name = block.text("id"), block.text("name")
    first = not known
    names = FIRST_NAMES["award"] if first else {key: f"{award}.{key}" for key in AWARD_VALUES}
    how: Standing = block.choice("standing", Standing, "notice")
    own = read_own(block, AWARD_VALUES, names, name, remark, how)
    if ("share" in own) == ("number" in own):
        block.note("share（比例）和 number（名额）要写其中一个。", "id")
    for one in known:
        if one.id == award:
            block.fault("id", award, "未用过的编号，此编号前面已有")
        if one.name == name:
            block.fault("name", name, "与别的评选不同的名称")
    if not is_id(award):
        block.fault("id", award, "英文字母、数字和下划线，中文名称写在 name")
    column = FIRST_COLUMN if first else f"award_{award}"
    kept = {key: setting.id for key, (setting, _) in own.items()}
    return Award(award, name, remark, kept, column), own, how
