"""The drop-down lists: their entries stand on the hidden sheet, their names in the workbook.

Lists written into a validation itself may not exceed 255 characters nor hold a comma.
"""

from __future__ import annotations

from collections.abc import Sequence

from xl_appraisal.book.new.xlsx_writer import Book, Sheet, write_text
from xl_appraisal.book.sheets import SOURCE
from xl_appraisal.model.grid import column_name
from xl_appraisal.model.rulebook import Rulebook

FIRST_LIST_COLUMN = 4  # counted from 1: D, after the notice in A and the layout in B

WINDOWS = "窗口名单"
ITEMS = "项目名单"
MODULES = "模块名单"


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
    names = [layout.labels[c.id] for c in layout.items if c.kind in ("points", "count", "flag")]
    for rule in rulebook.notice.rules.values():
        names += [m.name for m in rule.measures if f"{rule.id}.{m.id}" not in taken]
    return tuple(dict.fromkeys(names))


def ledger_modules(rulebook: Rulebook) -> tuple[str, ...]:
    """The modules that entries add to or take from; a mean of scores takes no entries."""
    return tuple(module.name for module in rulebook.notice.point_modules)
