"""算式设置, beside the values: what a line of 加扣分明细 may name, and what each item does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xl_appraisal.book.new.plain.helper_block import VALUES
from xl_appraisal.book.new.xlsx_writer import Sheet, write_text
from xl_appraisal.book.read.name_index import NameIndex
from xl_appraisal.book.read.typed_values import CROSSES, TICKS, squeeze
from xl_appraisal.model.grid import column_name
from xl_appraisal.model.layout.layout import BY_ENTRY, VETO, Column
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring.points_state import PointsPlan

MODULE_ENTRY, POINTS, COUNT, VETOED, IDLE = range(5)
"""What an item's lines do: straight to a module, to a points column, counted, √, nothing."""
AMBIGUOUS = -1
_FIRST = 4
_ITEMS = 5  # E: the items
ROUTED = 99
"""The module of items whose lines name it."""
KIND, MODULE, MEASURE, SHARE = range(2, 6)
"""Columns of the table of items."""


class Names:
    """Codes for modules, items and measures (from 1), and the tables that hold them."""

    def __init__(self, rulebook: Rulebook, plan: PointsPlan) -> None:
        self.plan = plan
        self.modules = [module.id for module in rulebook.notice.modules]
        self.means = {rulebook.notice.staff_id}
        self.deductive = list(rulebook.notice.deducting_modules)
        self.index = NameIndex(rulebook.notice, rulebook.layout)
        self.vetoes = {c.id for c in plan.flag_columns}
        columns = [c.id for c in rulebook.layout.all_columns]
        rules = rulebook.notice.rules.values()
        paths = [path for rule in rules for path in rule.measure_ids()]
        self.items = list(dict.fromkeys([*columns, *paths]))
        counted = [c.measure or c.id for c in plan.count_columns]
        self.measures = list(dict.fromkeys([*counted, *paths]))
        self.shares = {c.id for c in plan.count_columns if c.kind == "percent"}
        self.shares |= plan.share_measures
        names = {m.id: m.name for m in rulebook.notice.modules}
        modules = [*(squeeze(names[m]) for m in self.modules), *self.modules]
        self._listings: list[_Listing] = []
        self._items = self._list((i, n, *self._item_row(i)) for n, i in enumerate(self.items, 1))
        self._named, self._moduled = self._list(self._names()), self._list(zip(modules))
        self.ticks = self._list((text,) for text in sorted(TICKS)).column()
        self.crosses = self._list((text,) for text in sorted(CROSSES)).column()

    def _list(self, rows: Iterable[tuple[str | int, ...]]) -> _Listing:
        """A table beside the others."""
        left = self._listings[-1].next_left if self._listings else _ITEMS
        self._listings.append(_Listing(left, rows))
        return self._listings[-1]

    def module(self, module: str) -> int:
        return self.modules.index(module) + 1

    def item(self, item: str) -> int:
        return self.items.index(item) + 1

    def measure(self, path: str) -> int:
        return self.measures.index(path) + 1

    # ── what an item does, by its code ──

    def of(self, field: int, code: str) -> str:
        """What the table of items says of one: :data:`KIND`, :data:`MODULE` …"""
        return f"INDEX({self._items.column(field)},{code})"

    def _item_row(self, item: str) -> tuple[int, int, int, int]:
        """Kind, module, measure and whether a share, of one item."""
        column = self.plan.columns.get(item)
        share = int(item in self.shares)
        if column is None:
            return COUNT, 0, self.measure(item), share
        if column.kind == "points":
            single = self.plan.single_measure(column)
            measure = self.measure(single) if single else 0
            return POINTS, self._module_of(column), measure, share
        if column.kind in ("count", "percent"):
            return COUNT, 0, self.measure(column.measure or column.id), share
        return (VETOED if column.rule == VETO else IDLE), 0, 0, share

    def _module_of(self, column: Column) -> int:
        return ROUTED if column.module == BY_ENTRY else self.module(column.module)

    # ── names ──

    def _names(self) -> Iterator[tuple[str | int, ...]]:
        """Each name with its item, without a module and with each."""
        columns = range(1, len(self.plan.book.layout.columns) + 1)
        shown = [f"c{n}" for n in columns] + [f"第{n}列" for n in columns]
        for name in dict.fromkeys(squeeze(name).lower() for name in (*self.index.names(), *shown)):
            codes = [self._meant(name, module) for module in ("", *self.modules)]
            if any(codes):
                yield name, *codes

    def _meant(self, name: str, module: str) -> int:
        found = self.index.meant(name, module)
        if len(found) > 1 and not set(found) <= self.vetoes:
            return AMBIGUOUS
        return self.item(found[0]) if found else 0

    def item_meant(self, key: str, module: str) -> str:
        """The code of the item with that key, 0 for none; ``module`` is a code, 0 for none."""
        place, table = self._named.place(key), self._named.column(1, 1 + len(self.modules))
        return f"IF({place}=0,0,INDEX({table},{place},{module}+1))"

    def module_meant(self, key: str) -> str:
        """The code of the module with that key, 0 for none; a full mark in brackets is dropped."""
        place = self._moduled.place(f'LEFT({key},IFERROR(FIND("(",{key}),LEN({key})+1)-1)')
        return f"(MOD({place}-1,{len(self.modules)})+1)*({place}>0)"

    def write(self, sheet: Sheet) -> None:
        for listing in self._listings:
            listing.write(sheet)


class _Listing:
    """A table on 算式设置 from column ``left`` (from 1) on, its texts in the first column."""

    def __init__(self, left: int, rows: Iterable[tuple[str | int, ...]]) -> None:
        self.left, self.rows = left, list(rows)
        self.next_left = left + len(self.rows[0]) + 1

    def column(self, first: int = 0, last: int | None = None) -> str:
        """The cells of a column, or of several, counted from 0."""
        left, right = (column_name(self.left + n) for n in (first, first if last is None else last))
        return f"{VALUES}!${left}${_FIRST}:${right}${_FIRST + len(self.rows) - 1}"

    def place(self, key: str) -> str:
        """The number of the row with that text, 0 for none."""
        keys = self.column()
        return f"SUMPRODUCT(EXACT({keys},{key})*(ROW({keys})-{_FIRST - 1}))"

    def write(self, sheet: Sheet) -> None:
        for row, values in enumerate(self.rows, _FIRST - 1):
            for column, value in enumerate(values, self.left - 1):
                if isinstance(value, str):
                    write_text(sheet, row, column, value)
                else:
                    sheet.write_number(row, column, value)
