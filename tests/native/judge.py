"""The same table in the core and in LibreOffice's plain formulas, every figure held together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.libreoffice.office import Office
from tests.native.tables import LEDGER_ROWS, ROWS, STAFF_ROWS, Content, Table
from xl_appraisal.book.new import Room, build_workbook
from xl_appraisal.book.new.new_rules_sheet import rule_rows
from xl_appraisal.book.new.plain.helper_block import NATIVE_CHECK
from xl_appraisal.book.sheets import (
    LEDGER,
    LEDGER_TABLE,
    RANKING,
    RULES,
    RULES_TABLE,
    SHEETS,
    STAFF,
    STAFF_TABLE,
    TableSheet,
)
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.exact import Number, as_stored, plain
from xl_appraisal.model.grid import Cell, CellError, Grid, Ref, a1, column_name
from xl_appraisal.model.rulebook import load_rulebook
from xl_appraisal.scoring import Appraisal, RankedWindow
from xl_appraisal.work.desk import appraise_sheets

if TYPE_CHECKING:
    from tests.native.runs import Tally

_VALUE_COLUMN = [field for field, _ in RULES_TABLE.fields].index("value") + 1
_ERRORS = {"=1/0": "#DIV/0!", "=NA()": "#N/A"}
_RATIOS = {
    f"={above}/{below}": Decimal(repr(above / below))
    for above, below in ((2, 3), (400, 600), (399, 600), (1, 3))
}


class Judge:
    """One workbook of plain formulas, open in LibreOffice, and its cells as the core reads them.

    Each table is typed into its cells; the formulas of a cell that is left blank stay.
    """

    def __init__(self, office: Office, folder: Path) -> None:
        self.book = load_rulebook()
        path = folder / "判定.xlsx"
        room = Room(windows=2, ledger=LEDGER_ROWS + 2, staff=STAFF_ROWS + 2)
        build_workbook(path, self.book, (), quarter="2023Q1", spare_rows=ROWS, native=room)
        host = FileHost(path)
        self.grids = {name: grid for name in SHEETS if (grid := host.grid(name)) is not None}
        self.positions = self.book.layout.positions
        self.first = 4 + self.book.layout.depth
        self.rules = rule_rows(self.book)
        self.office = office
        self._before: dict[str, Mapping[Ref, Content]] = {}
        self.document: Any = office.open(path)
        self.document.enableAutomaticCalculation(False)  # once for each table is enough
        self.sheets = {name: self.document.Sheets.getByName(name) for name in self.grids}
        self.check = self.document.Sheets.getByName(NATIVE_CHECK)

    def differences(self, table: Table) -> list[str]:
        """What LibreOffice shows otherwise than the core; empty where they agree in everything."""
        typed = self._typed(table)
        self.appraisal = self._core(typed)
        self.compared = 0
        self._rows = self._calc(typed)
        return list(self._compare(table, self.appraisal, self._rows))

    def shown(self, number: int, column: str) -> str:
        """What LibreOffice showed of the last table's window of that number, from 0."""
        return _shown(self._rows[number][self.positions[column] - 1])

    def count(self, tally: Tally) -> None:
        """Add what the last table held."""
        windows = self.appraisal.windows
        ranks = [window.rank for window in windows if window.rank is not None]
        tally.windows += len(windows)
        tally.figures += self.compared
        tally.stopped += sum(window.total is None for window in windows)
        tally.vetoed += sum(window.vetoed for window in windows)
        tally.tied += len(ranks) - len(set(ranks))
        tally.substituted += sum(window.substituted for window in windows)

    # ── the cells of a table ──

    def _typed(self, table: Table) -> dict[str, dict[Ref, Content]]:
        """Every input cell of the workbook, the blank ones too."""
        ranking: dict[Ref, Content] = {}
        for number in range(ROWS):
            row = table.windows[number] if number < len(table.windows) else {}
            for column, place in self.positions.items():
                if not self._computed(column):
                    ranking[self.first + number, place] = row.get(column)
        rules = {(row, _VALUE_COLUMN): table.rules.get(path) for path, row in self.rules.items()}
        changed = {ref: rules[ref] for path, row in self.rules.items() if path in table.rules
                   for ref in [(row, _VALUE_COLUMN)]}  # fmt: skip
        return {
            RANKING: ranking,
            STAFF: _listed(STAFF_TABLE, table.staff, STAFF_ROWS),
            LEDGER: _listed(LEDGER_TABLE, table.ledger, LEDGER_ROWS),
            RULES: changed,
        }

    def _computed(self, column: str) -> bool:
        known = self.book.layout.by_id[column]
        mean = self.book.notice.staff_module.id
        return known.kind == "computed" and column != mean

    # ── the core ──

    def _core(self, typed: Mapping[str, Mapping[Ref, Content]]) -> Appraisal:
        grids = dict(self.grids)
        for name, cells in typed.items():
            changed = dict(grids[name].cells)
            for ref, content in cells.items():
                own = grids[name][ref]
                if content is None and name != RULES and own.formula is not None:
                    continue
                changed[ref] = _cell(content)
            grids[name] = Grid(name, changed, grids[name].merges)
        return appraise_sheets(grids.get).appraisal

    # ── LibreOffice ──

    def _calc(self, typed: Mapping[str, Mapping[Ref, Content]]) -> tuple[tuple[Any, ...], ...]:
        with self.office.limit():
            self.document.lockControllers()
            for name, cells in typed.items():
                if name != RULES:
                    self._put_area(name, cells)
            self._put_rules(typed[RULES])
            self.document.calculate()
            self.document.unlockControllers()
            return self.ranking_rows()

    def ranking_rows(self) -> tuple[tuple[Any, ...], ...]:
        """What LibreOffice shows of every window row of 名次表."""
        last = column_name(len(self.positions))
        area = f"A{self.first}:{last}{self.first + ROWS - 1}"
        rows: tuple[tuple[Any, ...], ...] = (
            self.sheets[RANKING].getCellRangeByName(area).getDataArray()
        )
        return rows

    def _put_area(self, name: str, cells: Mapping[Ref, Content]) -> None:
        before = self._before.get(name, {})
        changed = [
            row for (row, column) in cells if cells[row, column] != before.get((row, column), 0)
        ]
        self._before[name] = cells
        if not changed:
            return
        rows = range(min(changed), max(changed) + 1)
        columns = sorted({column for _, column in cells})
        for left, right in _runs(columns):
            area = self.sheets[name].getCellRangeByName(
                f"{a1(rows[0], left)}:{a1(rows[-1], right)}"
            )
            area.setFormulaArray(
                tuple(
                    tuple(self._text(name, (row, c), cells[row, c]) for c in range(left, right + 1))
                    for row in rows
                )
            )

    def _text(self, name: str, ref: Ref, content: Content) -> str:
        if content is None:
            formula = self.grids[name][ref].formula
            return "" if formula is None else _calc_formula(formula)
        return plain(content) if isinstance(content, Decimal) else _as_text(content)

    def _put_rules(self, changed: Mapping[Ref, Content]) -> None:
        sheet, before = self.sheets[RULES], self._before.get(RULES, {})
        self._before[RULES] = changed
        for ref in changed.keys() | before.keys():
            cell = sheet.getCellRangeByName(a1(*ref))
            own = self.grids[RULES][ref]
            if ref in changed:
                content = changed[ref]
                cell.setFormula("" if content is None else self._text(RULES, ref, content))
            elif own.formula is not None:
                cell.setFormula(f"={own.formula}")
            elif isinstance(own.value, Decimal):
                cell.setValue(float(own.value))
            else:
                cell.setString(str(own.value or ""))

    # ── side by side ──

    def _compare(
        self, table: Table, appraisal: Appraisal, shown: tuple[tuple[Any, ...], ...]
    ) -> Iterator[str]:
        by_row = {window.score.place.cell: window for window in appraisal.windows}
        window_column = column_name(self.positions["window"])
        for number in range(ROWS):
            row = self.first + number
            window = by_row.get(f"{window_column}{row}")
            typed = table.windows[number] if number < len(table.windows) else {}
            for column, expected in self._expected(window, typed).items():
                found = shown[number][self.positions[column] - 1]
                self.compared += 1
                if _shown(found) != expected:
                    yield f"第{row}行 {column}：LibreOffice {found!r}，核心 {expected!r}"

    def _expected(
        self, window: RankedWindow | None, typed: Mapping[str, Content]
    ) -> dict[str, str]:
        """What the core shows in every cell with a formula."""
        modules = {m.id: m.method for m in self.book.notice.modules}
        computed = ["rank", "total", "red_flag", *(m for m in modules if modules[m] != "mean")]
        if window is None:
            return dict.fromkeys(computed, "")
        found = {
            "rank": "" if window.rank is None else str(window.rank),
            "total": "" if window.total is None else plain(window.total),
            "red_flag": window.flag_text,
        }
        for module, method in modules.items():
            score = window.score.modules.get(module)
            if method != "mean":
                found[module] = "" if score is None else plain(score)
            elif typed.get(module) is None and score is not None:
                found[module] = plain(score)
        if window.total is not None:
            for column in self.book.layout.all_columns:
                if column.kind == "points" and typed.get(column.id) is None:
                    item = window.score.items.get(column.id)
                    found[column.id] = "" if item is None else plain(item.points)
                elif column.kind in ("count", "percent", "flag") and typed.get(column.id) is None:
                    found[column.id] = _listed_text(column.kind, window.score.listed.get(column.id))
        return found

    def notes(self) -> list[str]:
        """The messages of 自动核对, window by window."""
        rows = self.check.getCellRangeByName(f"F6:F{5 + ROWS}").getDataArray()
        return [str(row[0]) for row in rows]


def _listed(table: TableSheet, lines: list[dict[str, Content]], rows: int) -> dict[Ref, Content]:
    first = table.header_row + 1
    found: dict[Ref, Content] = {}
    for number in range(rows):
        line = lines[number] if number < len(lines) else {}
        for field, _ in table.fields:
            found[first + number, table.place(field) + 1] = line.get(field)
    return found


def _listed_text(kind: str, value: Number | None) -> str:
    """What the ledger knows of a column without points."""
    if value is None:
        return ""
    return "√" if kind == "flag" else plain(as_stored(value))


def _cell(content: Content) -> Cell:
    if not isinstance(content, str) or not content.startswith("="):
        return Cell(content)
    formula = content[1:]
    if content in _ERRORS:
        return Cell(CellError(_ERRORS[content]), formula)
    return Cell(_RATIOS[content], formula)


def _as_text(content: str) -> str:
    """A text that Calc must take for one: ``2`` would be a number."""
    return f"'{content}" if content.strip().isdecimal() else content


def _calc_formula(formula: str) -> str:
    """A formula of ours as Calc writes it: its own sign between sheet and cell, and arguments."""
    import re

    text = re.sub(r"(\w+)!", r"$\1.", formula)
    return "=" + text.replace(",", ";")


def _runs(columns: list[int]) -> list[tuple[int, int]]:
    """Neighbouring columns together."""
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and runs[-1][1] == column - 1:
            runs[-1] = runs[-1][0], column
        else:
            runs.append((column, column))
    return runs


def _shown(value: Any) -> str:
    """What a cell holds, a figure in the fewest digits that name it."""
    if isinstance(value, float):
        return plain(as_stored(Decimal(repr(value))))
    return str(value)
