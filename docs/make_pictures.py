"""Make the pictures of the guide from the demonstration: ``python docs/make_pictures.py``.

Needs LibreOffice and poppler (see tests/run).  Run it from the top of the repository.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.render import pages_of, pdf_of

SHEETS = {
    "首页": "2023年第1季度市政务服务中心窗口绩效考核成绩名次表",
    "名次表": "附件2",
    "规则": "规则",
    "核对": "核对",
    "图表": "图表",
}
"""Picture → how the first page of its sheet begins."""


def main() -> None:
    """Render the demonstration's workbook and keep one picture of each sheet shown."""
    pictures = Path(__file__).parent / "pictures"
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        run("demo", "--out", demo)
        pdf = pdf_of(demo / "2023Q1.xlsx", Path(folder))
        firsts = [page.split() for page in pages_of(pdf)]
        for name, beginning in SHEETS.items():
            number = str(next(n for n, words in enumerate(firsts, 1) if words[0] == beginning))
            target = pictures / name
            picture(pdf, number, target)
        picture(slip_of(demo, "人社"), "1", pictures / "加扣分明细")
        picture(annex_of(demo), "1", pictures / "附件2")


def annex_of(demo: Path) -> Path:
    """The PDF of the annex, as Word's document prints."""
    document = demo / "附件2.docx"
    run("annex", demo / "2023Q1.xlsx", "--to", document, "--no-origin")
    return pdf_of(document, demo)


def slip_of(demo: Path, window: str) -> Path:
    """The PDF of one window's slip; without a note of origin, which no two runs have in common."""
    run("slips", demo / "2023Q1.xlsx", "--out", demo / "slips", "--no-origin")
    return pdf_of(next((demo / "slips").glob(f"{window}*.docx")), demo)


def run(*arguments: str | Path) -> None:
    """A command of the product, in silence."""
    command = [sys.executable, "-m", "xl_appraisal", *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def picture(pdf: Path, number: str, target: Path) -> None:
    """Keep one page as a picture."""
    one = ["-f", number, "-l", number, "-singlefile", "-r", "110", "-png"]
    subprocess.run(["pdftoppm", *one, str(pdf), str(target)], check=True)
    print(target.with_suffix(".png"))


if __name__ == "__main__":
    main()
