"""The sheet 规则 read back: which notice and quarter, and which values staff changed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xl_appraisal.book.read.closing_events import (
    Event,
    closed_at,
    event_findings,
    is_event,
    read_event,
)
from xl_appraisal.book.read.list_sheets import ListRow, needed_list
from xl_appraisal.book.read.rule_cells import is_same, rule_change, rule_text, rule_value
from xl_appraisal.book.read.typed_values import (
    Unreadable,
    read_text,
    squeeze,
)
from xl_appraisal.book.sheets import (
    RULE_LAYOUT,
    RULE_NOTICE,
    RULE_QUARTER,
    RULES,
    RULES_TABLE,
    SOURCE,
)
from xl_appraisal.model.errors import BookError, FaultsError
from xl_appraisal.model.exact import Number
from xl_appraisal.model.findings import Finding, Place, finding
from xl_appraisal.model.grid import Grid, contents
from xl_appraisal.model.keeping import Kept
from xl_appraisal.model.notice import Notice, Parameter, parameters
from xl_appraisal.model.period import PeriodKind, spelled_period
from xl_appraisal.model.record import NOTHING, Record
from xl_appraisal.model.rulebook import Rulebook, rulebook_from_texts

_MOST_KEPT = 5_000  # cells; a sheet of ours has a few hundred
_KEPT = Kept()


class RulesInForce(Record):
    """The rulebook with the workbook's changes, the quarter, and where values stand as numbers."""

    book: Rulebook
    quarter: str
    findings: tuple[Finding, ...] = ()
    cells: Mapping[str, Place] = NOTHING
    closed: str = ""
    """When the workbook was closed; empty while it is open."""

    @property
    def unreadable(self) -> bool:
        """Whether a rule cannot be read, so that no window can be scored."""
        return any(finding.severity == "error" for finding in self.findings)


def read_quarter(text: str, kind: PeriodKind = "quarter") -> str | None:
    """``2023Q1`` from ``2023Q1`` or ``2023-1``, as the kind has it; ``None`` for anything else."""
    period = spelled_period(squeeze(text), kind)
    return period.code if period else None


def needed_period(text: str, notice: Notice) -> str:
    """The code of a period of the notice's kind.  Raises :class:`BookError` for anything else."""
    code, words = read_quarter(text, notice.period), notice.words
    if code is None:
        raise BookError(f"{words.word}为“{text}”；应写{words.example}。")
    return code


def source_rulebook(grid: Grid | None) -> Rulebook:
    """The rulebook whose texts the workbook carries on its hidden sheet 通报数据.

    Raises :class:`BookError` where they are gone or damaged.
    """
    if grid is None:
        raise BookError(
            f"工作簿里没有隐藏的工作表“{SOURCE}”（通报和栏目的原文），无法知道按哪份通报计分。"
            "请新建工作簿后导入数据〔命令行：xl-appraisal new〕。"
        )
    notice, layout = ("\n".join(_lines(grid, column)) + "\n" for column in (1, 2))
    try:
        return rulebook_from_texts(notice, layout)
    except FaultsError as error:
        raise BookError(f"工作表“{SOURCE}”：{error}") from error


def _lines(grid: Grid, column: int) -> list[str]:
    last = max((row for row, c in grid.cells if c == column), default=0)
    values = (grid.value(row, column) for row in range(1, last + 1))
    return [value if isinstance(value, str) else "" for value in values]


def read_rules(grid: Grid, source: Rulebook) -> RulesInForce:
    """The rules in force: the notice's, with the values that the sheet 规则 changes.

    An unreadable value is an ``error`` finding; the notice's own value stands in for it and
    :attr:`RulesInForce.unreadable` says that nothing may be scored.  Sheets that say the same are
    read once.
    """
    if len(grid.cells) > _MOST_KEPT:
        return _read_rules(grid, source)
    return _KEPT.get(contents(grid), (source,), lambda: _read_rules(grid, source))


def _read_rules(grid: Grid, source: Rulebook) -> RulesInForce:
    refusal = (
        f"工作表“{RULES}”或其表头“编号”“取值”找不到，无法知道按什么规则计分。"
        "请恢复原来的表名和表头，或新建工作簿后导入数据〔命令行：xl-appraisal new〕。"
    )
    reader = _RulesReader(source)
    for row in needed_list(grid, RULES_TABLE, ("path", "value"), refusal).rows():
        reader.read(row)
    return reader.in_force()


class _RulesReader:
    def __init__(self, source: Rulebook) -> None:
        self.source = source
        self.known = {parameter.path: parameter for parameter in parameters(source.notice)}
        self.own = {RULE_NOTICE: source.notice.id, RULE_LAYOUT: source.layout.id}
        self.changed: dict[str, tuple[ListRow, Number | str]] = {}
        self.findings: list[Finding] = []
        self.cells: dict[str, Place] = {}
        self.numbers: set[str] = set()
        self.quarter = source.layout.quarter
        self.events: list[Event] = []

    def read(self, row: ListRow) -> None:
        path = read_text(row["path"])
        if isinstance(path, Unreadable):
            self._fault(row, "编号", path.found, path.expected)
        elif path and path in self.cells:
            self._fault(row, path, f"编号 {path} 出现两次", "每个编号一行")
        elif path == RULE_QUARTER:
            self.cells[path] = row.place("value")
            self._read_quarter(row)
        elif path in self.known:
            self.cells[path] = row.place("value")
            if isinstance(row["value"].value, Decimal):
                self.numbers.add(path)
            self._read_value(row, self.known[path])
        elif path in self.own:
            self._read_own(row, self.own[path])
        elif is_event(path) and (event := read_event(row)) is not None:
            self.cells[path] = row.place("value")
            self.events.append(event)
        elif path:
            self._tell("rule_unknown", row, "path", found=path)

    def _read_quarter(self, row: ListRow) -> None:
        text = read_text(row["value"])
        notice = self.source.notice
        quarter = None if isinstance(text, Unreadable) else read_quarter(text, notice.period)
        if quarter is None:
            found = text.found if isinstance(text, Unreadable) else text
            self._fault(row, notice.words.word, found, notice.words.example)
        else:
            self.quarter = quarter

    def _read_own(self, row: ListRow, own: str) -> None:
        """Which notice and layout the workbook is of is told there, not chosen."""
        text = read_text(row["value"])
        found = text.found if isinstance(text, Unreadable) else text
        if found != own:
            self._tell("rule_unknown.own", row, value=found or "空", found=found, expected=own)

    def _read_value(self, row: ListRow, parameter: Parameter) -> None:
        value = rule_value(row, parameter)
        if isinstance(value, Unreadable):
            self._fault(row, parameter.name, value.found, value.expected, parameter.remark)
        elif not is_same(value, parameter):
            self.changed[parameter.path] = row, value

    def in_force(self) -> RulesInForce:
        """All rows read: the changed values checked together, and what is not there told."""
        changes = self._accepted()
        self._tell_missing()
        book = self.source
        if changes:
            book = rulebook_from_texts(book.notice_text, book.layout_text, changes)
        cells = {path: place for path, place in self.cells.items() if path in self.numbers}
        findings = (*self.findings, *event_findings(self.events))
        return RulesInForce(book, self.quarter, findings, cells, closed_at(self.events))

    def _accepted(self) -> dict[str, str | Decimal]:
        """The changes that hold.  Those of one rule stand or fall together.

        A band moved up may pass the next one before that is moved too, so that no value can be
        judged without the rule's others.
        """
        accepted: dict[str, str | Decimal] = {}
        groups: dict[str, list[str]] = {}
        for path in self.changed:
            groups.setdefault(".".join(path.split(".")[:2]), []).append(path)
        for group in groups.values():
            together = {path: rule_change(self.changed[path][1]) for path in group}
            fits = self._fault_of({**accepted, **together}) is None
            for path in group:
                reason = None if fits else self._fault_of({**accepted, path: together[path]})
                if reason is None:
                    accepted[path] = together[path]
                    self._tell_changed(path)
                else:
                    row, value = self.changed[path]
                    parameter = self.known[path]
                    self._fault(row, parameter.name, rule_text(value), reason, parameter.remark)
        return accepted

    def _fault_of(self, changes: Mapping[str, str | Decimal]) -> str | None:
        try:
            rulebook_from_texts(self.source.notice_text, self.source.layout_text, changes)
        except FaultsError as error:
            return "；".join(error.faults)
        except ValueError as error:
            return str(error)
        return None

    def _tell_changed(self, path: str) -> None:
        row, value = self.changed[path]
        parameter = self.known[path]
        found, expected = rule_text(value) or "不设", parameter.value or "不设"
        words = {"item": parameter.name, "found": found, "expected": expected}
        self._tell("rule_changed", row, remark=parameter.remark, **words)

    def _tell_missing(self) -> None:
        """What no row says is taken from the notice and the layout."""
        wanted: dict[str, tuple[str, str, int | None]] = {
            RULE_QUARTER: (self.source.notice.words.word, self.quarter, None)
        }
        wanted |= {p.path: (p.name, p.value or "不设", p.remark) for p in self.known.values()}
        for path, (name, value, remark) in wanted.items():
            if path not in self.cells:
                words = {"item": name, "expected": path, "value": value}
                told = finding("rule_missing", Place(RULES, 0, 0), remark=remark, **words)
                self.findings.append(told)

    def _fault(
        self, row: ListRow, name: str, found: str, expected: str, remark: int | None = None
    ) -> None:
        words = {"item": name, "value": found or "空", "found": found, "expected": expected}
        self._tell("rule_unreadable", row, remark=remark, **words)

    def _tell(self, name: str, row: ListRow, field: str = "value", **words: Any) -> None:
        self.findings.append(finding(name, row.place(field), **words))
