"""Cells to be written, set against what stands there: nothing typed is replaced unasked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from xl_appraisal.book.own_formulas import is_ours
from xl_appraisal.book.read.typed_values import Unreadable, is_blank
from xl_appraisal.model import limits
from xl_appraisal.model.grid import Area, Cell, Grid, Ref, a1
from xl_appraisal.model.record import Record
from xl_appraisal.work.importing.source_values import Kind, Plain, read, same, shown, written


class Source(Record):
    """A source cell: how it is read, where it stands and what it is about, for messages.

    ``places`` are the decimals to which a figure is published, where it is rounded.
    """

    cell: Cell
    kind: Kind
    where: str
    about: str
    places: int | None = None


class Target:
    """A sheet to write to, from row ``top`` on."""

    def __init__(self, grid: Grid, top: int) -> None:
        self.grid = grid
        self._merges = [area for area in grid.merges if area.bottom >= top]

    @property
    def name(self) -> str:
        return self.grid.name

    def merge(self, ref: Ref) -> Area | None:
        """The merged area that a cell lies in."""
        return next((area for area in self._merges if area.covers(ref)), None)


class Draft:
    """An import in the making: what it writes, what it would replace, what is wrong."""

    def __init__(self) -> None:
        self.changes: dict[str, dict[Ref, Plain]] = {}
        self.cleared: dict[str, set[Ref]] = {}
        self.conflicts: list[str] = []
        self.faults: list[str] = []
        self.unreadable: list[str] = []
        self.given: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()

    def put(self, target: Target, ref: Ref, source: Source) -> None:
        """Write a source cell to ``ref`` unless it is blank or says what stands there."""
        if source.cell.value is None and source.cell.formula is not None:
            self.faults.append(
                f"{source.where}（{source.about}）：公式还没有结果。"
                "请先用 Excel/WPS 打开此文件并保存一次。"
            )
            return
        new = written(source.kind, source.cell)
        if new is None:
            return
        self.given[target.name] += 1
        if target.merge(ref) is not None:
            place = f"{target.name}!{a1(*ref)}（{source.about}）"
            self.faults.append(f"{place}：是合并单元格，分不清填给谁。请先取消合并。")
            return
        self._note_unreadable(target, ref, source)
        old = self._standing(target.grid, ref)
        if old is None or not same(source.kind, old, Cell(new), source.places):
            self._note_conflict(target, ref, source, old)
            self._write(target.grid, ref, new)

    def text(self, target: Target, ref: Ref, text: str) -> None:
        """Write a text into a cell known to be blank."""
        self.changes.setdefault(target.name, {})[ref] = text

    def _note_unreadable(self, target: Target, ref: Ref, source: Source) -> None:
        if source.kind != "text" and isinstance(read(source.kind, source.cell), Unreadable):
            found = shown(source.cell.value)
            self.unreadable.append(f"{target.name}!{a1(*ref)}（{source.about}）{found}")

    def _note_conflict(self, target: Target, ref: Ref, source: Source, old: Cell | None) -> None:
        if old is None:
            return
        found = shown(old.value) if old.value is not None else "没有结果的公式"
        new = shown(source.cell.value)
        place = f"{target.name}!{a1(*ref)}（{source.about}）"
        self.conflicts.append(f"{place}：表中是{found}，{source.where}是{new}。")

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
        self.taken[grid.name] += 1
        if grid[ref].formula is not None:
            self.cleared.setdefault(grid.name, set()).add(ref)


def told_unreadable(cells: Sequence[str]) -> list[str]:
    """What to tell of cells that hold no figure where one belongs: a sentence, or none."""
    if not cells:
        return []
    listed = "；".join(cells[: limits.MOST_LISTED])
    return [f"{len(cells)}格读不出数值，照原样写入，请在核对后改正：{listed}。"]
