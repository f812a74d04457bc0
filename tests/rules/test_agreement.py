"""Each kind of rule says the same three times: exactly, in an item cell, in plain formulas."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence import window
from tests.rules.cases import RULES, Counts, counts_for, rulebooks
from tests.rules.sheets import computed, points_columns, with_item_formulas, with_plain_formulas
from xl_appraisal.model.exact import plain
from xl_appraisal.model.notice.kinds import FIELDS, SIGNS, MethodKind, RuleKind
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.rules.register import KINDS
from xl_appraisal.scoring import WindowEvidence, appraise_windows
from xl_appraisal.scoring.methods import METHODS


def exact(book: Rulebook, evidence: list[WindowEvidence]) -> list[dict[str, str]]:
    """The points of each points column as scoring has them; 0 where a rule derives none."""
    appraisal = appraise_windows(book, evidence)
    shown = points_columns(book)
    found = []
    for one in evidence:
        items = appraisal.window(one.name).score.items
        found.append({c: plain(items[c].points) if c in items else "" for c in shown})
    return found


def blank_as_nought(expected: list[dict[str, str]]) -> list[dict[str, str]]:
    """An item cell gets its formula only where a rule gives points; without counts it is 0."""
    return [{column: text or "0" for column, text in one.items()} for one in expected]


def evidence_of(windows: list[Counts]) -> list[WindowEvidence]:
    return [window(f"窗口{n}", {c: plain(v) for c, v in w.items()}) for n, w in enumerate(windows)]


@pytest.mark.parametrize("kind", RULES)
@given(data=st.data())
def test_three_ways_to_the_same_points(kind: str, data: st.DataObject) -> None:
    """Whatever the values and counts: scoring, the item cells and the plain workbook agree."""
    book = data.draw(rulebooks(kind))
    windows = data.draw(st.lists(counts_for(book), min_size=1, max_size=6))
    evidence = evidence_of(windows)
    expected = exact(book, evidence)
    plain_book = with_plain_formulas(book, windows)
    items = with_item_formulas(book, windows, evidence)

    assert plain_book.by_window(book, computed(plain_book)) == expected
    assert items.by_window(book, computed(items)) == blank_as_nought(expected)


def test_every_kind_has_its_cases() -> None:
    """A kind that derives points and has no random rules would be held against nothing."""
    assert RULES.keys() == {
        name for name, kind in KINDS.items() if kind.derives and not kind.among_all
    }


def test_what_a_notice_may_name_is_what_there_is() -> None:
    """Each kind and each method of the model's table has its home, and there is no other."""
    assert KINDS.keys() == FIELDS.keys() == set(get_args(RuleKind))
    assert METHODS.keys() == SIGNS.keys() == set(get_args(MethodKind))
