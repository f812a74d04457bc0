"""Pictures of Calc as staff see it: menu, toolbar, sheet, in a real window on a virtual screen.

``python docs/calc_window.py``, from the top of the repository.  Needs, on Debian: libreoffice-calc
python3-uno libreoffice-script-provider-python xvfb imagemagick fonts-wqy-microhei.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))


from tests.libreoffice.staffed import desk, filled_template
from xl_appraisal.book.sheets import RANKING

PICTURES = Path(__file__).parent / "pictures"
SCREEN = "1500x860"
DISPLAY = ":96"


def main() -> None:
    """Open the filled template in a window, and once more after a save by LibreOffice itself."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name, screen():
        folder = Path(name)
        with desk(folder, headless=False) as staff:
            book = filled_template(folder / "2023Q1.xlsm")
            document = staff.office.open(book, Hidden=False)  # asks nothing about the VBA
            ranking = document.Sheets.getByName(RANKING)  # 首页 is in front
            document.CurrentController.setActiveSheet(ranking)
            window = document.CurrentController.Frame.ContainerWindow
            width, height = map(int, SCREEN.split("x"))
            window.setPosSize(0, 0, width, height, 15)
            time.sleep(5)
            keep("Calc-名次表")
            document.store()
            time.sleep(3)
            keep("Calc-另存提醒", "1500x330+0+0")


@contextmanager
def screen() -> Iterator[None]:
    """A virtual screen for as long as it is needed."""
    server = subprocess.Popen(
        ["Xvfb", DISPLAY, "-screen", "0", f"{SCREEN}x24", "-nolisten", "tcp"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.environ |= {"DISPLAY": DISPLAY, "SAL_USE_VCLPLUGIN": "gen"}  # no desktop needed
    try:
        time.sleep(1)
        yield
    finally:
        server.terminate()
        server.wait(10)


def keep(name: str, part: str = f"{SCREEN}+0+0") -> None:
    """Keep what the screen shows."""
    target = PICTURES / f"{name}.png"
    command = ["import", "-window", "root", "-crop", part, "+repage", "+dither", "-colors", "64"]
    subprocess.run([*command, str(target)], check=True)
    print(target)


if __name__ == "__main__":
    main()
