"""What docs/通报写法.md says, done step by step on a notice's document: no code of ours is asked.

Fractions throughout.  A window without a score has ``total`` ``None``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

Table = Mapping[str, Any]
ZERO = Fraction(0)


@dataclass
class Facts:
    """What is known of a window: ``counts`` by ``rule.measure``, points by module or by rule.

    Counts and judged points stand in the columns of 名次表 where they are ``typed``, else in lines.

    ``cases`` are a discretion's lines: measure, points, number (or none).
    """

    name: str
    counts: dict[str, Fraction] = field(default_factory=dict)
    modules: dict[str, list[Fraction]] = field(default_factory=dict)
    judged: dict[str, Fraction] = field(default_factory=dict)
    cases: list[tuple[str, Fraction, int | None]] = field(default_factory=list)
    staff: list[Fraction] = field(default_factory=list)
    vetoed: bool = False
    typed: bool = False
    group: str = ""
    out: dict[str, str] = field(default_factory=dict)
    """What is written in the column of an exclusion, by its id; nothing where it is blank."""


@dataclass
class Outcome:
    """A window's figures, and which awards it has; ``grade`` is empty without one."""

    modules: dict[str, Fraction] = field(default_factory=dict)
    total: Fraction | None = None
    rank: int | None = None
    awards: set[str] = field(default_factory=set)
    people: set[tuple[str, int]] = field(default_factory=set)
    """Award and place in ``staff`` of its people who are elected."""
    grade: str = ""


class NoScore(Exception):
    """不计分."""


def number(value: object) -> Fraction:
    """``30%``, ``2/3`` or a number."""
    text = str(value)
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def half_up(value: Fraction, places: int) -> Fraction:
    scaled = abs(value) * 10**places
    whole = math.floor(scaled + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, 10**places)


def blocks(document: Table, name: str) -> list[Table]:
    return [block for remark in document["remark"] for block in remark.get(name, [])]


def interpret(document: Table, windows: Sequence[Facts]) -> dict[str, Outcome]:
    """Window → its outcome under that notice."""
    outcomes = {facts.name: Outcome() for facts in windows}
    for facts in windows:
        try:
            _marks(document, facts)
            outcomes[facts.name].modules = _modules(document, facts, windows)
        except NoScore:
            continue
        outcomes[facts.name].total = _total(document, outcomes[facts.name].modules)
    known = {facts.name: facts for facts in windows}
    _rank(document, outcomes, known)
    _elect(document, outcomes, known)
    _elect_people(document, outcomes, known)
    for name, outcome in outcomes.items():
        if _graded(document, known[name]):
            outcome.grade = _grade(document, outcome.total)
    return outcomes


def _marks(document: Table, facts: Facts) -> None:
    """不计分: no group or another, or a reason that may mean no."""
    groups = [group["name"] for group in blocks(document, "group")]
    if groups and facts.group not in groups:
        raise NoScore
    for exclusion in blocks(document, "exclusion"):
        written = facts.out.get(exclusion["id"], "")
        if exclusion.get("typed") == "text" and written in ("否", "无", "×", "0"):
            raise NoScore


def _total(document: Table, modules: Mapping[str, Fraction]) -> Fraction:
    head = document["notice"]
    total = number(head.get("base") or 0) + sum(modules.values(), ZERO)
    cap = head.get("total_cap", "")
    return total if cap == "" else min(total, number(cap))


def _modules(document: Table, facts: Facts, windows: Sequence[Facts]) -> dict[str, Fraction]:
    into: dict[str, list[Fraction]] = {m["id"]: [] for m in blocks(document, "module")}
    methods = {m["id"]: m["method"] for m in blocks(document, "module")}
    for module, points in facts.modules.items():
        into[module] += points
    brought: dict[str, Fraction] = {}
    asked = {
        rule["module"]
        for rule in blocks(document, "rule")
        if any(_key(rule, m) in facts.counts for m in rule["measures"])
    }
    for rule in blocks(document, "rule"):
        given = methods[rule["module"]] == "given" and rule["module"] in asked
        for module, points in _of_rule(rule, facts, windows, methods, given):
            into[module].append(points)
            if module == rule["module"]:
                brought[rule["id"]] = brought.get(rule["id"], ZERO) + points
    for limit in blocks(document, "limit"):
        together = sum((brought.get(rule, ZERO) for rule in limit["rules"]), ZERO)
        over = together - number(limit["cap"])
        if over > 0:
            rule = next(r for r in blocks(document, "rule") if r["id"] == limit["rules"][0])
            into[rule["module"]].append(-over)
    return {m["id"]: _module(m, into[m["id"]], facts) for m in blocks(document, "module")}


def _module(module: Table, points: Sequence[Fraction], facts: Facts) -> Fraction:
    most, method = number(module["max"]), module["method"]
    if method == "deduct":
        left, floor = most - sum(points, ZERO), module.get("floor", 0)
        return left if floor == "" else max(left, min(number(floor), most))
    if method == "mean":
        if not facts.staff:
            raise NoScore
        mean = sum(facts.staff, ZERO) / len(facts.staff) * number(module["weight"])
        return min(half_up(mean, int(module.get("places", 3))), most)
    if method == "given" and not points:
        raise NoScore
    return min(sum(points, ZERO), most)


def _key(rule: Table, measure: Table) -> str:
    return measure.get("of") or f"{rule['id']}.{measure['id']}"


def _of_rule(
    rule: Table, facts: Facts, windows: Sequence[Facts], methods: Table, given: bool
) -> Iterator[tuple[str, Fraction]]:
    """Where the rule's points go, and how many: all positive."""
    kind, module = rule["kind"], rule["module"]
    if kind == "judged":
        if rule["id"] in facts.judged:
            yield module, _capped(rule, facts.judged[rule["id"]])
        return
    if kind == "discretion":
        yield from ((module, points) for points in _discretion(rule, facts))
        return
    known = [
        (m, facts.counts[_key(rule, m)]) for m in rule["measures"] if _key(rule, m) in facts.counts
    ]
    missing = len(rule["measures"]) - len(known)
    _refuse(rule, known, missing, given)
    if not known:
        return
    gain, loss = _points(rule, known, facts, windows)
    yield module, _capped(rule, gain)
    if loss:
        yield rule["deduction_module"], loss


def _capped(rule: Table, points: Fraction) -> Fraction:
    cap = rule.get("cap", "")
    return points if cap == "" else min(points, number(cap))


def _refuse(rule: Table, known: list[tuple[Table, Fraction]], missing: int, given: bool) -> None:
    kind = rule["kind"]
    for measure, count in known:
        if kind == "rate" and not 0 < count <= 1:
            raise NoScore
        if kind in ("score", "average") and not 0 <= count <= number(measure["full"]):
            raise NoScore
        if measure.get("heads") and count <= 0:
            raise NoScore
    if missing and kind == "rate":
        raise NoScore
    if missing and kind in ("score", "average", "per_head") and (known or given):
        raise NoScore


def _discretion(rule: Table, facts: Facts) -> Iterator[Fraction]:
    for measure in rule["measures"]:
        for key, points, times in facts.cases:
            if key == _key(rule, measure):
                n = 1 if times is None else times
                if not n * number(measure["least"]) <= points <= n * number(measure["most"]):
                    raise NoScore
                yield points


def _points(
    rule: Table, known: list[tuple[Table, Fraction]], facts: Facts, windows: Sequence[Facts]
) -> tuple[Fraction, Fraction]:
    """What is gained, and what goes to ``deduction_module``."""
    kind = rule["kind"]
    if kind in ("tally", "rate"):
        signed = [number(m["points"]) * _times(kind, m, count) for m, count in known]
        return sum((max(p, ZERO) for p in signed), ZERO), -sum((min(p, ZERO) for p in signed), ZERO)
    if kind == "bands":
        return _bands(rule, known, facts), ZERO
    if kind == "score":
        return sum((count * number(m["weight"]) for m, count in known), ZERO), ZERO
    if kind == "average":
        total = sum((count * number(m["weight"]) for m, count in known), ZERO)
        return half_up(total / len(known), 3), ZERO
    if kind == "per_head":
        people = next(count for m, count in known if m.get("heads"))
        total = sum((c * number(m["points"]) for m, c in known if not m.get("heads")), ZERO)
        return half_up(total / people, 3), ZERO
    held = [(m, count, _all(rule, m, windows)) for m, count in known]
    if kind == "place":
        return sum((_place(*one) for one in held), ZERO), ZERO
    return sum((_proportion(*one) for one in held), ZERO), ZERO


def _times(kind: str, measure: Table, count: Fraction) -> Fraction:
    if kind == "tally":
        return count
    short = (number(measure["goal"]) - count) / number(measure["per"])
    return Fraction(max(math.ceil(short) if measure["part"] == "up" else math.floor(short), 0))


def _bands(rule: Table, known: list[tuple[Table, Fraction]], facts: Facts) -> Fraction:
    points, reached = ZERO, 0
    for measure, count in known:
        bands = [b for b in measure["bands"] if count >= number(b["from"])]
        if bands:
            points, reached = points + number(bands[-1]["points"]), reached + 1
    lift = rule.get("lift")
    share = facts.counts.get(f"{rule['id']}.{lift['id']}") if lift else None
    if lift and share is not None and share >= number(lift["share"]):
        points += number(lift["points"]) * reached
    return points


def _all(rule: Table, measure: Table, windows: Sequence[Facts]) -> list[Fraction]:
    key = _key(rule, measure)
    return [facts.counts[key] for facts in windows if key in facts.counts]


def _place(measure: Table, count: Fraction, every: list[Fraction]) -> Fraction:
    low = measure.get("order", "high") == "low"
    place = 1 + sum((other < count) if low else (other > count) for other in every)
    bands = measure["bands"]
    for band, after in zip(bands, [*bands[1:], None], strict=True):
        end = math.inf if after is None else after["from"] - 1
        if band["from"] <= place <= min(end, band.get("to", math.inf)):
            return number(band["points"])
    return ZERO


def _proportion(measure: Table, count: Fraction, every: list[Fraction]) -> Fraction:
    full = number(measure["full"])
    if measure["to"] == "lowest":
        points = full if count == 0 else full * min(every) / count
    else:
        held = max(every) if measure["to"] == "highest" else sum(every, ZERO) / len(every)
        points = ZERO if held == 0 else full * count / held
    return half_up(min(points, full), 3)


# ── ranks, awards, grades ──


def _rank(document: Table, outcomes: Mapping[str, Outcome], known: Mapping[str, Facts]) -> None:
    unranked = [e["id"] for e in blocks(document, "exclusion") if not e.get("ranked", False)]
    ranked = {
        name: one
        for name, one in outcomes.items()
        if one.total is not None and not any(known[name].out.get(e) for e in unranked)
    }
    grouped = bool(blocks(document, "group"))
    dense = document["notice"].get("tie_rank", "shared") == "dense"
    for name, one in ranked.items():
        above = [
            other.total
            for rival, other in ranked.items()
            if (not grouped or known[rival].group == known[name].group) and other.total > one.total
        ]
        one.rank = 1 + (len(set(above)) if dense else len(above))


def _elect(document: Table, outcomes: Mapping[str, Outcome], known: Mapping[str, Facts]) -> None:
    groups = [group["name"] for group in blocks(document, "group")]
    for award in blocks(document, "award"):
        if award.get("of") == "people":
            continue
        where = award.get("group", "")
        if where == "all" or not groups:
            _contest(document, award, outcomes, list(known.values()))
            continue
        for group in [where] if where else groups:
            own = [facts for facts in known.values() if facts.group == group]
            _contest(document, award, outcomes, own)


def _contest(
    document: Table, award: Table, outcomes: Mapping[str, Outcome], members: Sequence[Facts]
) -> None:
    keeping = [
        e
        for e in blocks(document, "exclusion")
        if not e.get("ranked", False) or award["id"] in e.get("awards", [award["id"]])
    ]
    uncounted = [e["id"] for e in keeping if not e.get("counted", False)]
    places = _places(award, sum(not any(f.out.get(e) for e in uncounted) for f in members))
    least = award.get("smallest", "")
    pool = [
        (outcomes[facts.name].total, facts)
        for facts in members
        if outcomes[facts.name].total is not None
        and (least == "" or outcomes[facts.name].total >= number(least))
        and not any(facts.out.get(e["id"]) for e in keeping)
    ]
    if award.get("substitution", "next") == "next":
        pool = [(total, facts) for total, facts in pool if not facts.vetoed]
    for total, facts in pool:
        above = sum(other > total for other, _ in pool)
        equal = sum(other == total for other, _ in pool)
        fits = above + equal <= places
        fits |= above < places and award.get("ties", "include") == "include"
        if fits and not facts.vetoed:
            outcomes[facts.name].awards.add(award["id"])


def _elect_people(
    document: Table, outcomes: Mapping[str, Outcome], known: Mapping[str, Facts]
) -> None:
    groups = [group["name"] for group in blocks(document, "group")]
    for award in blocks(document, "award"):
        if award.get("of") != "people":
            continue
        where = award.get("group", "all")
        parts: list[str] = [""] if where == "all" or not groups else [where]
        for group in groups if where == "each" and groups else parts:
            own = [facts for facts in known.values() if group in ("", facts.group)]
            for name, number_of_line in _best(document, award, own):
                outcomes[name].people.add((award["id"], number_of_line))


def _best(document: Table, award: Table, members: Sequence[Facts]) -> Iterator[tuple[str, int]]:
    """Window and line of those elected: first within each window, then among all."""
    keeping = [e for e in blocks(document, "exclusion") if award["id"] in e.get("awards", [])]
    uncounted = [e["id"] for e in keeping if not e.get("counted", False)]
    everybody = [(facts, n) for facts in members for n in range(len(facts.staff))]
    base = sum(not any(facts.out.get(e) for e in uncounted) for facts, _ in everybody)
    least = award.get("smallest", "")
    pool = [
        (facts.staff[n], facts.name, n)
        for facts, n in everybody
        if not any(facts.out.get(e["id"]) for e in keeping)
        and (least == "" or facts.staff[n] >= number(least))
    ]
    most = award.get("per_window", "")
    if most != "":
        pool = [
            one
            for one in pool
            if _fits(one[0], [o[0] for o in pool if o[1] == one[1]], int(most), award)
        ]
    places = _places(award, base)
    for score, name, n in pool:
        if _fits(score, [one[0] for one in pool], places, award):
            yield name, n


def _fits(score: Fraction, every: Sequence[Fraction], places: int, award: Table) -> bool:
    above = sum(other > score for other in every)
    if above + sum(other == score for other in every) <= places:
        return True
    return above < places and award.get("ties", "include") == "include"


def _places(award: Table, windows: int) -> int:
    if award.get("number", "") != "":
        return int(award["number"])
    exact = windows * number(award["share"])
    how = award.get("rounding", "half_up")
    if how == "half_up":
        return math.floor(exact + Fraction(1, 2))
    return math.ceil(exact) if how == "up" else math.floor(exact)


def _graded(document: Table, facts: Facts) -> bool:
    """Whether nothing keeps the window from a grade: without a rank none, unless it says so."""
    return not any(
        facts.out.get(e["id"]) and not e.get("graded", e.get("ranked", False))
        for e in blocks(document, "exclusion")
    )


def _grade(document: Table, total: Fraction | None) -> str:
    reached = [
        g for g in blocks(document, "grade") if total is not None and total >= number(g["from"])
    ]
    return max(reached, key=lambda grade: number(grade["from"]))["name"] if reached else ""


def as_decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / value.denominator
