"""Excel's window, as xlwings drives it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_appraisal.hosts import programs
from xl_appraisal.hosts.excel.excel_stop import esc_for_us
from xl_appraisal.hosts.excel.excel_values import member
from xl_appraisal.hosts.screen import CANNOT_ASK, TITLE
from xl_appraisal.model.errors import BookError, Stopped

if TYPE_CHECKING:
    import xlwings as xw


class ExcelScreen:
    """The window of a workbook's program; ``sheets`` are those of the workbook."""

    def __init__(self, app: xw.App, sheets: xw.main.Sheets) -> None:
        self._app, self._sheets = app, sheets

    @property
    def attended(self) -> bool:
        return member(self._app, "GetSaveAsFilename") is not None

    def tell(self, text: str) -> None:
        """In the status bar where there are no messages."""
        self.status("")
        try:
            self._app.alert(text, title=TITLE)
        except Exception:  # no dialogs in this engine
            self.status(text)

    def confirm(self, text: str) -> bool:
        """Where there are no dialogs, nothing is taken for agreed: :class:`BookError`."""
        try:
            return self._app.alert(text, title=TITLE, buttons="yes_no") == "yes"
        except Exception as error:  # no dialogs in this engine
            raise BookError(CANNOT_ASK) from error

    def ask_text(self, prompt: str) -> str | None:
        answer = self._app.api.InputBox(prompt, TITLE)
        return answer.strip() if isinstance(answer, str) else None

    def choose_files(self, title: str, kind: str, patterns: str) -> list[Path]:
        self._begin_beside()
        dialog = self._app.api.GetOpenFilename
        chosen = dialog(f"{kind} ({patterns}),{patterns}", 1, title, "", True)
        return [Path(str(name)) for name in chosen] if isinstance(chosen, list | tuple) else []

    def _begin_beside(self) -> None:
        """Let Excel's window for opening begin in the workbook's folder."""
        with suppress(Exception):  # then it begins where it last was
            folder = str(self._app.books.active.fullname).rpartition("\\")[0]
            if folder:
                self._app.api.ExecuteExcel4Macro(f'DIRECTORY("{folder}")')

    def choose_target(
        self, default: Path, kinds: Sequence[tuple[str, str]], title: str
    ) -> Path | None:
        filters = ",".join(f"{name} (*{ending}),*{ending}" for name, ending in kinds)
        chosen = self._app.api.GetSaveAsFilename(str(default), filters, 1, title)
        return Path(chosen) if isinstance(chosen, str) and chosen else None

    def open(self, path: Path) -> None:
        programs.open_path(path)

    def status(self, text: str) -> None:
        with suppress(Exception):  # a program without a status bar still does the work
            self._app.status_bar = text or False

    @contextmanager
    def working(self) -> Iterator[Callable[[str], None]]:
        with esc_for_us(self._app) as pressed:

            def go_on(text: str) -> None:
                self.status(f"{text}（按 Esc 停止）" if pressed else text)
                if pressed and pressed():
                    raise Stopped

            yield go_on

    def show(self, sheet: str) -> None:
        """Not by xlwings' own ``activate``, which also brings the program to the front.

        It fails where another instance of it is; the caller's workbook is in front already.
        """
        self._sheets[sheet].impl.activate()

    def selected(self) -> tuple[str, int | None]:
        found = self._app.selection  # None where a chart or a button is selected
        return self._sheets.active.name, None if found is None else found.row

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        page = self._sheets.active
        cells = self._app.impl.selection  # xlwings' own asks twice
        with ExitStack() as after:
            for name, still in (("screen_updating", False), ("calculation", "manual")):
                after.callback(setattr, self._app, name, getattr(self._app, name))
                setattr(self._app, name, still)
            try:
                yield
            except BaseException:
                with suppress(Exception):  # no reason to fail
                    page.impl.activate()
                self._select(cells)
                raise
            self._select(cells)

    def _select(self, cells: Any) -> None:
        """Excel selects nothing on a sheet that is not in front, as after a sheet was made."""
        with suppress(Exception):
            if cells is not None:
                cells.select()
