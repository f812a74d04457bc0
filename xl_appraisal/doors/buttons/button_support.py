"""What the macros share: what makes a macro of a function, messages, the status bar."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import Any

import xlwings as xw

from xl_appraisal.book.sheets import RANKING
from xl_appraisal.hosts.excel.excel_values import to_program
from xl_appraisal.model.errors import AppraisalError, BookError

TITLE = "绩效考核"


def macro(function: Callable[[xw.Book], str]) -> Callable[[], None]:
    """Make a macro of a function of the calling workbook that returns what to tell.

    The outcome stays in the status bar with the time of day, so that it is not taken for the
    state of things an hour later; after a failure the bar is the program's own again.
    """

    @wraps(function)
    def run() -> None:
        book = xw.Book.caller()
        try:
            with undisturbed(book):
                text = function(book)
        except AppraisalError as error:
            tell(book, f"没有完成。\n{error}")
        except Exception as error:  # the program's own errors; a traceback helps nobody here
            logging.getLogger(__name__).exception("%s", function.__name__)
            tell(book, f"没有完成（{type(error).__name__}：{error}）。\n请点“自检”查看原因。")
        else:
            show_status(book, f"{time.strftime('%H:%M')} {text.splitlines()[0]}")

    return run


@contextmanager
def undisturbed(book: xw.Book) -> Iterator[None]:
    """Screen still, calculation off; both put back whatever happens, each on its own.

    So are the sheet and the selection, unless the macro went to another sheet and succeeded.
    """
    app = book.app
    sheet, selected = book.sheets.active, app.selection
    with ExitStack() as after:
        for name, still in (("screen_updating", False), ("calculation", "manual")):
            after.callback(setattr, app, name, getattr(app, name))
            setattr(app, name, still)
        try:
            yield
        except BaseException:
            _back_to(book, sheet, selected)
            raise
        if book.sheets.active.name == sheet.name:
            _back_to(book, sheet, selected)


def _back_to(book: xw.Book, sheet: xw.Sheet, selected: xw.Range | None) -> None:
    with suppress(Exception):  # a selection that can't be restored is no reason to fail
        if book.sheets.active.name != sheet.name:
            show(sheet)
        if selected is not None:
            selected.select()


def fill_sheet(book: xw.Book, name: str, rows: Sequence[Sequence[Any]]) -> None:
    """Fill a sheet of ours behind 名次表 with ``rows`` in one go and show it; made if missing."""
    if name not in [sheet.name for sheet in book.sheets]:
        book.sheets.add(name, after=book.sheets[RANKING])
    sheet = book.sheets[name]
    sheet.clear()
    guarded = book.app.engine.name == "excel"
    width = max(map(len, rows))
    block = sheet.range((1, 1), (len(rows), width))
    block.raw_value = [
        [to_program(value, guarded=guarded) for value in (*line, *[None] * (width - len(line)))]
        for line in rows
    ]
    sheet.autofit()
    show(sheet)


def place_of(book: xw.Book, button: str) -> Path:
    """Where the workbook is on this machine.  Raises :class:`BookError` where it is not."""
    path = Path(book.fullname)
    if not path.is_absolute() or not path.parent.is_dir():
        raise BookError(
            f"工作簿还没有保存，或不在本机文件夹里（{book.fullname}）。"
            f"请先保存到本机的文件夹，再点“{button}”；生成的文件放在工作簿旁边。"
        )
    return path


def compute_all(book: xw.Book) -> None:
    """Compute every formula: one that names a window by its row number alone too.

    Excel takes such a formula for up to date, whatever changed, and ``calculate`` passes it over.
    """
    full = getattr(book.app.api, "CalculateFull", None)
    if full is not None:
        full()
    else:
        book.app.calculate()


def tell(book: xw.Book, text: str) -> None:
    """Show a message where the program has a way to; else in the status bar."""
    show_status(book, False)
    try:
        book.app.alert(text, title=TITLE)
    except Exception:  # no dialogs in this engine
        show_status(book, text)


def show_status(book: xw.Book, text: str | bool) -> None:
    """Put a text into the status bar; ``False`` gives the bar back to the program."""
    with suppress(Exception):  # a program without a status bar still does the work
        book.app.status_bar = text


def show(sheet: xw.Sheet) -> None:
    """Bring a sheet to the front of its workbook.

    xlwings' own ``activate`` also brings the program to the front, and fails where another
    instance of it is; the caller's workbook is in front already.
    """
    sheet.impl.activate()


def confirm(book: xw.Book, text: str) -> bool:
    """Ask yes or no; where the program has no dialogs, nothing is taken for agreed.

    Raises :class:`BookError` there.
    """
    try:
        answer = book.app.alert(text, title=TITLE, buttons="yes_no")
    except Exception as error:  # no dialogs in this engine
        raise BookError("这个程序不能显示确认窗口，请用命令行完成。") from error
    return answer == "yes"


TABLES = "表格", "*.csv;*.txt;*.tsv;*.xlsx;*.xlsm"
WORKBOOKS = "工作簿", "*.xlsx;*.xlsm"
NOTICES = "通报文件", "*.toml"


def ask_files(
    book: xw.Book, title: str, kinds: tuple[str, str] = TABLES, *, command: str = "import"
) -> list[Path]:
    """The files that staff choose in the program's own dialog; none where they cancel.

    ``kinds`` is what they are and their patterns.  Raises :class:`BookError` that names the
    ``command`` of the command line where the program has no such dialog.
    """
    what, patterns = kinds
    chooser = getattr(book.app.impl, "choose_files", None)  # of our engine for LibreOffice
    if chooser is not None:
        return [Path(name) for name in chooser(title, what, patterns)]
    dialog = getattr(book.app.api, "GetOpenFilename", None)
    if dialog is None:
        raise BookError(
            f"这个程序没有选择文件的窗口。请用命令行：xl-appraisal {command} -h 看用法。"
        )
    chosen = dialog(f"{what} ({patterns}),{patterns}", 1, title, "", True)
    if not isinstance(chosen, list | tuple):
        return []
    return [Path(str(name)) for name in chosen]


def can_ask(book: xw.Book) -> bool:
    """Whether somebody can be asked where to save: not in a program without such a window."""
    attended = getattr(book.app.impl, "attended", None)  # LibreOffice's engine knows
    return hasattr(book.app.api, "GetSaveAsFilename") if attended is None else bool(attended)


def ask_target(
    book: xw.Book, default: Path, kinds: Sequence[tuple[str, str]], title: str
) -> Path | None:
    """Where staff want a file, ``default`` being offered; ``None`` where they cancel.

    ``kinds`` are names of kinds of files with their endings.  A file that is there already is
    asked about.  Only to be called where :func:`can_ask`.
    """
    ask = getattr(book.app.impl, "ask_save", None)
    if ask is not None:
        chosen = ask(str(default), kinds, title)
    else:
        filters = ",".join(f"{name} (*{ending}),*{ending}" for name, ending in kinds)
        chosen = book.app.api.GetSaveAsFilename(str(default), filters, 1, title)
    if not isinstance(chosen, str) or not chosen:
        return None
    target = Path(chosen)
    if target.exists() and not confirm(book, f"{target} 已存在，要替换它吗？"):
        return None
    return target


def ask_text(book: xw.Book, prompt: str) -> str:
    """A line of text from the program's own dialog; empty where staff cancel.

    Raises :class:`BookError` where the program has no such dialog.
    """
    asker = getattr(book.app.impl, "ask_text", None)  # of our engine for LibreOffice
    if asker is not None:
        return (asker(prompt, TITLE) or "").strip()
    dialog = getattr(book.app.api, "InputBox", None)
    if dialog is None:
        raise BookError("这个程序没有输入窗口，请用命令行完成。")
    answer = dialog(prompt, TITLE)
    return answer.strip() if isinstance(answer, str) else ""
