"""Words that make a row a total, a note or a signature: such a row is no window and no line."""

from __future__ import annotations

from xl_appraisal.book.read.typed_values import squeeze
from xl_appraisal.model.late_pattern import late_pattern

_SUM = (
    "合计|总计|小计|共计|累计|汇总|总和|平均|平均分|平均值|均值|最高分?|最低分?|最大值|最小值|计数"
)
_WHOSE = (
    r"(?:本页|本[月季年](?:度)?|本半年|本表|全部|全体|各窗口|各单位|[一二三四\d]+(?:月|季(?:度)))?"
)
_SUM_ROW = late_pattern(rf"{_WHOSE}(?:{_SUM})(?:\(.*\))?:?")
_SUM_OF_WINDOW = late_pattern(r".+(?:合计|总计|小计|汇总):?")
_SIGNING = (
    "填表|制表|审核|复核|审批|批准|填报|报送|上报|编制|统计|经办|负责|联系|记录|核对|分管|主管|"
    "盖章|签字|签名|签章|(?:单位|窗口|部门|科室|分管|主管)(?:负责|领导|主管)"
)
_WHO = "人员|人|者|员|领导|单位|部门|时间|日期|电话|意见"
_SIGNATURE = late_pattern(
    rf"(?:{_SIGNING})(?:{_WHO})?(?:\((?:签字|签名|盖章|签章)\))?:.*|(?:{_SIGNING})(?:{_WHO})"
    r"|填表|制表|审核|复核|审批|盖章|签字|签名|签章"
)
_DATED = late_pattern(r"(?:日期:?)?\d{4}年\d{1,2}月(?:\d{1,2}日)?|.{0,30}\((?:盖章|公章|签章)\)")
_NUMBERED = late_pattern(r"\(?[\d一二三四五六七八九十]{1,2}[.、)]")
_NOTE_MARKS = ("备注:", "注:", "说明:", "填表说明")

_LONGEST = 200  # characters of such a text; spares the cleaning of long ones


def is_sum(text: str) -> bool:
    """Whether a text heads a row of totals, means or extremes, and says nothing else."""
    return len(text) <= _LONGEST and _SUM_ROW.fullmatch(squeeze(text)) is not None


def is_sum_of_window(text: str) -> bool:
    """Whether a window's name is rather the subtotal of one: 税务小计."""
    return len(text) <= _LONGEST and _SUM_OF_WINDOW.fullmatch(squeeze(text)) is not None


def is_signature(text: str) -> bool:
    """Whether a text belongs to the line of those who made, checked or signed a table."""
    plain = squeeze(text) if len(text) <= _LONGEST else ""
    return bool(_SIGNATURE.fullmatch(plain) or _DATED.fullmatch(plain))


def is_numbered(text: str) -> bool:
    """Whether a text is a numbered sentence, as notes below the first are: ``2.…``, ``（3）…``."""
    return _NUMBERED.match(squeeze(text[:_LONGEST])) is not None


def is_note(text: str) -> bool:
    """Whether a text begins a note under a table."""
    return squeeze(text[:_LONGEST]).startswith(_NOTE_MARKS)
