"""Random notices: those that the check passes score as the guide says, every figure of them."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.language.family import Maker
from tests.language.interpreter import Facts, Outcome, interpret
from tests.scheme_books import CODES
from xl_appraisal.model.findings import Place
from xl_appraisal.model.layout.layout import GROUP, VETO
from xl_appraisal.model.layout.layout_for_notice import layout_for_notice
from xl_appraisal.model.notice.check_file import check_notice
from xl_appraisal.model.rulebook import Rulebook, rulebook_from_texts
from xl_appraisal.scoring import Entry, Given, WindowEvidence, appraise_windows
from xl_appraisal.scoring.evidence import Words

_PARTS = tuple(f"[[remark.{part}]]" for part in ("limit", "award", "group", "exclusion"))
FAMILY = range(300)
LEAST_SOUND = 0.5


def evidence(book: Rulebook, facts: Facts, row: int) -> WindowEvidence:
    """The same facts as a workbook would hold them: lines of the ledger, scores of people."""
    columns = {c.rule: c.id for c in book.layout.all_columns if c.kind == "points"}
    counted = {c.measure: c.id for c in book.layout.all_columns if c.measure}
    typed = {counted[key]: _figure(n) for key, n in facts.counts.items()}
    typed |= {columns[rule]: _figure(points) for rule, points in facts.judged.items()}
    if not facts.typed:
        typed = {}
    lines: list[dict[str, Any]] = []
    if not facts.typed:
        lines += [
            {"item": key, "label": key, "count": _figure(n)} for key, n in facts.counts.items()
        ]
        lines += [{"item": columns[r], "points": _figure(p)} for r, p in facts.judged.items()]
    for module, every in facts.modules.items():
        lines += [{"module": module, "points": _figure(points)} for points in every]
    for key, points, times in facts.cases:
        lines.append({"item": key, "label": key, "points": _figure(points), "count": times})
    if facts.vetoed and VETO in book.layout.by_id:
        lines.append({"item": VETO})
    by_rule = {c.rule: c for c in book.layout.all_columns if c.kind in ("text", "flag")}
    words = {rule: text for rule, text in facts.out.items() if by_rule[rule].kind == "text"}
    words |= {GROUP: facts.group} if GROUP in by_rule else {}
    ticks = [rule for rule in facts.out if rule not in words]
    return WindowEvidence(
        name=facts.name,
        given={
            **{column: Given(value) for column, value in typed.items()},
            **{by_rule[rule].id: Given(Decimal(1)) for rule in ticks},
        },
        texts={by_rule[rule].id: Words(text) for rule, text in words.items()},
        place=Place("名次表", row, 2),
        staff=tuple(Given(_figure(s), name=str(n)) for n, s in enumerate(facts.staff)),
        entries=tuple(Entry(Place("加扣分明细", n, 1), **line) for n, line in enumerate(lines, 4)),
    )


def _figure(value: Fraction) -> Decimal | Fraction:
    decimal = Decimal(value.numerator) / value.denominator
    return decimal if Fraction(decimal) == value else value


def ours(book: Rulebook, windows: list[Facts]) -> dict[str, Outcome]:
    appraisal = appraise_windows(book, [evidence(book, f, n) for n, f in enumerate(windows, 6)])
    return {
        one.window: Outcome(
            {module: Fraction(score) for module, score in one.score.modules.items()},
            None if one.total is None else Fraction(one.total),
            one.rank,
            {award.id for award in book.notice.window_awards if one.has(award)},
            {
                (contest.award.id, int(winner.name))
                for contest in appraisal.contests
                for winner in contest.people
                if winner.window == one.window
            },
            one.grade,
        )
        for one in appraisal.windows
    }


@pytest.mark.parametrize("start", range(0, len(FAMILY), 100))
def test_what_the_check_passes_scores_as_the_guide_says(start: int) -> None:
    """Modules, totals, ranks, awards and grades of every window of a hundred notices."""
    sound = scored = 0
    for seed in FAMILY[start : start + 100]:
        maker = Maker(seed)
        text = maker.notice()
        notice = check_notice(text).notice
        if notice is None:
            continue
        sound += 1
        windows = maker.windows()
        book = rulebook_from_texts(text, layout_for_notice(notice, CODES[notice.period]))
        if VETO not in book.layout.by_id:
            for facts in windows:
                facts.vetoed = False
        expected = interpret(tomllib.loads(text, parse_float=Decimal), windows)
        scored += sum(one.total is not None for one in expected.values())

        assert (seed, ours(book, windows)) == (seed, expected)
    assert sound > LEAST_SOUND * 100
    assert scored > sound


def test_the_family_has_every_kind_of_rule_and_module() -> None:
    """A kind that never comes up would be held against nothing."""
    texts = "".join(text for seed in FAMILY if check_notice(text := Maker(seed).notice()).notice)
    from xl_appraisal.model.notice.kinds import FIELDS, SIGNS

    assert [kind for kind in FIELDS if f'kind = "{kind}"' not in texts] == []
    assert [method for method in SIGNS if f'method = "{method}"' not in texts] == []
    assert [
        word
        for word in (
            "base",
            "total_cap",
            "of =",
            'of = "people"',
            "per_window",
            *_PARTS,
            *(f'period = "{kind}"' for kind in CODES),
        )
        if word not in texts
    ] == []
    assert any(text.count("[[remark.award]]") > 1 for text in texts.split("[notice]"))


def test_a_contradictory_notice_of_the_family_is_refused() -> None:
    """The family has notices that mean nothing; the check does not pass them all."""
    refused = [seed for seed in FAMILY if check_notice(Maker(seed).notice()).notice is None]
    assert len(refused) > 10
