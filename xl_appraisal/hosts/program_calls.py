"""The calls that are each program's own; what follows from them is the same for all."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence

from xl_appraisal.hosts.block_plan import Block
from xl_appraisal.hosts.host import LiveHost
from xl_appraisal.hosts.sheet_look import SheetLook
from xl_appraisal.model.grid import Area, Cell, Ref
from xl_appraisal.model.record import Record


class SheetRead(Record):
    """A sheet as last read: nobody else writes while a macro or a function runs."""

    used: Area
    cells: Mapping[Ref, Cell]


class ProgramCalls(LiveHost):
    """A workbook open in a program, as far as programs differ.

    Of a host's own words they are the names, ``compute_all``, ``grow_table``, ``protected``,
    ``save`` and ``addin``.
    """

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
    def _copy(self, source: str, name: str) -> None:
        """A copy of a sheet behind it, without shapes."""

    @abstractmethod
    def _rename(self, sheet: str, name: str) -> None: ...

    @abstractmethod
    def _delete(self, sheet: str) -> None: ...

    @abstractmethod
    def _cut(self, sheet: str, rows: Sequence[range], columns: Sequence[range]) -> None:
        """Delete whole rows and columns, given from the last to the first."""

    @abstractmethod
    def _dress(self, sheet: str, look: SheetLook) -> None:
        """Header, borders, widths and page of a sheet that was just filled."""
