"""The two sorts of workbook in cells only, and engines that are not ours to compute them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import ironcalc

from tests.rules.cases import Counts
from xl_appraisal.book.new.new_rules_sheet import rule_rows
from xl_appraisal.book.new.plain import NativeAppraisal, Room
from xl_appraisal.book.new.plain.helper_block import HELPERS, VALUES
from xl_appraisal.book.new.ranking_plan import plan_ranking
from xl_appraisal.book.read.list_sheets import find_list
from xl_appraisal.book.read.ranking_table import find_ranking_table
from xl_appraisal.book.sheets import (
    LEDGER,
    LEDGER_TABLE,
    RANKING,
    RULES,
    RULES_TABLE,
    STAFF,
    STAFF_TABLE,
)
from xl_appraisal.book.write.item_formulas import ItemFormulas
from xl_appraisal.model.exact import Number, plain
from xl_appraisal.model.findings import Place
from xl_appraisal.model.grid import Cell, Grid, Ref
from xl_appraisal.model.notice import parameters
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring import WindowEvidence

_VALUE_COLUMN = [field for field, _ in RULES_TABLE.fields].index("value") + 1

Cells = dict[str, dict[Ref, str]]


def typed(value: Number) -> str:
    """A figure as somebody types it: a share that does not terminate is a quotient."""
    text = plain(value)
    return f"={text}" if "/" in text else text


class Sheets(NamedTuple):
    """The cells of a workbook, and those of its points columns row by row."""

    cells: Cells
    wanted: list[Ref]

    def by_window(self, book: Rulebook, shown: Sequence[object]) -> list[dict[str, str]]:
        """What the points columns show, as text, window by window."""
        columns = points_columns(book)
        texts = [_shown(value) for value in shown]
        return [
            dict(zip(columns, texts[start : start + len(columns)], strict=True))
            for start in range(0, len(texts), len(columns))
        ]


def points_columns(book: Rulebook) -> list[str]:
    """The ids of the columns that show a rule's points."""
    return [column.id for column in book.layout.all_columns if column.kind == "points"]


def _shown(value: object) -> str:
    if isinstance(value, int | float):
        return plain(round(Decimal(repr(value)), 9))
    return str(value or "")


def computed(sheets: Sheets) -> list[object]:
    """What the wanted cells hold when IronCalc has computed all."""
    model = ironcalc.create("规则", "en", "UTC")
    for number, (name, contents) in enumerate(sheets.cells.items()):
        if number:
            model.add_sheet(name)
        else:
            model.rename_sheet(0, name)
        for (row, column), content in contents.items():
            model.set_user_input(number, row, column, content)
    model.evaluate()
    ranking = list(sheets.cells).index(RANKING)
    return [model.get_cell_value(ranking, *ref) for ref in sheets.wanted]


def _values(book: Rulebook) -> dict[str, str]:
    """Each parameter as 规则 holds it."""
    found = {}
    for parameter in parameters(book.notice):
        text = parameter.value
        if text.endswith("%"):
            text = plain(Decimal(text[:-1]) / 100)
        found[parameter.path] = f"={text}" if "/" in text and not parameter.choices else text
    return found


def _rule_cells(book: Rulebook) -> dict[Ref, str]:
    rows, values = rule_rows(book), {"book.quarter": "2023Q1", **_values(book)}
    return {(rows[path], _VALUE_COLUMN): text for path, text in values.items()}


def with_item_formulas(
    book: Rulebook, windows: Sequence[Counts], evidence: Sequence[WindowEvidence]
) -> Sheets:
    """The usual workbook, with the formulas that a recalculation writes."""
    positions, first = book.layout.positions, 5
    header: dict[Ref, Cell] = {(3, place): Cell(c) for c, place in positions.items()}
    cells = dict(header)
    contents: dict[Ref, str] = {}
    for row, counts in enumerate(windows, first):
        cells[row, positions["window"]] = Cell(f"窗口{row}")
        for column, value in counts.items():
            contents[row, positions[column]] = typed(value)
            cells[row, positions[column]] = Cell(Decimal(repr(float(value))))
    cells[first + len(windows), 1] = Cell("备注：1.")
    table = find_ranking_table(Grid(RANKING, cells))
    rows = rule_rows(book)
    places = {
        path: Place(RULES, rows[path], _VALUE_COLUMN)
        for path, text in _values(book).items()
        if text
    }
    formulas = ItemFormulas(book, table, _empty(LEDGER), _empty(STAFF), places)
    shown = [c for c in book.layout.all_columns if c.kind == "points"]
    wanted: list[Ref] = []
    for row, window in enumerate(evidence, first):
        for column in shown:
            text = formulas.rule_points(column, window, row, Decimal(0))
            contents[row, positions[column.id]] = f"={text}"
            wanted.append((row, positions[column.id]))
    return Sheets({RANKING: contents, RULES: _rule_cells(book)}, wanted)


def _empty(sheet: str) -> Any:
    table = LEDGER_TABLE if sheet == LEDGER else STAFF_TABLE
    header = {(table.header_row, place): Cell(text) for place, text in enumerate(table.headers, 1)}
    return find_list(Grid(sheet, header), table)


class _Recorder:
    """A sheet that keeps what is written into it."""

    def __init__(self) -> None:
        self.cells: dict[Ref, str] = {}

    def write_string(self, row: int, column: int, text: str, *_: object) -> None:
        self.cells[row + 1, column + 1] = f"'{text}" if text.isdecimal() else text

    write_formula = write_string

    def write_number(self, row: int, column: int, value: float, *_: object) -> None:
        self.cells[row + 1, column + 1] = repr(value)

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: None


class _Plain:
    """Looks without a workbook to register them in."""

    def of(self, *_: object, **__: object) -> None:
        return None


def readable(values: dict[Ref, str]) -> dict[Ref, str]:
    """算式设置 as every program reads it.

    Whether cells are formulas is asked of whole ranges, which only Excel and LibreOffice answer;
    whether a list goes on below, of a million rows; 栏目 is left out.  The number of an area's
    formulas stands beside the cell that compares it with the number of cells.
    """
    found = {}
    for (row, column), text in values.items():
        if "ISFORMULA" in text:
            text = re.findall(rf"\${row}=(\d+),", values[row, column - 1])[0]
        if "EXACT(栏目" in text:
            text = "1"
        if "$1048576" not in text:
            found[row, column] = text
    return found


def with_plain_formulas(book: Rulebook, windows: Sequence[Counts]) -> Sheets:
    """The plain-formula workbook."""
    names = [f"窗口{number}" for number in range(len(windows))]
    plan, positions = plan_ranking(book, names), book.layout.positions
    native = NativeAppraisal(book, plan, rule_rows(book), Room(windows=0, ledger=1, staff=1))
    sheets = {name: _Recorder() for name in (*HELPERS, RANKING, "自动核对")}
    native.write(sheets, _Plain())
    cells = {name: sheet.cells for name, sheet in sheets.items() if name in HELPERS}
    cells[VALUES] = readable(cells[VALUES])
    first, shown = plan.first_window + 1, [c for c in book.layout.all_columns if c.kind == "points"]
    ranking: dict[Ref, str] = {(plan.first_remark + 1, 1): "备注：1."}
    wanted: list[Ref] = []
    for row, (name, counts) in enumerate(zip(names, windows, strict=True), first):
        ranking[row, positions["window"]] = name
        for column, value in counts.items():
            ranking[row, positions[column]] = typed(value)
        for column in shown:
            formula = native.formula(column, row)
            assert formula is not None
            ranking[row, positions[column.id]] = formula
            wanted.append((row, positions[column.id]))
    cells |= {RANKING: ranking, RULES: _rule_cells(book)}
    for name in (LEDGER, STAFF, "栏目"):
        cells[name] = {}
    return Sheets(cells, wanted)
