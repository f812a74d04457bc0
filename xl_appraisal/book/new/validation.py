"""What a cell accepts without asking back.

Always a question, never a refusal: a table is also pasted into, and the check of the whole
workbook reports what it finds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from xl_appraisal.book.new.xlsx_writer import Book, Properties, Sheet, write_text
from xl_appraisal.book.sheets import SOURCE, STRUCK
from xl_appraisal.model.exact import plain
from xl_appraisal.model.grid import column_name
from xl_appraisal.model.layout.layout import GROUP, Column
from xl_appraisal.model.notice.notice import Notice
from xl_appraisal.model.rulebook import Rulebook

ANYTHING: Properties = {"validate": "any"}
"""No limit: only the message beside the cell is wanted."""
FIRST_LIST_COLUMN = 4  # counted from 1: D, after the notice in A and the layout in B
_LONGEST_LIST = 255  # characters of a list that stands in the validation itself, in Excel
WINDOWS = "窗口名单"
ITEMS = "项目名单"
MODULES = "模块名单"


def _asking(what: str, message: str, kind: str, **rest: Any) -> Properties:
    return {
        "validate": kind,
        "error_type": "warning",
        "error_title": f"{what}有误",
        "error_message": message,
        **rest,
    }


def _number(what: str, message: str, least: int, most: object, **rest: Any) -> Properties:
    bounds = {"criteria": "between", "minimum": least, "maximum": most}
    return _asking(what, message, "decimal", **bounds, **rest)


def at_least_zero(what: str) -> Properties:
    """A number of ``what`` (分值, 数量) that is not negative."""
    message = f"{what}应为不小于 0 的数字。"
    return _asking(what, message, "decimal", criteria=">=", value=0)


def between(what: str, maximum: Decimal, unit: str) -> Properties:
    """A number of ``what`` from 0 to ``maximum``, both included."""
    message = f"{what}应为 0 至 {plain(maximum)} 的数字（{unit}）。"
    return _number(what, message, 0, plain(maximum))


def number(*, optional: bool) -> Properties:
    """Any number; where ``optional``, the question says that blank means 不设."""
    message = "应为数字；留空表示不设。" if optional else "应为数字，不能留空。"
    # as wide as Excel's 15 digits: it only keeps texts out
    return _number("取值", message, -(10**15), 10**15, ignore_blank=optional)


def one_of(reference: str, what: str, allowed: str) -> Properties:
    """An entry of the list at ``reference``; blank entries of the list allow nothing more."""
    return _asking(what, allowed, "list", source=f"={reference}", ignore_blank=False)


SHARE = _number("百分比", "应为 0% 至 100%，可以直接输入 98%。", 0, 1)
FLAG = _asking("标识", "此栏只填 √，没有的留空。", "list", source=["√"])
DATE = _asking("日期", "应为日期，如 2023-3-15。", "date", criteria=">=", value=dt.date(2000, 1, 1))
"""An earlier "date" is a number in the wrong column."""
STATUS = _asking(
    "状态",
    f"状态只有“{STRUCK}”一种；照常计入的留空。",
    "list",
    source=[STRUCK],
    input_title="状态",
    input_message=f"照常计入的留空；填错的选“{STRUCK}”，再写原因。",
)


def group_of(notice: Notice) -> Properties | None:
    """The name of a group; ``None`` where they are too many for a list within a cell."""
    names = [group.name for group in notice.groups]
    short = len(",".join(names)) <= _LONGEST_LIST and not any("," in name for name in names)
    said = f"应为{'、'.join(names)}之一。"[:_LONGEST_LIST]
    return _asking("组别", said, "list", source=names) if short else None


def for_column(column: Column, notice: Notice) -> Properties | None:
    """What an input column of the 名次表 accepts; ``None`` where anything goes."""
    if column.rule == GROUP:
        return group_of(notice)
    accepted = {"points": at_least_zero("分值"), "count": at_least_zero("数量")}
    return {**accepted, "flag": FLAG, "percent": SHARE}.get(column.kind)


class Choices:
    """Lists of allowed entries, each a column of the hidden sheet."""

    def __init__(self) -> None:
        self._lists: list[tuple[str, ...]] = []
        self._further: dict[tuple[str, ...], list[str]] = {}

    def reference(self, entries: Sequence[str]) -> str:
        """The address of the list with these entries, as a formula without ``=``."""
        wanted = tuple(entries)
        if wanted not in self._lists:
            self._lists.append(wanted)
        column = column_name(FIRST_LIST_COLUMN + self._lists.index(wanted))
        return f"'{SOURCE}'!${column}$1:${column}${max(len(wanted), 1)}"

    def name(self, book: Book, name: str, entries: Sequence[str]) -> None:
        """Give the list with these entries a name in the workbook."""
        book.define_name(name, f"={self.reference(entries)}")

    def name_growing(
        self, book: Book, name: str, entries: Sequence[str], further: Sequence[str], count: str
    ) -> None:
        """The same for a list that goes on with cells filled in later.

        ``further`` are formulas, each giving an entry or an empty text; ``count`` is a formula
        for how many of them, from the first, hold something.
        """
        wanted = tuple(entries)
        first, _, last = self.reference(wanted).partition(":")
        self._further[wanted] = list(further)
        column = last.split("$")[1]
        book.define_name(
            name, f"={first}:INDEX('{SOURCE}'!${column}:${column},{len(wanted)}+{count})"
        )

    def write(self, sheet: Sheet) -> None:
        """Put all lists asked for onto the hidden sheet."""
        for column, entries in enumerate(self._lists, FIRST_LIST_COLUMN - 1):
            for row, entry in enumerate(entries):
                write_text(sheet, row, column, entry)
            for row, formula in enumerate(self._further.get(entries, ()), len(entries)):
                sheet.write_formula(row, column, f"={formula}", None, "")


def ledger_items(rulebook: Rulebook) -> tuple[str, ...]:
    """What an entry of 加扣分明细 can be about, by the names that staff know.

    The columns that take points, counts or √; then what a rule counts without a column of its
    own (局长走流程's plan not handed in, say).
    """
    layout = rulebook.layout
    taken = {column.measure for column in layout.all_columns}
    outside = {one.id for one in rulebook.notice.exclusions}
    taken_in = [c for c in layout.items if c.kind in ("points", "count", "flag")]
    names = [layout.labels[c.id] for c in taken_in if c.rule not in outside]
    for rule in rulebook.notice.rules.values():
        names += [m.name for m in rule.own_measures if f"{rule.id}.{m.id}" not in taken]
    return tuple(dict.fromkeys(names))


def ledger_modules(rulebook: Rulebook) -> tuple[str, ...]:
    """The modules that entries add to or take from; a mean of scores takes no entries."""
    return tuple(module.name for module in rulebook.notice.point_modules)
