"""Cells to be written, set against what stands there: nothing typed is replaced unasked."""

from __future__ import annotations

from dataclasses import dataclass, field

from xl_appraisal.grid import Cell, Grid, Ref, a1
from xl_appraisal.importing.values import Kind, Plain, read, same, shown, written
from xl_appraisal.workbook.formulas import is_ours
from xl_appraisal.workbook.typed import Unreadable, is_blank


@dataclass(frozen=True, slots=True)
class Source:
    """A source cell with where it stands and what it is about, for messages."""

    cell: Cell
    where: str
    about: str


@dataclass(slots=True)
class Draft:
    """An import in the making: what it writes, what it would replace, what is wrong."""

    changes: dict[str, dict[Ref, Plain]] = field(default_factory=dict)
    cleared: dict[str, set[Ref]] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    figures: dict[str, int] = field(default_factory=dict)

    def put(self, grid: Grid, ref: Ref, kind: Kind, source: Source) -> None:
        """Write a source cell to ``ref`` unless it is blank or says what stands there."""
        if source.cell.value is None and source.cell.formula is not None:
            self.faults.append(
                f"{source.where}（{source.about}）：公式还没有结果。"
                "请先用 Excel/WPS 打开此文件并保存一次。"
            )
            return
        new = written(kind, source.cell)
        if new is None:
            return
        self.figures[grid.name] = self.figures.get(grid.name, 0) + 1
        place = f"{grid.name}!{a1(*ref)}"
        if kind != "text" and isinstance(read(kind, source.cell), Unreadable):
            self.unreadable.append(f"{place}（{source.about}）{shown(source.cell.value)}")
        if any(area.covers(ref) for area in grid.merges):
            self.faults.append(f"{place}（{source.about}）：是合并单元格。请先取消合并。")
            return
        old = self._standing(grid, ref)
        if old is not None and same(kind, old, Cell(new)):
            return
        if old is not None:
            found = shown(old.value) if old.value is not None else "没有结果的公式"
            self.conflicts.append(
                f"{place}（{source.about}）：表中是{found}，{source.where}是{shown(source.cell.value)}。"
            )
        self._write(grid, ref, new)

    def text(self, grid: Grid, ref: Ref, text: str) -> None:
        """Write a text into a cell known to be blank."""
        self.changes.setdefault(grid.name, {})[ref] = text

    def _standing(self, grid: Grid, ref: Ref) -> Cell | None:
        """What stands in a cell, or is about to; ``None`` where that counts as blank."""
        pending = self.changes.get(grid.name, {})
        if ref in pending:
            return Cell(pending[ref])
        cell = grid[ref]
        if is_ours(cell.formula) or (cell.formula is None and is_blank(cell.value)):
            return None
        return cell

    def _write(self, grid: Grid, ref: Ref, new: Plain) -> None:
        self.changes.setdefault(grid.name, {})[ref] = new
        if grid[ref].formula is not None:
            self.cleared.setdefault(grid.name, set()).add(ref)
