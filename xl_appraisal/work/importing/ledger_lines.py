"""Ledger lines: how they are written, when two say the same, what one says against itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import TypeAlias

from xl_appraisal.book.read.name_index import NameIndex
from xl_appraisal.book.read.quarter import Quarter
from xl_appraisal.book.read.typed_days import Impossible, day_of
from xl_appraisal.book.read.typed_values import (
    Read,
    Unreadable,
    clean,
    is_blank,
    read_text,
    squeeze,
    text_or_empty,
)
from xl_appraisal.model import limits
from xl_appraisal.model.exact import plain
from xl_appraisal.model.grid import EMPTY, Cell, Write
from xl_appraisal.model.period import parse_period
from xl_appraisal.work.importing.header_words import key
from xl_appraisal.work.importing.list_kinds import LEDGER_KIND
from xl_appraisal.work.importing.list_source import ListSource
from xl_appraisal.work.importing.source_lines import SourceLine
from xl_appraisal.work.importing.source_values import Kind, as_it_is, read, shown, storable, written

Line: TypeAlias = dict[str, Write]
Content: TypeAlias = tuple[str, ...]
_DOES = {"+": "加分", "-": "扣分"}
_ALIKE = 0.6  # of difflib's ratio


class LineWriter:
    """Writes lines in the workbook's own words, so that its lists and formulas know them."""

    def __init__(self, quarter: Quarter) -> None:
        notice, layout = quarter.book.notice, quarter.book.layout
        self.index = NameIndex(notice, layout)
        self.windows = {squeeze(name): name for name in quarter.rows}
        self.modules = {module.id: module for module in notice.modules}
        self.columns = layout.by_id
        self.items = dict(layout.labels)
        self.shares = {column.id for column in layout.all_columns if column.kind == "percent"}
        for rule in notice.rules.values():
            self.items |= {f"{rule.id}.{m.id}": m.name for m in rule.own_measures}
            self.shares |= set(rule.share_ids())
            if rule.lift:
                self.items[f"{rule.id}.{rule.lift.id}"] = rule.lift.name

    def line(self, cells: Mapping[str, Cell]) -> Line:
        """What is written for a line: names by the workbook's spelling, figures as figures."""
        line: Line = {field: as_it_is(cell.value) for field, cell in cells.items()}
        for field, cell in cells.items():
            if field in ("points", "count", "score"):
                line[field] = written(self._kind(field, cells), cell)
        names = {"window": self._window, "item": self._item, "module": self._module}
        for field, known in names.items():
            if text := text_or_empty(cells.get(field, EMPTY)):
                line[field] = known(text) or line[field]
        if "date" in cells:
            day, given = day_of(cells["date"]), cells["date"].value
            timed = isinstance(given, dt.datetime) and given.time() != dt.time()
            timed |= isinstance(given, str) and ":" in given
            line["date"] = day if isinstance(day, dt.date) and not timed else line["date"]
        return {field: write for field, write in line.items() if write is not None}

    def person(self, cells: Mapping[str, Cell]) -> Content:
        """What a line of 人员考核 says: whose score in which window, and how much."""
        window, name = squeeze(_text(cells, "window")), squeeze(_text(cells, "name"))
        return window, name, self._figure("score", cells)

    def content(self, cells: Mapping[str, Cell]) -> Content:
        """What a line says, however it is written: equal for lines that say the same."""
        return (
            squeeze(_text(cells, "window")),
            self._item_id(_text(cells, "item")) or key(_text(cells, "item")),
            self.index.module(_text(cells, "module")) or key(_text(cells, "module")),
            self._figure("points", cells),
            self._figure("count", cells),
            _date(cells.get("date", EMPTY)),
            squeeze(_text(cells, "reason")),
        )

    def _kind(self, field: str, cells: Mapping[str, Cell]) -> Kind:
        share = field == "count" and self._item_id(_text(cells, "item")) in self.shares
        return "percent" if share else "figure"

    def figure(self, field: str, cells: Mapping[str, Cell]) -> Read:
        """The figure of a field as it will be read."""
        return read(self._kind(field, cells), cells.get(field, EMPTY))

    def effect(self, cells: Mapping[str, Cell]) -> tuple[str, str]:
        """What points of a line do, ``+`` or ``-`` (empty: not known), and because of what."""
        module = self.index.module(_text(cells, "module")) or ""
        name = _text(cells, "item")
        meant = self.index.meant(name, module) if name else ()
        column = self.columns.get(meant[0]) if len(meant) == 1 else None
        if column is not None and column.sign:
            return column.sign, f"项目“{name}”"
        known = self.modules.get(module)
        return (known.sign, f"模块“{known.name}”") if known is not None else ("", "")

    def _figure(self, field: str, cells: Mapping[str, Cell]) -> str:
        value = self.figure(field, cells)
        if value is None:
            return ""
        if isinstance(value, Unreadable):
            return key(_text(cells, field))
        figure = storable(value)
        return figure if isinstance(figure, str) else plain(figure)

    def _item_id(self, text: str) -> str:
        """The one item that a name means, if it means one."""
        found = self.index.items(text) if text else ()
        return found[0] if len(found) == 1 else ""

    def _item(self, text: str) -> str | None:
        """The layout's own label of the one item that a name means, where it means no other."""
        item = self._item_id(text)
        label = self.items.get(item)
        return label if label and self._item_id(label) == item else None

    def _module(self, text: str) -> str | None:
        module = self.modules.get(self.index.module(text) or "")
        return module.name if module else None

    def _window(self, text: str) -> str:
        return self.windows.get(squeeze(text), text)


def _text(cells: Mapping[str, Cell], field: str) -> str:
    value = as_it_is(cells.get(field, EMPTY).value)
    text = read_text(Cell(value))
    return text if isinstance(text, str) else str(value)


def _date(cell: Cell) -> str:
    """A date however written as ``2023-03-15``; other texts as they are."""
    day = day_of(cell)
    if isinstance(day, dt.date):
        return day.isoformat()
    return key(clean(_text({"date": cell}, "date")))


def line_faults(source: ListSource, writer: LineWriter) -> list[str]:
    """A date that is none; a header or sign that says the opposite of the item or module."""
    if source.kind is not LEDGER_KIND:
        return []
    found = [_sign(source, line, writer) for line in source.lines]
    found += [_no_date(line) for line in source.lines]
    return [fault for fault in found if fault]


def dates_outside(source: ListSource, quarter: str, left_out: Collection[int]) -> list[str]:
    """A sentence on the lines (but those rows left out) whose date is of another period."""
    if source.kind is not LEDGER_KIND:
        return []
    period = parse_period(quarter)
    taken = (line for line in source.lines if line.row not in left_out)
    days = ((line.row, day_of(line.cells.get("date", EMPTY))) for line in taken)
    outside = [
        f"第{row}行{day.isoformat()}"
        for row, day in days
        if isinstance(day, dt.date) and not period.holds(day)
    ]
    if not outside:
        return []
    listed = "、".join(outside[: limits.MOST_LISTED])
    return [f"日期不在{period.name}之内，仍然导入，请核对：{listed}。"]


def _sign(source: ListSource, line: SourceLine, writer: LineWriter) -> str:
    cell = line.cells.get("points")
    if cell is None or is_blank(cell.value):
        return ""
    does, what = writer.effect(line.cells)
    typed = squeeze(cell.value) if isinstance(cell.value, str) else ""
    headed = bool(source.sign) and source.sign != does
    if not does or not (headed or (typed.startswith("+") and does == "-")):
        return ""
    by = f"表头是{_DOES[source.sign]}" if headed else f"分值写作“{typed}”"
    return (
        f"第{line.row}行：{by}，但{what}是{_DOES[does]}的，不知道以哪个为准。"
        f"请改正项目、模块，或把这一行的表头写成“分值”、数值不带正负号。"
    )


def _no_date(line: SourceLine) -> str:
    cell = line.cells.get("date", EMPTY)
    day, value = day_of(cell), cell.value
    number = isinstance(value, Decimal) or (isinstance(value, str) and value.strip().isdecimal())
    if not isinstance(day, Impossible) and (day is not None or not number):
        return ""
    text = plain(value) if isinstance(value, Decimal) else shown(value)
    return f"第{line.row}行：日期{text}不是一个日期。请写成 2024-03-05 这样，或留空。"


def like(name: str, windows: Iterable[str]) -> str:
    """The window that an unknown name is most like, empty where it is like none."""
    from difflib import get_close_matches

    known = {squeeze(window): window for window in windows}
    found = get_close_matches(squeeze(name), known, n=1, cutoff=_ALIKE)
    return known[found[0]] if found else ""
