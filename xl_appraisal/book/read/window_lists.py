"""加扣分明细, 人员考核 and 公布成绩 read: what their lines say of each window."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, TypeVar

from xl_appraisal.book.read.list_sheets import LinesByWindow, ListRow, ListTable, is_struck
from xl_appraisal.book.read.name_index import name_index
from xl_appraisal.book.read.typed_days import Impossible, day_of
from xl_appraisal.book.read.typed_values import (
    Unreadable,
    is_blank,
    read_number,
    read_share,
    read_text,
    squeeze,
    text_or_empty,
)
from xl_appraisal.model.exact import plain
from xl_appraisal.model.findings import NOWHERE, Place
from xl_appraisal.model.grid import Cell
from xl_appraisal.model.layout.layout import VETO
from xl_appraisal.model.listed import listed
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.period import Period
from xl_appraisal.model.record import replace
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring import Entry, Given, Published

_Value = TypeVar("_Value")


def read_ledger(lines: LinesByWindow, table: ListTable, book: Rulebook, period: Period) -> None:
    """Add each window's entries; a name that cannot be resolved is a finding.

    So are a date that is none or lies outside the ``period``, a sign against the item or module,
    and a second line that says the same.
    """
    reader = _LedgerReader(lines, book, period)
    said: dict[tuple[str, Entry], int] = {}
    for row in table.rows():
        window = lines.window(row, "struck" if is_struck(row) else "line")
        about = ("item", "module", "points", "count", "reason")
        counts = bool(window) and lines.counts(row, window, *about)
        if counts and lines.is_whole(table, row, window):
            entry = reader.entry(row, window)
            if entry is not None:
                lines.entries[squeeze(window)].append(entry)
                first = said.setdefault((window, replace(entry, place=NOWHERE)), row.row)
                if first != row.row:
                    words = {"first": first, "second": row.row}
                    lines.tell("line_repeated", row.place("item"), window, **words)


class _Refused(Exception):
    """A line that was told of, and gives no entry."""


class _LedgerReader:
    """Reads single lines; what it cannot read it tells, and gives no entry."""

    def __init__(self, lines: LinesByWindow, book: Rulebook, period: Period) -> None:
        self.lines = lines
        self.period = period
        self.book = book
        self.index = name_index(book.notice, book.layout)
        columns = book.layout.all_columns
        self.shares = {share for r in book.notice.rules.values() for share in r.share_ids()}
        self.shares |= {c.id for c in columns if c.kind == "percent"}
        self.vetoes = {c.id for c in columns if c.rule == VETO}
        self.modules = {module.id: module for module in book.notice.modules}

    def entry(self, row: ListRow, window: str) -> Entry | None:
        try:
            return self._entry(row, window)
        except _Refused:
            return None

    def _entry(self, row: ListRow, window: str) -> Entry:
        module = self._module(row, window)
        label = self._read(row, window, "item", "项目", read_text(row["item"]))
        item = self._item(row, window, label, module)
        read = read_number(row["points"], "不小于0的分值（加分扣分都填正数）")
        points = self._read(row, window, "points", "分值", read)
        share = item in self.shares
        read = read_share(row["count"]) if share else read_number(row["count"], "不小于0的数量")
        count = self._read(row, window, "count", "数量", read)
        if item in self.vetoes and (points if count is None else count) == 0:
            raise self._refused("veto_of_none", row, "count", window, row=row.row)
        self._check_sign(row, window, item, module)
        self._check_day(row, window)
        return Entry(
            place=row.place("points"),
            item=item,
            label=label,
            module=module,
            points=points if isinstance(points, Decimal) else None,
            count=count,
            date=_date(row["date"]),
            reason=text_or_empty(row["reason"]),
        )

    def _read(
        self, row: ListRow, window: str, field: str, name: str, value: _Value | Unreadable
    ) -> _Value:
        """What was read of a cell, if it could be."""
        if isinstance(value, Unreadable):
            self.lines.unreadable(row, field, name, value, window)
            raise _Refused
        return value

    def _refused(
        self, name: str, row: ListRow, field: str, window: str, /, **words: Any
    ) -> _Refused:
        self.lines.tell(name, row.place(field), window, **words)
        return _Refused()

    def _check_sign(self, row: ListRow, window: str, item: str, module: str) -> None:
        """Points typed as +2 must be of what adds points."""
        text = row["points"].value
        column, known = self.book.layout.by_id.get(item), self.modules.get(module)
        sign = (column.sign if column else "") or (known.sign if known else "")
        if sign == "-" and isinstance(text, str) and squeeze(text).startswith("+"):
            raise self._refused("sign_against", row, "points", window, found=squeeze(text))

    def _check_day(self, row: ListRow, window: str) -> None:
        """The date must be one, or blank, or words; one outside the period is told."""
        day = day_of(row["date"])
        if isinstance(day, Impossible):
            found = text_or_empty(row["date"])
            raise self._refused("date_impossible", row, "date", window, found=found)
        if day is not None and not self.period.holds(day):
            expected = self.period.name
            words = {"found": day.isoformat(), "row": row.row, "expected": expected}
            self.lines.tell("date_outside", row.place("date"), window, **words)

    def _module(self, row: ListRow, window: str) -> str:
        """The module's id, empty where none is written."""
        text = self._read(row, window, "module", "模块", read_text(row["module"]))
        module = self.index.module(text) if text else ""
        if module is None:
            known = "、".join(m.name for m in self.book.notice.point_modules)
            raise self._refused("module_unknown", row, "module", window, found=text, expected=known)
        return module

    def _item(self, row: ListRow, window: str, label: str, module: str) -> str:
        """The item's id, empty for one without a column."""
        if not label:
            return ""
        items = self.index.meant(label, module)
        words = {"item": label, "found": label}
        if len(items) > 1 and not set(items) <= self.vetoes:
            labels = self.book.layout.labels
            expected = "、".join(labels.get(item, item) for item in items)
            raise self._refused("item_ambiguous", row, "item", window, **words, expected=expected)
        near = self.index.near(label) if module and not items else ()
        if near:  # almost an item's name: it counts for the module, its cap may be another
            known = self.modules[module].name if module in self.modules else module
            names = "、".join(f"“{name}”" for name in near)
            self.lines.tell(
                "item_near", row.place("item"), window, **words, module=known, names=names
            )
        return items[0] if items else ""


def _date(cell: Cell) -> str:
    if is_blank(cell.value):
        return ""
    if isinstance(cell.value, dt.datetime):
        return cell.value.date().isoformat()
    return text_or_empty(cell)


def read_staff(lines: LinesByWindow, table: ListTable, most: Decimal) -> None:
    """Add each window's scores, from 0 to ``most``, and tell of people who are listed twice."""
    people: dict[str, list[tuple[str, ListRow]]] = defaultdict(list)
    for row in table.rows():
        window = lines.window(row, "struck" if is_struck(row) else "line")
        if not window or not lines.counts(row, window, "name", "score"):
            continue
        if not lines.is_whole(table, row, window):
            continue
        if _add_score(lines, row, window, most) and (name := text_or_empty(row["name"])):
            people[squeeze(name)].append((window, row))
    for met in people.values():
        if len(met) > 1:
            _tell_repeated(lines, met)


def _add_score(lines: LinesByWindow, row: ListRow, window: str, most: Decimal) -> bool:
    """Add a person's score to the window's; whether there is one."""
    score = read_number(row["score"], f"0 到 {plain(most)} 的考核分")
    if isinstance(score, Unreadable):
        lines.unreadable(row, "score", "考核分", score, window)
        return False
    name, place = text_or_empty(row["name"]), row.place("score")
    person = f"人员“{name}”" if name else f"第{row.row}行人员"
    if score is None:
        lines.tell("staff_score_blank", place, window, person=person)
        return False
    if score > most:
        words = {"person": person, "score": plain(score), "most": plain(most)}
        lines.tell("over_maximum.person", place, window, **words)
    lines.staff[squeeze(window)].append(Given(score, place, name))
    return True


def _tell_repeated(lines: LinesByWindow, met: list[tuple[str, ListRow]]) -> None:
    """A name twice in one window would weigh twice in its mean; in several it is only told."""
    first: dict[str, ListRow] = {}
    for window, row in met:
        earlier = first.setdefault(window, row)
        if earlier is not row:
            name, rows = text_or_empty(row["name"]), {"first": earlier.row, "second": row.row}
            lines.tell("person_repeated", row.place("name"), window, found=name, **rows)
    if len(first) > 1:
        _, row = met[-1]
        name, windows = text_or_empty(row["name"]), listed([*first], 10, unit="个窗口")
        lines.tell("person_in_windows", row.place("name"), name=name, windows=windows)


def read_published(lines: LinesByWindow, table: ListTable, notice: Notice) -> list[Published]:
    """The published figures of each window; what cannot be read is left out with a finding."""
    if table.missing:
        place = Place(table.grid.name, table.header_row, 1)
        lines.tell("published_header_missing", place, headers="、".join(table.missing))
    ids = {"rank": "rank", "total": "total"} | {module.name: module.id for module in notice.modules}
    published = []
    for row in table.rows():
        window = lines.window(row, "published")
        figures = dict(_figures(lines, row, window, ids))
        if window:
            published.append(Published(window, figures))
    return published


def _figures(
    lines: LinesByWindow, row: ListRow, window: str, ids: dict[str, str]
) -> Iterator[tuple[str, Given]]:
    for field, figure in ids.items():
        value = read_number(row[field], "公布的数值")
        if isinstance(value, Unreadable):
            lines.tell(f"{value.code}.figure", row.place(field), whose=window, value=value.found)
        elif value is not None:
            yield figure, Given(value, row.place(field))
