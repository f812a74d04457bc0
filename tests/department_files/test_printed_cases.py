"""Cases that went wrong in what is printed: rare characters, long reasons, the figures of 图表."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from tests.department_files.test_cases import CASES, Desk, desk
from tests.render import pages_of
from xl_appraisal.book.sheets import CHARTS

__all__ = ["desk"]

RARE = CASES / "24-rare-characters-pdf"
NAME = "𬱖水利窗口"  # its first character is U+2CC56


def fonts(listed: str) -> set[str]:
    """The font files that fontconfig lists."""
    said = subprocess.run(["fc-list", listed, "file"], capture_output=True, check=True, text=True)
    return {line.rstrip(": ") for line in said.stdout.splitlines()}


@pytest.mark.parametrize("known", [True, False])
def test_a_rare_character_is_printed_or_told_as_missing(  # type: ignore[no-untyped-def]
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    """With a font that has it, and with all of those hidden: LibreOffice says nothing itself."""
    book, pdf = tmp_path / "2024Q1.xlsx", tmp_path / "名次表.pdf"
    assert run("new", book, "--windows", RARE / "odd.txt", "--quarter", "2024Q1").code == 0
    lists = "--ledger", RARE / "odd-led.csv", "--staff", RARE / "odd-staff.csv"
    assert run("import", book, *lists).code == 0
    having = fonts(":charset=2cc56")
    assert having, "this needs a font with CJK extension E"
    if not known:
        hidden = "".join(f"<rejectfont><glob>{path}</glob></rejectfont>" for path in having)
        (tmp_path / "fonts.conf").write_text(
            "<fontconfig><include>/etc/fonts/fonts.conf</include>"
            f"<selectfont>{hidden}</selectfont></fontconfig>",
            encoding="utf-8",
        )
        monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    done = run("annex", book, "--to", pdf)
    assert done.code == 0
    assert ("PDF 里会缺字" in done.err and "𬱖" in done.err) == (not known)
    assert not known or any(NAME in page for page in pages_of(pdf))


@pytest.mark.parametrize("file", ["lg18.csv", "lg24.csv", "long.csv"])
def test_slips_hold_a_long_reason_whole_in_rows_that_excel_can_show(
    desk: Desk,
    tmp_path: Path,
    file: str,
) -> None:
    """365, 497 and 5,849 characters: no row above 409.5 points, every character there in order."""
    assert desk.take("--ledger", f"25-slip-row-height/{file}").code == 0
    done = desk.do("slips", desk.path, "--out", tmp_path / "slips", "--format", "xlsx")
    assert done.code == 0
    reasons = [str(row[6]) for row in desk.lines()]
    assert max(map(len, reasons)) == {"lg18.csv": 365, "lg24.csv": 497, "long.csv": 5849}[file]
    texts = ""
    for path in sorted((tmp_path / "slips").glob("*单位*.xlsx")):
        sheet = openpyxl.load_workbook(path).active
        assert sheet is not None
        assert max(size.height or 0 for size in sheet.row_dimensions.values()) <= 409.5
        columns = sheet.iter_cols(values_only=True)
        texts += "".join(str(value) for column in columns for value in column if value)
    assert [reason for reason in reasons if _bare(reason) not in _bare(texts)] == []


def _bare(text: str) -> str:
    return "".join(text.split())


CHARTED = {
    # file → points off and windows concerned that the scores counted in column 37
    "ch2.xlsx": (6, 3),  # 2分, 1 and ３
    "ch3.xlsx": (4, 2),  # 1 and ３; a negative one stops its window
}


@pytest.mark.parametrize("file", CHARTED)
def test_the_charts_show_what_the_scores_counted(run, tmp_path: Path, file: str) -> None:  # type: ignore[no-untyped-def]
    """Figures typed as text count as figures there too."""
    book = tmp_path / file
    shutil.copyfile(CASES / "t-13-charts" / file, book)
    assert run("recalc", book).code in (0, 1)  # 1: a window without a score
    rows = openpyxl.load_workbook(book, data_only=True)[CHARTS].iter_rows(
        min_row=4, max_row=11, max_col=3, values_only=True
    )
    shown = {name: figures for name, *figures in rows}
    assert shown.pop("重点扣分（第37列）") == list(CHARTED[file])
    assert set(map(tuple, shown.values())) == {(0, 0)}
