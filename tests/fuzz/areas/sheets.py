"""Headers, 规则, 栏目 and 通报数据 altered: no figure may change without a word about it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random

from tests.fuzz import content
from tests.fuzz.content import decimal
from tests.fuzz.tables import Window, book, judge, recalculated, windows
from tests.fuzz.verdict import CONFIRMED, FINDING, REFUSED
from tests.workbook.books import (
    COLUMN_SHEET,
    FIRST,
    LEDGER,
    PUBLISHED,
    RANKING,
    RULES,
    SOURCE,
    STAFF,
    Book,
)
from xl_appraisal.hosts import MemoryHost
from xl_appraisal.model.grid import EMPTY, Area, Cell, Grid, Ref
from xl_appraisal.work.desk import Appraised

HEADS = {RANKING: 6, STAFF: 3, LEDGER: 3, RULES: 3, COLUMN_SHEET: 3, PUBLISHED: 3}
"""Sheets and the row in which their header ends."""


def headers(random: Random, _: Path) -> str:
    """Header and id cells emptied, doubled, exchanged, overwritten or merged."""
    sheet = random.choice([RANKING, RANKING, *HEADS])
    return _altered(random, sheet, (1, HEADS[sheet]))


def layout(random: Random, _: Path) -> str:
    """栏目: what the sheet says of the columns, overwritten or exchanged."""
    return _altered(random, COLUMN_SHEET, (4, 56))


def source(random: Random, _: Path) -> str:
    """通报数据: lines of the notice's and the layout's text, overwritten or exchanged."""
    return _altered(random, SOURCE, (1, 500))


def settings(random: Random, _: Path) -> str:
    """规则: a value overwritten; two of them are worked out beside with the new value."""
    if random.random() < 0.5:
        return _altered(random, RULES, (4, 60))
    made = windows(random, "none")
    value = content.number(random, 40, 2) or Fraction(1)
    done = recalculated(book(made, rules={"module.reward.max": decimal(value)}).host())
    assert done is not None
    return _capped(done, made, value)


def _capped(done: Appraised, made: list[Window], most: Fraction) -> str:
    """The rewards stop at the new full mark, nothing else changes."""
    from tests.plain_appraisal import modules

    for window in made:
        rows = [row for row in window.rows() or [] if row.staff]
        total = done.appraisal.window(window.name).total
        if total is None:
            assert not rows
            continue
        right = set()
        for row in rows:
            plain = modules(row)
            bonus = _bonus(row)
            right.add(sum(plain.values(), Fraction(0)) - plain["奖励分"] + min(bonus, most))
        assert Fraction(total) in right, f"{window}: {total}, not {right}, at most {most}"
    return CONFIRMED


def _bonus(row: object) -> Fraction:
    """The reward without its full mark: each half is far below 20, so that nothing is cut."""
    from dataclasses import replace

    from tests.plain_appraisal import Row, modules

    assert isinstance(row, Row)
    typed = sum(row.bonuses.values(), Fraction(0))
    return typed + modules(replace(row, bonuses={}))["奖励分"]


def _altered(random: Random, sheet: str, rows: tuple[int, int]) -> str:
    """A sound workbook before and after; figures differ only where a finding is new."""
    made = windows(random, "none")
    sound = book(made)
    before = recalculated(sound.host())
    assert before is not None
    judge(before, made)
    done = recalculated(_alter(random, sound, sheet, rows))
    if done is None:
        return REFUSED
    return _compare(before, done)


def _alter(random: Random, sound: Book, sheet: str, rows: tuple[int, int]) -> MemoryHost:
    grids = {grid.name: grid for grid in sound.grids()}
    grid = grids[sheet]
    cells, merges = dict(grid.cells), list(grid.merges)
    refs = [ref for ref in cells if rows[0] <= ref[0] <= rows[1]]
    for _ in range(random.choice((1, 1, 2, 5))):
        _strike(random, cells, merges, refs, rows)
    grids[sheet] = Grid(sheet, {r: c for r, c in cells.items() if c != EMPTY}, tuple(merges))
    return MemoryHost(list(grids.values()))


def _strike(
    random: Random,
    cells: dict[Ref, Cell],
    merges: list[Area],
    refs: list[Ref],
    rows: tuple[int, int],
) -> None:
    ref, other = random.choice(refs), random.choice(refs)
    match random.randrange(6):
        case 0:
            cells[ref] = EMPTY
        case 1:
            cells[ref] = content.anything(random).cell
        case 2:
            cells[ref], cells[other] = cells.get(other, EMPTY), cells.get(ref, EMPTY)
        case 3:
            cells[ref] = cells.get(other, EMPTY)
        case 4:
            cells[ref] = Cell(_misspelt(random, str(cells.get(ref, EMPTY).value)))
        case 5 if rows[0] < FIRST:
            bottom, right = max(ref[0], other[0]), max(ref[1], other[1])
            area = Area(min(ref[0], other[0]), min(ref[1], other[1]), bottom, right)
            if area[:2] != area[2:] and not any(_meet(area, old) for old in merges):
                merges.append(area)


def _meet(one: Area, other: Area) -> bool:
    return (
        one.top <= other.bottom
        and other.top <= one.bottom
        and one.left <= other.right
        and other.left <= one.right
    )


def _misspelt(random: Random, text: str) -> str:
    at = random.randrange(len(text) + 1)
    odd = random.choice((*content.STRANGE, "分", "1", " ", "（", ""))
    return text[:at] + odd + text[at + random.randrange(2) :]


def _compare(before: Appraised, done: Appraised) -> str:
    told = {_key(f) for f in done.appraisal.findings} - {_key(f) for f in before.appraisal.findings}
    old = {w.window: w.total for w in before.appraisal.windows}
    new = {w.window: w.total for w in done.appraisal.windows}
    stopped = {f.window for f in done.appraisal.findings if f.severity == "error"}
    for name, total in new.items():
        assert total is not None or stopped, f"{name} has no score and nothing says why"
    if new == old:
        return CONFIRMED
    assert told, f"{old} became {new} without a word"
    return FINDING


def _key(finding: object) -> tuple[object, ...]:
    from xl_appraisal.model.findings import Finding

    assert isinstance(finding, Finding)
    return finding.severity, finding.code, finding.message, finding.where
