"""A quarter's columns as frozen values: which items the ranking table shows, and their effect."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Literal, TypeAlias

from xl_appraisal.model.exact_json import fields_json
from xl_appraisal.model.notice.kinds import Sign
from xl_appraisal.model.record import Record

ColumnKind: TypeAlias = Literal["computed", "count", "points", "percent", "flag", "text"]
KIND_NAMES: dict[ColumnKind, str] = {
    "computed": "计算",
    "count": "计数",
    "points": "分值",
    "percent": "百分比",
    "flag": "√",
    "text": "文字",
}
NameStanding: TypeAlias = Literal["sure", "likely", "unnamed"]
NAME_STANDINGS: dict[NameStanding, str] = {
    "sure": "备注写明",
    "likely": "推断",
    "unnamed": "栏名待定",
}
BY_ENTRY = "by_entry"
"""The module of a points column whose module each ledger entry names for itself."""
_SHORTEST_LABEL = 2  # characters; 次数 or 加分 says nothing without the header above
VETO = "veto"
"""The rule of a flag column that takes the window out of the election."""
GROUP = "group"
"""The rule of a text column that says in which of the notice's groups a window is."""


class Column(Record):
    """One column.

    ``header`` is the path from the top header row down; ``measure`` is ``rule.measure`` where
    the column feeds a rule with a count or a share; ``rule`` is the rule that its points follow.
    Points are typed as positive figures, ``sign`` says what they do to ``module``.
    """

    id: str
    header: tuple[str, ...]
    kind: ColumnKind
    sign: Sign
    module: str
    rule: str
    measure: str
    standing: NameStanding
    number_format: str
    width: float

    @property
    def is_item(self) -> bool:
        """Whether staff fill this column in (the window's name apart)."""
        return self.kind != "computed" and self.id != "window"


class Layout(Record):
    """The columns of a quarter in order.

    ``working`` columns stand to the right of the printed table and are not published.
    Obtain one from :func:`xl_appraisal.model.rulebook.load_rulebook` or from a workbook.
    """

    __slots__ = ("__dict__",)

    id: str
    notice: str
    quarter: str
    columns: tuple[Column, ...]
    working: tuple[Column, ...]

    @cached_property
    def all_columns(self) -> tuple[Column, ...]:
        return (*self.columns, *self.working)

    @cached_property
    def by_id(self) -> dict[str, Column]:
        return {column.id: column for column in self.all_columns}

    @cached_property
    def positions(self) -> dict[str, int]:
        """The number of each column from 1, working columns following the printed ones."""
        return {column.id: number for number, column in enumerate(self.all_columns, 1)}

    @cached_property
    def items(self) -> tuple[Column, ...]:
        return tuple(column for column in self.all_columns if column.is_item)

    @cached_property
    def labels(self) -> dict[str, str]:
        """A short name for each column, unlike any other: its last header, or the last two.

        Of 帮代办·次数 the last alone would tell nobody what it is.
        """
        last = Counter(column.header[-1] for column in self.all_columns)
        return {
            column.id: column.header[-1]
            if last[column.header[-1]] == 1 and len(column.header[-1]) > _SHORTEST_LABEL
            else "·".join(column.header[-2:])
            for column in self.all_columns
        }

    @cached_property
    def depth(self) -> int:
        """How many header rows the table needs."""
        return max(len(column.header) for column in self.columns)

    def as_json(self) -> dict[str, object]:
        """``{"columns": [{"id", "position", "header", "kind", …}]}`` for people and programs."""
        return {
            "columns": [self._column_json(column) for column in self.columns],
            "working": [self._column_json(column) for column in self.working],
        }

    def _column_json(self, column: Column) -> dict[str, object]:
        place = {"position": self.positions[column.id], "header": "/".join(column.header)}
        rest = ("kind", "sign", "module", "rule", "measure", "standing")
        return {"id": column.id, **place, **fields_json(column, *rest)}
