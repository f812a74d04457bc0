"""The words that departments use in headers, kept as data, and how they are compared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from xl_appraisal.book.read.typed_values import squeeze

LEDGER_WORDS: Mapping[str, tuple[str, ...]] = {
    "window": ("window", "窗口", "窗口名称", "窗口单位", "单位", "单位名称", "部门", "部门名称"),
    "item": ("item", "column", "项目", "项目名称", "考核项目", "加扣分项目", "栏目", "列"),
    "module": ("module", "模块", "模块名称", "考核模块", "计入模块", "所属模块"),
    "points": (
        *("points", "score", "分值", "分数", "扣分", "加分", "加扣分", "扣分值", "加分值"),
        *("加扣分值", "扣分分值", "加分分值"),
    ),
    "count": ("count", "数量", "次数", "件数", "个数"),
    "date": ("date", "日期", "时间", "发生日期", "发生时间"),
    "reason": ("reason", "事由", "原因", "理由", "加扣分原因", "扣分原因", "加分原因", "情况说明"),
    "status": ("status", "状态"),
    "struck_reason": ("作废原因",),
}
"""Fields of 加扣分明细 by every header they go by."""

STAFF_WORDS: Mapping[str, tuple[str, ...]] = {
    "window": LEDGER_WORDS["window"],
    "name": ("name", "姓名", "人员", "人员姓名", "工作人员", "窗口人员"),
    "score": ("score", "考核分", "考核得分", "考核分数", "季度考核分", "得分", "分数", "成绩"),
    "note": ("note", "说明", "备注"),
    "status": LEDGER_WORDS["status"],
    "struck_reason": LEDGER_WORDS["struck_reason"],
}
"""Fields of 人员考核 by every header they go by."""

TABLE_WORDS: Mapping[str, tuple[str, ...]] = {
    "window": LEDGER_WORDS["window"],
    "rank": ("rank", "名次", "排名", "位次"),
    "total": ("total", "总分", "总得分", "总成绩", "合计得分"),
}
"""Columns of 名次表 that go by other headers than the layout's."""

SURE_WINDOW = frozenset({"window", "窗口"})
"""What heads the window column beyond doubt: beside it, 单位 or 部门 is something else."""

TOTAL_ROWS = frozenset({"合计", "总计", "小计", "平均", "平均分", "平均值"})
"""Rows that sum up others and are no window."""

NOTE_MARKS = ("备注:", "注:", "说明:")
"""A row whose only text begins so is a note under the table."""

_FULL_MARK = re.compile(r"\((?:满分)?[\d.]*(?:分|次|件|个)?\)$", re.ASCII)
_SEPARATORS = re.compile(r"[/\\·・•|>\-–—]")
_POSITION = re.compile(r"(?:c|第)(\d{1,5})列?", re.ASCII)


def key(text: str) -> str:
    """How headers are compared: without regard to case, width and spaces."""
    return squeeze(text).casefold()


def loose(text: str) -> str:
    """``key`` without a full mark or unit at the end and without what separates header rows.

    >>> loose("总分（120分）"), loose("领导重视 / 加分")
    ('总分', '领导重视加分')
    """
    return _SEPARATORS.sub("", _FULL_MARK.sub("", key(text)))


def position(text: str) -> int | None:
    """The number in ``c47`` or ``第47列``."""
    match = _POSITION.fullmatch(key(text))
    return int(match[1]) if match else None


def by_word(words: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The field of each word, by its ``loose`` form."""
    return {loose(word): field for field, names in words.items() for word in names}


def window_columns(columns: Mapping[int, str]) -> list[int]:
    """Those of several columns with the headers of a window column that may really be it."""
    sure = [column for column, text in columns.items() if key(text) in SURE_WINDOW]
    return sure or list(columns)


def is_note(text: str) -> bool:
    """Whether a text begins a note under a table."""
    return key(text).startswith(NOTE_MARKS)
