"""Names that staff write, matched to what they mean: windows, modules, items, columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from xl_appraisal.book.read.typed_values import squeeze
from xl_appraisal.model.keeping import kept_by_identity
from xl_appraisal.model.late_pattern import late_pattern
from xl_appraisal.model.layout.layout import BY_ENTRY, Column, Layout
from xl_appraisal.model.notice.notice import Notice

BY_ENTRY_NAME = "按明细"
"""How the sheet 栏目 shows a column whose module each ledger entry names."""


_MOST_ANSWERS = 10_000

_NUMBERED = late_pattern(r"(?<=.)\(第[\d、,]+列\)$")
"""The neutral ending of a column without a name of its own: 一票否决（第43列）."""

_NUMBERS = late_pattern(r"\(第([\d、,]+)列\)$")


class NameIndex:
    """Items, modules and measures of a notice and a layout by every name they go by."""

    def __init__(self, notice: Notice, layout: Layout) -> None:
        self.layout = layout
        self._modules = {squeeze(m.name): m.id for m in notice.modules}
        self._modules |= {m.id: m.id for m in notice.modules}
        self._items: dict[str, set[str]] = {}
        self._answers: dict[str, tuple[str, ...]] = {}
        self._near: dict[str, tuple[str, ...]] = {}
        self._shown: dict[str, str] = {}
        for name, item in _item_names(notice, layout):
            if not name.isascii():
                self._shown[squeeze(name).lower()] = name
            key = squeeze(name).lower()
            for variant in (key, _NUMBERED.sub("", key)):
                self._items.setdefault(variant, set()).add(item)

    def module(self, text: str) -> str | None:
        """The module id of a name; a full mark in brackets after it does not matter."""
        name = squeeze(text)
        return self._modules.get(name) or self._modules.get(re.sub(r"\(.*\)$", "", name))

    def items(self, text: str) -> tuple[str, ...]:
        """The items (column ids or ``rule.measure``) a name may mean: none, one or several."""
        if text not in self._answers:  # a ledger says the same few names over and over
            if len(self._answers) > _MOST_ANSWERS:
                self._answers.clear()
            self._answers[text] = self._look_up(squeeze(text).lower())
        return self._answers[text]

    def names(self) -> tuple[str, ...]:
        """Every name that means an item, as names are compared."""
        return tuple(self._items)

    def meant(self, text: str, module: str) -> tuple[str, ...]:
        """The items that a line with that name may mean, where it names that module (or none)."""
        items = self.items(text)
        if len(items) < 2 or not module:
            return items
        columns = self.layout.by_id
        fitting = (module, BY_ENTRY)  # a column routed by its entries may be meant as well
        return tuple(i for i in items if i in columns and columns[i].module in fitting) or items

    def near(self, text: str) -> tuple[str, ...]:
        """The names of items that a name which means none looks like, the likest first."""
        from difflib import get_close_matches

        if text not in self._near:
            if len(self._near) > _MOST_ANSWERS:
                self._near.clear()
            names = get_close_matches(squeeze(text).lower(), self._shown, n=3, cutoff=0.7)
            self._near[text] = tuple(dict.fromkeys(self._shown[name] for name in names))
        return self._near[text]

    def _look_up(self, name: str) -> tuple[str, ...]:
        if name in self._items:
            return tuple(sorted(self._items[name]))
        position = re.fullmatch(r"(?:c|第)(\d{1,5})列?", name, re.ASCII)
        found = numbered(self.layout.columns, int(position[1])) if position else set()
        return tuple(sorted(found))


@kept_by_identity
def name_index(notice: Notice, layout: Layout) -> NameIndex:
    """The index of that notice and layout, made once."""
    return NameIndex(notice, layout)


def numbered(columns: Sequence[Column], number: int) -> set[str]:
    """The column at that place, unless the number belongs to the name of others.

    Neutral headers keep their number when columns are moved: 第18列 may then mean the column that
    stands 18th or the one that is called so.
    """
    named = {column.id for column in columns if number in _numbers(column.header)}
    placed = {columns[number - 1].id} if 1 <= number <= len(columns) else set()
    return placed if not named or placed <= named else placed | named


def _numbers(header: tuple[str, ...]) -> set[int]:
    """The column numbers that a neutral header is named after: 重点加分（第20、21列） → 20, 21."""
    marks = (_NUMBERS.search(squeeze(part)) for part in header)
    return {int(n) for mark in marks if mark for n in re.findall(r"\d{1,5}", mark[1])}


def _item_names(notice: Notice, layout: Layout) -> Iterable[tuple[str, str]]:
    for column in layout.all_columns:
        if not column.is_item:
            continue
        yield from ((name, column.id) for name in (column.id, layout.labels[column.id]))
        yield "/".join(column.header), column.id
        if column.kind in ("points", "flag"):
            yield from ((part, column.id) for part in column.header[1:])
        if column.measure:
            yield column.header[-1], column.id
    taken = {column.measure: column.id for column in layout.all_columns if column.measure}
    for rule in notice.rules.values():
        measures = [(m.id, m.name) for m in rule.own_measures]
        measures += [(rule.lift.id, rule.lift.name)] if rule.lift else []
        for measure_id, name in measures:
            path = f"{rule.id}.{measure_id}"
            item = taken.get(path, path)
            yield from ((path, item), (name, item))


def module_text(module: str, notice: Notice) -> str:
    """How the sheets show a module."""
    if module == BY_ENTRY:
        return BY_ENTRY_NAME
    return next((m.name for m in notice.modules if m.id == module), module)
