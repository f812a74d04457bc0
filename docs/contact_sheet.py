"""Everything that somebody sees, at 6, 25 and 60 windows, on one picture to look over.

``python docs/contact_sheet.py [FOLDER]``, from the top of the repository: every sheet of the
workbook, annex, slips, charts, comparison and year as LibreOffice prints them, and the windows of
Calc.  Needs LibreOffice, poppler and imagemagick; for the windows what ``calc_dialogs.py`` does.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from docs import calc_dialogs
from docs.make_pictures import run
from tests.render import pdfs_of

SIZES = (6, 25, 60)
_NAMES = (
    "税务", "教育", "残联", "医保", "人社", "公安", "民政", "自然资源和规划", "市场监督管理",
    "住房和城乡建设", "交通运输", "卫生健康", "农业农村", "水利", "应急管理", "文化体育和旅游",
    "司法", "气象", "烟草专卖", "供电公司", "自来水公司", "燃气公司", "住房公积金管理中心",
    "不动产登记中心", "邮政",
)  # fmt: skip
_REASONS = ("晨会迟到", "未按规定着装", "投诉属实", "工作日午休超时离岗二十分钟，经巡查发现" * 3)
_MODULES = ("业务规范", "窗口规范", "评价管理")
_MOST_PAGES = 12, 5  # of the workbook, of each other file
_ACROSS = 8  # pictures in a row


def main(folder: str = str(Path(__file__).parent / "pictures")) -> None:
    """Make everything, print it, and put the pages below each other, a size after the other."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        parts = [_montage(list(_pages(size, place)), place / f"{size}.png") for size in SIZES]
        if shutil.which("Xvfb") and shutil.which("xdotool") and shutil.which("openbox"):
            calc_dialogs.main(str(place / "windows"))
            windows = [(one.stem, one) for one in sorted((place / "windows").glob("*.png"))]
            parts.append(_montage(windows, place / "windows.png"))
        sheet = target / "一览.png"
        _magick(
            "convert",
            *parts,
            "-append",
            "+repage",
            "-depth",
            "8",
            "+dither",
            "-colors",
            "32",
            sheet,
        )
        print(sheet)


def files_of(windows: int, folder: Path, do: Callable[..., object] = run) -> list[Path]:
    """A period and the one before it for that many windows, and all that is made of them.

    ``do`` carries out a command of the product.
    """
    now, then = (folder / f"{windows}-{quarter}.xlsx" for quarter in ("2024Q2", "2024Q1"))
    for book, seed in ((then, 1), (now, 2)):
        _filled(book, windows, random.Random(seed), do)
    made = {
        kind: folder / f"{windows}-{kind}"
        for kind in (
            "附件A3.docx",
            "附件A4.docx",
            "附件表.xlsx",
            "图表.xlsx",
            "比较.xlsx",
            "年度.xlsx",
        )
    }
    for kind, paper in (("附件A3.docx", "A3"), ("附件A4.docx", "A4"), ("附件表.xlsx", "A3")):
        do("annex", now, "--to", made[kind], "--paper", paper)
    do("charts", now, "--previous", then, "--out", made["图表.xlsx"])
    do("diff", then, now, "--out", made["比较.xlsx"])
    do("year", then, now, "--out", made["年度.xlsx"])
    do("slips", now, "--previous", then, "--out", folder / f"{windows}-slips")
    index, first, *_ = sorted((folder / f"{windows}-slips").glob("*.docx"))
    slips = [one.rename(folder / f"{windows}-{what}.docx")
             for one, what in ((index, "目录"), (first, "明细"))]  # fmt: skip
    return [now, *made.values(), *slips]


def _filled(book: Path, windows: int, chance: random.Random, do: Callable[..., object]) -> None:
    """Two people a window, two lines of the ledger a window on the average, recalculated."""
    around = (n // len(_NAMES) for n in range(windows))
    names = [
        f"{_NAMES[n % len(_NAMES)]}{f'第{turn + 1}分中心' if turn else ''}"
        for n, turn in enumerate(around)
    ]
    quarter = book.stem.partition("-")[2]
    lists = {"names": names, "staff": ["窗口,姓名,考核分"], "ledger": ["窗口,模块,分值,日期,事由"]}
    for name in names:
        lists["staff"] += [f"{name},员工{n},{chance.randint(850, 1000) / 10}" for n in (1, 2)]
    for _ in range(2 * windows):
        points = Decimal(chance.randint(1, 4)) / 2
        month = chance.randint(1, 3) + (3 if quarter == "2024Q2" else 0)
        day = f"2024-{month:02}-{chance.randint(10, 28)}"
        line = (chance.choice(names), chance.choice(_MODULES), str(points), day)
        lists["ledger"].append(",".join([*line, chance.choice(_REASONS)]))
    paths = {kind: book.with_name(f"{book.stem}-{kind}.csv") for kind in lists}
    for kind, path in paths.items():
        path.write_text("\n".join(lists[kind]) + "\n", encoding="utf-8")
    do("new", book, "--windows", paths["names"], "--quarter", quarter)
    taken = ("--staff", paths["staff"], "--ledger", paths["ledger"], "--allow-duplicates")
    do("import", book, *taken)
    do("recalc", book)


def _pages(windows: int, folder: Path) -> Iterator[tuple[str, Path]]:
    """A title and a picture of each page; of long files the first ones."""
    for number, pdf in enumerate(pdfs_of(files_of(windows, folder), folder)):
        most = ["-l", str(_MOST_PAGES[number > 0]), "-scale-to", "620", "-png"]
        subprocess.run(["pdftoppm", *most, pdf, pdf.with_suffix("")], check=True)
        for page in sorted(folder.glob(f"{pdf.stem}-*.png")):
            yield page.stem, page


def _montage(pages: list[tuple[str, Path]], target: Path) -> Path:
    labelled = [part for title, page in pages for part in ("-label", title, page)]
    room = ["-tile", f"{_ACROSS}x", "-geometry", "280x280+4+4", "-font", _font()]
    _magick("montage", *labelled, *room, "-background", "white", target)
    return target


def _font() -> str:
    """A font file with Chinese characters, for the titles."""
    asked = ["fc-match", "-f", "%{file}", ":lang=zh-cn"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout


def _magick(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
