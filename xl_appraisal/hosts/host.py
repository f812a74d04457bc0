"""What every host can do; one contract test runs over all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from xl_appraisal.model.grid import Grid, Ref, Write


class Host(Protocol):
    """A workbook in some program or file."""

    @property
    def name(self) -> str:
        """What staff call the workbook: its file name."""

    def grid(self, sheet: str) -> Grid | None:
        """The used cells of a sheet; ``None`` where there is no such sheet."""

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

    def protected(self, sheet: str) -> bool:
        """Whether the sheet is protected."""

    def protect(self, sheet: str, password: str) -> None:
        """Protect the sheet against slips of the hand; an empty password is none."""

    def unprotect(self, sheet: str, password: str) -> None:
        """Take the protection off.  Raises :class:`BookError` where the program refuses."""

    def save(self) -> None:
        """Make the changes last, whole or not at all.  Raises :class:`BookError`."""
