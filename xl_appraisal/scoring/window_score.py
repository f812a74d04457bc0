"""One window's score: points → modules → total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property, partial

from xl_appraisal.model.exact import ZERO, plain, shown
from xl_appraisal.model.findings import Finding, finding
from xl_appraisal.model.notice.notice import Module, Notice, Reading
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.rules.kind import Said
from xl_appraisal.scoring.evidence import WindowEvidence
from xl_appraisal.scoring.known_counts import counts_among
from xl_appraisal.scoring.marks import marks_of
from xl_appraisal.scoring.methods import METHODS, Balance, Case
from xl_appraisal.scoring.points import points_of
from xl_appraisal.scoring.points_state import Points, PointsPlan
from xl_appraisal.scoring.result import Line, WindowScore


class Scorer:
    """Scores windows under one rulebook."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.plan = PointsPlan(book)

    def look_at(self, windows: Iterable[WindowEvidence]) -> None:
        """Take down what rules compare: without it, a window that they concern has no score."""
        self.plan.among = counts_among(self.plan, windows)

    def score(self, window: WindowEvidence, *, apply_rules: bool = False) -> WindowScore:
        """The window's scores and lines, or none where an ``error`` finding stands against it."""
        points = points_of(self.plan, window, apply_rules=apply_rules)
        marks = marks_of(self.book, window)
        findings = [*window.findings, *points.findings, *marks.findings]
        balances = self._balances(window, points, findings)
        if window.stopped or any(told.severity == "error" for told in findings):
            balances = []
        modules = {balance.module.id: balance.score for balance in balances}
        notice = self.book.notice
        total = notice.within_cap(notice.added_up(modules.values())) if balances else None
        lines = (*self._lines(balances, modules, total), *self._veto_lines(points))
        vetoed, told = bool(points.vetoes), tuple(findings)
        return WindowScore(  # in order: made for every window, which names would slow down
            window.name,
            window.place,
            modules,
            total,
            vetoed,
            lines,
            points.items,
            told,
            points.listed,
            marks.group,
            marks.out,
        )

    def _balances(
        self, window: WindowEvidence, points: Points, findings: list[Finding]
    ) -> list[Balance]:
        balances, notice = [], self.book.notice
        into: dict[str, list[Line]] = {}
        for line in points.contributions:
            into.setdefault(line.figure, []).append(line)
        for module in notice.modules:
            case = Case(notice, module, window, into.get(module.id, ()))
            balance = METHODS[module.method].balance(case)
            if balance is None or (not module.sign and window.staff):
                findings.extend(_findings_of(window, module, balance))
            if balance is not None:
                balances.append(balance)
        return balances

    def _lines(
        self, balances: list[Balance], modules: Mapping[str, Decimal], total: Decimal | None
    ) -> Iterator[Line]:
        for balance in balances:
            yield from balance.lines
        if total is not None:
            reading, words = self._reading, Said(_total_text, (self.book.notice, modules, total))
            remark, standing = reading.remark, reading.standing
            yield Line("total", "总分", "sum", remark, standing, words, total, ZERO, total)

    @cached_property
    def _reading(self) -> Reading:
        return next(one for one in self.book.notice.readings if one.stage == "total")

    def _veto_lines(self, points: Points) -> Iterator[Line]:
        award = self.book.notice.award
        if award is None:
            return
        how = self.book.notice.setting_of(award, "substitution")
        remark = how.remark if how else award.remark
        for label, place in points.vetoes:
            what = f"{self.book.notice.words.this}{self.book.notice.award_names}参评资格"
            text = f"{label}标识√：取消{what}，得分和名次不变"
            yield Line("red_flag", label, "election", remark, "notice", text, places=(place,))


def _findings_of(
    window: WindowEvidence, module: Module, balance: Balance | None
) -> Iterator[Finding]:
    """No score at all, or a typed figure beside staff lines: the lines count."""
    typed, remark = window.given.get(module.id), module.method_remark
    tell = partial(finding, window=window.name, item=module.name, remark=remark)
    if balance is None:
        if module.sign:
            yield tell("no_given_score", window.place)
        else:
            yield tell("no_staff_score", window.place)
    elif typed is not None and typed.value != balance.score:
        figures = plain(typed.value), plain(balance.score)
        yield tell("staff_score_differs", typed.place, found=figures[0], expected=figures[1])


def _total_text(notice: Notice, modules: Mapping[str, Decimal], total: Decimal) -> str:
    names = ((module.name, modules.get(module.id)) for module in notice.modules)
    known = [f"{name}{plain(score)}" for name, score in names if score is not None]
    parts = " + ".join([*([f"起评{plain(notice.base)}"] if notice.base else []), *known])
    before = notice.added_up(modules.values())
    cut = f"，总分不高于{plain(total)}" if before > total else ""
    return f"{parts} = {plain(before)}{cut}，显示{shown(total, int(notice.number('total_places')))}"
