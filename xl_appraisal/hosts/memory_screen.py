"""Nobody before a window: answers prepared beforehand, and everything said kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from xl_appraisal.model.errors import Stopped


class MemoryScreen:
    """A screen without a program, so that buttons can be tried without any.

    ``agrees`` answers every question, ``typed`` are the lines typed one after the other, ``None``
    for 取消, ``files`` those chosen, ``target`` where to save; at the text of progress
    ``stopped_at`` 取消 is pressed.
    """

    def __init__(
        self,
        *,
        agrees: bool = True,
        typed: Iterable[str | None] = (),
        files: Iterable[Path] = (),
        target: Path | None = None,
        attended: bool = True,
        stopped_at: str = "",
    ) -> None:
        self.agrees, self.files, self.target = agrees, list(files), target
        self._typed = iter(typed)
        self.attended = attended
        self._stopped_at = stopped_at
        self.told: list[str] = []
        """Messages and questions."""
        self.opened: list[Path] = []
        self.said: list[str] = []
        """What stood in the status bar."""
        self.selection: tuple[str, int | None] = ("", None)
        """The sheet in front, and the row selected."""

    def tell(self, text: str) -> None:
        self.told.append(text)

    def confirm(self, text: str) -> bool:
        self.told.append(text)
        return self.agrees

    def ask_text(self, prompt: str) -> str | None:
        self.told.append(prompt)
        return next(self._typed, "")

    def choose_files(self, title: str, kind: str, patterns: str) -> list[Path]:
        return self.files

    def choose_target(
        self, default: Path, kinds: Sequence[tuple[str, str]], title: str
    ) -> Path | None:
        return self.target

    def open(self, path: Path) -> None:
        self.opened.append(path)

    def status(self, text: str) -> None:
        self.said.append(text)

    @contextmanager
    def working(self) -> Iterator[Callable[[str], None]]:
        yield self._go_on

    def _go_on(self, text: str) -> None:
        self.status(text)
        if text == self._stopped_at:
            raise Stopped

    def show(self, sheet: str) -> None:
        self.selection = sheet, None

    def selected(self) -> tuple[str, int | None]:
        return self.selection

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        before = self.selection
        try:
            yield
        except BaseException:
            self.selection = before
            raise
