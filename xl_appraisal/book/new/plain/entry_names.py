"""算式设置, beside the values: what a line of 加扣分明细 may name, and what each item does."""

from __future__ import annotations

from functools import cached_property

from xl_appraisal.book.new.plain.helper_sheets import VALUES
from xl_appraisal.book.new.xlsx_writer import Sheet, write_text
from xl_appraisal.book.read.name_index import NameIndex
from xl_appraisal.book.read.typed_values import CROSSES, TICKS, squeeze
from xl_appraisal.model.grid import column_name
from xl_appraisal.model.layout.layout import BY_ENTRY, VETO, Column
from xl_appraisal.model.rulebook import Rulebook
from xl_appraisal.scoring.points_plan import PointsPlan

MODULE_ENTRY, POINTS, COUNT, VETOED, IDLE = range(5)
"""What an item's lines do: straight to a module, to a points column, counted, √, nothing."""
AMBIGUOUS = -1
_FIRST = 4
_ITEMS = 5  # E: the items
_ROUTED = 99
"""The module of items whose lines name it."""


class Names:
    """Codes for modules, items and measures (from 1), and the tables that hold them."""

    def __init__(self, rulebook: Rulebook, plan: PointsPlan) -> None:
        self.plan = plan
        self.modules = [module.id for module in rulebook.notice.modules]
        self.module_names = {m.id: m.name for m in rulebook.notice.modules}
        self.means = {rulebook.notice.staff_module.id}
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

    def module(self, module: str) -> int:
        return self.modules.index(module) + 1

    def item(self, item: str) -> int:
        return self.items.index(item) + 1

    def measure(self, path: str) -> int:
        return self.measures.index(path) + 1

    # ── what an item does, by its code ──

    def kind_of(self, code: str) -> str:
        return self._look_up(2, code)

    def module_of(self, code: str) -> str:
        return self._look_up(3, code)

    def measure_of(self, code: str) -> str:
        return self._look_up(4, code)

    def is_share(self, code: str) -> str:
        return f"{self._look_up(5, code)}=1"

    def _look_up(self, offset: int, code: str) -> str:
        letters = column_name(_ITEMS + offset)
        last = _FIRST + len(self.items) - 1
        return f"INDEX({VALUES}!${letters}${_FIRST}:${letters}${last},{code})"

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
        return _ROUTED if column.module == BY_ENTRY else self.module(column.module)

    def is_routed(self, code: str) -> str:
        return f"{self.module_of(code)}={_ROUTED}"

    # ── names ──

    @cached_property
    def _names(self) -> list[tuple[str, list[int]]]:
        """Each name with its item, without a module and with each."""
        shown = [f"c{n}" for n in range(1, len(self.plan.book.layout.columns) + 1)]
        shown += [f"第{n}列" for n in range(1, len(self.plan.book.layout.columns) + 1)]
        names = dict.fromkeys(squeeze(name).lower() for name in (*self.index.names(), *shown))
        rows = [(name, [self._meant(name, m) for m in ("", *self.modules)]) for name in names]
        return [(name, codes) for name, codes in rows if any(codes)]

    def _meant(self, name: str, module: str) -> int:
        found = self.index.meant(name, module)
        if len(found) > 1 and not set(found) <= self.vetoes:
            return AMBIGUOUS
        return self.item(found[0]) if found else 0

    @property
    def _name_column(self) -> int:
        return _ITEMS + 7

    @property
    def _module_column(self) -> int:
        return self._name_column + len(self.modules) + 3

    @property
    def _flag_column(self) -> int:
        return self._module_column + 2

    def item_meant(self, key: str, module: str) -> str:
        """The code of the item with that key, 0 for none; ``module`` is a code, 0 for none."""
        last = _FIRST + len(self._names) - 1
        left, first = self._name_column, column_name(self._name_column + 1)
        right, letters = column_name(left + 1 + len(self.modules)), column_name(left)
        keys = f"{VALUES}!${letters}${_FIRST}:${letters}${last}"
        place = f"SUMPRODUCT(EXACT({keys},{key})*(ROW({keys})-{_FIRST - 1}))"
        table = f"{VALUES}!${first}${_FIRST}:${right}${last}"
        return f"IF({place}=0,0,INDEX({table},{place},{module}+1))"

    def module_meant(self, key: str) -> str:
        """The code of the module with that key, 0 for none; a full mark in brackets is dropped."""
        names, last = column_name(self._module_column), _FIRST + 2 * len(self.modules) - 1
        keys = f"{VALUES}!${names}${_FIRST}:${names}${last}"
        bare = f'LEFT({key},IFERROR(FIND("(",{key}),LEN({key})+1)-1)'
        place = f"SUMPRODUCT(EXACT({keys},{bare})*(ROW({keys})-{_FIRST - 1}))"
        return f"(MOD({place}-1,{len(self.modules)})+1)*({place}>0)"

    @property
    def ticks(self) -> str:
        return self._flags(0, len(TICKS))

    @property
    def crosses(self) -> str:
        return self._flags(1, len(CROSSES))

    def _flags(self, offset: int, count: int) -> str:
        letters = column_name(self._flag_column + offset)
        return f"{VALUES}!${letters}${_FIRST}:${letters}${_FIRST + count - 1}"

    def write(self, sheet: Sheet) -> None:
        for row, item in enumerate(self.items, _FIRST - 1):
            write_text(sheet, row, _ITEMS - 1, item)
            sheet.write_number(row, _ITEMS, row - _FIRST + 2)
            for place, code in enumerate(self._item_row(item), _ITEMS + 1):
                sheet.write_number(row, place, code)
        for row, (name, codes) in enumerate(self._names, _FIRST - 1):
            write_text(sheet, row, self._name_column - 1, name)
            for place, code in enumerate(codes, self._name_column):
                sheet.write_number(row, place, code)
        modules = [*(squeeze(self.module_names[m]) for m in self.modules), *self.modules]
        lists = {
            self._module_column: modules,
            self._flag_column: sorted(TICKS),
            self._flag_column + 1: sorted(CROSSES),
        }
        for column, texts in lists.items():
            for row, text in enumerate(texts, _FIRST - 1):
                write_text(sheet, row, column - 1, text)
