"""What of a notice's elections no plain formula says yet."""

from __future__ import annotations

from xl_appraisal.model.errors import BookError
from xl_appraisal.model.notice.notice import Notice


def refuse_elections(notice: Notice) -> None:
    """Raise :class:`BookError` for more than one award, for groups and for who takes no part."""
    parts = {
        "几个评选": len(notice.window_awards) > 1,
        "人员的评选": len(notice.awards) > len(notice.window_awards),
        "分组": bool(notice.groups),
        "不参评": bool(notice.exclusions),
    }
    found = "、".join(name for name, there in parts.items() if there)
    if found:
        raise BookError(
            f"纯公式工作簿〔命令行：--formulas native〕不会算{found}；"
            "请新建带宏的工作簿〔命令行：不加 --formulas native〕。"
        )
