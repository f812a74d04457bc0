"""Short ways to write down what a window brings, for tests that care about its figures only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

from xl_appraisal.model.findings import Place
from xl_appraisal.model.rulebook import Rulebook, load_rulebook, rulebook_from_texts
from xl_appraisal.scoring import Appraisal, Entry, Given, WindowEvidence, appraise_windows

PACKAGE = Path(__file__).parents[1] / "xl_appraisal"
NOTICE_TEXT = (PACKAGE / "notices" / "jinjiang-2023.toml").read_text(encoding="utf-8")
LAYOUT_TEXT = (PACKAGE / "layouts" / "jinjiang-2023Q1.toml").read_text(encoding="utf-8")

DEDUCTIVE_MARKS = Decimal(10 + 30 + 15 + 15)  # remark 1: what a window without deductions has
STAFF_MARK = Decimal(30)


@cache
def _book(changes: tuple[tuple[str, str | Decimal], ...]) -> Rulebook:
    if not changes:
        return load_rulebook()
    return rulebook_from_texts(NOTICE_TEXT, LAYOUT_TEXT, dict(changes))


def rulebook(changes: Mapping[str, object] | None = None) -> Rulebook:
    """The rulebook of 2023 Q1 with the parameters at those paths changed."""
    wanted = {
        path: value if isinstance(value, str) else Decimal(str(value))
        for path, value in (changes or {}).items()
    }
    return _book(tuple(sorted(wanted.items(), key=lambda item: item[0])))


def figure(value: object) -> Decimal | Fraction:
    """A figure as a person may write it: ``3``, ``"0.125"``, ``"66.7%"`` or ``"2/3"``."""
    text = str(value)
    if "/" in text:
        return Fraction(text)
    if text.endswith("%"):
        return Decimal(text[:-1]) / 100
    return Decimal(text)


def given(values: Mapping[str, object]) -> dict[str, Given]:
    """Typed values by column id, each in a cell of its own."""
    return {
        column: Given(figure(value), Place("名次表", number, 26))
        for number, (column, value) in enumerate(values.items(), 1)
        if value != ""
    }


def entry(row: int = 4, **fields: object) -> Entry:
    """A ledger entry; figures may be written as numbers or text."""
    figures = {name: figure(fields.pop(name)) for name in ("points", "count") if name in fields}
    return Entry(Place("加扣分明细", row, 1), **fields, **figures)  # type: ignore[arg-type]


def window(
    name: str = "甲",
    typed: Mapping[str, object] | None = None,
    entries: Sequence[Entry] = (),
    staff: Sequence[object] = (),
) -> WindowEvidence:
    """A window; its staff performance is the full 30 unless its staff or a figure is given."""
    values = dict(typed or {})
    if not staff:
        values.setdefault("staff_performance", STAFF_MARK)
    return WindowEvidence(
        name=name,
        place=Place("名次表", 6, 2),
        given=given(values),
        staff=tuple(Given(figure(score)) for score in staff),
        entries=tuple(entries),
    )


def with_total(name: str, total: object, *, veto: bool = False) -> WindowEvidence:
    """A window of exactly that total, from 70 to 120: staff performance first, then a bonus."""
    rest = Decimal(str(total)) - DEDUCTIVE_MARKS
    values: dict[str, object] = {
        "staff_performance": min(rest, STAFF_MARK),
        "item_18": max(rest - STAFF_MARK, Decimal(0)),
    }
    if veto:
        values["veto_43"] = 1
    return window(name, values)


def appraise(
    *windows: WindowEvidence, changes: Mapping[str, object] | None = None, apply_rules: bool = False
) -> Appraisal:
    """Those windows appraised under the notice of 2023 with those changes."""
    return appraise_windows(rulebook(changes), windows, apply_rules=apply_rules)


def codes(appraisal: Appraisal) -> list[str]:
    """The codes of all findings, sorted."""
    return sorted(finding.code for finding in appraisal.findings)
