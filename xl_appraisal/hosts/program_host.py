"""What every program's host does alike: refuse, write in blocks, make sheets, take back.

A program adds the few calls of its own.  Each crosses into the other program, so sheets are read
whole in a few calls and written in as few rectangles as possible.

Long because all calls in which programs differ stand here, beside what follows from them.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

from xl_appraisal.hosts.block_plan import (
    Block,
    Rows,
    as_they_were,
    blocks,
    of_rows,
    of_values,
    runs,
)
from xl_appraisal.hosts.host import LiveHost
from xl_appraisal.hosts.refusals import check_writes, take_back, told_as
from xl_appraisal.hosts.sheet_look import SheetLook, look_of
from xl_appraisal.model.errors import BookError
from xl_appraisal.model.grid import EMPTY, Area, Cell, Grid, Ref, Write
from xl_appraisal.model.record import Record

_UNFINISHED, _BEFORE = "（生成中）", "（旧）"


class SheetRead(Record):
    """A sheet as last read: nobody else writes while a macro or a function runs."""

    used: Area
    cells: Mapping[Ref, Cell]
    merges: tuple[Area, ...] | None = None
    """In order, where the program told them with the cells."""


class ProgramHost(LiveHost):
    """A workbook open in a program.

    Each program's own are, of a host's words, the names, ``compute_all``, ``grow_table``,
    ``looks``, ``protected``, ``save`` and ``addin``, and the calls without a body here.
    """

    def __init__(self) -> None:
        self._read: dict[str, SheetRead] = {}
        self._areas: dict[str, tuple[Area, tuple[Area, ...]]] = {}
        self._back: list[Callable[[], None]] | None = None
        self._leftover: list[str] = []

    def grid(self, sheet: str) -> Grid | None:
        """The used cells of a sheet.  Raises :class:`BookError` where they are too many."""
        if sheet not in self.sheet_names:
            return None
        read = self._read[sheet] = self._cells(sheet)
        areas = self._merges(sheet, read) if read.merges is None else read.merges
        self._areas[sheet] = read.used, areas
        return Grid(sheet, read.cells, areas)

    def write(self, sheet: str, changes: Mapping[Ref, Write]) -> None:
        """Write values and formulas in rectangles.

        Raises :class:`BookError`, nothing written, for a sheet or cell that is not there, a value
        that no cell holds, and where the program takes no value (a protected sheet).
        """
        if sheet not in self.sheet_names:
            names = "、".join(self.sheet_names)
            raise BookError(f"{self.name}：没有工作表“{sheet}”；现有的工作表：{names}。")
        read = self._read.pop(sheet, None) or self._cells(sheet)
        self._refuse(sheet, read, changes)
        with self.step():
            for block in blocks(changes, read.cells):
                self._or_back(self._put_back, sheet, block.area, read.cells)
                with told_as(f"工作表“{sheet}”写不进去，可能受保护或正在编辑"):
                    self._put(sheet, block)

    def forget_figures(self, sheet: str) -> None:
        """Nothing to do: the program keeps its own figures up to date."""

    def insert_rows(self, sheet: str, before: int, count: int, like: int) -> None:
        """Raises :class:`BookError` where the program refuses, as on a protected sheet."""
        with self._moving_rows(sheet):
            self._or_back(self._cut, sheet, [range(before, before + count)], [])
            self._make_room(sheet, before, count, like)

    def delete_rows(self, sheet: str, first: int, count: int) -> None:
        """As :meth:`insert_rows`; what pointed to the rows is taken back with them."""
        with self._moving_rows(sheet):
            cells = {name: self._cells(name).cells for name in self.sheet_names}
            self._or_back(self._rows_back, sheet, first, count, cells)
            self._cut(sheet, [range(first, first + count)], [])

    @contextmanager
    def _moving_rows(self, sheet: str) -> Iterator[None]:
        self._read.clear()
        self._areas.clear()
        if self.protected(sheet):
            raise BookError(f"工作表“{sheet}”受保护，不能增减行。")
        with self.step(), told_as(f"工作表“{sheet}”不能增减行，可能正在编辑"):
            yield

    def _rows_back(
        self, sheet: str, first: int, count: int, before: Mapping[str, Mapping[Ref, Cell]]
    ) -> None:
        self._make_room(sheet, first, count, first - 1)
        for name, cells in before.items():
            now = self._cells(name).cells
            for ref in cells:
                known, held = cells[ref], now.get(ref, EMPTY)
                if held.formula != known.formula or (not known.formula and held != known):
                    self._put_back(name, Area(*ref, *ref), cells)

    def protect(self, sheet: str, password: str) -> None:
        """Raises :class:`BookError` where the sheet is not protected afterwards."""
        self._set_protection(sheet, password, wanted=True)

    def unprotect(self, sheet: str, password: str) -> None:
        """Raises :class:`BookError` where it still is, as with a wrong password."""
        self._set_protection(sheet, password, wanted=False)

    def _set_protection(self, sheet: str, password: str, *, wanted: bool) -> None:
        if self.protected(sheet) is wanted:
            return
        forth, back = self._protect, self.unprotect
        failed = f"工作表“{sheet}”保护不了"
        if not wanted:
            forth, back = self._unprotect, self.protect
            failed = f"工作表“{sheet}”的保护改不了，密码可能不对"
        with self.step(), told_as(failed):
            self._or_back(back, sheet, password)
            forth(sheet, password)
        if self.protected(sheet) is not wanted:
            raise BookError(f"{failed}。")

    def fill_sheet(self, name: str, rows: Rows, after: str) -> None:
        with self._made(name) as unfinished, told_as(f"工作表“{name}”没有生成"):
            self._add(unfinished, after)
            self._put(unfinished, of_rows(rows))
            self._dress(unfinished, look_of(rows))

    def copy_sheet(
        self,
        source: str,
        name: str,
        values: Mapping[Ref, Write],
        after: str,
        *,
        without_rows: Collection[int] = (),
        without_columns: Collection[int] = (),
        even: range = range(0),
        frozen: Ref = (0, 0),
    ) -> None:
        with self._made(name) as unfinished, told_as(f"工作表“{name}”没有生成"):
            self._copy(source, unfinished, after)
            for block in of_values(values):
                self._put(unfinished, block)
            if even:
                self._level(unfinished, even)
            rows, columns = runs(without_rows), runs(without_columns)
            self._cut(unfinished, rows[::-1], columns[::-1])
            if any(frozen):
                self._freeze(unfinished, frozen)

    @contextmanager
    def step(self, label: str = "") -> Iterator[None]:
        """One step: where it raises, what was done within is taken back, the last first.

        A step within a step belongs to it.  Raises :class:`BookError` where not all could be.
        """
        if self._back is not None:
            yield
            return
        self._back, self._leftover = [], []
        try:
            with self._program_step(label):
                yield
                for sheet in self._leftover:
                    self._delete_at_last(sheet)
        except BaseException as error:
            self._read.clear()
            take_back(self._back, error)
            raise
        finally:
            self._back = None

    @contextmanager
    def _program_step(self, label: str) -> Iterator[None]:
        """The program's own way to make one step, if it has one."""
        yield

    def _or_back(self, call: Callable[..., None], *arguments: object) -> None:
        """How to take back what is done next, or was done just now."""
        if self._back is not None:
            self._back.append(partial(call, *arguments))

    def _put_back(self, sheet: str, area: Area, cells: Mapping[Ref, Cell]) -> None:
        for block in as_they_were(area, cells):
            self._put(sheet, block)

    @contextmanager
    def _made(self, name: str) -> Iterator[str]:
        """A sheet that takes its name, and another's place, once it is complete."""
        unfinished, aside = name + _UNFINISHED, name + _BEFORE
        with self.step():
            for left in (unfinished, aside):  # by a program that was ended
                self._delete_if_there(left)
            self._or_back(self._delete_if_there, unfinished)
            yield unfinished
            if name in self.sheet_names:
                self._or_back(self._rename_if_there, aside, name)
                self._rename(name, aside)
                self._leftover.append(aside)
            self._or_back(self._rename_if_there, name, unfinished)
            self._rename(unfinished, name)

    def _rename_if_there(self, sheet: str, name: str) -> None:
        if sheet in self.sheet_names:
            self._rename(sheet, name)

    def _delete_at_last(self, sheet: str) -> None:
        """Nothing brings a sheet back: once it is gone, the step is done."""
        try:
            self._delete(sheet)
        except Exception:  # the program's own
            if sheet in self.sheet_names:
                raise

    def _delete_if_there(self, sheet: str) -> None:
        if sheet in self.sheet_names:
            self._delete(sheet)

    def _refuse(self, sheet: str, read: SheetRead, changes: Mapping[Ref, Write]) -> None:
        used, areas = self._areas.get(sheet, (None, ()))
        if used != read.used:
            areas = self._merges(sheet, read) if read.merges is None else read.merges
        check_writes(f"{self.name}：{sheet}", changes, areas)

    @abstractmethod
    def _cells(self, sheet: str) -> SheetRead:
        """The used area and what is in it."""

    @abstractmethod
    def _merges(self, sheet: str, read: SheetRead) -> tuple[Area, ...]:
        """The merged areas, in order."""

    @abstractmethod
    def _put(self, sheet: str, block: Block) -> None:
        """Put a block in place of what is there.  Raises where the program takes nothing."""

    @abstractmethod
    def _protect(self, sheet: str, password: str) -> None: ...

    @abstractmethod
    def _unprotect(self, sheet: str, password: str) -> None: ...

    @abstractmethod
    def _add(self, name: str, after: str) -> None:
        """A new empty sheet, not brought to the front."""

    @abstractmethod
    def _copy(self, source: str, name: str, after: str) -> None:
        """A copy of a sheet behind ``after``, without shapes."""

    @abstractmethod
    def _rename(self, sheet: str, name: str) -> None: ...

    @abstractmethod
    def _delete(self, sheet: str) -> None: ...

    @abstractmethod
    def _cut(self, sheet: str, rows: Sequence[range], columns: Sequence[range]) -> None:
        """Delete whole rows and columns, given from the last to the first."""

    @abstractmethod
    def _level(self, sheet: str, rows: range) -> None:
        """Give rows the height of the highest of them."""

    @abstractmethod
    def _make_room(self, sheet: str, before: int, count: int, like: int) -> None:
        """Empty rows before a row, looking as the one above or below them does."""

    @abstractmethod
    def _freeze(self, sheet: str, frozen: Ref) -> None:
        """Those rows and columns in sight, where a window shows the workbook."""

    @abstractmethod
    def _dress(self, sheet: str, look: SheetLook) -> None:
        """Header, borders, widths and page of a sheet that was just filled."""
