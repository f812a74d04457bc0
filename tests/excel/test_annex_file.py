"""生成名次表: after the sheet, the same table as a file where staff want it."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest

from tests.excel.conftest import Opened
from tests.excel.real_table import NAMES
from xl_appraisal import macros
from xl_appraisal.doors.buttons.results_buttons import ANNEX
from xl_appraisal.outputs import pdf


@pytest.fixture
def here(opening, tmp_path: Path) -> Opened:
    """The real workbook, in a folder of its own, on which files can be saved."""
    (tmp_path / "2023Q1.xlsm").write_bytes(b"the workbook")
    return opening(str(tmp_path / "2023Q1.xlsm"), functions=True)


def sheets(book: Opened) -> list[str]:
    return [sheet.name for sheet in book.front.sheets]


def test_the_name_offered_is_beside_the_workbook(here: Opened, tmp_path: Path) -> None:
    """Word first, then Excel and PDF; cancelled, the sheet alone is made and nothing asked."""
    macros.generate_annex()
    ((default, filters, *_),) = here.app._offered

    assert default == str(tmp_path / "2023Q1-名次表.docx")
    assert str(filters).split(",")[1::2] == ["*.docx", "*.xlsx", "*.pdf"]
    assert ANNEX in sheets(here) and here.app._alerts == []
    assert [path.name for path in tmp_path.iterdir()] == ["2023Q1.xlsm"]
    assert "另存" not in here.app._said[-1]


def test_the_word_file_holds_the_table(
    here: Opened, tmp_path: Path, opened_paths: list[Path]
) -> None:
    """Asked about the note of origin, and it is there; the place is told, and opened if agreed."""
    target = tmp_path / "附件2.docx"
    here.app._target = str(target)
    macros.generate_annex()
    document = docx.Document(str(target))

    assert [row.cells[1].text for row in document.tables[0].rows[3:]] == NAMES
    assert "2023Q1.xlsm" in document.paragraphs[-1].text
    columns, asked, opening = here.app._alerts
    assert "现在打开吗" in opening and opened_paths == [target]
    assert "栏名待定" in columns and "全部印出" in columns
    assert len(document.tables[0].columns) == 49
    assert "出处" in asked
    assert ANNEX in sheets(here) and str(target) in here.app._said[-1]


def test_for_the_official_print_the_origin_is_left_out(
    here: Opened, tmp_path: Path, opened_paths: list[Path]
) -> None:
    """Answered 否; as a workbook, which holds no formula; not opened either."""
    target = tmp_path / "附件2.xlsx"
    here.app._target, here.app._answer = str(target), "no"
    macros.generate_annex()
    cells = [c for row in openpyxl.load_workbook(target).active.iter_rows() for c in row]  # type: ignore[union-attr]

    assert max(cell.column for cell in cells) < 49  # columns without data are left out too
    assert not any("出处" in str(cell.value) for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)
    assert opened_paths == []


def test_a_file_that_is_there_is_replaced_only_when_agreed(here: Opened, tmp_path: Path) -> None:
    """否: it stays as it is, and the sheet is made all the same."""
    target = tmp_path / "附件2.docx"
    target.write_bytes(b"mine")
    here.app._target, here.app._answer = str(target), "no"
    macros.generate_annex()

    assert target.read_bytes() == b"mine"
    assert "已存在" in here.app._alerts[0] and ANNEX in sheets(here)


@pytest.mark.parametrize(
    ("name", "said"), [("2023Q1.xlsm", "正在使用的工作簿"), ("附件2.doc", ".docx、.xlsx 或 .pdf")]
)
def test_a_wrong_target_is_told_and_the_sheet_stays(
    here: Opened, tmp_path: Path, name: str, said: str
) -> None:
    """The workbook itself, though agreed; another kind of file."""
    here.app._target = str(tmp_path / name)
    macros.generate_annex()

    assert f"工作表“{ANNEX}”已生成，文件没有存成" in here.app._alerts[-1]
    assert said in here.app._alerts[-1]
    assert [path.name for path in tmp_path.iterdir()] == ["2023Q1.xlsm"]
    assert (tmp_path / "2023Q1.xlsm").read_bytes() == b"the workbook"


def test_a_pdf_without_libreoffice_is_told(
    here: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What to install, or which other kind to take."""
    monkeypatch.setattr(pdf, "find_soffice", lambda: None)
    here.app._target = str(tmp_path / "附件2.pdf")
    macros.generate_annex()

    assert "请安装 LibreOffice" in here.app._alerts[-1]
    assert [path.name for path in tmp_path.iterdir()] == ["2023Q1.xlsm"]
