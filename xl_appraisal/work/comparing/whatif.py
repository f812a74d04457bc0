"""What if a cell or a rule said something else: the workbook read with other contents.

Nothing is written.  The changed contents lie over the sheets as they are read, so that they go
through the same reading, checks and scoring as if staff had typed them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from xl_appraisal.book.read.list_sheets import find_list
from xl_appraisal.book.read.name_index import NameIndex
from xl_appraisal.book.read.quarter import Quarter, SheetReader
from xl_appraisal.book.read.typed_values import is_blank, read_text, squeeze
from xl_appraisal.book.sheets import LEDGER, RANKING, RULES, RULES_TABLE
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import EMPTY, Cell, Grid, Ref
from xl_appraisal.model.record import replace
from xl_appraisal.scoring import Entry
from xl_appraisal.work.comparing.find_name import one_of

_SET = "窗口.项目=取值"
_RULE = "编号=取值"


def _changed_cells(quarter: Quarter, asked: Iterable[str]) -> dict[str, dict[Ref, Cell]]:
    """The cells that ``税务.一票否决=`` or ``残联.办件量加分=3.5`` speak of.

    Nothing after ``=`` empties the cell.  What the ledger says of the same item does not count
    beside it: those lines are blank, too.  Windows and items are found by any of their names,
    spaces and width of characters aside.  Raises :class:`BookError` that lists the candidates
    where a name means nothing here, or more than one thing.
    """
    cells: dict[Ref, Cell] = {}
    lines: dict[Ref, Cell] = {}
    for text in asked:
        name, value = _split(text, _SET)
        row, item = _window_and_item(quarter, name, text)
        for column in _columns(quarter, row, item, value):
            cells[quarter.table.ref(row, column)] = Cell(_typed(value))
            lines |= _blank_lines(quarter, row, column)
    return {RANKING: cells, LEDGER: lines}


def _blank_lines(quarter: Quarter, row: int, column: str) -> dict[Ref, Cell]:
    """The cells of the ledger's lines for that cell, blank."""
    fields = quarter.lists[LEDGER].columns.values()
    entries = _entries(quarter, row, column)
    return {(entry.place.row, field): EMPTY for entry in entries for field in fields}


def typed_over(quarter: Quarter, trial: Grid) -> dict[Ref, Cell]:
    """The ledger's lines that do not count beside a copy of 名次表, blank.

    They are those of each cell that holds something else there, typed by staff.
    """
    lines: dict[Ref, Cell] = {}
    for row in quarter.table.rows:
        for column in _settable(quarter):
            own, other = quarter.table.cell(row, column), trial[quarter.table.ref(row, column)]
            same = own.value == other.value or (is_blank(own.value) and is_blank(other.value))
            if other.formula is None and not same:
                lines |= _blank_lines(quarter, row, column)
    return lines


def _entries(quarter: Quarter, row: int, column: str) -> list[Entry]:
    """The lines of the ledger that bring this column its figure, count or tick."""
    measure = quarter.book.layout.by_id[column].measure
    own = next(window for window in quarter.windows if window.place.row == row)
    return [entry for entry in own.entries if entry.item and entry.item in (column, measure)]


def _changed_rules(quarter: Quarter, sheet: SheetReader, asked: Iterable[str]) -> dict[Ref, Cell]:
    """The cells of 规则 that ``setting.red_flag_share=40%`` or the setting's name speak of.

    Raises :class:`BookError` as :func:`_changed_cells`.
    """
    grid = sheet(RULES)
    table = find_list(grid, RULES_TABLE) if grid is not None else None
    if table is None or "value" not in table.columns:
        raise BookError(f"工作表“{RULES}”没有“取值”一栏，不能试改规则。")
    known: dict[str, int] = {}
    for row in table.rows():
        for field in ("path", "name"):
            name = read_text(row[field])
            if isinstance(name, str) and name and not name.startswith("book."):
                known.setdefault(name, row.row)
    cells = {}
    for text in asked:
        name, value = _split(text, _RULE)
        row_number = known[one_of(name, known, "规则", f"见工作表“{RULES}”的名称")]
        cells[row_number, table.columns["value"]] = Cell(_typed(value))
    return cells


def _split(text: str, form: str) -> tuple[str, str]:
    name, equals, value = text.replace("＝", "=").partition("=")
    if not equals or not name.strip():
        raise BookError(
            f"“{text}”看不懂；应写成 {form}，如 残联.办件量加分=3.5。等号后面不写就是清空。"
        )
    return name.strip(), value.strip()


def _window_and_item(quarter: Quarter, name: str, text: str) -> tuple[int, str]:
    """The row of the window and what follows its name; a window's name may hold a point."""
    rows = {squeeze(window): row for window, row in quarter.rows.items()}
    parts = name.replace("．", ".").split(".")
    for length in range(len(parts) - 1, 0, -1):
        row = rows.get(squeeze(".".join(parts[:length])))
        if row is not None:
            return row, ".".join(parts[length:]).strip()
    if len(parts) < 2:
        raise BookError(f"“{text}”看不懂；应写成 {_SET}，如 残联.办件量加分=3.5。")
    window = one_of(parts[0], quarter.rows, "窗口", "见名次表")
    return quarter.rows[window], ".".join(parts[1:]).strip()


def _columns(quarter: Quarter, row: int, item: str, value: str) -> list[str]:
    """The columns that an item's name means: one, or to be emptied all of them that are filled."""
    settable = _settable(quarter)
    named = NameIndex(quarter.book.notice, quarter.book.layout).items(item)
    found = [c for c in named if c in settable] or [
        c for c, label in settable.items() if squeeze(label) == squeeze(item)
    ]
    if len(found) > 1:
        filled = [
            c
            for c in found
            if not is_blank(quarter.table.cell(row, c).value) or _entries(quarter, row, c)
        ]
        if len(filled) == 1 or (filled and not value):
            return filled
        names = "、".join(settable[c] for c in found)
        raise BookError(f"项目“{item}”可以指：{names}。请写其中一个。")
    if found:
        return found
    labels = {label: column for column, label in settable.items()}
    return [labels[one_of(item, labels, "项目", "见“栏目”表〔命令行：xl-appraisal layout〕")]]


def _settable(quarter: Quarter) -> dict[str, str]:
    """The columns that staff fill in, 窗口人员表现 with them, and their names."""
    staff = quarter.book.notice.staff_module
    layout, columns = quarter.book.layout, quarter.table.columns
    items = {c.id: layout.labels[c.id] for c in layout.items if c.id in columns}
    return items | ({staff.id: staff.name} if staff is not None and staff.id in columns else {})


def _typed(value: str) -> Decimal | str | None:
    """A figure as a number, so that it is read as one that was typed."""
    if not value:
        return None
    try:
        number = Decimal(value)
    except ArithmeticError:
        return value
    return number if number.is_finite() else value


def overlay(
    quarter: Quarter, sheet: SheetReader, sets: Iterable[str], rules: Iterable[str]
) -> SheetReader:
    """The workbook's sheets with those cells and rules changed.  Raises :class:`BookError`."""
    contents = _changed_cells(quarter, sets)
    rules = list(rules)
    if rules:
        contents[RULES] = _changed_rules(quarter, sheet, rules)

    def read(name: str) -> Grid | None:
        return laid_over(sheet(name), contents.get(name, {}))

    return read


def laid_over(grid: Grid | None, cells: Mapping[Ref, Cell]) -> Grid | None:
    """The sheet with those cells instead of its own."""
    if grid is None or not cells:
        return grid
    return replace(grid, cells={**grid.cells, **cells})
