"""What an import would do: all of it, to be looked at before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xl_appraisal.grid import Ref, Write, a1
from xl_appraisal.hosts.base import Host
from xl_appraisal.importing.refusal import refused


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The cells to write, by sheet, and what to tell staff, a Chinese sentence each.

    ``cleared`` are formula cells that give way to a typed value: a host keeps a formula under a
    plain value, so they are emptied first.  :meth:`write_to` does both in order.
    """

    changes: Mapping[str, Mapping[Ref, Write]] = field(default_factory=dict)
    report: tuple[str, ...] = ()
    cleared: Mapping[str, frozenset[Ref]] = field(default_factory=dict)

    @property
    def changes_nothing(self) -> bool:
        return not any(self.changes.values())

    def write_to(self, host: Host) -> None:
        """Write all cells into ``host``; nothing is saved.  Raises :class:`BookError`."""
        for sheet, refs in self.cleared.items():
            host.write(sheet, dict.fromkeys(refs))
        for sheet, cells in self.changes.items():
            host.write(sheet, cells)

    def merged(self, other: ImportPlan) -> ImportPlan:
        """Both plans as one.

        Raises :class:`ImportFileError` where they write different values to the same cell.
        """
        clashes = [
            f"{sheet}!{a1(*ref)}：两个文件要写入不同的内容（{mine[ref]}、{value}）。请分开导入。"
            for sheet, cells in other.changes.items()
            for mine in (self.changes.get(sheet, {}),)
            for ref, value in cells.items()
            if ref in mine and mine[ref] != value
        ]
        if clashes:
            raise refused("一起导入的文件", clashes)
        sheets = dict.fromkeys((*self.changes, *other.changes))
        gone = dict.fromkeys((*self.cleared, *other.cleared))
        none: frozenset[Ref] = frozenset()
        return ImportPlan(
            {s: {**self.changes.get(s, {}), **other.changes.get(s, {})} for s in sheets},
            (*self.report, *other.report),
            {s: self.cleared.get(s, none) | other.cleared.get(s, none) for s in gone},
        )
