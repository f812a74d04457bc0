"""What the buttons share: how one is run, where the workbook is, files chosen and saved."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from xl_appraisal.book.sheets import NATIVE_SHEETS, SHEETS, SOURCE
from xl_appraisal.doors.cell_functions.given_cells import forget_merges
from xl_appraisal.files.file_error import explain
from xl_appraisal.hosts import FileHost, LiveHost, Screen
from xl_appraisal.model.errors import AppraisalError, BookError, Stopped
from xl_appraisal.model.grid import Write
from xl_appraisal.model.wording import for_window
from xl_appraisal.work import desk
from xl_appraisal.work.desk import Appraised

Button: TypeAlias = Callable[[LiveHost, Screen], str]
"""What a button does to the workbook it stands in; what to tell of it is returned."""


class Made(str):
    """What a button tells of a file or folder that it made, which staff may want to open."""

    __slots__ = ("path",)
    path: Path

    @classmethod
    def of(cls, text: str, path: Path) -> Made:
        """The text, with where to find what was made."""
        made = cls(text)
        made.path = path
        return made


_WORKING = {*SHEETS, NATIVE_SHEETS[0]} - {SOURCE}
WORKBOOKS = "工作簿", "*.xlsx;*.xlsm"


def compute_anew(host: LiveHost) -> None:
    """Let all cells follow, those too that a format or a merged area alone has changed."""
    forget_merges()
    host.compute_all()


def press(button: Button, label: str, host: LiveHost, screen: Screen) -> None:
    """Do what a button does as one step, or leave the workbook as it was and tell why.

    The outcome stays in the status bar with the time of day, so that it is not taken for the
    state of things an hour later; after a failure the bar is the program's own again.
    """
    try:
        with screen.undisturbed(), host.step(label):
            text = button(host, screen)
    except Stopped as stop:
        text = for_window(str(stop))
        screen.tell(text)
        screen.status(f"{time.strftime('%H:%M')} {text.splitlines()[0]}")
    except AppraisalError as error:
        _failed(screen, str(error))
    except Exception as error:  # the program's own errors; a traceback helps nobody here
        logging.getLogger(__name__).exception("%s", label)
        _failed(screen, _unforeseen(error))
    else:
        screen.status(f"{time.strftime('%H:%M')} {text.splitlines()[0]}")
        if isinstance(text, Made):
            _offer(screen, text)
    finally:
        forget_merges()


def _offer(screen: Screen, made: Made) -> None:
    """Ask whether to open what was made; the command itself is over by then."""
    if screen.attended and screen.confirm(f"{made}\n\n现在打开吗？"):
        try:
            screen.open(made.path)
        except Exception:  # the system's own: no program for such files, or none may be started
            screen.tell(f"没有打开。请自行打开：{made.path}")


def _unforeseen(error: Exception) -> str:
    """The disk's faults in staff's words; of the program's own, what its maintainers ask for."""
    if isinstance(error, OSError) and error.errno:
        return str(explain(error, "读写"))
    return (
        "程序出错，工作簿保持原样。请点“自检”查看原因。\n"
        f"仍不行时，请把这一行告诉维护人员：{type(error).__name__}：{error}。"
    )


def _failed(screen: Screen, why: str) -> None:
    screen.status("")
    screen.tell(f"没有完成。\n{for_window(why)}")


def behind_working_sheets(host: LiveHost) -> str:
    """The sheet that those of results follow: the last one that staff work in."""
    return [name for name in host.sheet_names if name in _WORKING][-1]


def show_rows(
    host: LiveHost, screen: Screen, name: str, rows: Sequence[Sequence[Write | int]]
) -> None:
    """Fill a sheet of results with rows, a title first, and show it; an earlier one goes."""
    exact = [
        [Decimal(v) if isinstance(v, int) and not isinstance(v, bool) else v for v in line]
        for line in rows
    ]
    host.fill_sheet(name, exact, behind_working_sheets(host))
    screen.show(name)


def place_of(host: LiveHost, button: str) -> Path:
    """Where the workbook is on this machine.  Raises :class:`BookError` where it is not."""
    path = folder_place(host)
    if path is None:
        raise BookError(
            f"工作簿还没有保存，或不在本机文件夹里（{host.fullname}）。"
            f"请先保存到本机的文件夹，再点“{button}”；生成的文件放在工作簿旁边。"
        )
    return path


def folder_place(host: LiveHost) -> Path | None:
    """The workbook's path; ``None`` where it is in no folder of this machine."""
    path = Path(host.fullname)
    return path if path.is_absolute() and path.parent.is_dir() else None


def appraised_files(
    paths: Sequence[Path], go_on: Callable[[str], None]
) -> list[tuple[str, Appraised]]:
    """Other workbooks by name, each computed from its file; ``go_on`` is told how far it is."""
    found = []
    for number, path in enumerate(paths, 1):
        go_on(f"正在读取和计算：{path.name}（{number}/{len(paths)}）")
        found.append((path.name, desk.appraise_host(FileHost(path))))
    return found


def may_replace(screen: Screen, target: Path) -> bool:
    """Whether nothing is there, or staff let go of what is."""
    return not target.exists() or screen.confirm(f"{target} 已存在，要替换它吗？")


def ask_target(
    screen: Screen, default: Path, kinds: Sequence[tuple[str, str]], title: str
) -> Path | None:
    """Where staff want a file; one that is there already is asked about."""
    target = screen.choose_target(default, kinds, title)
    return target if target is not None and may_replace(screen, target) else None
