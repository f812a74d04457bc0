"""A notice file checked as a whole: every fault with its line and what it means."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from xl_appraisal.model.errors import FaultsError, NoticeError
from xl_appraisal.model.fields import Fault, Path
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.notice.notice_reader import build_notice
from xl_appraisal.model.notice.toml_text import Located, ValueLines, read_writing
from xl_appraisal.model.record import Record

_NAME = "通报文件"


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
    faults = list(written.faults)
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
    hints = [Located(lines.line_of(hint.path), hint) for hint in _hints(document, notice)]
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


def _hints(document: dict[str, Any], notice: Notice | None) -> Iterator[Fault]:
    """What is allowed and looks wrong."""
    for r, remark in enumerate(_tables(document.get("remark"))):
        for k, rule in enumerate(_tables(remark.get("rule"))):
            for m, measure in enumerate(_tables(rule.get("measures"))):
                yield from _open_ends(measure, ("remark", r, "rule", k, "measures", m))
    for known in notice.rules.values() if notice is not None else ():
        if (
            known.cap is not None
            and not known.caps_deductions
            and notice
            and known.module in notice.deducting_modules
        ):
            text = f"规则 {known.name}：cap 只限制加分；{known.module} 是倒扣分的模块，请核对。"
            yield Fault(text, (*notice.places[f"rule.{known.id}"], "cap"))


def _open_ends(measure: dict[str, Any], place: Path) -> Iterator[Fault]:
    """Band ends that do not meet the next band's start: they say one thing and count as another."""
    bands = _tables(measure.get("bands"))
    starts = [*(_number(band.get("from")) for band in bands), None]
    for number, band in enumerate(bands):
        start, end, after = starts[number], _number(band.get("to")), starts[number + 1]
        if end is None:
            continue
        if (start is not None and start > end) or (after is not None and end >= after):
            text = (
                f"{measure.get('name')}第{number + 1}档写到{end}为止，"
                "与起点或下一档的起点不合；计分只看起点 from，请核对 to。"
            )
            yield Fault(text, (*place, "bands", number, "to"))


def _tables(value: object) -> list[dict[str, Any]]:
    known = value if isinstance(value, list) else []
    return [one if isinstance(one, dict) else {} for one in known]


def _number(value: object) -> Decimal | None:
    known = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return Decimal(value) if known else None  # type: ignore[arg-type]  # known to be a number
