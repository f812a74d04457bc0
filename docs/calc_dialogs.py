"""Pictures of every kind of window of ours in Calc, on a virtual screen.

``python docs/calc_dialogs.py FOLDER``, from the top of the repository; needs what
``docs/calc_window.py`` does, openbox and xdotool.  Each window is closed by Esc, which must do.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from docs.calc_window import SCREEN, screen
from tests.libreoffice.office import Office
from xl_appraisal.model.errors import Stopped

LIMIT = 20  # seconds for a window to come up, or to go
_SHEETS = ("1月（像加扣分明细，12行）", "2月（像加扣分明细，9行）", "说明（不像，没有导入）")


def main(folder: str) -> None:
    """Show each window, keep a picture of it, press Esc."""
    from xl_appraisal.doors.buttons.collect_buttons import ask_sheets
    from xl_appraisal.hosts.calc.calc_screen import CalcScreen

    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, screen():
        manager = subprocess.Popen(["openbox"], stderr=subprocess.DEVNULL)  # who gives the focus
        office = Office(Path(name), headless=False)
        office.start()
        try:
            document = office.open(Hidden=False)
            width, height = map(int, SCREEN.split("x"))
            document.CurrentController.Frame.ContainerWindow.setPosSize(0, 0, width, height, 15)
            time.sleep(3)
            asked = CalcScreen(office.context, document)
            windows: dict[str, Callable[[], Any]] = {
                "窗口-选工作表": lambda: ask_sheets(asked, "来件.xlsx", _SHEETS),
                "窗口-确认": lambda: asked.confirm("已生成 2023Q1-名次表.docx\n\n现在打开吗？"),
                "窗口-提示": lambda: asked.tell("没有完成。\n请先选中一个窗口所在的行。"),
                "窗口-选文件": lambda: asked.choose_files("选择部门交来的明细", "表格", "*.xlsx"),
                "窗口-停止": lambda: _stopped(asked),
            }
            for title, show in windows.items():
                print(title, _kept(show, target / f"{title}.png"))
            document.close(True)
        finally:
            office.stop()
            manager.terminate()
            manager.wait(10)


def _stopped(asked: Any) -> str:
    """Work of half a minute, that is to be stopped before; what is told then."""
    with asked.working() as go_on:
        for done in range(1, 61):
            time.sleep(0.5)
            try:
                go_on(f"正在生成加扣分明细：{done}/60")
            except Stopped as stop:
                return str(stop)
    raise RuntimeError("Esc does not stop it")


def _kept(show: Callable[[], Any], target: Path) -> Any:
    """What the window answers to Esc, a picture of it being kept.

    Raises :class:`RuntimeError` where it does not go.
    """
    answers: list[Any] = []
    waiting = threading.Thread(target=lambda: answers.append(show()), daemon=True)
    waiting.start()
    time.sleep(3)
    subprocess.run(["import", "-window", "root", "+dither", "-colors", "64", target], check=True)
    for _ in range(LIMIT):
        subprocess.run(["xdotool", "key", "Escape"], check=True)
        waiting.join(1)
        if not waiting.is_alive():
            return answers
    raise RuntimeError(f"{target.stem}: Esc does not close it")


if __name__ == "__main__":
    main(*sys.argv[1:])
