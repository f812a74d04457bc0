"""Random notices of the second form as workbooks of plain formulas, filled in as a clerk would."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl

from tests.language.family import Maker
from tests.language.interpreter import Facts
from tests.scheme_books import CODES, add_line, columns
from xl_appraisal.book.new import Room, build_workbook
from xl_appraisal.book.new.plain.check_sheet import COLUMNS_OF_CHECK, HEADER_ROW
from xl_appraisal.book.new.plain.helper_block import NATIVE_CHECK
from xl_appraisal.book.sheets import LEDGER, LEDGER_TABLE, RANKING, STAFF, STAFF_TABLE
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.exact import as_stored, plain
from xl_appraisal.model.layout.layout import GROUP, VETO, Layout
from xl_appraisal.model.layout.layout_for_notice import layout_for_notice
from xl_appraisal.model.notice.awards import VETOED
from xl_appraisal.model.notice.check_file import check_notice
from xl_appraisal.model.rulebook import Rulebook, rulebook_from_texts
from xl_appraisal.scoring import Appraisal, RankedWindow
from xl_appraisal.work.desk import appraise_host

Shown = Mapping[tuple[str, str], str]
"""Window and column id → what a program shows, as text; the note of 自动核对 under ``note``."""


@dataclass
class Made:
    """A filled workbook and the notice that it is of."""

    seed: int
    path: Path
    book: Rulebook
    windows: Sequence[str]
    first: int

    def appraisal(self) -> Appraisal:
        return appraise_host(FileHost(self.path)).appraisal


def made_book(seed: int, folder: Path) -> Made | None:
    """The workbook of that seed's notice and windows; none where the check refuses the notice.

    Raises :class:`BookError` where plain formulas cannot say it.
    """
    maker = Maker(seed)
    text = maker.notice()
    notice = check_notice(text).notice
    if notice is None:
        return None
    facts, chosen = maker.windows(), random.Random(seed)
    book = rulebook_from_texts(text, layout_for_notice(notice, CODES[notice.period]))
    path = folder / f"{seed}.xlsx"
    names = [one.name for one in facts]
    lines = sum(len(f.counts) + len(f.modules) + len(f.cases) for f in facts)
    room = Room(windows=1, ledger=lines + 1, staff=sum(len(f.staff) for f in facts) + 1)
    build_workbook(path, book, names, quarter=CODES[notice.period], native=room)
    workbook = openpyxl.load_workbook(path)
    first = 4 + book.layout.depth
    for row, one in enumerate(facts, first):
        _fill(workbook, book.layout, one, row, chosen)
    workbook.save(path)
    return Made(seed, path, book, names, first)


def _fill(workbook: Any, layout: Layout, facts: Facts, row: int, chosen: random.Random) -> None:
    """Counts into their cells or, at times, into lines; all else where it belongs."""
    sheet, at = workbook[RANKING], columns(workbook[RANKING])
    own = {c.measure: c.id for c in layout.all_columns if c.measure}
    shown = {c.rule: c.id for c in layout.all_columns if c.kind == "points"}
    for key, count in facts.counts.items():
        if chosen.random() < 0.7:
            sheet.cell(row, at[own[key]]).value = _typed(count)
        else:
            _line(workbook, facts, item=key, count=_typed(count))
    for module, every in facts.modules.items():
        for points in every:
            _line(workbook, facts, module=module, points=_typed(points))
    for key, points, times in facts.cases:
        _line(workbook, facts, item=key, points=_typed(points), count=times)
    for rule, points in facts.judged.items():
        sheet.cell(row, at[shown[rule]]).value = _typed(points)
    for number, score in enumerate(facts.staff, 1):
        fields = {"window": facts.name, "name": f"第{number}人", "score": _typed(score)}
        add_line(workbook[STAFF], STAFF_TABLE, fields)
    marks = {c.rule: c.id for c in layout.all_columns if c.kind in ("text", "flag")}
    for mark, words in {GROUP: facts.group, **facts.out}.items():
        if mark in marks and words:
            sheet.cell(row, at[marks[mark]]).value = words
    if facts.vetoed and VETO in at:
        sheet.cell(row, at[VETO]).value = "√"


def _line(workbook: Any, facts: Facts, **fields: object) -> None:
    add_line(workbook[LEDGER], LEDGER_TABLE, {"window": facts.name, **fields})


def _typed(value: Fraction | int | None) -> object:
    """A share that does not end as a formula; a figure as the double that stands for it."""
    if value is None:
        return None
    value = Fraction(value)
    exact = Fraction(Decimal(value.numerator) / value.denominator) == value
    return float(value) if exact else f"={value}"


# ── what comes out ──


def wanted(made: Made, window: RankedWindow) -> dict[str, str]:
    """What the core shows of a window in the computed cells."""
    at, figures = made.book.layout.by_id, {}
    if window.total is not None:
        figures = {module: plain(score) for module, score in window.score.modules.items()}
        figures["total"] = plain(window.total)
    figures["rank"] = window.rank_text
    figures["grade"] = window.grade
    figures |= {column: result.text for column, result in window.awards.items()}
    ids = ["rank", "total", "grade", *window.awards, *(m.id for m in made.book.notice.modules)]
    return {one: figures.get(one, "") for one in ids if one in at}


def shown_in(made: Made, copy: Path) -> Shown:
    """What a copy that a program computed shows, notes among them."""
    book = openpyxl.load_workbook(copy, data_only=True)
    sheet, at = book[RANKING], made.book.layout.positions
    found = {
        (window, one): text(sheet.cell(row, at[one]).value)
        for row, window in enumerate(made.windows, made.first)
        for one in at
    }
    for row in range(6, 6 + len(made.windows)):
        window = text(book[NATIVE_CHECK].cell(row, 2).value)
        found[window, "note"] = text(book[NATIVE_CHECK].cell(row, 6).value)
    return found


def people_differences(made: Made, copy: Path) -> Iterator[str]:
    """Elections of which 自动核对 names others than the core, or nobody without a word."""
    shown = elected(copy)
    for contest in made.appraisal().contests:
        if contest.award.of == "people":
            told, *names = shown[f"{contest.group}{contest.award.name}"]
            wanted = sorted(f"{o.name}（{o.window}，{plain(o.score)}分）" for o in contest.people)
            places = f"名额{contest.quota}个"
            if told.startswith("名额") and (sorted(names) != wanted or not told.startswith(places)):
                yield f"seed {made.seed}: {told} {names}, not {places} {wanted}"
            if not told.startswith("名额") and (names or not told):
                yield f"seed {made.seed}: {told!r} beside {names}"


def elected(path: Path) -> dict[str, list[str]]:
    """What 自动核对 says of each election of people: the places, then the names."""
    sheet = openpyxl.load_workbook(path, data_only=True)[NATIVE_CHECK]
    found: dict[str, list[str]] = {}
    for column in sheet.iter_cols(min_col=COLUMNS_OF_CHECK + 1, min_row=HEADER_ROW):
        head, *told = (str(cell.value) for cell in column if cell.value not in (None, ""))
        found[head] = told
    return found


def text(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return plain(as_stored(Decimal(repr(value))))
    return "" if value is None else str(value)


def differences(made: Made, shown: Shown, refused: list[str]) -> Iterator[str]:
    """Figures that are neither the core's nor gone with a word; ``refused`` gets such words.

    Where windows are gone that the core scores, the others' ranks are among fewer.
    """
    windows = made.appraisal().windows
    notes = {one.window: shown.get((one.window, "note"), "") for one in windows}
    gone = [one.window for one in windows if one.total is not None and notes[one.window]]
    refused += [notes[name] for name in gone]
    for one in windows:
        expected = wanted(made, one)
        if one.window in gone:
            vetoed = dict.fromkeys(one.awards, VETOED) if one.vetoed else {}
            expected = dict.fromkeys(expected, "") | vetoed
        elif gone:
            expected = {k: v for k, v in expected.items() if k not in ("rank", *one.awards)}
        for column, figure in expected.items():
            found = shown[one.window, column]
            if found != figure and (one.window, column) not in _typed_means(made, one):
                where = f"seed {made.seed} {one.window} {column}"
                yield f"{where}: {found!r}, not {figure!r}; {notes[one.window]}"
        if one.total is None and not notes[one.window]:
            yield f"seed {made.seed} {one.window}: no word"


def _typed_means(made: Made, window: RankedWindow) -> set[tuple[str, str]]:
    """The mean of people shows for itself, whatever else stops the window."""
    mean = made.book.notice.staff_id
    return {(window.window, mean)} if mean and window.total is None else set()
