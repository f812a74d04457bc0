"""What every host can do; one contract test runs over all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from xl_appraisal.model.grid import Grid, Ref, Write
from xl_appraisal.model.looks import Looks


class Host(Protocol):
    """A workbook in some program or file."""

    @property
    def name(self) -> str:
        """What staff call the workbook: its file name."""

    def grid(self, sheet: str) -> Grid | None:
        """The used cells of a sheet; ``None`` where there is no such sheet."""

    def looks(self, sheet: str) -> Looks | None:
        """How the sheet shows its cells; ``None`` where the host cannot tell, or has no sheet."""

    def write(self, sheet: str, changes: Mapping[Ref, Write]) -> None:
        """Put values into cells.  Nothing else of the workbook changes."""

    def forget_figures(self, sheet: str) -> None:
        """Leave the formulas of a sheet, if there is one, without stored figures.

        Whatever opens the file next computes them; a program that computes has none stored.
        """

    def grow_table(self, sheet: str, header: Ref, last_row: int) -> bool:
        """Make the table with that header cell reach ``last_row``.

        ``False`` where there is no such table.  Raises :class:`BookError` where it cannot grow.
        """

    def insert_rows(self, sheet: str, before: int, count: int, like: int) -> None:
        """Put rows in before row ``before``, looking as the row above or below, ``like``, does.

        Formulas, lists, tints and names follow as by hand.  Raises :class:`BookError`, nothing
        changed, where they cannot.
        """

    def delete_rows(self, sheet: str, first: int, count: int) -> None:
        """Take rows out, with all that stands in them; else as :meth:`insert_rows`."""

    def protected(self, sheet: str) -> bool:
        """Whether the sheet is protected."""

    def protect(self, sheet: str, password: str) -> None:
        """Protect the sheet against slips of the hand; an empty password is none."""

    def unprotect(self, sheet: str, password: str) -> None:
        """Take the protection off.  Raises :class:`BookError` where the program refuses."""

    def save(self) -> None:
        """Make the changes last, whole or not at all.  Raises :class:`BookError`."""


class LiveHost(Host, Protocol):
    """A workbook that is open before somebody's eyes: what a button needs beyond its cells."""

    @property
    def fullname(self) -> str:
        """The path; the name alone, or an address, for a workbook in no folder of this machine."""

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """In the order of their tabs."""

    def compute_all(self) -> None:
        """Compute every formula, whether or not the program takes it for up to date."""

    def fill_sheet(self, name: str, rows: Sequence[Sequence[Write]], after: str) -> None:
        """Make a sheet of these rows behind the sheet ``after``; an earlier one of the name goes.

        Rows may differ in length; how they look follows from them (``sheet_look.look_of``).
        Raises :class:`BookError`, the workbook as it was.
        """

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
        """Make a copy of a sheet behind ``after``, without buttons; an earlier one of it goes.

        ``values`` stand in place of what is in those cells, formulas too; places are those of the
        source.  Its ``even`` rows, whose texts change places, all get the height of the highest.
        ``frozen`` rows and columns of the copy stay in sight, none: as the program has it.
        Raises :class:`BookError`, the workbook as it was.
        """

    def step(self, label: str) -> AbstractContextManager[None]:
        """What is done within is one step: done whole, and undone as one where the program can.

        Where it raises, the workbook is as it was before.
        """

    @property
    def holds_file(self) -> bool:
        """Whether nothing can take the place of the workbook's file while it is open."""

    def exchange_file(self, exchange: Callable[[], object]) -> None:
        """Let ``exchange`` put another file in the place of the workbook's, and show that one.

        It is shown when the command is over.  Only where the program does not hold the file.
        """

    def undo_last(self) -> str:
        """Take the last command back, whose label is given: all of it or nothing.

        Raises :class:`BookError` where there is none, where cells were changed since (it tells
        which), and where the program has a list of its own for that.
        """

    def addin(self, name: str) -> str | None:
        """Where an add-in that the program has loaded comes from; ``None`` where it has not."""
