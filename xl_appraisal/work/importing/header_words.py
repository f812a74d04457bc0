"""The words that departments use in headers, kept as data, and how they are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from xl_appraisal.book.read.typed_values import squeeze

LEDGER_WORDS: Mapping[str, tuple[str, ...]] = {
    "window": (
        *("window", "窗口", "窗口名称", "窗口单位", "单位", "单位名称", "部门", "部门名称"),
        *("所在窗口", "所属窗口", "责任窗口", "扣分窗口", "加分窗口", "责任单位", "窗口（单位）"),
    ),
    "item": (
        *("item", "column", "项目", "项目名称", "考核项目", "加扣分项目", "栏目", "列"),
        *("扣分项目", "加分项目", "加减分项目", "考核事项"),
    ),
    "module": ("module", "模块", "模块名称", "考核模块", "计入模块", "所属模块"),
    "points": (
        *("points", "score", "分值", "分数", "扣分", "加分", "加扣分", "扣分值", "加分值"),
        *("加扣分值", "扣分分值", "加分分值", "减分", "加减分", "扣减分", "扣减分值", "扣减分数"),
        *("扣分数", "加分数", "扣分分数", "加分分数"),
    ),
    "count": ("count", "数量", "次数", "件数", "个数"),
    "date": ("date", "日期", "时间", "发生日期", "发生时间", "扣分日期", "加分日期"),
    "reason": (
        *("reason", "事由", "原因", "理由", "加扣分原因", "扣分原因", "加分原因", "情况说明"),
        *("加扣分事由", "扣分事由", "加分事由", "扣分理由", "加分理由", "具体情况", "具体事由"),
        *("问题描述", "违规情况", "备注", "说明"),
    ),
    "status": ("status", "状态"),
    "struck_reason": ("作废原因",),
}
"""Fields of 加扣分明细 by every header they go by."""

STAFF_WORDS: Mapping[str, tuple[str, ...]] = {
    "window": LEDGER_WORDS["window"],
    "name": ("name", "姓名", "人员", "人员姓名", "工作人员", "窗口人员", "职工姓名"),
    "score": (
        *("score", "考核分", "考核得分", "考核分数", "季度考核分", "得分", "分数", "成绩"),
        *("考核成绩", "季度得分", "季度考核得分"),
    ),
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

_SURE: Mapping[str, frozenset[str]] = {
    "window": frozenset({"window", "窗口", "窗口名称", "所在窗口", "责任窗口"}),
    "reason": frozenset(LEDGER_WORDS["reason"]) - {"备注", "说明"},
}
"""What heads a field beyond doubt: beside it, 单位 or 备注 is something else."""

_FULL_MARK = re.compile(r"\((?:满分)?[\d.]*(?:分|次|件|个)?\)$", re.ASCII)
_SEPARATORS = re.compile(r"[/\\·・•|>\-–—]")
_POSITION = re.compile(r"(?:c|第)(\d{1,5})列?", re.ASCII)
_LONGEST = 200  # characters of a header; spares the cleaning of long texts


def key(text: str) -> str:
    """How headers are compared: without regard to case, width and spaces."""
    return squeeze(text).casefold()


def loose(text: str) -> str:
    """``key`` without a full mark or unit at the end and without what separates header rows.

    >>> loose("总分（120分）"), loose("领导重视 / 加分")
    ('总分', '领导重视加分')
    """
    return _SEPARATORS.sub("", _FULL_MARK.sub("", key(text))) if len(text) <= _LONGEST else ""


def position(text: str) -> int | None:
    """The number in ``c47`` or ``第47列``."""
    match = _POSITION.fullmatch(key(text)) if len(text) <= _LONGEST else None
    return int(match[1]) if match else None


def by_word(words: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The field of each word, by its ``loose`` form."""
    return {loose(word): field for field, names in words.items() for word in names}


_KNOWN = [by_word(words) for words in (LEDGER_WORDS, STAFF_WORDS, TABLE_WORDS)]


def known_headers(texts: Iterable[str]) -> int:
    """How many different columns of some list or table the texts of a row name."""
    found: set[str] = set()
    for text in texts:
        if len(text) > 40:  # no header; spares the cleaning of long texts
            continue
        word = loose(text)
        number = position(word)
        if number is not None:
            found.add(f"c{number}")
        found |= {fields[word] for fields in _KNOWN if word in fields}
    return len(found)


def surest(field: str, columns: Mapping[int, str]) -> list[int]:
    """Those of several columns with headers of a field that may really be it."""
    known = _SURE.get(field, frozenset())
    sure = [c for c, text in columns.items() if loose(text.rpartition("/")[2]) in known]
    return sure or list(columns)


def header_sign(text: str) -> str:
    """``+`` for a header of additions, ``-`` for one of deductions, else empty.

    >>> header_sign("扣分"), header_sign("加分（分）"), header_sign("加扣分"), header_sign("分值")
    ('-', '+', '', '')
    """
    adds, deducts = "加" in text or "奖" in text, "扣" in text or "减" in text
    return "" if adds == deducts else "+" if adds else "-"
