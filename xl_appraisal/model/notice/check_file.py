"""A notice file checked as a whole: every fault with its line and what it means."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from xl_appraisal.model.errors import FaultsError, NoticeError
from xl_appraisal.model.fields import Fault
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.notice.notice_reader import build_notice
from xl_appraisal.model.notice.toml_lines import ValueLines
from xl_appraisal.model.notice.toml_syntax import read_writing
from xl_appraisal.model.record import Record

_NAME = "通报文件"


class Located(Record):
    """One fault; ``line`` is ``None`` where it concerns the whole file."""

    line: int | None
    text: str

    def __str__(self) -> str:
        return f"第{self.line}行：{self.text}" if self.line else self.text

    def as_json(self) -> dict[str, object]:
        return {"line": self.line, "text": self.text}


class Checked(Record):
    """The faults in the order of their lines; ``notice`` is there where there are none.

    ``hints`` keep nothing from being used but want a look.
    """

    faults: tuple[Located, ...]
    hints: tuple[Located, ...]
    notice: Notice | None


def check_notice(text: str) -> Checked:
    """Check the text of a notice file.

    Behind mistakes in the writing, what the rest says is checked too, as far as it stands alone.
    """
    written = read_writing(text)
    faults = [Located(fault.line, fault.text) for fault in written.faults]
    if faults and not written.readable:
        return Checked(_sorted(faults), (), None)
    lines = ValueLines(written.readable)
    document = tomllib.loads(written.readable, parse_float=Decimal)
    notice = None
    try:
        notice = build_notice(_NAME, document)
    except NoticeError as error:
        for fault in error.faults:
            if not written.faults or _of_its_own(fault, written.keys):
                path = fault.path if isinstance(fault, Fault) else ()
                faults.append(Located(lines.line_of(path), fault.removeprefix(f"{_NAME}：")))
    told = [*_hints(document), *(_idle_caps(document, notice) if notice is not None else ())]
    hints = [Located(lines.line_of(hint.path), hint) for hint in told]
    return Checked(_sorted(faults), _sorted(hints), None if faults else notice)


def located(text: str, error: FaultsError) -> tuple[Located, ...]:
    """The faults of a file, with their lines in its ``text`` where that can be read."""
    lines = ValueLines(text)
    paths = [(f, f.path if isinstance(f, Fault) else ()) for f in error.faults]
    return _sorted([Located(lines.line_of(path), fault) for fault, path in paths])


def _of_its_own(fault: str, keys: frozenset[str]) -> bool:
    """Whether a fault is not just due to a line that could not be read."""
    path = fault.path if isinstance(fault, Fault) else ()
    return bool(path) and path[-1] not in keys and not fault.startswith(_NAME)


def _sorted(found: list[Located]) -> tuple[Located, ...]:
    return tuple(sorted(found, key=lambda fault: fault.line or 0))


def _hints(document: dict[str, Any]) -> Iterator[Fault]:
    """Band ends that do not meet the next band's start: they say one thing and count as another."""
    for place, measure in _measures(document):
        bands = _tables(measure.get("bands"))
        for number, band in enumerate(bands):
            after = bands[number + 1].get("from") if number + 1 < len(bands) else None
            end = _number(band.get("to"))
            if _past(end, _number(after)) or _past(_number(band.get("from")), end, equal=False):
                text = (
                    f"{measure.get('name')}第{number + 1}档写到{end}为止，"
                    "与起点或下一档的起点不合；计分只看起点 from，请核对 to。"
                )
                yield Fault(text, (*place, "bands", number, "to"))


def _idle_caps(document: dict[str, Any], notice: Notice) -> Iterator[Fault]:
    """Caps on rules that only deduct: a cap limits what is added."""
    for r, remark in enumerate(_tables(document.get("remark"))):
        for k, block in enumerate(_tables(remark.get("rule"))):
            rule = notice.rules.get(str(block.get("id")))
            if (
                rule is not None
                and rule.cap is not None
                and rule.module in notice.deducting_modules
            ):
                text = f"规则 {rule.name}：cap 只限制加分；{rule.module} 是倒扣分的模块，请核对。"
                yield Fault(text, ("remark", r, "rule", k, "cap"))


def _past(value: Decimal | None, limit: Decimal | None, *, equal: bool = True) -> bool:
    if value is None or limit is None:
        return False
    return value > limit or (equal and value == limit)


def _measures(document: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    for r, remark in enumerate(_tables(document.get("remark"))):
        for k, rule in enumerate(_tables(remark.get("rule"))):
            for m, measure in enumerate(_tables(rule.get("measures"))):
                yield ("remark", r, "rule", k, "measures", m), measure


def _tables(value: object) -> list[dict[str, Any]]:
    known = value if isinstance(value, list) else []
    return [one if isinstance(one, dict) else {} for one in known]


def _number(value: object) -> Decimal | None:
    known = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return Decimal(value) if known else None  # type: ignore[arg-type]  # known to be a number
