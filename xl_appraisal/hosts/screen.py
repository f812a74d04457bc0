"""Who sits before the program: what can be asked and told.  Whoever draws it knows no rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

TITLE = "绩效考核"
"""What stands above every window of ours."""
CANNOT_ASK = "现在不能显示确认窗口，没有改动。请打开工作簿的窗口再试。"
"""Where nobody could answer."""


class Screen(Protocol):
    """The window of the program that a workbook is open in."""

    @property
    def attended(self) -> bool:
        """Whether anybody can be asked where to save."""

    def tell(self, text: str) -> None:
        """Show a message; it waits for somebody."""

    def confirm(self, text: str) -> bool:
        """Ask yes or no.  Raises :class:`BookError` where the program cannot ask."""

    def ask_text(self, prompt: str) -> str | None:
        """A line that somebody types, without blanks around it; ``None`` where they cancel."""

    def choose_files(self, title: str, kind: str, patterns: str) -> list[Path]:
        """The files that somebody chooses; none where they cancel.

        ``kind`` is what they are called, ``patterns`` which they are (``*.csv;*.xlsx``).
        """

    def choose_target(
        self, default: Path, kinds: Sequence[tuple[str, str]], title: str
    ) -> Path | None:
        """Where to save, ``default`` being offered; ``None`` where somebody cancels.

        ``kinds`` are names of kinds of files with their endings.  It may be there already.
        """

    def open(self, path: Path) -> None:
        """Open a file or folder with the program that the system has for it."""

    def status(self, text: str) -> None:
        """Put a text into the status bar; an empty one gives the bar back to the program."""

    def working(self) -> AbstractContextManager[Callable[[str], None]]:
        """A command that may take long: what it gives is called between two pieces of work.

        With the text that says how far it is.  It raises :class:`Stopped` once somebody has
        asked, by 取消 or Esc, that the command end there.
        """

    def show(self, sheet: str) -> None:
        """Bring a sheet to the front of its workbook."""

    def selected(self) -> tuple[str, int | None]:
        """The sheet in front and the first row selected; ``None`` where no cell is."""

    def undisturbed(self) -> AbstractContextManager[None]:
        """Screen still and calculation off; both put back whatever happens.

        So are sheet and selection, unless another sheet was shown and nothing raised.
        """
