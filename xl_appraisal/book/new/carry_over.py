"""The next quarter's workbook begun from the last: what is carried over, and what is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from xl_appraisal.book.read.list_sheets import ListRow, is_struck, needed_list
from xl_appraisal.book.read.quarter import Quarter, needed_grid, read_quarter_book
from xl_appraisal.book.read.rules_sheet import needed_period, source_rulebook
from xl_appraisal.book.read.typed_values import read_text, squeeze
from xl_appraisal.book.sheets import RANKING, RULES, RULES_TABLE, SOURCE, STAFF
from xl_appraisal.book.write.formula_renewal import renewed_data
from xl_appraisal.hosts.host import Host
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import Cell, Formula, Grid, Ref, Write
from xl_appraisal.model.layout.layout import GROUP
from xl_appraisal.model.layout.layout_text import layout_text
from xl_appraisal.model.period import parse_period
from xl_appraisal.model.record import Record
from xl_appraisal.model.rulebook import Rulebook, rulebook_from_texts

_OWN = "book."  # 规则: rows on the workbook itself, which are of one quarter only


class Carried(Record):
    """What a new workbook takes from the last one.

    ``rules`` are the changed values by path; ``staff`` are windows and names, ``groups`` windows
    and the group each is in; ``report`` says what was carried and what was not, a Chinese
    sentence each.
    """

    quarter: str
    rulebook: Rulebook
    windows: tuple[str, ...]
    rules: dict[str, Cell]
    staff: tuple[tuple[str, str], ...]
    groups: dict[str, str]
    report: tuple[str, ...]


def carry(
    last: Host, quarter: str = "", add: Sequence[str] = (), drop: Sequence[str] = ()
) -> Carried:
    """What the workbook of ``quarter`` (the next one by default) takes from ``last``.

    Raises :class:`BookError` for the same quarter, a window added that is there, and one
    dropped that is not.
    """
    before = read_quarter_book(last.grid)
    notice = before.book.notice
    quarter = needed_period(quarter, notice) if quarter else next_quarter(before.quarter)
    if quarter == before.quarter:
        another = f"请写另一{notice.words.several}〔命令行：--quarter〕。"
        raise BookError(f"{last.name} 就是 {quarter} 的工作簿。{another}")
    source = source_rulebook(last.grid(SOURCE))
    text = layout_text(source.layout_text, source.layout, before.book.layout, quarter)
    rulebook = rulebook_from_texts(source.notice_text, text)
    windows = _windows(before, add, drop)
    staff, left = _staff(before, windows)
    rules = _changed_rules(last, source, before)
    told = _report(before, source.layout.id != rulebook.layout.id, windows, add, drop)
    told += [f"人员：沿用{len(staff)}人的姓名，考核分待填。"]
    told += [f"人员没有沿用（作废、没有姓名，或窗口不再参加）：{left}行。"] if left else []
    groups = _groups(before, windows)
    told += [f"组别：沿用{len(groups)}个窗口的。"] if groups else []
    told += [f"规则：沿用{len(rules)}处改动：{'、'.join(rules)}。"] if rules else []
    return Carried(quarter, rulebook, windows, rules, staff, groups, tuple(told))


def fill(new: Host, carried: Carried) -> None:
    """Put changed rules and names into the new workbook; nothing is saved."""
    rules = needed_grid(new.grid, RULES)
    rows = _rules_rows(rules)
    changed = ((row, carried.rules[path]) for path, row in rows.items() if path in carried.rules)
    new.write(RULES, {(row.row, row.columns["value"]): _written(cell) for row, cell in changed})
    made = read_quarter_book(new.grid)
    column = _group_column(made)
    if column:
        groups = {made.table.ref(made.rows[w], column): g for w, g in carried.groups.items()}
        new.write(RANKING, dict(groups))
    listed = made.lists[STAFF]
    first = listed.header_row + 1
    cells: dict[Ref, Write] = {}
    for row, (window, name) in enumerate(carried.staff, first):
        cells[row, listed.columns["window"]] = window
        cells[row, listed.columns["name"]] = name
    if cells:
        header = listed.header_row, min(listed.columns.values())
        new.grow_table(STAFF, header, first + len(carried.staff) - 1)
        new.write(STAFF, cells)
    for sheet, data in renewed_data(read_quarter_book(new.grid), new.grid).items():
        new.write(sheet, data)


def _group_column(quarter: Quarter) -> str:
    """The id of the column that says in which group a window is, empty where there is none."""
    columns = (c.id for c in quarter.book.layout.all_columns if c.rule == GROUP)
    return next((column for column in columns if column in quarter.table.columns), "")


def _groups(before: Quarter, windows: Iterable[str]) -> dict[str, str]:
    """The group that each of those windows was in."""
    column = _group_column(before)
    texts = {w.name: w.texts[column].text for w in before.windows if column in w.texts}
    return {window: texts[window] for window in windows if texts.get(window)}


def next_quarter(quarter: str) -> str:
    """``2023Q4 -> 2024Q1``.

    >>> next_quarter("2023Q4")
    '2024Q1'
    """
    try:
        return parse_period(quarter).following.code
    except ValueError as error:
        said = f"上个工作簿的期间是“{quarter}”，推不出下一期。请在“规则”表写明期间"
        raise BookError(f"{said}〔命令行：或用 --quarter〕。") from error


def _windows(before: Quarter, add: Sequence[str], drop: Sequence[str]) -> tuple[str, ...]:
    known = {squeeze(name): name for name in before.rows}
    then = before.book.notice.words.last
    gone = {squeeze(name) for name in drop}
    unknown = [name for name in drop if squeeze(name) not in known]
    if unknown:
        names = "、".join(known.values())
        raise BookError(f"{then}没有窗口{'、'.join(unknown)}，不能去掉。{then}的窗口：{names}。")
    there = [name for name in add if squeeze(name) in known and squeeze(name) not in gone]
    if there:
        raise BookError(f"窗口{'、'.join(there)}{then}已有，会自动沿用，不用再加。")
    kept = [name for key, name in known.items() if key not in gone]
    new = {squeeze(name): " ".join(name.split()) for name in add}
    return (*kept, *(name for key, name in new.items() if key))


def _staff(before: Quarter, windows: Iterable[str]) -> tuple[tuple[tuple[str, str], ...], int]:
    """Windows and names in order, each person of a window once; how many rows were left."""
    kept = {squeeze(name): name for name in windows}
    people: dict[tuple[str, str], tuple[str, str]] = {}
    left = 0
    for row in before.lists[STAFF].rows():
        window, name = read_text(row["window"]), read_text(row["name"])
        key = (squeeze(str(window)), squeeze(str(name)))
        if is_struck(row) or key[0] not in kept or not isinstance(name, str) or not name:
            left += 1
        else:
            people.setdefault(key, (kept[key[0]], name))
    return tuple(people.values()), left


def _changed_rules(last: Host, source: Rulebook, before: Quarter) -> dict[str, Cell]:
    """The cells of 规则 whose value was changed, by path, as the workbook found them changed."""
    changed = {f.cell for f in before.rules.findings if f.code == "rule_changed"}
    rows = _rules_rows(needed_grid(last.grid, RULES))
    return {
        path: row["value"]
        for path, row in rows.items()
        if not path.startswith(_OWN) and row.place("value").cell in changed
    }


def _rules_rows(grid: Grid) -> dict[str, ListRow]:
    listed = needed_list(grid, RULES_TABLE, (), f"工作表“{RULES}”的表头找不到。请恢复表头。")
    return {str(row["path"].value): row for row in listed.rows()}


def _written(cell: Cell) -> Write:
    value = cell.value
    if cell.formula is not None:
        return Formula(cell.formula, value if isinstance(value, str | bool | Decimal) else None)
    return value  # type: ignore[return-value]  # rules hold numbers and texts


def _report(
    before: Quarter, relaid: bool, windows: Sequence[str], add: Sequence[str], drop: Sequence[str]
) -> list[str]:
    told = [f"窗口：沿用{len(windows) - len(set(add))}个，共{len(windows)}个。"]
    told += [f"新参加：{'、'.join(dict.fromkeys(add))}（排在表末）。"] if add else []
    told += [f"不再参加：{'、'.join(dict.fromkeys(drop))}。"] if drop else []
    own = "，与新建时不同（在工作簿里增删改过）" if relaid else ""
    told += [f"栏目：沿用{len(before.book.layout.all_columns)}栏{own}。"]
    told += ["没有沿用：全部分值、明细、公布成绩、核对结果，自己加的工作表和单元格格式。"]
    return told
