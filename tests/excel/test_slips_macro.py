"""生成明细: the slips beside the workbook that is open, which itself stays as it is."""

from __future__ import annotations

from pathlib import Path

from tests.excel.conftest import ref_of, snapshot
from xl_appraisal import macros


def test_the_macro_writes_all_slips_beside_the_workbook(
    opening, tmp_path: Path, opened_paths: list[Path]
) -> None:
    """25 Word files and the index in a folder, which can be opened at once; no cell is changed."""
    book = opening(str(tmp_path / "2023Q1.xlsm"), functions=True)
    before = snapshot(book)
    macros.generate_slips()

    made = [p.name for p in (tmp_path / "2023Q1-加扣分明细").iterdir() if p.suffix == ".docx"]
    assert len(made) == 26 and "税务-2023年第1季度加扣分明细.docx" in made
    assert snapshot(book) == before
    (asked,) = book.app._alerts
    assert "现在打开吗" in asked and opened_paths == [tmp_path / "2023Q1-加扣分明细"]
    assert any("25/25" in str(said) for said in book.app._said)
    assert "25份加扣分明细" in book.app._said[-1]


def test_a_window_without_a_score_gets_its_slip_too(opening, tmp_path: Path) -> None:
    """One bad cell does not hold the other 24 up."""
    book = opening(str(tmp_path / "2023Q1.xlsm"))
    book.put(ref_of("税务", "item_19"), "三分")
    macros.generate_slips()

    assert (tmp_path / "2023Q1-加扣分明细" / "税务-2023年第1季度加扣分明细.docx").is_file()
    assert not [told for told in book.app._alerts if "没有完成" in told]


def test_a_workbook_that_is_nowhere_on_this_machine_is_told_so(opening) -> None:
    """Not saved yet, or opened from OneDrive: what to do, and nothing written."""
    for place in ("工作簿1", "https://example.org/documents/2023Q1.xlsm"):
        book = opening(place)
        macros.generate_slips()
        assert "请先保存到本机" in book.app._alerts[-1]
