"""Workbooks full of arbitrary figures, and what they must come to by the remarks alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from random import Random

from tests.fuzz import content
from tests.fuzz.content import BAD, Content
from tests.fuzz.verdict import CONFIRMED, FINDING, clear
from tests.plain_appraisal import Row, modules, ranking
from tests.workbook.books import RANKING, Book
from xl_appraisal.book.sheets import SHEETS
from xl_appraisal.hosts import MemoryHost
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Cell, Grid
from xl_appraisal.work.desk import Appraised, recalculate

NAMES = ("税务", "残联", "医保", "公安", "人社")
BONUSES = ("leadership_bonus", "item_18", "item_19", "item_20", "item_22", "item_23", "item_30")
DEDUCTIONS = {"item_35": "业务规范", "item_37": "业务规范", "item_38": "窗口规范"}
TEXTS = ("item_31", "item_32", "item_41", "item_49")
MODULES = ("人员进驻", "业务规范", "窗口规范", "评价管理")
FLAGS = {"√": True, "✓": True, "是": True, "1": True, "×": False, "否": False, "0": False}

Apply = Callable[[Row, Fraction | None], None]
"""Notes one reading of a content in the plain row."""


@dataclass
class Window:
    """A window's cells, and for each the way its reading goes into the plain row."""

    name: str
    cells: dict[str, Cell] = field(default_factory=dict)
    staff: list[Cell] = field(default_factory=list)
    entries: list[dict[str, object]] = field(default_factory=list)
    parts: list[tuple[Content, Apply]] = field(default_factory=list)

    def rows(self) -> list[Row] | None:
        """Every row that the contents allow; ``None`` for those that allow no score."""
        choices = [[r for r in part.readings if r != BAD] for part, _ in self.parts]
        if not all(choices):
            return None
        found = []
        for readings in product(*choices):
            row = Row(staff=[], bonuses={}, deductions=[], missing={})
            for (_, apply), reading in zip(self.parts, readings, strict=True):
                apply(row, reading)  # type: ignore[arg-type]
            found.append(row)
        return found

    @property
    def sure(self) -> bool:
        return all(part.sure for part, _ in self.parts)


def windows(random: Random, odd: str, chance: float = 0.3) -> list[Window]:
    """Two to five windows; arbitrary content stands in the part that ``odd`` names."""
    made = []
    for name in random.sample(NAMES, random.randint(2, 5)):
        window = Window(name)
        _cells(random, window, chance if odd == "cells" else 0.0)
        _staff(random, window, chance if odd == "staff" else 0.0)
        _entries(random, window, chance if odd == "ledger" else 0.0)
        made.append(window)
    return made


def pick(random: Random, chance: float, most: int, places: int = 3) -> Content:
    """A figure, or with that chance anything at all."""
    if random.random() < chance:
        return content.anything(random)
    return content.figure(random, most, places)


def _no_share(what: Content, *, below: int, or_equal: bool = False) -> Content:
    """A number that has no parts: 0.95 may be what is left of 95 %, and stops its window."""

    def may_be(reading: Fraction | str | None) -> bool:
        return isinstance(reading, Fraction) and (
            0 < reading < below or (or_equal and reading == below)
        )

    return Content(what.cell, tuple(BAD if may_be(r) else r for r in what.readings))


# ── 名次表 ──


def _cells(random: Random, window: Window, chance: float) -> None:
    for column in random.sample(BONUSES, 3):
        _put(window, column, pick(random, chance, 8), _bonus(column))
    for column in random.sample(list(DEDUCTIONS), 2):
        _put(window, column, pick(random, chance, 12), _deduct(DEDUCTIONS[column]))
    for column, name in (("immediate_cases", "immediate"), ("promised_cases", "promised")):
        if random.random() < 0.6:
            _put(window, column, _no_share(pick(random, chance, 1600, 1), below=1), _set(name))
    if random.random() < 0.5:
        _put(
            window, "assisted_times", _no_share(pick(random, chance, 14, 0), below=1), _set("times")
        )
    if random.random() < 0.3:
        _put(window, "veto_44", _flag(random, chance), _set("veto"))
    if random.random() < chance:
        window.cells[random.choice(TEXTS)] = content.anything(random).cell


def _put(window: Window, column: str, what: Content, apply: Apply) -> None:
    window.cells[column] = what.cell
    window.parts.append((what, apply))


def _bonus(column: str) -> Apply:
    def apply(row: Row, value: Fraction | None) -> None:
        row.bonuses = {**row.bonuses, column: value or Fraction(0)}

    return apply


def _deduct(module: str) -> Apply:
    def apply(row: Row, value: Fraction | None) -> None:
        row.deductions = [*row.deductions, (module, value or Fraction(0))]

    return apply


def _set(name: str) -> Apply:
    def apply(row: Row, value: Fraction | None) -> None:
        setattr(row, name, value or 0)

    return apply


def _flag(random: Random, chance: float) -> Content:
    if random.random() < chance:
        odd = random.choice(("五", "-1", "2", "√√", "√?", "¿", "半"))
        return Content(Cell(odd), (BAD,))
    text = random.choice(list(FLAGS))
    return Content(Cell(random.choice((text, f" {text}", f"{text}　"))), (Fraction(FLAGS[text]),))


# ── 人员考核 ──


def _staff(random: Random, window: Window, chance: float) -> None:
    for _ in range(random.randint(1, 4)):
        what = _no_share(pick(random, chance, 100, 1), below=1, or_equal=True)
        window.staff.append(what.cell)
        window.parts.append((what, _score))


def _score(row: Row, value: Fraction | None) -> None:
    if value is not None:  # remark 2: the mean of the scores that there are
        row.staff = [*row.staff, value]


# ── 加扣分明细 ──


def _entries(random: Random, window: Window, chance: float) -> None:
    for _ in range(random.randint(0, 3)):
        line: dict[str, object] = {"窗口": _named(random, window.name, chance)}
        if random.random() < 0.5:
            what = pick(random, chance, 6)
            module = random.choice(MODULES)
            line |= {"模块": module, "分值": what.cell}
            apply = _deduct(module)
        else:
            what = _no_share(pick(random, chance, 7, 0), below=1)
            line |= {"项目": "多走流程次数", "数量": what.cell}
            apply = _walks
        readings = tuple(BAD if r is None else r for r in what.readings)
        if "模块" in line and str(what.cell.value).strip().startswith(("+", "＋")):
            readings = (BAD,)  # a plus before points of a module that only deducts
        if random.random() < chance:
            line["事由"] = Cell(content.junk(random))
        if random.random() < chance:
            line["日期"] = content.anything(random).cell
            readings = (*readings, BAD)  # it may be no day of the calendar
        what = Content(what.cell, readings)
        window.entries.append(line)
        window.parts.append((what, apply))


def _walks(row: Row, value: Fraction | None) -> None:
    row.extra_walks += value or 0  # type: ignore[assignment]


def _named(random: Random, name: str, chance: float) -> str:
    """The name as clerks write it: spaces and invisible characters do not make another window."""
    if random.random() < chance:
        return random.choice((f" {name}", f"{name}　", f"{name[0]} {name[1:]}", f"\u200b{name}"))
    return name


# ── the workbook and its judgement ──


def book(made: list[Window], **more: object) -> Book:
    """The small workbook that holds those windows."""
    ledger = [line for window in made for line in window.entries]
    return Book(
        {w.name: w.cells for w in made},
        staff={w.name: w.staff for w in made},
        ledger=ledger,
        **more,  # type: ignore[arg-type]
    )


def recalculated(host: MemoryHost) -> Appraised | None:
    """Recalculated, nothing typed changed; ``None`` where it is refused with nothing written."""
    before = {name: host.grid(name) for name in SHEETS}
    try:
        done = recalculate(host)
    except BookError as refused:
        clear(str(refused))
        assert {name: host.grid(name) for name in SHEETS} == before
        return None
    for finding in done.appraisal.findings:
        clear(finding.message)
    _untouched(before, host, done)
    return done


def _untouched(before: dict[str, Grid | None], host: MemoryHost, done: Appraised) -> None:
    """Only the columns that the program computes, and 核对, may have changed."""
    from xl_appraisal.book.own_formulas import is_ours

    computed = {c.id for c in done.quarter.book.layout.all_columns if c.kind == "computed"}
    ours = {done.quarter.table.columns[c] for c in computed if c in done.quarter.table.columns}
    for name, old in before.items():
        new = host.grid(name)
        if old is None or name in ("核对", "图表") or new is None:
            continue
        for ref, cell in old.cells.items():
            if new[ref] is cell:
                continue
            own = is_ours(cell.formula) or "WINDOW_" in str(cell.formula)
            if not (name == RANKING and (ref[1] in ours or own)):
                assert _same(new[ref], cell), f"{name} {ref}: {cell} became {new[ref]}"


def _same(one: Cell, other: Cell) -> bool:
    return repr(one) == repr(other)


def judge(done: Appraised, made: list[Window]) -> str:
    """Every window as the remarks have it, or with an error that names it; never between."""
    stopped = {f.window for f in done.appraisal.findings if f.severity == "error" and f.window}
    totals: dict[str, Fraction] = {}
    outcome = CONFIRMED
    for window in made:
        rows = window.rows()
        total = done.appraisal.window(window.name).total
        if total is None:
            assert window.name in stopped, f"{window.name} has no score and no error"
            assert rows is None or not window.sure or not _scorable(rows), f"{window} is stopped"
            outcome = FINDING
            continue
        assert window.name not in stopped, f"{window.name} has a score and an error"
        assert rows is not None, f"{window} has the score {total} from what is no figure"
        right = {_total(row) for row in rows if row.staff}
        assert Fraction(total) in right, f"{window}: {total}, not {right}"
        totals[window.name] = Fraction(total)
    _check_ranks(done, totals)
    return outcome


def _scorable(rows: list[Row]) -> bool:
    return any(row.staff for row in rows)


def _total(row: Row) -> Fraction:
    return sum(modules(row).values(), Fraction(0))


def _check_ranks(done: Appraised, totals: dict[str, Fraction]) -> None:
    names = list(totals)
    for name, rank in zip(names, ranking([totals[n] for n in names]), strict=True):
        found = done.appraisal.window(name).rank
        assert found == rank, f"{name} has rank {found}, not {rank}"
