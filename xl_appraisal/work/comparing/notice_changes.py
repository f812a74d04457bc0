"""Two notices held against each other: sentences to check by the documents, and the effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile

from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.model.errors import BookError, LayoutError
from xl_appraisal.model.exact import plain
from xl_appraisal.model.layout.layout_file import layout_faults
from xl_appraisal.model.notice.measure import Band, Measure
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.notice.parameters import Parameter, parameters
from xl_appraisal.model.record import Record, replace
from xl_appraisal.model.rulebook import Rulebook, rulebook_from_texts
from xl_appraisal.scoring import appraise_windows
from xl_appraisal.work.comparing.changes import Comparison, Side, compare

_PLAIN_UNITS = ("比例", "选一")  # of values that carry their unit or are words


class NoticeChange(Record):
    """One difference: the parameter's path (or ``remark.4.text``), its remark, a sentence."""

    path: str
    remark: int
    text: str


def notice_changes(before: Notice, after: Notice) -> tuple[NoticeChange, ...]:
    """Everything that differs, in the order of the remarks."""
    found = [
        *_wording(before, after),
        *_values(before, after),
        *_blocks(before, after),
    ]
    return tuple(sorted(found, key=lambda change: change.remark))


def _wording(before: Notice, after: Notice) -> Iterator[NoticeChange]:
    for name, key in (("方案名称", "plan"), ("附件名称", "annex"), ("名次表标题", "title")):
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            yield NoticeChange(f"notice.{key}", 0, f"{name}由“{old}”改为“{new}”")
    old_texts = {remark.number: remark.text for remark in before.remarks}
    new_texts = {remark.number: remark.text for remark in after.remarks}
    for number in sorted({*old_texts, *new_texts}):
        path = f"remark.{number}.text"
        if number not in old_texts:
            yield NoticeChange(path, number, f"新增备注{number}：{new_texts[number]}")
        elif number not in new_texts:
            yield NoticeChange(path, number, f"取消备注{number}：{old_texts[number]}")
        elif old_texts[number] != new_texts[number]:
            text = f"备注{number}的文字{_altered(old_texts[number], new_texts[number])}"
            yield NoticeChange(path, number, text)


def _altered(old: str, new: str) -> str:
    """The part of a text that changed, with a few characters around it."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    around = 6
    first, last = max(0, start - around), max(0, end - around)
    parts = [text[first : len(text) - last] for text in (old, new)]
    return f"由“{parts[0]}”改为“{parts[1]}”"


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _values(before: Notice, after: Notice) -> Iterator[NoticeChange]:
    """Values that both have, and differ."""
    old = {parameter.path: parameter for parameter in parameters(before)}
    for parameter in parameters(after):
        known = old.get(parameter.path)
        if known is not None and known.value != parameter.value:
            name = _name(before, known)
            was, now = (_amount(p) for p in (known, parameter))
            text = f"{name}由{was}改为{now}"
            yield NoticeChange(parameter.path, parameter.remark, text)


def _blocks(before: Notice, after: Notice) -> Iterator[NoticeChange]:
    """Values that only one has, those of one rule, setting or module in one sentence."""
    for one, other, word in ((after, before, "新增"), (before, after, "取消")):
        there = {parameter.path for parameter in parameters(other)}
        blocks: dict[str, list[Parameter]] = {}
        for parameter in parameters(one):
            if parameter.path not in there:
                block = ".".join(parameter.path.split(".")[:2])
                blocks.setdefault(block, []).append(parameter)
        for path, found in blocks.items():
            values = "，".join(f"{_name(one, p)}{_amount(p)}" for p in found)
            yield NoticeChange(path, found[0].remark, f"{word}{values}")


def _amount(parameter: Parameter) -> str:
    if not parameter.value:
        return "不设"
    if parameter.unit in _PLAIN_UNITS:
        return f"“{parameter.value}”" if parameter.unit == "选一" else parameter.value
    return f"{parameter.value}{parameter.unit}"


def _name(notice: Notice, parameter: Parameter) -> str:
    """What the value is called; a band by its bounds (``窗口人均即办件600件以上``)."""
    match parameter.path.split("."):
        case ["rule", rule_id, measure_id, number, "points"] if number.isdecimal():
            measures = notice.rules[rule_id].measures
            measure = next(m for m in measures if m.id == measure_id)
            return _band_name(measure, int(number) - 1)
    return parameter.name.replace(" ", "")


def _band_name(measure: Measure, index: int) -> str:
    band: Band = measure.bands[index]
    name = f"{measure.name}{plain(band.start)}"
    if band.end is not None:
        return f"{name}-{plain(band.end)}{measure.unit}"
    return f"{name}{measure.unit}以上"


def effect(
    quarter: Quarter, notices: Mapping[str, str], *, apply_rules: bool = False
) -> Comparison:
    """The quarter's inputs appraised under two notices, name → text of the file, and compared.

    Values that staff changed on 规则 are left out: both notices count as their files say.  Points
    that were typed stay as typed under both, unless ``apply_rules``.
    Raises :class:`BookError` where the workbook's columns do not fit a notice, and
    :class:`~xl_appraisal.model.errors.NoticeError`.
    """
    before, after = (_side(quarter, name, text, apply_rules) for name, text in notices.items())
    return compare(before, after)


def _side(quarter: Quarter, name: str, text: str, apply_rules: bool) -> Side:
    book = _rulebook(quarter, name, text)
    appraisal = appraise_windows(book, quarter.windows, apply_rules=apply_rules)
    return Side(name, book, quarter.windows, appraisal)


def _rulebook(quarter: Quarter, name: str, text: str) -> Rulebook:
    try:
        book = rulebook_from_texts(text, quarter.book.layout_text)
    except LayoutError as error:
        raise BookError(_misfit(name, error.faults)) from error
    faults = list(layout_faults(quarter.book.layout, book.notice))
    if faults:
        raise BookError(_misfit(name, faults))
    return replace(book, layout=quarter.book.layout)


def _misfit(name: str, faults: Iterable[str]) -> str:
    return "\n".join([f"工作簿的栏目和通报 {name} 对不上，算不出对名次的影响：", *faults])
