"""The workbook printed by LibreOffice: the annex is on A3, whole."""

from __future__ import annotations

import re
from pathlib import Path

from tests.render import page_sizes, pages_of, pdf_of
from xl_appraisal.book.new import build_workbook
from xl_appraisal.model.rulebook import load_rulebook

A3_LANDSCAPE = (1191, 842)  # points
TITLE = "2023年第1季度市政务服务中心窗口绩效考核成绩名次表"


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def annex(pdf: Path) -> list[str]:
    """The text of the A3 pages, blanks and line ends taken out."""
    sizes = [(round(width), round(height)) for width, height in page_sizes(pdf)]
    pages = pages_of(pdf)
    assert len(sizes) == len(pages)
    return [bare(page) for size, page in zip(sizes, pages, strict=True) if size == A3_LANDSCAPE]


def test_the_annex_of_25_windows_is_one_page_and_complete(
    built: Path, windows: list[str], remarks: list[str], tmp_path: Path
) -> None:
    """All windows and every word of all remarks; nothing of the working columns."""
    (page,) = annex(pdf_of(built, tmp_path))
    assert TITLE in page
    assert [window for window in windows if window not in page] == []
    assert [remark for remark in remarks if bare(remark) not in page] == []
    assert "###" not in page
    assert "工作栏" not in page
    assert "第2页" in page  # 首页 is printed first


def test_a_long_annex_goes_down_not_across(tmp_path: Path) -> None:
    """Of 120 windows each is printed once, and every page begins with title and header."""
    names = [f"第{number}号窗口" for number in range(1, 121)]
    path = tmp_path / "long.xlsx"
    build_workbook(path, load_rulebook(), names, quarter="2023Q1")
    pages = annex(pdf_of(path, tmp_path))
    assert 1 < len(pages) < 6
    assert all(TITLE in page and "领导重视" in page for page in pages)
    assert [name for name in names if "".join(pages).count(name) != 1] == []
